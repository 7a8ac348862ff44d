"""How much memory the work takes."""

from contextlib import suppress

import psutil


def resident() -> int:
    """Bytes of this process and its descendants; pages they share are counted once a process."""
    total, this = 0, psutil.Process()
    for process in (this, *this.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            total += process.memory_info().rss
    return total
