"""Runs the tests in several processes, forked from one that has loaded and collected everything.

    pytest --processes 4

pytest-xdist would load and collect in each of them, which costs ten seconds of processor time a process. Each process
takes one file after the other; files marked `programs` count as one, so that what they start is loaded once too.
"""

import importlib
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import pytest

_LAST_SECONDS = 10.0  # for a worker to end

_context = get_context("fork")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--processes", type=int, default=1, help="in how many processes at once the tests run")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    option = session.config.option
    if option.processes == 1 or option.collectonly or session.testsfailed:
        return None  # to pytest's own loop
    importlib.import_module("tests.loaded")
    files = _by_file(session.items)
    next_file = _context.Value("i", 0)
    workers: list[_Worker] = []
    try:
        for _ in range(option.processes):
            workers.append(_start(session, files, next_file, workers))
        _follow(session, {worker.reports: worker for worker in workers})
    finally:
        for worker in workers:
            worker.end()
    return True


def _by_file(items: Sequence[pytest.Item]) -> list[list[pytest.Item]]:
    files: dict[object, list[pytest.Item]] = {}
    for item in items:
        files.setdefault("programs" if item.get_closest_marker("programs") else item.path, []).append(item)
    return list(files.values())


@dataclass(slots=True)
class _Worker:
    process: ForkProcess
    reports: Connection
    running: tuple[str, tuple[str, int | None, str]] | None = None  # a test's id and location

    def end(self) -> None:
        """With the programs that it has started, if that can be."""
        if self.process.pid and self.process.is_alive():
            os.kill(self.process.pid, signal.SIGINT)
            self.process.join(_LAST_SECONDS)
            self.process.kill()
        self.process.join()


def _start(
    session: pytest.Session,
    files: list[list[pytest.Item]],
    next_file: "Synchronized[int]",
    others: Sequence[_Worker],
) -> _Worker:
    reports, sender = _context.Pipe(duplex=False)
    inherited = [reports, *(other.reports for other in others)]
    process = _context.Process(target=_work, args=(session, files, next_file, sender, inherited))
    process.start()
    sender.close()  # so that the worker's end is the end of its reports
    return _Worker(process, reports)


def _follow(session: pytest.Session, workers: dict[Connection, _Worker]) -> None:
    """Pass on what the workers tell, until all have ended."""
    hook = session.config.hook
    while workers:
        for reports in wait(list(workers)):
            assert isinstance(reports, Connection)
            worker = workers[reports]
            try:
                kind, told = reports.recv()
            except EOFError:
                kind, told = "end", None
                worker.process.join()
                hook.pytest_runtest_logreport(report=_crash(worker))
            match kind:
                case "start":
                    worker.running = told
                    hook.pytest_runtest_logstart(nodeid=told[0], location=told[1])
                case "report":
                    report = hook.pytest_report_from_serializable(config=session.config, data=told)
                    hook.pytest_runtest_logreport(report=report)
                case "end":
                    del workers[reports]
                    worker.process.join(_LAST_SECONDS)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)


def _crash(worker: _Worker) -> pytest.TestReport:
    test, location = worker.running or ("", ("", None, ""))
    reason = f"its process has died with {worker.process.exitcode}; the tests behind it in its file did not run"
    return pytest.TestReport(test, location, {}, "failed", reason, "call")


def _work(
    session: pytest.Session,
    files: list[list[pytest.Item]],
    next_file: "Synchronized[int]",
    sender: Connection,
    inherited: Sequence[Connection],
) -> None:
    os.setsid()  # Ctrl-C reaches the parent, which ends this
    for connection in inherited:  # so that the parent's end is the end of this
        connection.close()
    plugins = session.config.pluginmanager
    reports = _Reports(session.config, sender)
    plugins.unregister(name="terminalreporter")
    plugins.register(reports, "terminalreporter")
    capture = plugins.getplugin("capturemanager")
    assert capture is not None
    capture.stop_global_capturing()  # its files are shared with the other processes
    capture.start_global_capturing()
    capture.suspend_global_capture()
    with suppress(KeyboardInterrupt, BrokenPipeError):  # broken off; the parent is gone
        items = _claimed(files, next_file)
        item = next(items, None)
        while item:
            following = next(items, None)
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            item = following
        sender.send(("end", None))


def _claimed(files: list[list[pytest.Item]], next_file: "Synchronized[int]") -> Iterator[pytest.Item]:
    """The tests of one file after the other that no other worker has taken."""
    while True:
        with next_file.get_lock():
            number = next_file.value
            next_file.value += 1
        if number >= len(files):
            return
        yield from files[number]


class _Reports:
    """Sends the reports of a worker, in place of the plugin that prints them."""

    def __init__(self, config: pytest.Config, sender: Connection) -> None:
        self._config, self._sender = config, sender
        self._tw = config.get_terminal_writer()  # where pytest looks for it, to colour what an assert compares

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._sender.send(("start", (nodeid, location)))

    def pytest_runtest_logreport(self, report: Any) -> None:
        hook = self._config.hook
        self._sender.send(("report", hook.pytest_report_to_serializable(config=self._config, report=report)))
