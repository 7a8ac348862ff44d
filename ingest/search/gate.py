"""Decides whether the book answers a question, and in which unit.

The decision is a logistic regression over four measures of the best passages: how far they stand out in meaning
(`lift`), how much of the question's words they have (`wording`), how much of them the whole book lacks (`missing`), and
the share of those that are not Korean (`foreign`), which say less, as a German book has most German words somewhere.
The coefficients depend on the embedding model, whose cosines have a scale of their own: `python -m tests.bench search`
fits them on questions about the first sample course, with and without an answer.

Below even odds the book does not answer the question. From there to the strength that 95 % of the questions without an
answer stay below, the result is doubtful, and Claude has to read the passages. A model without coefficients refuses and
doubts nothing. A page, an exercise or a unit that the question names needs no evidence; if no passage has it, no other
unit is suggested.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from operator import mul

from ingest.books.cards import course_of
from ingest.embedders import E5, USE
from ingest.search.search import Hit


class Ground(StrEnum):
    HERE = "here"  # in the learner's unit
    ELSEWHERE = "elsewhere"  # in the rest of the course
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`elsewhere`: the best passage of another unit, if the answer is there. `doubtful`: the passages may not answer
    the question."""

    ground: Ground = Ground.HERE
    elsewhere: Hit | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The measures of a `Hit`, or the best of several."""

    lift: float
    wording: float
    missing: float
    foreign: float


@dataclass(frozen=True, slots=True)
class Coefficients:
    """What each measure is worth with one model. Below the strength `sure` an answer is doubtful."""

    worth: Evidence
    intercept: float
    sure: float

    def strength(self, evidence: Evidence) -> float:
        """The log odds that the book answers the question."""
        return float(sum(map(mul, astuple(self.worth), astuple(evidence))) + self.intercept)


_COEFFICIENTS = {
    USE: Coefficients(Evidence(10.66, 22.02, -1.01, -2.5), -2.85, 0.98),
    E5: Coefficients(Evidence(56.84, 24.11, -0.88, -3.84), -2.86, 1.47),
}
_UNKNOWN = Coefficients(Evidence(0, 0, 0, 0), 0, 0)  # of a model without coefficients
# A passage of another unit must have a score and a strength that much above those of the unit's best. Both are asked
# for, as scores are in standard deviations of the course, which are small in a small course.
_AHEAD = 1.5
_STRONGER = 0.3
# In a course of fewer passages nothing stands out and no word is rare: a quarter of the questions with an answer would
# be refused. There the result is only doubtful, as the passages that were found are most of the course.
_FEW = 12


def judge(hits: Sequence[Hit], unit: str) -> Verdict:
    """`hits`: what `Library.look` found for a question asked in this unit. Pages outside the units, such as a glossary,
    cannot be chosen, so their passages count as the unit's own."""
    others = [hit for hit in hits if hit.passage.unit not in (unit, None)]
    beyond = max(others, key=lambda hit: (hit.named or 0, hit.score), default=None)
    if not hits:
        return Verdict(Ground.NOWHERE)
    if named := max(hit.named or 0 for hit in hits):
        is_at_hand = any(hit.named == named for hit in hits if hit not in others)
        return Verdict() if is_at_hand else Verdict(Ground.ELSEWHERE, beyond)
    coefficients = _COEFFICIENTS.get(hits[0].model, _UNKNOWN)
    strength = coefficients.strength(evidence(hits))
    among = max(hit.among or 0 for hit in hits) or _FEW
    if strength < 0 and among >= _FEW:
        return Verdict(Ground.NOWHERE)
    here = max((hit for hit in hits if _unit(hit, unit) == unit), key=lambda hit: hit.score, default=None)
    is_doubtful = strength < coefficients.sure
    if any(hit.named is not None for hit in hits):  # the question names one, and no passage has it
        return Verdict(doubtful=True)
    if beyond and (here is None or _is_ahead(beyond, here)):
        return Verdict(Ground.ELSEWHERE, beyond, is_doubtful)
    return Verdict(doubtful=is_doubtful)


def evidence(hits: Sequence[Hit]) -> Evidence:
    """The best of each measure."""
    return Evidence(
        lift=max(hit.lift for hit in hits),
        wording=max(hit.wording for hit in hits),
        missing=min(hit.missing for hit in hits),
        foreign=min(hit.foreign for hit in hits),
    )


def _is_ahead(hit: Hit, other: Hit) -> bool:
    coefficients = _COEFFICIENTS.get(hit.model)
    if coefficients and coefficients.strength(evidence([hit])) <= coefficients.strength(evidence([other])) + _STRONGER:
        return False
    return hit.score > other.score + _AHEAD


def _unit(hit: Hit, asked_in: str) -> str:
    """The id of a hit's unit, or the course's name if it is outside the units."""
    return hit.passage.unit or course_of(asked_in)
