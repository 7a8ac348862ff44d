"""Passages are found by what they mean, by a few of their lines and by their very words."""

import asyncpg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.library import Library
from ingest.passages import Paragraph, Passage, sentences
from ingest.search.snippets import embedded_texts, snippets
from ingest.search.terms import terms
from tests.ingest.textbooks import Letters, found, passage, publish


@pytest.fixture
def library(pool: asyncpg.Pool) -> Library:
    return Library(pool, Letters())


LONG = " ".join(f"Satz {number} hat neun Wörter und sagt nicht sehr viel." for number in range(40))


async def test_of_passages_that_mean_the_same_the_one_with_the_very_words_comes_first(library: Library) -> None:
    await publish(library, "A1", passage("Der Streik am Abend."), passage("Der Kreist am Abend."))
    assert await found(library, "Streik", "A1-1") == ["Der Streik am Abend.", "Der Kreist am Abend."]
    assert await found(library, "Kreist", "A1-1") == ["Der Kreist am Abend.", "Der Streik am Abend."]


async def test_a_book_that_was_read_before_is_found_by_what_is_looked_for_now(
    library: Library, pool: asyncpg.Pool
) -> None:
    await publish(library, "A1", passage("Danke, gut.", unit="A1-1"), passage("Der Passiv.", unit=None))
    postings, terms = "SELECT * FROM postings ORDER BY book, term", "SELECT key, terms FROM passages ORDER BY key"
    read = await pool.fetch(postings), await pool.fetch(terms)
    await pool.execute("DELETE FROM postings WHERE term ~ '^[~§]'")
    await pool.execute("UPDATE passages SET terms = 0")
    assert await library.reindex() == 1
    assert (await pool.fetch(postings), await pool.fetch(terms)) == read


async def test_one_fitting_line_lifts_a_long_passage(library: Library) -> None:
    hidden = passage(f"{LONG} Xylophon xx. {LONG}")
    await publish(library, "A1", passage(LONG), hidden)
    [first, *_] = await found(library, "xxx", "A1-1")
    assert first == hidden.text


async def test_what_the_rest_of_a_unit_is_about_counts_for_its_passages(library: Library) -> None:
    strays = passage("xx aa", unit="A1-1"), passage("bcdefg", unit="A1-1")
    await publish(library, "A1", *strays, passage("xx aab", unit="A1-2"), passage("xxxx aa", unit="A1-2"))
    hits = await library.search(await library.embed_question("xxx"), course="A1", top=4)
    assert [hit.passage.text for hit in hits] == ["xxxx aa", "xx aab", "xx aa", "bcdefg"]


async def test_the_rest_of_the_course_is_looked_at_side_by_side_with_the_unit(library: Library) -> None:
    await publish(library, "A1", *(passage(f"anna {n}", unit=f"A1-{n}") for n in range(1, 6)))
    await publish(library, "B1", passage("anna", unit="B1-1"))
    hits = await library.look(await library.embed_question("anna 3"), "A1-3")
    assert [hit.passage.unit for hit in hits[:1]] == ["A1-3"]
    assert len(hits) == 3
    assert all(hit.passage.unit in {"A1-1", "A1-2", "A1-4", "A1-5"} for hit in hits[1:])


@pytest.mark.parametrize(
    ("outside", "comes"), [("anna", True), ("anna otto otto", False), ("otto otto Übung 3", False)]
)
async def test_pages_outside_the_units_come_along_where_no_unit_is_as_near(
    library: Library, outside: str, comes: bool
) -> None:
    units = passage("anna otto", unit="A1-1"), passage("otto", unit="A1-2"), passage("xyz", unit="A1-2")
    await publish(library, "A1", *units, passage(outside, unit=None))
    [_, *beyond] = [hit.passage.unit for hit in await library.look(await library.embed_question("anna"), "A1-1")]
    assert beyond == ([None, "A1-2"] if comes else ["A1-2", "A1-2"])
    named = await library.look(await library.embed_question("Übung 3?"), "A1-1")
    assert (None in [hit.passage.unit for hit in named]) == (comes or "Übung" in outside)


async def test_a_corrected_book_is_found_by_its_words_anew(library: Library) -> None:
    await publish(library, "A1", passage("Birne"))
    await publish(library, "A1", passage("Apfel"), data=b"second edition")
    assert await found(library, "Äpfel", "A1-1") == ["Apfel"]


@pytest.mark.parametrize("question", ["52쪽 설명해 줘", "Was steht auf Seite 51–52?"])
async def test_a_question_that_names_a_page_leads_straight_there(library: Library, question: str) -> None:
    there = passage("Birne", page=52)
    others = (passage(f"{question} {n} Seite", page=n) for n in range(8))
    await publish(library, "A1", *others, there)
    assert (await found(library, question, "A1-1"))[0] == "Birne"


@pytest.mark.parametrize(
    ("question", "beyond"), [("52쪽 설명해 줘", []), ("99쪽 Apfel", ["A1-2"]), ("2단원 52쪽", ["A1-2"])]
)
async def test_a_page_of_the_unit_brings_nothing_of_other_units(
    library: Library, question: str, beyond: list[str]
) -> None:
    await publish(library, "A1", passage("Birne", unit="A1-1", page=52), passage("Apfel 설명", unit="A1-2", page=60))
    hits = await library.look(await library.embed_question(question), "A1-1")
    assert [hit.passage.unit for hit in hits] == ["A1-1", *beyond]


