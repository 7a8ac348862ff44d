"""`python -m ingest`, `python -m bot` and others as processes of their own, which begin with everything loaded.

Loading takes four seconds, and two more for the local model and the vocabularies. So one process, multiprocessing's,
does it once, and each program is a fork of that, with arguments, settings, streams and signals of its own.
"""

import asyncio
import os
import runpy
import signal
import sys
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from types import TracebackType
from typing import Self

from bot.sandbox import patience

ROOT = Path(__file__).parents[1]

_forks = get_context("forkserver")
_forks.set_forkserver_preload(["bot.__main__", "ingest.__main__", "tests.loaded"])


class Program:
    """`python -m module` with these settings alone; killed in the end, if it lives still.

    On a `terminal`, by the path of its device, it is as if it had been typed there.
    """

    def __init__(self, module: str, *arguments: str, typed: str = "", terminal: str = "", **settings: str) -> None:
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        (folder / "in").write_text(typed)
        inherited = {name: value for name in ("PATH", "SSL_CERT_DIR") if (value := os.environ.get(name))}
        environment = {**inherited, "PYTHONPATH": str(ROOT), "COLUMNS": "120", **settings}
        program = (module, arguments, environment, folder, terminal)
        self._process = _forks.Process(target=_become, args=program, daemon=True)
        self._process.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._folder.cleanup()

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        assert self._process.pid
        os.kill(self._process.pid, number)

    def join(self, seconds: float) -> tuple[int, str, str]:
        """The exit code, and what it has written to standard output and standard error. Raises TimeoutError."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError
        out, err = ((Path(self._folder.name) / name).read_text() for name in ("out", "err"))
        return self._process.exitcode, out, err

    async def wait(self) -> int:
        """The exit code, in the end."""
        while (code := self._process.exitcode) is None:  # noqa: ASYNC110 - the process sets no events
            await asyncio.sleep(0.02)
        return code


def run_ingest(*arguments: str, typed: str = "", **settings: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command of `python -m ingest`."""
    with Program("ingest", *arguments, typed=typed, **settings) as program:
        return program.join(patience.seconds)


def _become(module: str, arguments: tuple[str, ...], environment: dict[str, str], folder: Path, terminal: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(gettempdir())  # where no .env is
    if terminal:
        os.login_tty(os.open(terminal, os.O_RDWR))  # so that Ctrl-C reaches all that the program starts there
    else:
        for descriptor, (name, flags) in enumerate([("in", os.O_RDONLY), ("out", os.O_WRONLY), ("err", os.O_WRONLY)]):
            os.dup2(os.open(folder / name, flags | os.O_CREAT, 0o600), descriptor)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(descriptor, mode) for descriptor, mode in enumerate("rww"))
    sys.argv = [module, *arguments]
    sys.modules.pop(f"{module}.__main__", None)  # it runs for the first time, with all that it imports loaded
    runpy.run_module(module, run_name="__main__", alter_sys=True)
