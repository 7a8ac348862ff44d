"""Does the book answer the question, and where?

No page answers it when too little speaks for the best passages: how near they are in meaning, and how much of what it
says they have in its words, added up. Where the line is depends on the model, whose cosines have a scale of their own:
`python -m tests.bench search` finds it on questions to the first sample course, with and without an answer, so that one
in twenty of those with an answer would be refused. A model that it was not found for refuses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.books.cards import course_of
from ingest.embedders import USE
from ingest.search.search import Hit


class Ground(StrEnum):
    HERE = "here"  # in the learner's unit
    ELSEWHERE = "elsewhere"  # in the rest of the course
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Limit:
    """A question is answered where likeness and wording, each divided by its own, make 1 together."""

    likeness: float
    wording: float

    def strength(self, likeness: float, wording: float) -> float:
        return likeness / self.likeness + wording / self.wording


_LIMITS = {USE: Limit(0.37, 0.40)}
# So much higher than the unit's best passage has one of another unit to score, and so much more must speak for it:
# scores are told in spreads of the course, of which a small course makes much out of little.
_AHEAD = 1.5
_STRONGER = 0.1


def ground(hits: Sequence[Hit], unit: str) -> Ground:
    """`hits`: what `Library.look` found for a question that was asked in this unit."""
    if not hits or not _answered(hits):
        return Ground.NOWHERE
    here = max((hit for hit in hits if _unit(hit, unit) == unit), key=_score, default=None)
    beyond = max((hit for hit in hits if _unit(hit, unit) != unit), key=_score, default=None)
    return Ground.ELSEWHERE if beyond and (here is None or _is_ahead(beyond, here)) else Ground.HERE


def evidence(hits: Sequence[Hit]) -> tuple[float, float]:
    """The greatest likeness and the greatest wording."""
    return max(hit.likeness for hit in hits), max(hit.wording for hit in hits)


def _answered(hits: Sequence[Hit]) -> bool:
    limit = _LIMITS.get(hits[0].model)
    return limit is None or limit.strength(*evidence(hits)) >= 1


def _is_ahead(hit: Hit, other: Hit) -> bool:
    limit = _LIMITS.get(hit.model)
    if limit and limit.strength(*evidence([hit])) <= limit.strength(*evidence([other])) + _STRONGER:
        return False
    return hit.score > other.score + _AHEAD


def _score(hit: Hit) -> float:
    return hit.score


def _unit(hit: Hit, asked_in: str) -> str:
    """Its unit's id, or the course's name for a passage outside the units."""
    return hit.passage.unit or course_of(asked_in)
