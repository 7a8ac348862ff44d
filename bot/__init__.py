"""The conversation: a tutor in Telegram, grounded in the books of `ingest`."""

import gc
import signal
import sys
from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"

if sys.argv[:1] == ["-m"]:  # while `python -m bot` is being loaded, which takes seconds
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # so that Ctrl-C prints no traceback
    gc.disable()  # it would find none among the classes, and take a fifth of the time
