"""Does the book answer the question, and where?"""

from collections.abc import Sequence
from enum import StrEnum

from ingest.books.cards import course_of
from ingest.search.search import Hit


class Ground(StrEnum):
    HERE = "here"  # in the learner's unit
    ELSEWHERE = "elsewhere"  # in the rest of the course
    NOWHERE = "nowhere"


_LIKE = 0.35  # a passage that answers has a line at least so near the question, as a cosine
_AHEAD = 2.0  # so much higher has a passage of another unit to score


def ground(hits: Sequence[Hit], unit: str) -> Ground:
    """`hits`: what `Library.look` found for a question that was asked in this unit."""
    telling = [hit for hit in hits if hit.likeness >= _LIKE]
    if not telling:
        return Ground.NOWHERE
    here = max((hit.score for hit in telling if _unit(hit, unit) == unit), default=float("-inf"))
    beyond = max((hit.score for hit in telling if _unit(hit, unit) != unit), default=float("-inf"))
    return Ground.ELSEWHERE if beyond > here + _AHEAD else Ground.HERE


def _unit(hit: Hit, asked_in: str) -> str:
    """Its unit's id, or the course's name for a passage outside the units."""
    return hit.passage.unit or course_of(asked_in)
