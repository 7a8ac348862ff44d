"""What `python -m bot` says when a setting keeps it from starting."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import bot


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"TELEGRAM_BOT_TOKEN": "S3CRET token"}, "TELEGRAM_BOT_TOKEN: it is not like 123456:ABC-DEF"),
        ({"DATABASE_URL": "postgresql://anna:S3CRET/pw@localhost/x"}, "DATABASE_URL: it is not like postgresql://"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "DATABASE_URL: the database cannot be reached"),
        ({"DATA_DIR": "/proc/books"}, "DATA_DIR: nothing can be kept in /proc/books"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_that_gives_no_secret_away(settings: dict[str, str], line: str) -> None:
    given = {"TELEGRAM_BOT_TOKEN": "1:token", "ANTHROPIC_API_KEY": "key", **settings}
    ended = subprocess.run(
        [sys.executable, "-m", "bot"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(bot.__file__).parents[1]), **given},
        cwd=tempfile.gettempdir(),  # where no .env is
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(line)
    assert ended.stderr.count("\n") == 1
    assert "S3CRET" not in ended.stderr
