"""The conversation: a tutor in Telegram, grounded in the books of `ingest`."""

import signal
import sys
from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"

if sys.argv[:1] == ["-m"]:  # while `python -m bot` is being loaded, which takes a second, Ctrl-C leaves no traceback
    signal.signal(signal.SIGINT, signal.SIG_DFL)
