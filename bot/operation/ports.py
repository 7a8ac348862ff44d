"""The ports of this machine that the settings name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


class PortUnusable(Exception):
    """The port of a setting cannot be opened; the text is one line that names the setting."""


@contextmanager
def opening(setting: str, port: int) -> Iterator[None]:
    """The block opens the port that the setting names. Raises PortUnusable."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise PortUnusable(f"{setting}: nothing can be served at port {port}: {reason}") from error
