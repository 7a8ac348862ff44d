"""What the page is told of chats and of what Claude was asked, as JSON. Offsets count UTF-16 units."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.claude import Request
from bot.sandbox.screen import is_under_way
from bot.sandbox.telegram.chats import Chat, Message

_FILES = ("document", "photo", "voice", "sticker")


def view_chat(chat: Chat) -> dict[str, Any]:
    return {"id": chat.id, "messages": [view(message) for message in chat.messages], "draft": view_draft(chat)}


def view_draft(chat: Chat) -> dict[str, Any] | None:
    if (draft := chat.draft) is None:
        return None
    return {"text": draft.text, "entities": [entity.to_json() for entity in draft.entities]}


def view(message: Message) -> dict[str, Any]:
    """A message as it stands. `growing`: the bot is not done with it."""
    reply_to = message.reply_to
    return {
        "id": message.id,
        "date": message.date,
        "name": message.sender["first_name"],
        "mine": not message.from_bot,
        "text": message.text,
        "entities": [entity.to_json() for entity in message.entities],
        "keyboard": [[button.to_json() for button in row] for row in message.keyboard],
        "edits": len(message.versions) - 1,
        "edited": message.edit_date is not None,
        "growing": message.from_bot and is_under_way(message),
        "reply": reply_to and {"id": reply_to.id, "name": reply_to.sender["first_name"], "text": _label(reply_to)},
        "asks_reply": message.asks_reply,
        "quote": message.extra.get("quote", {}).get("text"),
        "file": _file(message),
    }


def _label(message: Message) -> str:
    """A line that tells which message this is."""
    return message.text[:120] or message.extra.get("document", {}).get("file_name") or "🖼"


def _file(message: Message) -> dict[str, Any] | None:
    """The message's file; of a photo, its largest size."""
    kind = next((kind for kind in _FILES if kind in message.extra), None)
    if kind is None:
        return None
    file = message.extra[kind][-1] if kind == "photo" else message.extra[kind]
    name = file.get("file_name") or file.get("emoji") or kind
    return {"kind": kind, "id": file["file_id"], "name": name, "size": file["file_size"]}


def view_request(number: int, request: Request) -> dict[str, Any]:
    """What was asked of Claude, and how far its answer is; `seconds` is how long it took."""
    return {
        "number": number,
        "question": request.question,
        "model": request.body["model"],
        "seconds": request.ended and request.ended - request.at,
        "said": request.said,
        "outcome": request.outcome,
    }


def view_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """The request as it went to Claude; a picture's bytes are only counted."""

    def shown(value: Any) -> Any:
        if isinstance(value, Mapping):
            if value.get("type") == "base64":
                return {**value, "data": f"{len(value['data'])} characters"}
            return {key: shown(each) for key, each in value.items()}
        return [shown(each) for each in value] if isinstance(value, list) else value

    return {key: shown(value) for key, value in body.items()}
