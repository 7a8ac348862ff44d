"""The library: textbooks in, passages out. It never imports `bot`."""

import os
import signal
import sys

# Has to be set before numpy is loaded. Threads gain nothing on our small matrices, and on busy cores they wait for one
# another: there one thread was measured to embed five times as fast.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if sys.argv[:1] == ["-m"]:  # while `python -m ingest` is being loaded, which takes seconds
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C leaves no traceback
