"""Where a server of a test may listen."""

from socket import socket


def free_port() -> int:
    """One that nobody has at the moment."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
