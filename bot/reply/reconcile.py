"""The reconcile loop: brings a reply's messages to the desired state, one request at a time within the rate limit."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from bot.reply.appearance import Appearance, View
from bot.reply.delivery import Post, Undeliverable
from bot.reply.message import Message
from bot.sending.pace import Pace
from bot.sending.slots import Priority, Slot

_DRAFT_REFRESH = 20.0  # Telegram shows a draft for 30 s

StoreIds = Callable[[int, Sequence[int]], Awaitable[bool | None]]
"""Stores the chat and the ids of the reply's messages; True if that succeeded."""


class ReconcileLoop:
    """`wanted`, the desired state, may change at any time. Intermediate states may be skipped, the final one never.

    Attributes:
        first_text_at: When the first text was shown, by the monotonic clock.
    """

    def __init__(
        self,
        pace: Pace,
        post: Post,
        messages: list[Message],
        reply_to: int | None,
        claim: Callable[[], Awaitable[object]] | None,
        store_ids: StoreIds | None,
    ) -> None:
        self._pace, self._post, self._reply_to = pace, post, reply_to
        self._claim, self._store_ids = claim, store_ids
        self._messages = messages
        self._stored_ids = {message.id for message in messages}
        self._wanted = Appearance()
        self._changed = asyncio.Event()
        self._slot: Slot | None = None
        self._delivery: asyncio.Task[None] | None = None  # the latest
        self._timers: list[asyncio.TimerHandle] = []
        self._is_complete = False
        self.first_text_at: float | None = None

    @property
    def wanted(self) -> Appearance:
        return self._wanted

    @wanted.setter
    def wanted(self, wanted: Appearance) -> None:
        self._wanted = wanted
        self._wake()

    @property
    def message_ids(self) -> tuple[int, ...]:
        """The reply's messages in the chat, also obsolete ones."""
        shown = (message.id for message in self._messages if message.id is not None)
        return (*shown, *self._post.obsolete)

    async def run(self) -> None:
        """Run until the final state is shown.

        Raises:
            Blocked, Undeliverable: It never will be.
        """
        while True:
            self._changed.clear()
            while self._next_step():
                self._slot = self._pace.ask(self._post.chat_id, self._priority())
                try:
                    slot = await self._slot
                finally:
                    self._slot = None
                if step := self._next_step():  # `wanted` may have changed
                    self._delivery = asyncio.create_task(self._deliver(*step, slot))
                    await asyncio.shield(self._delivery)
                    await asyncio.sleep(self._post.pause)
            if await self._collect():
                continue
            if self._wanted.is_final:
                break
            await self._changed.wait()
        surplus = self._messages[len(self._views()) :]
        del self._messages[len(self._views()) :]
        self._post.obsolete += [message.id for message in surplus if message.id is not None]
        await self._post.delete_obsolete()
        self._is_complete = True

    async def settle(self) -> None:
        """Wait for running requests, so that the id of no message is lost."""
        for timer in self._timers:
            timer.cancel()
        late = [sending.request for message in self._messages for sending in message.pending]
        try:
            with suppress(Undeliverable):  # `run` has raised it
                if self._delivery:
                    await self._delivery
                if late:
                    await asyncio.wait(late)
                await self._collect()
            await self._post.collect_duplicates()
            if self._is_complete:
                await self._post.delete_obsolete()
        finally:
            for sending in late:
                sending.cancel()

    def _views(self) -> list[View]:
        return self._wanted.views(drafts=self._post.drafts)

    def _next_step(self) -> tuple[Message, View] | None:
        """The first message that does not look as it should, and how it should look."""
        is_last = self._wanted.is_final
        for number, view in enumerate(self._views()):
            if number == len(self._messages):
                self._messages.append(Message(reply_to=None if number else self._reply_to))
            message = self._messages[number]
            view = self._without_buttons_if_unstored(message, view)
            if message.is_awaited(is_last=is_last):
                return None
            if message.needs_nothing_for(view, is_last=is_last):
                if message.shown is None:
                    return None  # the later ones must not be sent before it
                continue
            if message.id is None and not view.draft and not message.may_be_sent(is_last=is_last):
                if is_last:
                    raise Undeliverable("sent several times in vain")
                return None
            return message, view
        return None

    def _without_buttons_if_unstored(self, message: Message, view: View) -> View:
        """A growing message gets its button once its id is stored: if the process dies between sending and storing,
        no other process knows the message, and nobody would remove its button."""
        is_stored = self._store_ids is None or message.id in self._stored_ids
        return view if is_stored or self._wanted.is_final else replace(view, keyboard=None)

    async def _collect(self) -> bool:
        """Take the responses of pending sends; whether there is one, or none is waited for any longer."""
        is_last = self._wanted.is_final
        pending = [message for message in self._messages if message.pending]
        with self._watching_migration():
            collected = [message for message in pending if await self._post.collect(message, is_last=is_last)]
        if any(message.id for message in collected):
            await self._store()
        return bool(collected)

    async def _deliver(self, message: Message, view: View, slot: Slot) -> None:
        slot.claim = self._claim
        with self._watching_migration():
            await self._post.deliver(message, view, slot, is_last=self._wanted.is_final)
        if message.pending:
            message.pending[-1].request.add_done_callback(lambda _: self._wake())
        if message.id not in (None, *self._stored_ids):
            await self._store()
        if message.shown != view:
            return
        if view.draft:
            self.call_later(_DRAFT_REFRESH, lambda: self._expire_draft(message))
        if self.first_text_at is None and self._wanted.is_due:
            self.first_text_at = asyncio.get_running_loop().time()

    @contextmanager
    def _watching_migration(self) -> Iterator[None]:
        """If a request inside finds that the group has become a supergroup, forget all ids: there they are those of
        other messages."""
        chat_id = self._post.chat_id
        yield
        if self._post.chat_id == chat_id:
            return
        self._reply_to = None
        self._post.obsolete.clear()
        self._stored_ids.clear()
        for message in self._messages:
            message.id = message.reply_to = message.shown = None
            message.sends = 0

    async def _store(self) -> None:
        if self._store_ids is None or await self._store_ids(self._post.chat_id, self.message_ids):
            self._stored_ids.update(self.message_ids)

    def _priority(self) -> Priority:
        if self._wanted.is_final:
            return Priority.TEXT
        if self.first_text_at is None:
            return Priority.TEXT if self._wanted.is_due else Priority.PLACEHOLDER
        return Priority.INTERIM

    def _wake(self) -> None:
        self._changed.set()
        if self._slot is not None:
            self._slot.hurry(self._priority())

    def call_later(self, seconds: float, act: Callable[[], Any]) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(seconds, act))

    def _expire_draft(self, message: Message) -> None:
        """Telegram removes a draft after 30 seconds, so it has to be sent again."""
        if message.shown is not None and message.shown.draft:
            message.shown = None
        self._wake()
