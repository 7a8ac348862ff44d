"""Whether the book answers a question is told by what was found for it."""

from dataclasses import replace

from ingest.embedders import USE
from ingest.library import Hit
from ingest.search.gate import Ground, judge
from tests.ingest.textbooks import passage


def hit(
    unit: str | None,
    score: float,
    lift: float = 0.3,
    wording: float = 0.0,
    missing: float = 0.0,
    foreign: float = 0.0,
    *,
    model: str = USE,
    named: int | None = None,
) -> Hit:
    word = passage("Wort", unit=unit)
    return Hit(word, "Titel", score, 0.5, wording, model, lift=lift, missing=missing, foreign=foreign, named=named)


def test_a_question_is_answered_in_the_unit_where_the_rest_of_the_course_is_no_better() -> None:
    assert judge([hit("A1-3", 9.0), hit("A1-7", 9.1)], "A1-3").ground is Ground.HERE


def test_a_question_that_another_unit_answers_far_better_belongs_there() -> None:
    assert judge([hit("A1-3", 4.0), hit("A1-7", 9.0, wording=0.2)], "A1-3").ground is Ground.ELSEWHERE
    assert judge([hit("A1-7", 4.0)], "A1-3").ground is Ground.ELSEWHERE


def test_a_small_course_makes_no_other_unit_better_out_of_little() -> None:
    assert judge([hit("A1-3", 4.0), hit("A1-7", 9.0, wording=0.01)], "A1-3").ground is Ground.HERE


def test_the_book_does_not_answer_what_nothing_in_it_is_like() -> None:
    assert judge([], "A1-3").ground is Ground.NOWHERE
    assert judge([hit("A1-3", 9.0, lift=0.1)], "A1-3").ground is Ground.NOWHERE


def test_in_a_short_course_reading_decides() -> None:
    [found] = {judge([replace(hit("A1-3", 9.0, lift=0.1), among=few)], "A1-3") for few in (1, 11)}
    assert (found.ground, found.doubtful) == (Ground.HERE, True)
    assert judge([replace(hit("A1-3", 9.0, lift=0.1), among=12)], "A1-3").ground is Ground.NOWHERE


def test_the_very_words_make_up_for_what_a_passage_lacks_in_likeness() -> None:
    assert judge([hit("A1-3", 9.0, lift=0.1, wording=0.5)], "A1-3").ground is Ground.HERE


def test_the_book_does_not_answer_what_it_has_no_words_for() -> None:
    assert judge([hit("A1-3", 9.0, missing=4.0)], "A1-3").ground is Ground.NOWHERE


def test_foreign_words_that_a_passage_has_say_less_than_korean_ones() -> None:
    assert not judge([hit("A1-3", 9.0, lift=0.2, wording=0.1)], "A1-3").doubtful
    assert judge([hit("A1-3", 9.0, lift=0.2, wording=0.1, foreign=0.4)], "A1-3").doubtful


def test_what_speaks_for_the_passages_only_a_little_leaves_doubt() -> None:
    assert judge([hit("A1-3", 9.0, lift=0.3)], "A1-3").doubtful
    assert not judge([hit("A1-3", 9.0, lift=0.3, wording=0.4)], "A1-3").doubtful
    assert not judge([hit("A1-3", 9.0, lift=0.1)], "A1-3").doubtful
    assert not judge([hit("A1-3", 9.0, lift=0.3, model="another")], "A1-3").doubtful
    assert not judge([hit("A1-3", 9.0, lift=0.3, named=1)], "A1-3").doubtful
    assert not judge([], "A1-3").doubtful


def test_a_place_that_the_question_names_needs_no_likeness() -> None:
    assert judge([hit("A1-3", 1.0, lift=0.0, named=1), hit("A1-7", 9.0, named=1)], "A1-3").ground is Ground.HERE
    assert judge([hit("A1-3", 9.0), hit("A1-7", 1.0, lift=0.0, named=1)], "A1-3").ground is Ground.ELSEWHERE


def test_an_exercise_of_another_unit_is_there_and_not_the_same_in_this_one() -> None:
    here, there = hit("A1-3", 9.0, named=1), hit("A1-7", 1.0, named=2)
    assert judge([here, hit("A1-8", 9.0, named=1), there], "A1-3").elsewhere == there


def test_a_place_that_is_not_found_is_in_no_other_unit() -> None:
    found = judge([hit("A1-3", 0.0), hit("A1-3", 4.0, named=0), hit("A1-7", 9.0, wording=0.4, named=0)], "A1-3")
    assert (found.ground, found.doubtful) == (Ground.HERE, True)


def test_pages_outside_the_units_are_nowhere_to_go_to() -> None:
    glossary = hit(None, 9.0, wording=0.3)
    assert judge([hit("A1-3", 4.0), glossary], "A1-3").ground is Ground.HERE
    assert judge([hit("A1-3", 4.0), glossary, hit("A1-7", 4.1)], "A1-3").ground is Ground.HERE
    assert judge([hit("A1-3", 4.0), glossary, hit("A1-7", 8.0, wording=0.2)], "A1-3").ground is Ground.ELSEWHERE
    assert judge([hit("A1-3", 9.0), hit(None, 1.0, named=1), hit("A1-7", 9.0)], "A1-3").ground is Ground.HERE


def test_a_model_whose_likeness_was_never_measured_refuses_nothing_that_was_found() -> None:
    assert judge([hit("A1-3", 9.0, lift=0.0, model="another")], "A1-3").ground is Ground.HERE
