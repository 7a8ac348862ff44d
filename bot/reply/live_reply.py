"""A stream of text -> one growing Telegram message, or several if it is long, within Telegram's rate limits."""

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

from bot.reply.appearance import Appearance
from bot.reply.delivery import Blocked, Muted, Post, Undeliverable
from bot.reply.message import Message
from bot.reply.reconcile import ReconcileLoop, StoreIds
from bot.reply.render import NOTHING, Rendered
from bot.sending.pace import Pace

__all__ = ["Blocked", "LiveReply", "Muted", "Undeliverable"]

_FIRST_CHARACTERS = 30
_FIRST_WAIT = 0.7  # seconds for a first text that stays shorter
_TYPING_EVERY = 4.5  # Telegram shows it for 5 s
_CANCEL_TIMEOUT = 5.0  # seconds for running requests when the reply is cancelled


class LiveReply:
    """One reply in a chat, from 'searching' to the final text.

        async with LiveReply(bot, pace, chat_id, keyboard=stop) as reply:
            reply.start("…")
            async for text in answer:  # the whole text so far
                reply.show(text)
            await reply.finish(text, sources, keyboard=more)

    `start` and `show` only set the desired state and never wait; a background task shows the newest when the rate limit
    allows it.

    message_ids: Messages to write into: of an answer that is given again, or was interrupted by a restart.
    replaces: Messages to delete in the end.
    drafts: Use drafts until the final text (in private chats).
    claim: Called before every change; what it raises ends the reply.
    store_ids: Called whenever there is a new message. A growing message gets its button once its id is stored.
    on_undeliverable: Called as soon as it is clear that nobody will see the reply.
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
        replaces: Sequence[int] = (),
        keyboard: InlineKeyboardMarkup | None = None,
        drafts: bool = False,
        claim: Callable[[], Awaitable[object]] | None = None,
        store_ids: StoreIds | None = None,
        on_undeliverable: Callable[[], object] | None = None,
    ) -> None:
        self._on_undeliverable = on_undeliverable
        self._bot, self._pace, self._thread_id = bot, pace, thread_id
        self._post = Post(bot, chat_id, thread_id, drafts=drafts and chat_id > 0, obsolete=replaces)
        messages = [Message(number) for number in message_ids]
        self._loop = ReconcileLoop(pace, self._post, messages, reply_to, claim, store_ids)
        self._loop.wanted = Appearance(keyboard=keyboard)
        self._writer: asyncio.Task[None] | None = None
        self._typist: asyncio.Task[None] | None = None

    @property
    def chat_id(self) -> int:
        """Changes when a group becomes a supergroup."""
        return self._post.chat_id

    @property
    def message_ids(self) -> tuple[int, ...]:
        """The reply's messages in the chat, also obsolete ones."""
        return self._loop.message_ids

    @property
    def first_text_at(self) -> float | None:
        """When its first text was shown, by the monotonic clock."""
        return self._loop.first_text_at

    async def __aenter__(self) -> Self:
        self._writer = asyncio.create_task(self._loop.run())
        self._writer.add_done_callback(self._tell_undeliverable)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [task for task in (self._writer, self._typist) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        is_finished = kind is None and self._loop.wanted.is_final
        with suppress(TimeoutError):  # not by wait_for, which before Python 3.12 may swallow a cancellation
            async with asyncio.timeout(None if is_finished else _CANCEL_TIMEOUT):
                await self._loop.settle()

    def start(self, placeholder: str) -> None:
        """Show a placeholder until the first text; may be called again with another."""
        self._typist = self._typist or asyncio.create_task(self._type())
        self._loop.wanted = replace(self._loop.wanted, placeholder=placeholder)

    def show(self, markdown: str, known: frozenset[str] = frozenset()) -> None:
        """Show the whole text so far. One that is shorter than the text before (after a retry) is ignored.

        `known`: addresses that a link may hide behind its label.

        Raises:
            Blocked, Undeliverable: Nobody will see the reply.
        """
        assert self._writer is not None
        if self._writer.done() and not self._writer.cancelled() and (error := self._writer.exception()):
            raise error
        wanted = self._loop.wanted
        if len(markdown) < len(wanted.markdown):
            return
        if markdown.strip() and not wanted.markdown.strip():
            self._loop.call_later(_FIRST_WAIT, self._show_short_text)
        is_due = wanted.is_due or len(markdown) >= _FIRST_CHARACTERS
        self._loop.wanted = replace(wanted, markdown=markdown, known=known, is_due=is_due and bool(markdown.strip()))

    async def finish(
        self,
        markdown: str,
        ending: Rendered | None = None,
        keyboard: InlineKeyboardMarkup | None = None,
        known: frozenset[str] = frozenset(),
    ) -> None:
        """Show the final text with `ending` below it; returns when it stands in the chat, however long that takes.
        If cancelled, it can be called again with another text.

        Raises:
            Blocked, Undeliverable: It never will.
        """
        assert self._writer is not None
        self._loop.wanted = Appearance("", markdown, ending or NOTHING, known, keyboard, is_due=True, is_final=True)
        await asyncio.shield(self._writer)

    def _tell_undeliverable(self, writer: asyncio.Task[None]) -> None:
        if self._on_undeliverable and not writer.cancelled() and isinstance(writer.exception(), Undeliverable):
            self._on_undeliverable()

    def _show_short_text(self) -> None:
        wanted = self._loop.wanted
        self._loop.wanted = replace(wanted, is_due=bool(wanted.markdown.strip()))

    async def _type(self) -> None:
        while self.first_text_at is None and not self._loop.wanted.is_final:
            if self._pace.is_open(self._post.chat_id):
                with suppress(TelegramError):
                    await self._bot.send_chat_action(
                        self._post.chat_id, ChatAction.TYPING, message_thread_id=self._thread_id
                    )
            await asyncio.sleep(_TYPING_EVERY)
