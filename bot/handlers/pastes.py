"""What a Telegram client sends in several messages (a paste of more than 4,096, an album) becomes one again here."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

from bot.handlers.visit import Visit
from bot.tutor.conversations import Place

_PART = 3500  # characters from which a message may be a part; clients cut at a blank before 4,096
_NEXT_PART = 1.0  # seconds within which the next part comes

_Key = tuple[Place, int | None, str | None]  # where, who, and which album


@dataclass(slots=True)
class _Paste:
    parts: list[Visit] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None


class Pastes:
    def __init__(self, whole: Callable[[Sequence[Visit]], Coroutine[None, None, None]]) -> None:
        """`whole` gets all parts."""
        self._whole = whole
        self._open: dict[_Key, _Paste] = {}

    def takes(self, visit: Visit) -> bool:
        """Whether this is part of a paste, which then is handed on when no more parts come."""
        key = (visit.place, visit.person, visit.message.media_group_id)
        paste = self._open.get(key)
        if paste is None:
            if len(visit.said) < _PART and not visit.message.media_group_id:
                return False
            paste = self._open[key] = _Paste()
        paste.parts.append(visit)
        if paste.timer:
            paste.timer.cancel()
        paste.timer = asyncio.get_running_loop().call_later(_NEXT_PART, self._close, key)
        return True

    def _close(self, key: _Key) -> None:
        paste = self._open.pop(key)
        paste.parts[0].begin(self._whole(paste.parts))
