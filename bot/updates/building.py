"""Builds python-telegram-bot's updates from Telegram's JSON, without what that library does not know (yet)."""

import logging
import re
from typing import Any

from telegram import Bot, Message, Update
from telegram.constants import ChatType

from bot.records.inbox import RawUpdate

logger = logging.getLogger(__name__)

_ESSENTIAL = ("message_id", "date", "chat", "from")
# Never left out, as the message would pass for what its sender says in person, now and in this place.
_GUISE = frozenset(
    {
        *("sender_chat", "forward_origin", "via_bot", "edit_date", "message_thread_id", "is_topic_message"),
        *("business_connection_id", "sender_business_bot"),
        *("guest_query_id", "guest_bot_caller_user", "guest_bot_caller_chat"),
    }
)


def build(raw: RawUpdate, bot: Bot) -> Update:
    """A message's parts that cannot be read are left out: a question is still one if it quotes a new kind of poll.

    Raises errors of any kind if too much is left out.
    """
    raw = _command_first(raw, bot.username)
    try:
        return Update.de_json(raw, bot)
    except Exception:  # of any kind: a field is missing, or of a type that the library does not know
        return Update.de_json(_without_unknown(raw, bot), bot)


def sender_alone(raw: RawUpdate, bot: Bot) -> Update:
    """Only the sender and the chat of a private message. Raises errors of any kind."""
    message = raw["message"]
    if message["chat"]["type"] != ChatType.PRIVATE:
        return Update(raw["update_id"])
    known = {name: message[name] for name in _ESSENTIAL}
    return Update.de_json({"update_id": raw["update_id"], "message": known}, bot)


def _without_unknown(raw: RawUpdate, bot: Bot) -> RawUpdate:
    match raw:
        case {"callback_query": {"message": message} as query}:
            return raw | {"callback_query": query | {"message": _known_parts(message, bot)}}
        case {"message": message}:
            return raw | {"message": _known_parts(message, bot)}
        case {"edited_message": message}:
            return raw | {"edited_message": _known_parts(message, bot)}
    return raw


def _known_parts(message: dict[str, Any], bot: Bot) -> dict[str, Any]:
    essential = {name: message[name] for name in _ESSENTIAL if name in message}
    known = dict(essential)
    for name, value in message.items():
        part = _known_parts(value, bot) if name == "reply_to_message" else value
        if name in _GUISE or _is_known(essential | {name: part}, bot):
            known[name] = part
        else:
            logger.warning("a message is read without its %s", name)
    return known


def _is_known(message: dict[str, Any], bot: Bot) -> bool:
    try:
        Message.de_json(message, bot)
    except Exception:  # of any kind, as above
        return False
    return True


def _command_first(raw: RawUpdate, bot: str) -> RawUpdate:
    """`@bot /unit 3` as `/unit@bot 3`, as in groups people are told to begin with the bot's name."""
    match raw:
        case {"message": {"text": str(text)} as message} if found := re.match(
            rf"@{bot}\W*?(/[a-z]+)", text, re.IGNORECASE
        ):
            command = f"{found[1]}@{bot}"
            entity = {"type": "bot_command", "offset": 0, "length": len(command)}
            return raw | {"message": message | {"text": command + text[found.end() :], "entities": [entity]}}
    return raw
