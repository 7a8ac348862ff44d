"""Code that has taken over a child reaches nothing: each thing it may try is tried, with the barrier and without."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import ingest
from bot.sandbox import patience
from ingest.children import barrier
from ingest.children.processors import processors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the barrier is Linux's")

ROOT = Path(ingest.__file__).parents[1]
ATTEMPTS = {
    "read its parent's environment": """assert b"TOKEN" in open(f"/proc/{parent}/environ", "rb").read()""",
    "open its parent's memory": """open(f"/proc/{parent}/mem", "rb")""",
    "trace its parent": "called(libc.ptrace(0x4206, parent, 0, 0))",
    "copy its parent's memory": "called(libc.process_vm_readv(parent, room, 1, room, 0, 0))",
    "stop its parent": "os.kill(parent, 0)",
    "stop its parent by its thread": "called(libc.tgkill(parent, parent, 0))",
    "reach a server on this machine": """socket.create_connection(("127.0.0.1", port))""",
    "be a server": """socket.create_server(("127.0.0.1", 0))""",
    "open a socket": "socket.socket(socket.AF_UNIX)",
    "open a ring, which opens sockets": "called(libc.syscall(425, 1, ctypes.create_string_buffer(120)))",
    "read a file": "open(place / 'secret').read()",
    "list a folder": "os.listdir(place)",
    "write a file": "open(place / 'new', 'w')",
    "remove a file": "os.remove(place / 'secret')",
    "fork": "os.fork() or os._exit(0)",
    "start a program": """os.posix_spawn("/bin/true", ["true"], {})""",
    "make a namespace of its own": "called(libc.unshare(0x10000000))",
}
STARTING = {"fork", "start a program"}
FILES = {"read a file", "list a folder", "write a file", "remove a file"}

CHILD = """
import ctypes, os, pathlib, socket, subprocess, sys
from ingest.children.child import confine

libc, room, parent = ctypes.CDLL(None, use_errno=True), (ctypes.c_size_t * 2)(), os.getppid()
place, scratch, port, job, attempts = eval(sys.argv[1])
place = pathlib.Path(place)

def called(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")

def run(command):
    done = subprocess.run(["/bin/sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.stdout != b"yes\\n":
        raise OSError("refused")

if job:
    confine(job)
for name, attempt in attempts.items():
    try:
        exec(attempt)
    except OSError:
        continue
    print(name, flush=True)
"""
PARENT = """
import errno, subprocess, sys
from ingest.children import barrier, seccomp
{before}
code, values, root = sys.argv[1:]
subprocess.run([sys.executable, "-c", code, values], env={{"PYTHONPATH": root}})
"""
HIDDEN = "barrier.hide()"
WITHOUT_LANDLOCK = f"""{HIDDEN}
barrier._prctl(38, 1)
seccomp.install([(0x20, 0, 0, 0), (0x15, 0, 1, 444), (6, 0, 0, 0x50000 | errno.ENOSYS), (6, 0, 0, 0x7FFF0000)])"""

READER = {"memory": 600, "seconds": 60}
complete = pytest.mark.skipif(bool(barrier.lacking()), reason="this system has not got all of the barrier")


@pytest.fixture
def done(tmp_path: Path) -> "Done":
    return Done(tmp_path)


class Done:
    def __init__(self, folder: Path) -> None:
        self.place, self.scratch = folder / "place", folder / "scratch"
        self.place.mkdir()
        self.scratch.mkdir()
        self.place.joinpath("secret").write_text("a learner's question")
        self.scanner = {**READER, "written": 1, "scratch": str(self.scratch), "tesseract": "/usr/bin/tesseract"}

    def __call__(self, job: object, parent: str = "", attempts: Mapping[str, str] = ATTEMPTS) -> set[str]:
        """Which attempts succeed; `job`: the child's, None without a barrier; `parent`: what its parent did before."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            values = (str(self.place), str(self.scratch), server.getsockname()[1], job, dict(attempts))
            outcome = subprocess.run(
                [sys.executable, "-c", PARENT.format(before=parent), CHILD, repr(values), str(ROOT)],
                env={"PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": "123:TOKEN"},
                capture_output=True,
                text=True,
                timeout=patience.seconds,
            )
        assert not outcome.stderr, outcome.stderr
        return set(outcome.stdout.splitlines())


def test_without_a_barrier_all_of_it_can_be_done(done: Done) -> None:
    assert done(None) >= ATTEMPTS.keys() - (set() if os.geteuid() == 0 else {"make a namespace of its own"})


@complete
def test_a_reader_reaches_nothing(done: Done) -> None:
    assert done(READER, HIDDEN) == set()


@complete
def test_a_reader_of_scans_starts_programs_and_reaches_nothing_else(done: Done) -> None:
    assert done(done.scanner, HIDDEN) == STARTING


@complete
def test_what_a_reader_of_scans_starts_is_behind_its_barrier(done: Done) -> None:
    commands = {
        "its own file": f"echo yes > {done.scratch}/own && cat {done.scratch}/own",
        "somebody else's": f"cat {done.place}/secret > /dev/null && echo yes",
        "a process's environment": "cat /proc/1/environ > /dev/null && echo yes",
        "a signal": "kill -0 1 && echo yes",
    }
    attempts = {name: f"run({command!r})" for name, command in commands.items()}
    assert done(None, attempts=attempts) >= {"its own file", "somebody else's"}
    assert done(done.scanner, HIDDEN, attempts) == {"its own file"}


def test_on_a_kernel_without_landlock_files_alone_are_open(done: Done) -> None:
    assert done(READER, WITHOUT_LANDLOCK) <= FILES


@pytest.mark.parametrize(
    ("files", "usable"),
    [
        ({}, None),
        ({"cpu.max": "max 100000\n"}, None),
        ({"cpu.max": "50000 100000\n"}, 1),
        ({"cpu.max": "100000 100000\n"}, 1),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ({"cpu/cpu.cfs_quota_us": "40000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1),
    ],
)
def test_readers_are_as_many_as_the_container_has_processors(
    tmp_path: Path, files: dict[str, str], usable: int | None
) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert processors(tmp_path) == (usable or len(os.sched_getaffinity(0)))
