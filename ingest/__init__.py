"""The library: textbooks in, passages out. Knows nothing of the conversation in `bot`."""

import os
import signal
import sys

# Before numpy is loaded. Its threads win nothing on our small matrices, and where other work keeps the cores busy
# they wait for one another: measured there, one thread embeds five times as fast.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if sys.argv[:1] == ["-m"]:  # while `python -m ingest` is being loaded, which takes seconds
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C leaves no traceback
