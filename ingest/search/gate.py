"""Does the book answer the question, and where?

No page answers it when too little speaks for the best passages: how far they stand out in meaning, how much of what it
says they have in its words, and how little of that the whole book lacks. Words that are not Korean say less: a German
book has most German ones somewhere. What each of the four is worth depends on the model, whose cosines have a scale of
their own: `python -m tests.bench search` finds it by a logistic regression over questions to the first sample course,
with and without an answer, and sets the limit so that 3 % of those with an answer would be refused. Of those without an
answer one in four has more than that: up to a second limit, which all but 5 % of them are below, there is doubt, and
passages have to be read. A model without limits refuses and doubts nothing. A page, an exercise or a unit that the
question names needs no evidence; where nobody has it, no other unit is better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.books.cards import course_of
from ingest.embedders import E5, USE
from ingest.search.search import Hit


class Ground(StrEnum):
    HERE = "here"  # in the learner's unit
    ELSEWHERE = "elsewhere"  # in the rest of the course
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`elsewhere`: the best passage of another unit, if it is there. `doubtful`: what was found may as well be about
    something else, and answer nothing."""

    ground: Ground = Ground.HERE
    elsewhere: Hit | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """As in `Hit`."""

    lift: float
    wording: float
    missing: float
    foreign: float


@dataclass(frozen=True, slots=True)
class Limit:
    """What evidence is worth, and how much of it an answer needs; `sure`: from which strength on there is one."""

    lift: float
    wording: float
    missing: float
    foreign: float
    least: float
    sure: float

    def strength(self, evidence: Evidence) -> float:
        """In log odds; from 0 on the question is answered."""
        worth = self.lift * evidence.lift + self.wording * evidence.wording
        return worth - self.missing * evidence.missing - self.foreign * evidence.foreign - self.least


_LIMITS = {USE: Limit(12.27, 17.96, 0.96, 2.22, 1.78, 1.42), E5: Limit(56.13, 20.41, 0.81, 3.14, 1.83, 1.43)}
_ANY = Limit(0, 0, 0, 0, 0, 0)  # of a model that was never measured
# So much higher than the unit's best passage has one of another unit to score, and so much more must speak for it:
# scores are told in spreads of the course, of which a small course makes much out of little.
_AHEAD = 1.5
_STRONGER = 0.3
# In a course of so few passages nothing stands out, and no word is rare: of one unit's questions it would refuse a
# quarter. Whoever reads what was found has read most of it.
_FEW = 12


def judge(hits: Sequence[Hit], unit: str) -> Verdict:
    """`hits`: what `Library.look` found for a question that was asked in this unit, and its neighbours. Pages outside
    the units, a glossary or the answers, are nowhere to go to: what stands there is told as if it stood here."""
    others = [hit for hit in hits if hit.passage.unit not in (unit, None)]
    beyond = max(others, key=lambda hit: (hit.named or 0, hit.score), default=None)
    if not hits:
        return Verdict(Ground.NOWHERE)
    if named := max(hit.named or 0 for hit in hits):
        is_at_hand = any(hit.named == named for hit in hits if hit not in others)
        return Verdict() if is_at_hand else Verdict(Ground.ELSEWHERE, beyond)
    limit = _LIMITS.get(hits[0].model, _ANY)
    strength = limit.strength(evidence(hits))
    among = max(hit.among or 0 for hit in hits) or _FEW
    if strength < 0 and among >= _FEW:
        return Verdict(Ground.NOWHERE)
    here = max((hit for hit in hits if _unit(hit, unit) == unit), key=lambda hit: hit.score, default=None)
    is_doubtful = strength < limit.sure
    if any(hit.named is not None for hit in hits):  # a page or an exercise that nobody has
        return Verdict(doubtful=True)
    if beyond and (here is None or _is_ahead(beyond, here)):
        return Verdict(Ground.ELSEWHERE, beyond, is_doubtful)
    return Verdict(doubtful=is_doubtful)


def evidence(hits: Sequence[Hit]) -> Evidence:
    """The best that speaks for any of them."""
    return Evidence(
        lift=max(hit.lift for hit in hits),
        wording=max(hit.wording for hit in hits),
        missing=min(hit.missing for hit in hits),
        foreign=min(hit.foreign for hit in hits),
    )


def _is_ahead(hit: Hit, other: Hit) -> bool:
    limit = _LIMITS.get(hit.model)
    if limit and limit.strength(evidence([hit])) <= limit.strength(evidence([other])) + _STRONGER:
        return False
    return hit.score > other.score + _AHEAD


def _unit(hit: Hit, asked_in: str) -> str:
    """Its unit's id, or the course's name for a passage outside the units."""
    return hit.passage.unit or course_of(asked_in)
