"""The library: textbooks in, passages out. Knows nothing of the conversation in `bot`."""

import os

# Before numpy is loaded. Its threads win nothing on our small matrices, and where other work keeps the cores busy
# they wait for one another: measured there, one thread embeds five times as fast.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
