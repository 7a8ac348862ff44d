"""The sandbox of a child process: no network, no other processes, no files but its own.

Resource limits bound what a child may cost; the barrier bounds what code that has taken it over can do. Its layers are
used where the system has them: no new privileges, no capabilities, Landlock for files, seccomp for the rest. The parent
closes its memory and environment, which hold the keys, to its children.
"""

import ctypes
import os
import site
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.children import landlock, seccomp

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_CAPABILITY_VERSION_3 = 0x20080522

# Programs, libraries, fonts and Tesseract's languages; none of these folders holds secrets.
_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/nix/store", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")
_DEVICES = ("/dev/null", "/dev/urandom", "/sys/devices/system/cpu")


def raise_barrier(scratch: str | None = None, program: str | None = None) -> None:
    """Leave this process, and those that it starts, nothing but Python's own files and the open pipes.

    It may write only in `scratch`. With `program` it may start that program, and the system's, behind the same barrier.
    """
    if sys.platform != "linux":
        return
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _drop_capabilities()
    readable = [*_python(), *_SYSTEM, *_DEVICES, *([program] if program else [])]
    landlock.restrict(readable, [scratch] if scratch else [], may_start=program is not None)
    seccomp.restrict(may_start=program is not None)


def hide() -> None:
    """Close this process's memory and environment to other processes of its user, such as its children."""
    if sys.platform == "linux":
        _prctl(_PR_SET_DUMPABLE, 0)


def lacking() -> list[str]:
    """The layers that this system does not have."""
    layers = {"Landlock": landlock.is_there, "seccomp": seccomp.is_there}
    return [name for name, is_there in layers.items() if sys.platform != "linux" or not is_there()]


def _python() -> Iterator[str]:
    yield from {sys.prefix, sys.base_prefix, *site.getsitepackages(), site.getusersitepackages()}
    yield str(Path(__file__).parents[1])  # this package; not the folder around it, which has .env


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _drop_capabilities() -> None:
    """Root has all of them; other users have none to drop."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