@pytest.mark.parametrize("question", ["Übung 3?", "연습 (3) 답이 뭐예요?"])
async def test_a_question_that_names_an_exercise_leads_straight_there(library: Library, question: str) -> None:
    others = (passage(f"Übung {n} {question.replace('3', str(n))}") for n in range(4, 12))
    await publish(library, "A1", *others, passage("Übung 3 Birne"))
    assert (await found(library, question, "A1-1"))[0] == "Übung 3 Birne"


@pytest.mark.parametrize(
    ("question", "task"),
    [("Übung 3?", "3 Hören Sie und ordnen Sie zu."), ("B3번 모르겠어요", "B3 Lesen Sie. Was ist richtig?"),
        ("연습 3 답이 뭐예요?", "3 맞는 것을 고르세요.")],
)  # fmt: skip
async def test_an_exercise_that_has_no_more_than_a_label_is_found_by_it(
    library: Library, question: str, task: str
) -> None:
    others = (passage(f"{n} Wohnen Sie hier? {question.replace('3', '9')}") for n in range(1, 9))
    await publish(library, "A1", *others, passage(task))
    assert (await found(library, question, "A1-1"))[0] == task


async def test_a_book_lacks_the_words_that_stand_nowhere_in_it(library: Library) -> None:
    await publish(library, "A1", passage("Der Kaffee kostet zwei Euro."))
    missing = [await lacking(library, question) for question in ("Was kostet der Kaffee?", "Was kostet Blumenkohl?")]
    assert missing[0] < 0.5 < missing[1]


async def test_a_typing_error_and_the_language_of_the_question_are_not_missed(library: Library) -> None:
    await publish(library, "A1", passage("Der Kaffee kostet zwei Euro."))
    assert await lacking(library, "Kaffee kosstet") == await lacking(library, "Kaffee") == 0
    assert await lacking(library, "Is Kaffee expensive?") == 0
    assert await lacking(library, "Kaffee는 expensive?") == await lacking(library, "Kaffee는?")
    assert await lacking(library, "Kaffee b") == 0


@pytest.mark.parametrize("question", ["당케가 뭐예요?", "danckee 뜻"])
async def test_a_word_that_is_written_by_ear_is_found(library: Library, question: str) -> None:
    await publish(library, "A1", passage("Bitte, gern."), passage("Danke, gut."), passage("Kante, hart."))
    [first, *_] = await found(library, question, "A1-1")
    assert first == "Danke, gut."


async def test_a_word_that_is_written_by_ear_is_not_missed_where_the_book_has_what_it_sounds_like(
    library: Library,
) -> None:
    await publish(library, "A1", passage("Danke, gut. 뭐예요?"), passage("Kante, hart."))
    assert await lacking(library, "당케가 뭐예요?") == 0 < await lacking(library, "브로트가 뭐예요?")


async def test_grammar_is_found_by_its_name_in_another_language(library: Library) -> None:
    await publish(library, "A1", passage("관계절은 명사를 꾸밉니다."), passage("재귀동사는 어렵습니다."))
    assert (await found(library, "How do I build a Relativsatz?", "A1-1"))[0] == "관계절은 명사를 꾸밉니다."


async def test_a_book_that_was_kept_before_a_term_of_grammar_was_listed_does_not_lack_it(
    library: Library, pool: asyncpg.Pool
) -> None:
    await publish(library, "A1", passage("관계절은 명사를 꾸밉니다."))
    before = await lacking(library, "Relativsatz")
    passive = await lacking(library, "passive")
    await pool.execute("DELETE FROM postings WHERE term LIKE '§%' AND passages = '{}'")
    assert before == 0 <= await lacking(library, "passive") < passive


async def test_the_words_of_a_question_that_are_not_korean_are_told(library: Library) -> None:
    await publish(library, "A1", passage("Der Kaffee kostet zwei Euro. 커피는 2유로입니다."))
    questions = "커피는?", "Kaffee는 커피예요?", "Was kostet Kaffee?"
    hits = [(await library.search(await library.embed_question(each), "A1-1"))[0] for each in questions]
    assert 0 == hits[0].foreign < hits[1].foreign < hits[2].foreign <= 1


async def lacking(library: Library, question: str) -> float:
    """What the question's words weigh that the book lacks."""
    [hit, *_] = await library.search(await library.embed_question(question), "A1-1")
    return hit.missing


async def test_words_that_stand_side_by_side_are_found_side_by_side(library: Library) -> None:
    await publish(library, "A1", passage("der Tag gut und"), passage("und der gut Tag"))
    assert (await found(library, "gut Tag", "A1-1"))[0] == "und der gut Tag"
    assert (await found(library, "Tag gut", "A1-1"))[0] == "der Tag gut und"


def test_umlauts_endings_and_particles_do_not_hide_a_word() -> None:
    assert set(terms("Äpfel")) == set(terms("Apfel"))
    assert set(terms("Häuser")) == set(terms("Haus"))
    assert set(terms("약속을")) & set(terms("약속이"))
    assert set(terms("약속")) <= set(terms("약속은"))


@settings(deadline=None)
@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=8))
@example(["0:0！0:" * 40])  # between sentences of Chinese and Japanese no space stands
def test_snippets_hold_every_word_of_a_passage(texts: list[str]) -> None:
    whole = Passage("A1-1", "", tuple(Paragraph(text, 1) for text in texts), 1, 1, 1)
    parts = snippets(whole)
    assert not parts or " ".join(parts).split() == " ".join(sentences(whole.text)).split()
    assert embedded_texts([whole, whole]) == [whole.text, whole.text, *parts, *parts]
