"""seccomp: a process gives up system calls that its work never needs.

The library for it is no longer maintained. Calls are refused by a list, not allowed by one, as those that Python and
its libraries use change with every version. Files are left to Landlock.
"""

import ctypes
import errno
import os
from collections.abc import Iterator, Sequence

Instruction = tuple[int, int, int, int]
"""code, jump if true, jump if false, value"""

# Numbers on x86-64 and on aarch64; None: not there.
_NETWORK = {"socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200)}
_RINGS = {"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)}
_OTHERS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
}
_SYSTEM = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "chroot": (161, 51),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "open_by_handle_at": (304, 265),
    "memfd_create": (319, 279),
}
_STARTING = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
}
_CLONE, _CLONE3, _TGKILL = (56, 220), (435, 435), (234, 131)
_CLONE_THREAD, _NEW_NAMESPACES = 0x10000, 0x7E020000

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32 = 0x40000000  # a second numbering on x86-64

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in what the filter sees
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000

_PR_GET_SECCOMP, _PR_SET_SECCOMP, _FILTER = 21, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def is_there() -> bool:
    return os.uname().machine in _ARCHITECTURES and ctypes.CDLL(None).prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0


def restrict(*, may_start: bool) -> None:
    """From now on refuse the network, access to other processes, and, without `may_start`, starting any, if the kernel
    has seccomp. Needs no_new_privs."""
    if not is_there():
        return
    column, architecture = _ARCHITECTURES[os.uname().machine]
    refused = {**_NETWORK, **_RINGS, **_OTHERS, **_SYSTEM, **({} if may_start else _STARTING)}
    numbers = [number for numbers in refused.values() if (number := numbers[column]) is not None]
    install(
        [
            *_unless(_EQUAL, architecture, _KILL, offset=_ARCHITECTURE),
            (_LOAD, 0, 0, _NUMBER),
            *(_when(_AT_LEAST, _X32, _KILL) if column == 0 else ()),
            *(step for number in numbers for step in _when(_EQUAL, number, _FAIL | errno.EPERM)),
            *_when(
                _EQUAL, _CLONE3[column], _FAIL | errno.ENOSYS
            ),  # a filter cannot read its flags; libc then falls back to clone
            *_first_argument(_CLONE[column], _clone(may_start)),
            *_first_argument(_TGKILL[column], () if may_start else _itself()),  # how a process aborts itself
            (_RETURN, 0, 0, _ALLOW),
        ]
    )


def _when(test: int, value: int, outcome: int) -> Iterator[Instruction]:
    yield test, 0, 1, value
    yield _RETURN, 0, 0, outcome


def _unless(test: int, value: int, outcome: int, offset: int) -> Iterator[Instruction]:
    yield _LOAD, 0, 0, offset
    yield test, 1, 0, value
    yield _RETURN, 0, 0, outcome


def _first_argument(number: int, checks: Sequence[Instruction]) -> Iterator[Instruction]:
    """Apply the checks to the first argument of this call."""
    if checks:
        yield _EQUAL, 0, len(checks) + 2, number
        yield _LOAD, 0, 0, _FIRST_ARGUMENT
        yield from checks
        yield _RETURN, 0, 0, _ALLOW


def _clone(may_start: bool) -> list[Instruction]:
    """Allow threads, and with `may_start` processes; no namespaces, as a process has all capabilities in a new one."""
    refuse = (_RETURN, 0, 0, _FAIL | errno.EPERM)
    checks: list[Instruction] = [(_ANY_BIT, 0, 1, _NEW_NAMESPACES), refuse]
    return checks if may_start else [*checks, (_ANY_BIT, 1, 0, _CLONE_THREAD), refuse]


def _itself() -> list[Instruction]:
    return [(_EQUAL, 1, 0, os.getpid()), (_RETURN, 0, 0, _FAIL | errno.EPERM)]


def install(instructions: Sequence[Instruction]) -> None:
    """Install a filter for this thread and all that it starts; it cannot be removed. Raises OSError."""
    words = b"".join(
        code.to_bytes(2, "little") + bytes((yes, no)) + value.to_bytes(4, "little")
        for code, yes, no, value in instructions
    )
    memory = ctypes.create_string_buffer(words, len(words))
    program = _Program(len(instructions), ctypes.cast(memory, ctypes.c_void_p))
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
