"""One question with what was sent and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.tutor.grounding import Grounding
from bot.tutor.sources import Source
from bot.tutor.turns import Place, Turn
from ingest.library import Hit


@dataclass(frozen=True, slots=True)
class Question:
    """`history`: earlier questions with their answers."""

    id: str
    kind: str
    unit: str
    language: str  # the learner's
    question: str
    history: tuple[tuple[str, str], ...] = ()

    @property
    def turn(self) -> Turn:
        return Turn(0, Place(0), self.unit, self.question)

    @property
    def past(self) -> list[Turn]:
        return [Turn(0, Place(0), self.unit, question, answer=answer) for question, answer in self.history]


@dataclass(frozen=True, slots=True)
class Case:
    """`text` is Markdown with marks such as `[1]`, as in `Answer`; `language` is the one to answer in."""

    question: Question
    language: str
    passages: Sequence[Hit]
    grounding: Grounding
    text: str
    sources: Sequence[Source]
    known: frozenset[str] = frozenset()  # the terms of the book up to the learner's unit
    units: Mapping[str, str] = field(default_factory=dict)  # of the course: the titles by their ids
