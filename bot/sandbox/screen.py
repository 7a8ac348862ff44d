"""A chat on a terminal: messages as they are sent, and the newest one growing as it is edited."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from bot.sandbox.telegram.chats import Event, Message
from bot.sandbox.telegram.entities import Entity

_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "cyan",
    "pre": "cyan",
    "blockquote": "dim",
    "expandable_blockquote": "dim",
    "text_link": "underline blue",
}

_QUIET = 0.5  # seconds without a change after which a message is taken for complete
PLACEHOLDERS = ("🔎", "💭", "⏳")  # a message in which an answer is to grow begins with one
_UNDER_WAY = (*PLACEHOLDERS, "📥", "📖 ")  # a message about something that is not finished begins with one


class Screen:
    """Listens to the Telegram stand-in. On a terminal messages grow in place; elsewhere each is printed once.

    `is_answering` tells whether the bot is at work on an answer in a chat, which its messages alone do not show.
    """

    def __init__(self, console: Console, is_answering: Callable[[int], Awaitable[bool]]) -> None:
        self._console, self._is_answering = console, is_answering
        self._live: Live | None = None
        self._growing: Message | None = None
        self._is_silent = False

    def __call__(self, event: Event) -> None:
        if self._is_silent or event.message is None or event.kind not in ("sent", "edited"):
            return
        if event.message is not self._growing:
            self.settle()
            self._growing = event.message
        if not self._console.is_terminal:
            return
        if self._live is None:
            self._live = Live(console=self._console, auto_refresh=False, vertical_overflow="visible")
            self._live.start()
        self._live.update(panel(event.message), refresh=True)

    async def reply_to(self, sent: Message, patience: float) -> Message:
        """The bot's last message about `sent`, once it has said nothing more for a while, at most `patience` seconds.

        A reply that says what the bot is doing, or can still be stopped, is not its last.
        """
        chat, deadline = sent.chat, time.monotonic() + patience
        while time.monotonic() < deadline:
            await asyncio.sleep(0.1)
            reply = max(chat.replies, key=lambda each: each.versions[-1].at, default=None)
            if reply is None or reply.versions[-1].at < sent.versions[-1].at or is_under_way(reply):
                continue
            is_quiet = time.monotonic() - reply.versions[-1].at > _QUIET
            # To the bot, an answer that looks complete may not be: the next question would have to wait for it.
            if (is_complete(reply) or is_quiet) and not await self._is_answering(chat.id):
                self.settle()
                return reply
        raise TimeoutError(f"no reply within {patience:.0f} s")

    @contextmanager
    def silent(self) -> Iterator[None]:
        """While somebody types here, what goes on in the browser is not drawn over it."""
        self._is_silent = True
        try:
            yield
        finally:
            self._is_silent = False

    def settle(self) -> None:
        """Leave the newest message as it stands; the next one begins below it."""
        if self._live is not None:
            self._live.stop()
        elif self._growing is not None:
            self._console.print(panel(self._growing))
        self._live = self._growing = None


def is_under_way(message: Message) -> bool:
    """Whether a reply says what the bot is doing, or can still be stopped."""
    return message.text.startswith(_UNDER_WAY) or _has(message, "⏹")


def is_complete(message: Message) -> bool:
    """Whether it is a complete answer: only these have a 👍 below them."""
    return _has(message, "👍")


def _has(message: Message, button: str) -> bool:
    return any(button in each.text for each in message.buttons)


def panel(message: Message) -> Panel:
    """A message as a client shows it: the sender's name, the styled text, the buttons."""
    body = Text(_attachment(message)) + styled(message.text, message.entities)
    if message.keyboard:
        body.append("\n")
        for row in message.keyboard:
            body.append("\n")
            body.append("  ".join(f"[{button.text}]" for button in row), style="green")
    name = str(message.sender["first_name"])
    colour = "blue" if message.from_bot else "yellow"
    return Panel(
        body,
        title=" · ".join(filter(None, (name, message.chat.title))),
        title_align="left",
        border_style=colour,
        width=88,
    )


def styled(text: str, entities: tuple[Entity, ...]) -> Text:
    """The text with its entities' styles; their offsets count UTF-16 units."""
    result = Text(text)
    units = text.encode("utf-16-le")
    for entity in entities:
        start = len(units[: entity.offset * 2].decode("utf-16-le"))
        end = len(units[: (entity.offset + entity.length) * 2].decode("utf-16-le"))
        result.stylize(_STYLES.get(entity.type, ""), start, end)
    return result


def _attachment(message: Message) -> str:
    if photo := message.extra.get("photo"):
        return f"🖼 {photo[-1]['width']} × {photo[-1]['height']}\n"
    document = message.extra.get("document")
    return f"📎 {document['file_name']}\n" if document else ""
