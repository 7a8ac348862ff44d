"""Checks that an update is a person's own, in one of the admins' chats: only then may it carry an admin's command."""

from telegram import Message, Update, User

# Telegram's own accounts, which post in the name of others: 'Telegram', the anonymous group admin, the channel bot.
_SERVICE_ACCOUNTS = frozenset({777000, 1087968824, 136817688})


def is_admin(update: Update, admin_chats: frozenset[int]) -> bool:
    chat, query = update.effective_chat, update.callback_query
    if chat is None or chat.id not in admin_chats:
        return False
    if query is not None:
        message = query.message
        return _is_person(query.from_user) and not (isinstance(message, Message) and _is_on_behalf(message))
    return update.message is not None and is_in_person(update.message)


def is_in_person(message: Message) -> bool:
    """Whether a person wrote this as it stands: it is not forwarded, edited, or sent in a channel's or group's name."""
    return (
        _is_person(message.from_user)
        and message.sender_chat is None
        and message.forward_origin is None
        and message.via_bot is None
        and message.edit_date is None
        and not _is_on_behalf(message)
    )


def _is_on_behalf(message: Message) -> bool:
    """Whether it was sent through a business account, or from a chat where the bot is a guest."""
    return bool(
        message.business_connection_id
        or message.sender_business_bot
        or message.guest_query_id
        or message.guest_bot_caller_user
        or message.guest_bot_caller_chat
    )


def _is_person(user: User | None) -> bool:
    return user is not None and not user.is_bot and user.id not in _SERVICE_ACCOUNTS
