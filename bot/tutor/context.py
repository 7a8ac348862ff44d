"""What of the book goes with a question."""

from enum import StrEnum

from ingest.books.cards import course_of
from ingest.library import Hit, Library
from ingest.vectors import QuestionVector

TOP = 3  # passages of the unit
BEYOND = 2  # of the rest of its course
_LARGEST_UNIT = 8000  # cl100k tokens of a unit that is sent whole
_MOST_OF_A_UNIT = 60  # passages; a unit with so many is none that is sent whole


class Context(StrEnum):
    """What of the unit goes with a question."""

    PASSAGES = "passages"  # those that fit it best
    UNIT = "unit"  # all of it, if it is short; asked again, it costs a tenth


async def look(
    library: Library, question: QuestionVector, unit: str | None, context: Context
) -> tuple[list[Hit], list[Hit]]:
    """Returns the passages of the unit in the book's order, if it is to be sent whole and is short enough, and those
    that fit the question best: of the unit, unless it is sent whole, then of the rest of its course.

    The best one brings its neighbours where it begins or ends in the middle of a section. Without a unit, the best of
    all courses.
    """
    if unit is None:
        return [], await library.search(question, top=TOP)
    top = _MOST_OF_A_UNIT if context is Context.UNIT else TOP
    hits = await library.look(question, unit, top, BEYOND)
    here = [hit for hit in hits if (hit.passage.unit or course_of(unit)) == unit]
    beyond = [hit for hit in hits if hit not in here]
    is_all = context is Context.UNIT and len(here) < _MOST_OF_A_UNIT
    if is_all and sum(hit.passage.tokens for hit in here) < _LARGEST_UNIT:
        return sorted(here, key=lambda hit: hit.position), beyond
    found = {hit.position: hit for hit in here[:TOP]}
    best = [found.pop(hit.position, hit) for hit in await library.around(here[0])] if here else []
    return [], [*best, *found.values(), *beyond]
