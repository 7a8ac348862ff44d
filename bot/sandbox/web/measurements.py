"""The developers' corner: what the chats cost in edits, refusals and time."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.screen import PLACEHOLDERS
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Chat, Message

_LATEST = 40  # calls and answers
_SENDS = ("sendMessage", "sendDocument", "sendPhoto")


def measurements(telegram: TelegramServer) -> dict[str, Any]:
    """Seconds are of the monotonic clock."""
    calls = telegram.calls
    return {
        "sent": sum(telegram.requests[name] for name in _SENDS),
        "edits": telegram.requests["editMessageText"],
        "refused": telegram.budget.refused.total() if telegram.budget else 0,
        "calls": [
            {"method": call.method, "chat": call.chat_id, "at": call.at, "status": call.status}
            for call in calls[-_LATEST:]
        ],
        "answers": [each for chat in telegram.chats.values() for each in _answers(chat)][-_LATEST:],
    }


def _answers(chat: Chat) -> Iterator[dict[str, Any]]:
    """Each reply that has grown, with the seconds until it showed its first words and was complete: from the question
    on, or from its own beginning if a button has asked for it."""
    question, asked = "", None
    for message in chat.messages:
        if not message.from_bot:
            question, asked = message.text, message.versions[0].at
        elif words := _words(message):
            since = message.versions[0].at if asked is None else asked
            asked = None
            yield {
                "chat": chat.id,
                "message": message.id,
                "question": question,
                "first": words[0] - since,
                "complete": words[-1] - since,
                "edits": len(message.versions) - 1,
            }


def _words(reply: Message) -> list[float]:
    """When an answer changed, from its first words on."""
    if len(reply.versions) < 2 or not any("🔁" in button.text for button in reply.buttons):
        return []
    return [version.at for version in reply.versions if not version.text.startswith(PLACEHOLDERS)]
