"""A passage -> the few lines at a time that are embedded beside it. Pure."""

import re
from collections.abc import Sequence

from ingest.passages import Passage
from ingest.tokens import count_tokens

_TOKENS = 80
_LINE = re.compile(r"\n|(?<=[.!?。])\s+")


def snippets(passage: Passage) -> list[str]:
    """Neighbouring sentences and rows of some 80 cl100k tokens, a longer one alone; none of a passage as short as
    that, whose own vector says it all."""
    lines = [line for paragraph in passage.paragraphs for line in _LINE.split(paragraph.text)]
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
    """Every text of the passages that needs a vector: their own, then their snippets'. A search reads those of all
    passages of a course, and of few of its snippets: what is read together is kept side by side."""
    return [passage.text for passage in passages] + [text for passage in passages for text in snippets(passage)]
