"""Long pastes: a Telegram client cuts them into messages of 4,096, and here they become one again."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from telegram import Message, Update
from telegram.ext import ContextTypes

_PART = 3500  # characters from which a message may be a part; clients cut at a blank before 4,096
_NEXT_PART = 1.0  # seconds within which the next part comes


@dataclass(slots=True)
class _Paste:
    context: ContextTypes.DEFAULT_TYPE
    update: Update
    message: Message
    parts: list[str] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None


class Pastes:
    def __init__(self, whole: Callable[[Update, Message, str], Coroutine[None, None, None]]) -> None:
        """`whole` gets a paste's first update with its message, and the whole text."""
        self._whole = whole
        self._open: dict[tuple[int, int], _Paste] = {}

    def takes(self, context: ContextTypes.DEFAULT_TYPE, update: Update, message: Message, text: str) -> bool:
        """Whether the text is part of a paste, which then is handed on when no more parts come."""
        key = (message.chat_id, message.from_user.id if message.from_user else 0)
        paste = self._open.get(key)
        if paste is None:
            if len(text) < _PART:
                return False
            paste = self._open[key] = _Paste(context, update, message)
        paste.parts.append(text)
        if paste.timer:
            paste.timer.cancel()
        paste.timer = asyncio.get_running_loop().call_later(_NEXT_PART, self._close, key)
        return True

    def _close(self, key: tuple[int, int]) -> None:
        paste = self._open.pop(key)
        whole = self._whole(paste.update, paste.message, " ".join(paste.parts))
        paste.context.application.create_task(whole, paste.update)  # what fails meets the one error handler
