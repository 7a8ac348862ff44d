"""An answer's text, marks and sources."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.answer import Answer
from bot.tutor.cited_pages import cited_pages
from bot.tutor.cost import Usage
from bot.tutor.instructions import EXERCISE
from bot.tutor.sources import Citation, Source
from ingest.library import Hit
from ingest.passages import Paragraph, Passage
from ingest.pdf.document import Lines
from tests.bot.tutor.asking import HITS

REST = " Danach kommt dies:\n\n- **der Kaffee** und noch mehr."


def test_marks_stand_after_the_words_they_belong_to_and_before_the_blank_line() -> None:
    answer = Answer(HITS)
    answer.add_text("Man sagt **einen**.\n\n")
    answer.cite(Citation(0, 0, 1))
    answer.end_block()
    answer.add_text("Mehr nicht.")
    answer.end_block()
    assert answer.text == "Man sagt **einen**. \\[1]\n\nMehr nicht."
    assert answer.plain == "Man sagt **einen**.\n\nMehr nicht."


@pytest.mark.parametrize(
    ("block", "following", "text"),
    [
        ("Gut.\n- ", "**Nein**", "Gut. \\[1]\n- **Nein**"),
        ("Gut.\n\nB: *", "*Nein**", "Gut.\n\nB: \\[1] **Nein**"),
        ("Das ist **", "gut**", "Das ist \\[1] **gut**"),
        ("Das ist **gut**", " und", "Das ist **gut** \\[1] und"),
        ("Eins.\n2. ", "Zwei", "Eins. \\[1]\n2. Zwei"),
    ],
)
def test_a_mark_never_parts_a_marker_from_what_it_marks(block: str, following: str, text: str) -> None:
    answer = Answer(HITS)
    answer.add_text(block)
    answer.cite(Citation(0, 0, 1))
    answer.end_block()
    answer.add_text(following)
    assert answer.text == text


def test_pages_come_from_the_cited_paragraphs() -> None:
    answer = Answer(HITS)
    answer.cite(Citation(0, 1, 3))
    answer.cite(Citation(1, 0, 1))
    assert [(s.number, s.unit, *s.pages) for s in answer.sources] == [
        (1, "A1-3", 12, 13),
        (2, None, 40, 40),
    ]


def test_the_same_pages_are_one_source_and_marked_once_a_block() -> None:
    answer = Answer(HITS)
    answer.add_text("Eins.")
    answer.cite(Citation(0, 0, 1))
    answer.cite(Citation(0, 1, 2))
    answer.end_block()
    answer.add_text(" Zwei.")
    answer.cite(Citation(0, 0, 1))
    answer.end_block()
    assert answer.text == "Eins. \\[1] Zwei. \\[1]"
    assert [source.quotes for source in answer.sources] == [["Absatz auf Seite 12."]]


def test_a_mark_that_the_model_writes_itself_is_dropped_and_counted() -> None:
    answer = Answer(HITS)
    answer.add_text("Eins [1].\n[2] Zwei.")
    answer.cite(Citation(0, 0, 1))
    answer.end_block()
    assert (answer.text, answer.plain, answer.dropped) == ("Eins.\n Zwei. \\[1]", "Eins.\n Zwei.", 2)


@pytest.mark.parametrize("citation", [Citation(7, 0, 1), Citation(-1, 0, 1), Citation(0, 9, 12)])
def test_a_pointer_into_nothing_makes_no_source(citation: Citation) -> None:
    answer = Answer(HITS)
    answer.add_text("Text.")
    answer.cite(citation)
    answer.end_block()
    assert answer.sources == []
    assert answer.text == "Text."


@pytest.mark.parametrize(
    ("words", "dropped"),
    [
        ("Absatz auf Seite 12.", 0),
        ("Absatz  auf\nSeite 12.Absatz auf Seite 12.", 0),  # two paragraphs, as the API joins them
        (f"{EXERCISE} Absatz auf Seite 12.", 0),  # as it was sent
        ("Absatz auf Seite 99.", 1),
        ("Absatz auf Seite 13.", 1),  # that stands elsewhere
    ],
)
def test_words_that_do_not_stand_where_a_citation_points_are_dropped_and_counted(words: str, dropped: int) -> None:
    answer = Answer(HITS)
    answer.add_text("Text.")
    answer.cite(Citation(0, 0, 2, words))
    answer.end_block()
    assert answer.dropped == dropped
    assert answer.text == ("Text." if dropped else "Text. \\[1]")


def test_a_source_keeps_the_lines_of_all_that_is_cited_on_its_pages_and_where_they_go_on() -> None:
    first = Paragraph("Eins", 12, ((1, 1, 9, 2),), "10", over=(Lines(13, ((1, 5, 9, 6),), "11"),))
    second = Paragraph("Zwei", 12, ((1, 3, 9, 4),), "10")
    third = Paragraph("Drei", 13, ((1, 7, 9, 8),), "11")
    passage = Passage("A1-3", "", (first, second, third), 12, 13, 20)
    answer = Answer((Hit(passage, "Im Café", 1.0, 0.5, 2.0, book=4),))
    answer.add_text("Text.")
    for place in (0, 1, 1, 2):
        answer.cite(Citation(0, place, place + 1))
    answer.end_block()
    assert [(source.label, len(source.lines)) for source in answer.sources] == [("10-11", 2), ("10", 1), ("11", 1)]
    kept = [Source.from_json(json.loads(json.dumps(source.as_json()))) for source in answer.sources]
    assert kept == answer.sources
    pages = cited_pages(kept)
    assert [(page.book, page.number, page.label, page.title) for page in pages] == [
        (4, 12, "10", "Im Café"),
        (4, 13, "11", "Im Café"),
    ]
    assert [[box for lines in page.lines for box in lines.boxes] for page in pages] == [
        [(1, 1, 9, 2), (1, 3, 9, 4)],
        [(1, 5, 9, 6), (1, 7, 9, 8)],
    ]


def test_of_many_cited_pages_the_first_four_are_to_be_shown() -> None:
    source = Source(1, "A1-3", (12, 20), "Eins", book=4, lines=tuple(map(Lines, range(12, 21))))
    assert [page.number for page in cited_pages([source])] == [12, 13, 14, 15]


def test_the_pages_of_a_book_that_forbids_it_are_none_to_be_shown() -> None:
    answer = Answer(HITS)
    answer.add_text("Text.")
    answer.cite(Citation(0, 0, 1))
    answer.end_block()
    assert answer.sources[0].book is None
    assert cited_pages(answer.sources) == []


def test_sources_of_earlier_versions_have_no_pages_to_show() -> None:
    [source] = [Source.from_json({"number": 1, "unit": "A1-1", "pages": [5, 6], "quote": "Guten Tag!"})]
    assert (source.label, cited_pages([source])) == ("5-6", [])


def test_the_passages_used_tell_which_were_cited() -> None:
    answer = Answer(HITS)
    answer.add_text("Text.")
    answer.cite(Citation(1, 0, 1))
    assert [(used.unit, used.pages, used.cited) for used in answer.passages_used] == [
        ("A1-3", "12-13", False),
        (None, "40", True),
    ]


@given(st.lists(st.tuples(st.text(), st.integers(-2, 4), st.integers(-2, 5), st.integers(-2, 6))))
def test_whatever_is_cited_the_words_survive_and_the_numbers_count_up(blocks: list[tuple[str, int, int, int]]) -> None:
    answer = Answer(HITS)
    for text, passage, first, last in blocks:
        answer.add_text(text)
        answer.cite(Citation(passage, first, last))
        answer.end_block()
    assert answer.plain == "".join(text for text, *_ in blocks)
    assert [source.number for source in answer.sources] == list(range(1, len(answer.sources) + 1))
    for source in answer.sources:
        assert source.pages[0] in (12, 13, 40)


def test_without_words_there_is_no_mark_and_no_source() -> None:
    answer = Answer(HITS)
    answer.add_text(" \n")
    answer.cite(Citation(0, 0, 1))
    answer.end_block()
    assert (answer.text.strip(), answer.sources) == ("", [])
    answer.add_text("Ja.")
    answer.cite(Citation(1, 0, 1))
    answer.end_block()
    assert answer.text.strip() == "Ja. \\[1]"
    assert [source.pages[0] for source in answer.sources] == [40]


def begun(*blocks: str) -> Answer:
    """An answer in which each block but the last cites the book, and the last is cut off."""
    answer = Answer(HITS)
    for block in blocks[:-1]:
        answer.add_text(block)
        answer.cite(Citation(0, 0, 1))
        answer.end_block()
    answer.add_text(blocks[-1])
    return answer


@pytest.mark.parametrize("cut", range(1, len(REST)))
def test_wherever_an_answer_was_cut_off_it_goes_on_at_its_last_word(cut: int) -> None:
    whole = begun("Man sagt so.", REST)
    going_on = begun("Man sagt so.", REST[:cut]).gone_on_with(HITS, "model")
    kept = going_on.plain
    assert whole.plain.startswith(kept)
    assert kept == "" or kept[-1].isspace()
    going_on.add_text(whole.plain[len(kept) :])
    going_on.end_block()
    assert (going_on.plain, len(going_on.sources)) == (whole.plain, 1)
    assert going_on.text.replace(r" \[1]", "") == whole.text.replace(r" \[1]", "")


def test_an_answer_that_begins_again_where_it_was_to_go_on_takes_the_place_of_what_there_was() -> None:
    answer = begun("Man sagt so.", REST[:-5]).gone_on_with(HITS, "model")
    whole = f"Man sagt so.{REST}"
    for at in range(0, len(whole), 7):
        answer.add_text(whole[at : at + 7])
    answer.end_block()
    assert answer.plain == whole
    assert not answer.sources


def test_each_request_for_one_answer_is_paid() -> None:
    first = begun(REST)
    told = first.billed
    assert told.tokens_out > 0
    recorded = Answer.recorded(first.text, first.plain, (), first.grounding, "model", told)
    assert recorded.billed == told
    second = recorded.gone_on_with(HITS, "model")
    second.add_text("und noch viel mehr als zwanzig Zeichen")
    again = second.anew()
    assert again.plain == second.plain.removesuffix("und noch viel mehr als zwanzig Zeichen")
    assert again.usage.tokens_out > told.tokens_out
    again.usage += Usage(tokens_out=7)
    again.stop_reason = "end_turn"
    assert again.billed == again.usage
