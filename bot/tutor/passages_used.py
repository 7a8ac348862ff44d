"""A passage that an answer was written from, as it is stored with the turn, with the scores that explain its choice."""

from dataclasses import dataclass
from typing import Self

from ingest.library import Hit

_LONGEST_TEXT, _LONGEST_TITLE = 400, 60  # characters


@dataclass(frozen=True, slots=True)
class PassageUsed:
    """`pages`: as printed, if known; the scores are those of the search (see `Hit`)."""

    unit: str | None
    title: str
    pages: str
    score: float
    likeness: float
    wording: float
    text: str  # its beginning
    cited: bool

    @classmethod
    def of(cls, hit: Hit, cited: bool) -> Self:
        text = " ".join(hit.passage.text.split())
        short = text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT].rsplit(" ", 1)[0] + " …"
        scores = (round(hit.score, 2), round(hit.likeness, 2), round(hit.wording, 2))
        return cls(hit.passage.unit, hit.title[:_LONGEST_TITLE], hit.passage.pages, *scores, short, cited)
