"""The conversation: a tutor in Telegram, grounded in the books of `ingest`."""

import gc
import signal
import sys
from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"

if sys.argv[:1] == ["-m"]:  # while `python -m bot` is being loaded, which takes seconds
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C leaves no traceback
    gc.disable()  # among so many classes a fifth of the time would go into looking for garbage
