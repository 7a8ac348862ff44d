"""Who may give an admin's orders: a person, in person, in one of the admins' chats."""

from telegram import Message, Update, User

# Accounts that Telegram lets speak for others: 'Telegram', the anonymous admin, the channel bot.
_SPEAK_FOR_OTHERS = frozenset({777000, 1087968824, 136817688})


def is_admin(update: Update, admin_chats: frozenset[int]) -> bool:
    """Whether a person speaks, or presses a button, in one of the admins' chats."""
    chat, query = update.effective_chat, update.callback_query
    if chat is None or chat.id not in admin_chats:
        return False
    if query is not None:
        under = query.message
        return _is_person(query.from_user) and not (isinstance(under, Message) and _is_on_behalf(under))
    return update.message is not None and is_in_person(update.message)


def is_in_person(message: Message) -> bool:
    """Whether a person wrote this: not a forwarded or edited message, nobody in a channel's or group's name."""
    return (
        _is_person(message.from_user)
        and message.sender_chat is None
        and message.forward_origin is None
        and message.via_bot is None
        and message.edit_date is None
        and not _is_on_behalf(message)
    )


def _is_on_behalf(message: Message) -> bool:
    """Whether it comes through somebody's business account, or from a chat where the bot is a guest."""
    return bool(
        message.business_connection_id
        or message.sender_business_bot
        or message.guest_query_id
        or message.guest_bot_caller_user
        or message.guest_bot_caller_chat
    )


def _is_person(user: User | None) -> bool:
    return user is not None and not user.is_bot and user.id not in _SPEAK_FOR_OTHERS
