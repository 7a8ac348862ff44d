"""multilingual-e5-large: local, through ONNX; its 2.2 GB are downloaded at the first use."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from fastembed import TextEmbedding
from numpy.typing import ArrayLike

from ingest.embedders import E5_LARGE, EmbeddingUnavailable
from ingest.embedders.local import LocalEmbedder


class MultilingualE5Large(LocalEmbedder):
    """Embeds only the first 512 tokens of a passage. `folder`: of its files, if they are not to be downloaded."""

    name = E5_LARGE
    dimensions = 1024
    batch = 4  # some seconds of work: a cancelled job frees its thread soon

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder

    def _passages(self, texts: list[str]) -> Sequence[ArrayLike]:
        return self._encode(f"passage: {text}" for text in texts)

    def _query(self, text: str) -> ArrayLike:
        [vector] = self._encode([f"query: {text}"])
        return vector

    def _encode(self, texts: Iterable[str]) -> list[ArrayLike]:
        return list(self._model.embed(texts, batch_size=self.batch))

    @cached_property
    def _model(self) -> TextEmbedding:
        try:
            return TextEmbedding(f"intfloat/{self.name}", specific_model_path=self._folder)
        except (ValueError, OSError) as error:  # also raised if the download fails
            raise EmbeddingUnavailable(f"{self.name} cannot be loaded: {error}") from error
