"""What somebody does in the page, done as that person at Telegram's stand-in."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.sandbox.sample import SAMPLE_BOOK
from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person

Body = Mapping[str, Any]


async def say(person: Person, body: Body) -> None:
    reply_to = person.chat.find(int(body["reply_to"])) if body.get("reply_to") else None
    if reply_to is not None and body.get("quote") and body["quote"] in reply_to.text:
        await person.say(_text(body), reply_to=reply_to, quote=body["quote"])
    else:
        await person.say(_text(body), reply_to=reply_to)


async def press(person: Person, body: Body) -> str:
    """The words that pop up, '' for none."""
    return await person.press(_message(person, body), str(body["data"]))


async def edit(person: Person, body: Body) -> None:
    await person.edit(_own(person, body), _text(body))


async def delete(person: Person, body: Body) -> None:
    await person.delete(_message(person, body))


async def send_sample(person: Person, _: Body) -> None:
    await person.send_document(SAMPLE_BOOK.read_bytes(), SAMPLE_BOOK.name, caption="A1")


async def send(person: Person, name: str, mime_type: str, data: bytes, caption: str) -> None:
    """A picture as a photo, anything else as a document."""
    if mime_type in ("image/jpeg", "image/png", "image/webp"):
        await person.send_photo(data, caption)
    else:
        await person.send_document(data, name, caption, mime_type)


ACTIONS: Mapping[str, Callable[[Person, Body], Awaitable[str | None]]] = {
    "say": say,
    "press": press,
    "edit": edit,
    "delete": delete,
    "sample": send_sample,
}


def _text(body: Body) -> str:
    """Raises ValueError."""
    text = str(body["text"]).strip()
    text.encode()  # a lone surrogate is no text
    if not text:
        raise ValueError("there is nothing to send")
    return text


def _message(person: Person, body: Body) -> Message:
    """Raises LookupError."""
    message = person.chat.find(int(body["message"]))
    if message is None:
        raise LookupError("there is no such message")
    return message


def _own(person: Person, body: Body) -> Message:
    message = _message(person, body)
    if message.from_bot:
        raise LookupError("that is not one's own message")
    return message
