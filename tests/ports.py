"""Where a server of a test may listen."""

import random
from socket import socket

_FIRST, _LAST = 12_000, 32_000  # below those that systems give to clients


def free_port() -> int:
    """One that nobody has at the moment, nor any client by chance in the next."""
    while True:
        with socket() as free:
            port = random.SystemRandom().randint(_FIRST, _LAST)
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
