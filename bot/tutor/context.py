"""Chooses the passages that Claude gets with a question."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, zip_longest

from bot.tutor.grounding import Grounding
from ingest.books.cards import course_of
from ingest.embedders import EmbeddingFailed
from ingest.library import Hit, Library
from ingest.search.gate import Ground
from ingest.vectors import QuestionVector

logger = logging.getLogger(__name__)

TOP = 3  # passages of the unit
BEYOND = 3  # of the rest of its course; one less if the unit surely has the answer
_LARGEST_UNIT = 8000  # cl100k tokens of a unit that is sent whole
_MOST_OF_A_UNIT = 60  # passages; a unit that has more is too long to be sent whole


class Context(StrEnum):
    """How much of the unit Claude gets with a question."""

    PASSAGES = "passages"  # those that fit it best
    UNIT = "unit"  # all of it, if it is short; from the second question on, the cached unit costs a tenth


@dataclass(frozen=True, slots=True)
class Found:
    """`whole`: all passages of the unit in the book's order, if it is sent whole. `best`: the best passages, of the
    unit unless it is sent whole, then of the rest of its course. The very best one comes with its neighbours if it
    begins or ends in the middle of a section."""

    whole: list[Hit]
    best: list[Hit]
    grounding: Grounding = field(default_factory=Grounding)

    @property
    def passages(self) -> list[Hit]:
        return [*self.whole, *self.best]


async def look(library: Library, question: str, unit: str | None, context: Context, before: str = "") -> Found:
    """Search the unit and the rest of its course; without a unit, all courses.

    If the search is in doubt, the question may continue those `before`. If the unit answers them together, the passages
    found for both and for the question alone are interleaved.
    """
    if unit is None:
        return Found([], await library.search(await _embedded(library, question), top=TOP))
    hits, grounding = await _search(library, question, unit, context, before)
    here = [hit for hit in hits if (hit.passage.unit or course_of(unit)) == unit]
    is_surely_here = grounding == Grounding(Ground.HERE)
    beyond = [hit for hit in hits if hit not in here][: BEYOND - is_surely_here]
    is_whole = context is Context.UNIT and len(here) < _MOST_OF_A_UNIT
    if is_whole and sum(hit.passage.tokens for hit in here) < _LARGEST_UNIT:
        return Found(sorted(here, key=lambda hit: hit.position), beyond, grounding)
    found = {hit.position: hit for hit in here[:TOP]}
    best = [found.pop(hit.position, hit) for hit in await library.around(here[0])] if here else []
    return Found([], [*best, *found.values(), *beyond], grounding)


async def _search(
    library: Library, question: str, unit: str, context: Context, before: str
) -> tuple[Sequence[Hit], Grounding]:
    top = _MOST_OF_A_UNIT if context is Context.UNIT else TOP
    hits = await library.look(await _embedded(library, question), unit, top, BEYOND)
    grounding = Grounding.of(hits, unit)
    if before and _may_go_on(hits, grounding):
        together = await library.look(await _embedded(library, f"{question}\n{before}"), unit, top, BEYOND)
        if Grounding.of(together, unit).ground is Ground.HERE:
            return _in_turns(hits, together), Grounding(doubtful=True)
    return hits, grounding


async def _embedded(library: Library, question: str) -> QuestionVector:
    """Without a vector if the embedder fails, as the words alone mostly find the passages too."""
    try:
        return await library.embed_question(question)
    except EmbeddingFailed as error:
        logger.warning("a question is searched by its words alone: %s", error)
        return library.unembedded(question)


def _may_go_on(hits: Sequence[Hit], grounding: Grounding) -> bool:
    """Whether a question may continue an earlier one: it names no place in the book, and the search is not sure."""
    is_sure = grounding.ground is not Ground.NOWHERE and not grounding.doubtful
    return not is_sure and all(hit.named is None for hit in hits)


def _in_turns(hits: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    pairs = chain.from_iterable(zip_longest(hits, others))
    return list({(hit.passage.unit, hit.position): hit for hit in pairs if hit}.values())
