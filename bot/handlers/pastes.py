"""Long pastes: a Telegram client cuts them into messages of 4,096, and here they become one again."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

from bot.handlers.visit import Visit
from bot.tutor.conversations import Place

_PART = 3500  # characters from which a message may be a part; clients cut at a blank before 4,096
_NEXT_PART = 1.0  # seconds within which the next part comes

_Key = tuple[Place, int | None]  # where, and who


@dataclass(slots=True)
class _Paste:
    first: Visit
    parts: list[str] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None


class Pastes:
    def __init__(self, whole: Callable[[Visit, Sequence[str]], Coroutine[None, None, None]]) -> None:
        """`whole` gets the visit of a paste's first message, and the parts."""
        self._whole = whole
        self._open: dict[_Key, _Paste] = {}

    def takes(self, visit: Visit, text: str) -> bool:
        """Whether the text is part of a paste, which then is handed on when no more parts come."""
        key = (visit.place, visit.person)
        paste = self._open.get(key)
        if paste is None:
            if len(text) < _PART:
                return False
            paste = self._open[key] = _Paste(visit)
        paste.parts.append(text)
        if paste.timer:
            paste.timer.cancel()
        paste.timer = asyncio.get_running_loop().call_later(_NEXT_PART, self._close, key)
        return True

    def _close(self, key: _Key) -> None:
        paste = self._open.pop(key)
        paste.first.begin(self._whole(paste.first, paste.parts))
