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

from bot.pace import Pace, Priority, Slot
from bot.reply.delivery import Blocked, Face, Message, Post, Undeliverable
from bot.reply.inline import utf16
from bot.reply.render import MOST_ENTITIES, Rendered, render, stacked
from bot.reply.split import split

__all__ = ["Blocked", "LiveReply", "Undeliverable"]

_LONGEST_MESSAGE = 4096
_FIRST_CHARACTERS = 30
_FIRST_WAIT = 0.7  # seconds for a first text that stays shorter
_TYPING_EVERY = 4.5  # Telegram shows it for 5 s
_DRAFT_REFRESH = 20.0  # Telegram shows a draft for 30 s
_FAREWELL = 5.0  # seconds for what is on its way to Telegram when the reply ends; a message must not lose its number


class LiveReply:
    """One reply in a chat, from 'searching' to the final text.

        async with LiveReply(bot, pace, chat_id, keyboard=stop) as reply:
            reply.start("…")
            async for text in answer:  # the whole text so far
                reply.show(text)
            await reply.finish(text, sources, keyboard=more)

    `wait`, `start` and `show` only note what is wanted and never wait; a task of its own shows the newest when its
    slot has come. With `message_ids` the reply takes the place of these messages (an answer given again, or one that a
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
        noted: Callable[[Sequence[int]], Awaitable[object]] | None = None,
    ) -> None:
        self._bot, self._pace, self._thread_id = bot, pace, thread_id
        self._post = Post(bot, chat_id, thread_id, drafts=drafts and chat_id > 0)
        self._messages = [Message(number) for number in message_ids]
        self._reply_to = reply_to
        self._keyboard = keyboard
        self._noted = noted
        self._placeholder = self._source = ""
        self._ending = Rendered("")
        self._since: float | None = None  # when the text began
        self._is_final = False
        self._news = asyncio.Event()
        self._slot: Slot | None = None
        self._rendered: dict[int, tuple[str, Rendered]] = {}
        self._writer: asyncio.Task[None] | None = None
        self._typist: asyncio.Task[None] | None = None
        self._delivery: asyncio.Task[None] | None = None  # the latest
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
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for timer in self._timers:
            timer.cancel()
        tasks = [task for task in (self._writer, self._typist) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._delivery:
            with suppress(Exception):  # what it says, the writer has said
                await asyncio.wait_for(self._delivery, _FAREWELL)

    def wait(self, placeholder: str) -> None:
        """Says that others come first."""
        self._placeholder = placeholder
        self._poke()

    def start(self, placeholder: str) -> None:
        """Says what happens before the first text; may be called again when that changes."""
        self._typist = self._typist or asyncio.create_task(self._type())
        self.wait(placeholder)

    def show(self, markdown: str) -> None:
        """The whole text so far. One shorter than what is there, after a new start, waits until it is longer.

        Raises:
            Blocked, Undeliverable: Nobody will see it: let the answer go.
        """
        assert self._writer is not None
        if self._writer.done() and not self._writer.cancelled() and (error := self._writer.exception()):
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
        ending: Rendered | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Returns when the final text, with `ending` below it, stands in the chat, after all the waiting that
        Telegram or the network may ask for. Cancelled while it waits, it can be called again with another text.

        Raises:
            Blocked, Undeliverable: It never will.
        """
        assert self._writer is not None
        self._source, self._ending, self._keyboard = markdown, ending or Rendered(""), keyboard
        self._is_final = True
        self._poke()
        await asyncio.shield(self._writer)

    # What is to be seen

    def _faces(self) -> list[Face]:
        if not self._text_is_due():
            faces = [Face(Rendered(self._placeholder), self._keyboard)] if self._placeholder else []
        else:
            parts = [self._render(i, part) for i, part in enumerate(split(self._source))]
            faces = [Face(part) for part in self._with_ending(parts) if part]
            if faces:
                faces[-1] = replace(faces[-1], keyboard=self._keyboard)
        if faces and self._post.drafts and not self._is_final:
            faces[-1] = replace(faces[-1], keyboard=None, draft=True)
        return faces

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

    def _with_ending(self, parts: list[Rendered]) -> list[Rendered]:
        """The ending under the last part, or in a message of its own when it has no room."""
        if not self._ending:
            return parts
        ending = self._ending.plain if self._is_plain(len(parts) - 1) else self._ending
        joined = stacked(parts[-1], ending)
        if utf16(joined.text) <= _LONGEST_MESSAGE and len(joined.entities) <= MOST_ENTITIES:
            return [*parts[:-1], joined]
        return [*parts, self._ending.plain if self._is_plain(len(parts)) else self._ending]

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
                self._slot = self._pace.ask(self._post.chat_id, self._priority())
                try:
                    slot = await self._slot
                finally:
                    self._slot = None
                if step := self._next_step():  # newer by now
                    self._delivery = asyncio.create_task(self._deliver(*step, slot))
                    await asyncio.shield(self._delivery)
                    await asyncio.sleep(self._post.pause)
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

    async def _deliver(self, message: Message, face: Face, slot: Slot) -> None:
        known = message.id
        is_shown = await self._post.deliver(message, face, slot, is_last=self._is_final)
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
        while self.first_text_at is None and not self._is_final:
            if self._pace.is_open(self._post.chat_id):
                with suppress(TelegramError):
                    await self._bot.send_chat_action(
                        self._post.chat_id, ChatAction.TYPING, message_thread_id=self._thread_id
                    )
            await asyncio.sleep(_TYPING_EVERY)

    def _poke(self) -> None:
        self._news.set()
        if self._slot is not None:
            self._slot.hurry(self._priority())

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
