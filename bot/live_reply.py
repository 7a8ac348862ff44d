"""A stream of text -> one growing, correctly paced Telegram message (or several, when it is long)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.marks import utf16
from bot.pace import Pace, Priority, Turn
from bot.post import Blocked, Face, Message, Post, Undeliverable
from bot.render import MOST_ENTITIES, Rendered, render
from bot.split import split

__all__ = ["Blocked", "LiveReply", "Undeliverable"]

_LONGEST_MESSAGE = 4096
_FIRST_CHARACTERS = 30
_FIRST_WAIT = 0.7  # seconds for a first text that stays shorter
_TYPING_EVERY = 4.5  # Telegram shows it for 5 s
_DRAFT_REFRESH = 20.0  # Telegram shows a draft for 30 s
_PATIENCE = 600.0  # seconds that a last text is kept for a network that is away


class LiveReply:
    """One reply in a chat, from 'searching' to the final text.

        async with LiveReply(bot, pace, chat_id, keyboard=stop) as reply:
            reply.start("…")
            async for text in answer:  # the whole text so far
                reply.show(text)
            await reply.finish(text, sources, keyboard=more)

    `start` and `show` only note what is wanted and never wait; a task of its own shows the newest when its turn has
    come. With `message_ids` the reply takes the place of these messages (an answer given again, or one that a
    restart has interrupted). With `drafts` a private chat sees drafts until the end. `noted` is told the messages
    whenever there is one more.

    Attributes:
        first_text_at: When its first text was shown, by the monotonic clock.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        pace: Pace,
        chat_id: int,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        message_ids: Sequence[int] = (),
        keyboard: InlineKeyboardMarkup | None = None,
        drafts: bool = False,
        noted: Callable[[Sequence[int]], Awaitable[None]] | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._bot, self._pace, self._thread_id = bot, pace, thread_id
        self._post = Post(bot, chat_id, thread_id, drafts=drafts and chat_id > 0)
        self._messages = [Message(number) for number in message_ids]
        self._reply_to = reply_to
        self._keyboard = keyboard
        self._noted = noted
        self._patience = patience
        self._placeholder = self._source = ""
        self._sources = Rendered("")
        self._since: float | None = None  # when the text began
        self._deadline: float | None = None  # for the last text, once it is known
        self._news = asyncio.Event()
        self._turn: Turn | None = None
        self._rendered: dict[int, tuple[str, Rendered]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._timers: list[asyncio.TimerHandle] = []
        self.first_text_at: float | None = None

    @property
    def message_ids(self) -> tuple[int, ...]:
        """The messages that the reply stands in."""
        return tuple(message.id for message in self._messages if message.id is not None)

    @property
    def edits(self) -> int:
        """How often a message or draft was changed."""
        return self._post.edits

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._type())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for timer in self._timers:
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, placeholder: str) -> None:
        """Says what happens before the first text; may be called again when that changes."""
        self._placeholder = placeholder
        self._poke()

    def show(self, markdown: str) -> None:
        """The whole text so far. One shorter than what is there, after a new start, waits until it is longer.

        Raises:
            Blocked, Undeliverable: Nobody will see it: let the answer go.
        """
        writer = self._tasks[0]
        if writer.done() and not writer.cancelled() and (error := writer.exception()):
            raise error
        if len(markdown) < len(self._source):
            return
        self._source = markdown
        if self._since is None:
            self._since = self._now()
            self._later(_FIRST_WAIT)
        self._poke()

    async def finish(
        self,
        markdown: str,
        sources: Rendered | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Returns when the final text stands in the chat, after all the waiting that Telegram may ask for. Cancelled
        while it waits, it can be called again with another text.

        Raises:
            Blocked, Undeliverable: It never will.
        """
        self._source, self._sources, self._keyboard = markdown, sources or Rendered(""), keyboard
        self._deadline = self._now() + self._patience
        self._poke()
        await asyncio.shield(self._tasks[0])
        self._tasks[1].cancel()

    # What is to be seen

    def _faces(self) -> list[Face]:
        if not self._text_is_due():
            faces = [Face(Rendered(self._placeholder), self._keyboard)] if self._placeholder else []
        else:
            parts = [self._render(i, part) for i, part in enumerate(split(self._source))]
            faces = [Face(part) for part in self._with_sources(parts) if part]
            if faces:
                faces[-1] = replace(faces[-1], keyboard=self._keyboard)
        if faces and self._post.drafts and not self._is_final:
            faces[-1] = replace(faces[-1], keyboard=None, draft=True)
        return faces

    @property
    def _is_final(self) -> bool:
        return self._deadline is not None

    def _text_is_due(self) -> bool:
        if self._is_final or self.first_text_at is not None:
            return True
        if self._since is None or not self._source.strip():
            return False
        return len(self._source) >= _FIRST_CHARACTERS or self._now() >= self._since + _FIRST_WAIT

    def _render(self, number: int, source: str) -> Rendered:
        known = self._rendered.get(number)
        if known is None or known[0] != source:
            known = self._rendered[number] = (source, render(source))
        return known[1].plain if self._is_plain(number) else known[1]

    def _is_plain(self, number: int) -> bool:
        return number < len(self._messages) and self._messages[number].plain

    def _with_sources(self, parts: list[Rendered]) -> list[Rendered]:
        """The sources under the last part, or in a message of their own when it has no room."""
        if not self._sources:
            return parts
        sources = self._sources.plain if self._is_plain(len(parts) - 1) else self._sources
        joined = parts[-1] + Rendered("\n\n" if parts[-1] else "") + sources
        if utf16(joined.text) <= _LONGEST_MESSAGE and len(joined.entities) <= MOST_ENTITIES:
            return [*parts[:-1], joined]
        return [*parts, self._sources.plain if self._is_plain(len(parts)) else self._sources]

    def _next_step(self) -> tuple[Message, Face] | None:
        """The first message that does not look as it should."""
        for number, face in enumerate(self._faces()):
            if number == len(self._messages):
                self._messages.append(Message(reply_to=None if number else self._reply_to))
            message = self._messages[number]
            if message.is_doubtful and not self._is_final:
                return None  # only the last text is worth a second message
            if message.shown != face:
                return message, face
        return None

    # Showing it

    async def _write(self) -> None:
        while True:
            self._news.clear()
            while step := self._next_step():
                self._turn = self._pace.ask(self._post.chat_id, self._priority())
                try:
                    turn = await self._turn
                finally:
                    self._turn = None
                if step := self._next_step():  # newer by now
                    await self._deliver(*step, turn)
            if self._is_final:
                break
            await self._news.wait()
        await self._remove_surplus()

    def _priority(self) -> Priority:
        if self._is_final:
            return Priority.TEXT
        if self.first_text_at is None:
            return Priority.TEXT if self._text_is_due() else Priority.PLACEHOLDER
        return Priority.INTERIM

    async def _deliver(self, message: Message, face: Face, turn: Turn) -> None:
        known = message.id
        is_shown = await self._post.deliver(message, face, turn, self._deadline)
        if self._noted and message.id not in (None, known):
            await self._noted(self.message_ids)
        if is_shown and face.draft:
            self._later(_DRAFT_REFRESH, message)
        if is_shown and self.first_text_at is None and self._text_is_due():
            self.first_text_at = self._now()

    async def _remove_surplus(self) -> None:
        """Messages of an earlier, longer answer."""
        for message in self._messages[len(self._faces()) :]:
            if message.id is not None:
                with suppress(TelegramError):
                    await self._bot.delete_message(self._post.chat_id, message.id)
        del self._messages[len(self._faces()) :]

    async def _type(self) -> None:
        while self.first_text_at is None:
            with suppress(TelegramError):
                await self._bot.send_chat_action(
                    self._post.chat_id, ChatAction.TYPING, message_thread_id=self._thread_id
                )
            await asyncio.sleep(_TYPING_EVERY)

    def _poke(self) -> None:
        self._news.set()
        if self._turn is not None:
            self._turn.hurry(self._priority())

    def _later(self, seconds: float, forgotten: Message | None = None) -> None:
        """Looks again after a while, at `forgotten` as if it had never been shown."""

        def look() -> None:
            if forgotten is not None and forgotten.shown is not None and forgotten.shown.draft:
                forgotten.shown = None
            self._poke()

        self._timers.append(asyncio.get_running_loop().call_later(seconds, look))

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
