"""The loop that brings the messages of a chat to what is wanted, one request at a time, each when its slot has come."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from bot.reply.appearance import Appearance, Face
from bot.reply.delivery import Message, Post, Undeliverable
from bot.sending.pace import Pace, Priority, Slot

_DRAFT_REFRESH = 20.0  # Telegram shows a draft for 30 s

StoreIds = Callable[[int, Sequence[int]], Awaitable[bool | None]]
"""Given the chat and its messages; true when they are stored."""


class ReconcileLoop:
    """`wanted` may change at any time; the newest is shown when its slot has come, and all of it in the end.

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
        self._known = {message.id for message in messages}  # whose numbers are noted
        self._wanted = Appearance()
        self._news = asyncio.Event()
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
        self._poke()

    @property
    def message_ids(self) -> tuple[int, ...]:
        """All that stand in the chat, also those that are to go."""
        shown = (message.id for message in self._messages if message.id is not None)
        return (*shown, *self._post.left)

    async def run(self) -> None:
        """Until the final appearance stands in the chat.

        Raises:
            Blocked, Undeliverable: It never will.
        """
        while True:
            self._news.clear()
            while self._next_step():
                self._slot = self._pace.ask(self._post.chat_id, self._priority())
                try:
                    slot = await self._slot
                finally:
                    self._slot = None
                if step := self._next_step():  # newer by now
                    self._delivery = asyncio.create_task(self._deliver(*step, slot))
                    await asyncio.shield(self._delivery)
                    await asyncio.sleep(self._post.pause)
            if await self._collect():
                continue
            if self._wanted.is_final:
                break
            await self._news.wait()
        surplus = self._messages[len(self._faces()) :]
        del self._messages[len(self._faces()) :]
        self._post.left += [message.id for message in surplus if message.id is not None]
        await self._post.tidy()
        self._is_complete = True

    async def settle(self) -> None:
        """Wait for what is on its way to Telegram: a message must not lose its number."""
        for timer in self._timers:
            timer.cancel()
        late = [sending.request for message in self._messages for sending in message.late]
        try:
            with suppress(Undeliverable):  # `run` has said it
                if self._delivery:
                    await self._delivery
                if late:
                    await asyncio.wait(late)
                await self._collect()
            await self._post.catch_strays()
            if self._is_complete:
                await self._post.tidy()
        finally:
            for sending in late:
                sending.cancel()

    def _faces(self) -> list[Face]:
        return self._wanted.faces(drafts=self._post.drafts)

    def _next_step(self) -> tuple[Message, Face] | None:
        """The first message that does not look as it should."""
        is_last = self._wanted.is_final
        for number, face in enumerate(self._faces()):
            if number == len(self._messages):
                self._messages.append(Message(reply_to=None if number else self._reply_to))
            message = self._messages[number]
            face = self._for_now(message, face)
            if message.is_awaited(is_last=is_last):
                return None
            if message.needs_nothing_for(face, is_last=is_last):
                if message.shown is None:
                    return None  # what comes behind it must not come before
                continue
            if message.id is None and not face.draft and not message.may_be_sent(is_last=is_last):
                if is_last:
                    raise Undeliverable("sent in vain again and again")
                return None
            return message, face
        return None

    def _for_now(self, message: Message, face: Face) -> Face:
        """No button stands under a growing message before its number is noted: who dies between the send and the note
        leaves it to nobody, and nothing would ever take the button away."""
        is_noted = self._store_ids is None or message.id in self._known
        return face if is_noted or self._wanted.is_final else replace(face, keyboard=None)

    async def _collect(self) -> bool:
        """Whether the answer to a late send has come, or is waited for no longer."""
        is_last = self._wanted.is_final
        late = [message for message in self._messages if message.late]
        with self._numbered_by_chat():
            collected = [message for message in late if await self._post.collect(message, is_last=is_last)]
        if any(message.id for message in collected):
            await self._note()
        return bool(collected)

    async def _deliver(self, message: Message, face: Face, slot: Slot) -> None:
        slot.claim = self._claim
        with self._numbered_by_chat():
            await self._post.deliver(message, face, slot, is_last=self._wanted.is_final)
        if message.late:
            message.late[-1].request.add_done_callback(lambda _: self._poke())
        if message.id not in (None, *self._known):
            await self._note()
        if message.shown != face:
            return
        if face.draft:
            self.later(_DRAFT_REFRESH, lambda: self._forget(message))
        if self.first_text_at is None and self._wanted.is_due:
            self.first_text_at = asyncio.get_running_loop().time()

    @contextmanager
    def _numbered_by_chat(self) -> Iterator[None]:
        """What is done inside may find that the group has become a supergroup, which numbers its messages anew: the
        numbers that this reply knows are those of others there."""
        chat_id = self._post.chat_id
        yield
        if self._post.chat_id == chat_id:
            return
        self._reply_to = None
        self._post.left.clear()
        self._known.clear()
        for message in self._messages:
            message.id = message.reply_to = message.shown = None
            message.sends = 0

    async def _note(self) -> None:
        if self._store_ids is None or await self._store_ids(self._post.chat_id, self.message_ids):
            self._known.update(self.message_ids)

    def _priority(self) -> Priority:
        if self._wanted.is_final:
            return Priority.TEXT
        if self.first_text_at is None:
            return Priority.TEXT if self._wanted.is_due else Priority.PLACEHOLDER
        return Priority.INTERIM

    def _poke(self) -> None:
        self._news.set()
        if self._slot is not None:
            self._slot.hurry(self._priority())

    def later(self, seconds: float, act: Callable[[], Any]) -> None:
        self._timers.append(asyncio.get_running_loop().call_later(seconds, act))

    def _forget(self, message: Message) -> None:
        """A draft vanishes unless it is sent again."""
        if message.shown is not None and message.shown.draft:
            message.shown = None
        self._poke()
