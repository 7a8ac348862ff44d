"""Splits a passage into snippets of a few lines, which are embedded too. Pure."""

from collections.abc import Sequence

from ingest.passages import Passage, sentences
from ingest.tokens import count_tokens

_TOKENS = 80


def snippets(passage: Passage) -> list[str]:
    """Neighbouring sentences and rows of up to 80 cl100k tokens together; longer ones alone. None if the passage would
    be a single snippet."""
    rows = (row for paragraph in passage.paragraphs for row in paragraph.text.split("\n"))
    lines = [sentence for row in rows for sentence in sentences(row)]
    found: list[list[str]] = []
    room = 0
    for line in lines:
        tokens = count_tokens(line)
        if not found or tokens > room:
            found.append([])
            room = _TOKENS
        found[-1].append(line)
        room -= tokens
    return [" ".join(snippet) for snippet in found] if len(found) > 1 else []


def embedded_texts(passages: Sequence[Passage]) -> list[str]:
    """All texts that need a vector: first those of the passages, then the snippets. A search reads the vectors of all
    passages of a course but of few snippets, so those of passages are stored side by side."""
    return [passage.text for passage in passages] + [text for passage in passages for text in snippets(passage)]
