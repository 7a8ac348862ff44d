"""Learners, the places where they ask, and turns: their questions with the answers."""

from dataclasses import dataclass, field
from enum import StrEnum

import asyncpg

from bot.tutor.grounding import Grounding
from bot.tutor.sources import Source


class TurnState(StrEnum):
    """The state of a turn."""

    WAITING = "waiting"  # for a unit to be chosen
    ASKED = "asked"
    ANSWERED = "answered"
    CUT = "cut"  # by the model's token limit
    STOPPED = "stopped"  # by the learner
    REFUSED = "refused"
    FAILED = "failed"
    BUSY = "busy"  # Claude had too much to do
    UNAVAILABLE = "unavailable"  # until the operator has fixed why Claude does not answer
    SET_ASIDE = "set_aside"  # its answer has crashed the process repeatedly
    REPLACED = "replaced"  # asked again


UNANSWERED = frozenset(
    {TurnState.REFUSED, TurnState.FAILED, TurnState.BUSY, TurnState.UNAVAILABLE, TurnState.SET_ASIDE}
)
"""Without an answer: all that the learner can do is to ask again."""

OUR_FAULT = UNANSWERED - {TurnState.REFUSED, TurnState.SET_ASIDE}
"""Asking again is free then. Not of what was set aside, as it may bring processes down again."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a conversation: a chat, and in groups with topics the topic (0: none)."""

    chat: int
    thread: int = 0

    @property
    def is_group(self) -> bool:
        return self.chat < 0  # groups have negative ids


@dataclass(frozen=True, slots=True)
class Learner:
    place: Place
    language: str
    unit: str | None
    is_new: bool = False  # there was no row when the update arrived


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer."""

    id: int
    place: Place
    unit: str | None
    question: str
    person: int | None = None  # who asked
    message: int | None = None
    about: str = ""  # words of the chat that the question is about
    unseen: str | None = None  # what came with it: picture, sound, file
    state: TurnState = TurnState.ASKED
    replies: tuple[int, ...] = ()
    answer: str = ""
    rating: int | None = None
    grounding: Grounding = field(default_factory=Grounding)  # this and the rest are known once it has ended
    sources: tuple[Source, ...] = ()
    run: int = 0  # the latest run of its job: only that one may write
    is_ended: bool = False  # its state is final, and recorded with what the answer has cost
    is_closed: bool = False  # its final text is shown
    is_owed: bool = False  # the chat refused its final text before: show it in new messages

    @property
    def payer(self) -> int:
        """The person whose allowance pays; for anonymous questions the chat."""
        return self.place.chat if self.person is None else self.person


def place_of(row: asyncpg.Record) -> Place:
    return Place(row["chat"], row["thread"])


def turn_of(row: asyncpg.Record) -> Turn:
    return Turn(
        id=row["id"],
        place=place_of(row),
        unit=row["unit"],
        question=row["question"],
        person=row["person"],
        message=row["message"],
        about=row["about"],
        unseen=row["unseen"],
        state=TurnState(row["state"]),
        replies=tuple(row["replies"]),
        answer=row["answer"],
        rating=row["rating"],
        grounding=Grounding.from_json(row["grounding"]),
        sources=tuple(map(Source.from_json, row["citations"])),
        run=row["run"],
        is_ended=row["ended"] is not None,
        is_closed=row["closed"],
        is_owed=row["owed"] is False,
    )


def storable(text: str) -> str:
    """Without NUL and with a question mark for each lone surrogate, as Postgres refuses both."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
