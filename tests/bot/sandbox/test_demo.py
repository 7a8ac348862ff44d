"""The demo in a terminal: broken off at each stage, played again, typed in."""

import os
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import pytest

from bot.sandbox import patience
from bot.sandbox.demo import own_folder
from bot.texts.ko import TEXTS as KO
from tests.programs import Program

pytestmark = pytest.mark.long

CTRL_C = b"\x03"


class Terminal:
    """What the demo shows on a terminal of its own, and what is typed there."""

    def __init__(self, data_dir: Path) -> None:
        self._screen, terminal = os.openpty()
        os.set_blocking(self._screen, False)
        self.shown = b""
        self.process = Program(
            "bot",
            "demo",
            terminal=os.ttyname(terminal),
            COLUMNS="100",
            DATA_DIR=str(data_dir),
            LANG="C.UTF-8",
            TERM="xterm",
        )
        self._terminal = terminal  # open until the end: between two that have it open, it would be gone

    def type(self, keys: bytes) -> None:
        os.write(self._screen, keys)

    def until(self, reached: Callable[[str], bool]) -> str:
        deadline = time.monotonic() + patience.seconds
        while not reached(text := self._text()):
            assert time.monotonic() < deadline, text
            assert self.process.returncode is None or reached(self._text()), text
            time.sleep(0.02)
        return text

    def end(self) -> None:
        """Wait until it has ended, and see that it has ended well, and left the terminal as it was."""
        deadline = time.monotonic() + patience.seconds
        while self.process.returncode is None and time.monotonic() < deadline:
            self._text()  # a terminal that nobody reads holds up who writes to it
            time.sleep(0.02)
        assert (self.process.returncode, "Traceback" in self._text()) == (0, False), self._text()
        assert "not found" not in self._text()
        assert self.shown.rfind(b"\x1b[?25l") <= self.shown.rfind(b"\x1b[?25h"), "the cursor is hidden"
        assert termios.tcgetattr(self._screen)[3] & (termios.ECHO | termios.ICANON) == termios.ECHO | termios.ICANON

    def close(self) -> None:
        self.process.close()
        os.close(self._terminal)
        os.close(self._screen)

    def _text(self) -> str:
        try:
            while part := os.read(self._screen, 65536):
                self.shown += part
        except OSError:  # nothing new, or the demo has ended
            pass
        return self.shown.decode(errors="ignore")


@contextmanager
def demo(data_dir: Path) -> Iterator[Terminal]:
    terminal = Terminal(data_dir)
    try:
        yield terminal
    finally:
        terminal.close()


def contains(words: str, text: str) -> bool:
    return words in text


def left(data_dir: Path) -> list[str]:
    """The processes that are at work in the demo's folder."""
    lines = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    return [" ".join(line) for line in lines if str(data_dir) in " ".join(line)]


@pytest.mark.skipif(sys.platform != "linux", reason="terminals as Linux has them")
@pytest.mark.timeout(900)  # three demos; each wait has a limit of its own
def test_it_ends_when_it_is_asked_to_wherever_it_is_and_can_be_played_again(tmp_path: Path) -> None:
    with demo(tmp_path) as terminal:
        terminal.until(lambda _: (tmp_path / "demo" / "postgres").exists())
        terminal.type(CTRL_C)
        terminal.end()
    assert left(tmp_path) == []
    with demo(tmp_path) as terminal:
        terminal.until(lambda text: "📥" in text)
        terminal.process.send_signal(signal.SIGTERM)
        terminal.end()
    assert left(tmp_path) == []
    with demo(tmp_path) as terminal:
        for stage in ("A learner opens", "The page that", "The button under", "Your turn"):
            terminal.until(partial(contains, stage))
        assert b"first words after" in terminal.shown
        assert b"The opening ends here" not in terminal.shown
        assert KO.waiting[:5].encode() not in terminal.shown, "the next question came before the answer was complete"
        seen = len(terminal.until(lambda text: text.rstrip().endswith("❯\x1b[0m")))
        terminal.type("Was heißt Kaffee und Kuchen?\n".encode())
        terminal.until(lambda text: "🔌" in text[seen:])
        terminal.type(CTRL_C)
        terminal.end()
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there all demos share a folder")
def test_a_demo_beside_another_has_a_folder_of_its_own(tmp_path: Path) -> None:
    with own_folder(tmp_path) as first:
        with own_folder(tmp_path) as second:
            assert [first.name, second.name] == ["demo", "demo-2"]
        with own_folder(tmp_path) as third:
            assert third == second
    with own_folder(tmp_path) as again:
        assert again == first
