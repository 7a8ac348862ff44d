"""The folder of a test run; and what is left of runs that were killed, which the next one removes."""

import shutil
import signal
import tempfile
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

import psutil

_PREFIX = "linguarag-tests-"
_OWNER = "owner"  # locked as long as the run goes on, whatever ends it


def new_folder(parent: Path) -> tuple[Path, IO[str]]:
    """It is this run's as long as the file is open."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    owner = (folder / "new").open("w")
    flock(owner, LOCK_EX)
    (folder / "new").rename(folder / _OWNER)  # locked from the moment that there is one
    return folder, owner


def sweep(parent: Path) -> None:
    """Remove the folders of runs that nobody can be at any more."""
    for path in parent.glob(f"{_PREFIX}*/{_OWNER}"):
        with suppress(OSError), path.open() as owner:  # its run goes on, or it is another user's
            flock(owner, LOCK_EX | LOCK_NB)
            end(path.parent)


def end(folder: Path) -> None:
    """The run's Postgres ends at once, for nothing is kept; so does the folder."""
    with suppress(FileNotFoundError, psutil.NoSuchProcess):
        server = psutil.Process(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]))
        if str(folder / "postgres") in server.cmdline():  # a number is used again
            server.send_signal(signal.SIGQUIT)
            server.wait()
    shutil.rmtree(folder, ignore_errors=True)
