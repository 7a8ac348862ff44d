"""A page or an exercise is understood however it is named."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.search.places import named_exercises, named_pages, named_units


@pytest.mark.parametrize(
    "text",
    [
        *("52쪽 설명해 줘", "52쪽이요", "52 쪽", "５２쪽", "52페이지요", "52 페이지에서", "페이지 52", "52p", "52p."),
        *(
            "S. 52 bitte",
            "S.52",
            "S.52f",
            "S. 52ff.",
            "s. 52",
            "Ｓ．５２",
            "auf der 52. Seite",
            "Seite: 52",
            "SEITE 52",
        ),
        *("p.52?", "p52", "pg. 52", "pp. 52", "page 52", "page no. 52", "the 52nd page", "052쪽"),
    ],
)
def test_a_page_is_known_however_it_is_named(text: str) -> None:
    assert list(named_pages(text)) == ["#page 52"]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("Seite 52–54", "52 53 54"),
        ("S. 52 - 53", "52 53"),
        ("52~53쪽", "52 53"),
        ("pp. 52-53", "52 53"),
        ("Seiten 52 bis 54", "52 53 54"),
        ("S. 52 und 60", "52 60"),
        ("52, 53-55쪽", "52 53 54 55"),
        ("52쪽하고 60쪽", "52 60"),
        ("52쪽에서 54쪽까지", "52 54"),
        ("Seite 54-52", "54"),
        ("S. 1-999", " ".join(map(str, range(1, 22)))),
    ],
)
def test_a_range_or_a_list_names_all_its_pages(text: str, pages: str) -> None:
    assert [term.removeprefix("#page ") for term in named_pages(text)] == pages.split()


@pytest.mark.parametrize(
    "text",
    ["Fährt die S3 nach Altona?", "at 3 p.m.", "3pm", "3과", "오른쪽 3번", "Es sind 3.", "12345쪽", "zwei Seiten"],
)
def test_a_number_that_counts_something_else_is_no_page(text: str) -> None:
    assert not list(named_pages(text))


@pytest.mark.parametrize(
    "text",
    [
        *("Übung 3?", "U\u0308bung 3", "Ü3", "Ü. 3", "Übung: 3", "Übung Nr. 3", "Übung 3a", "ÜBUNG\n3", "3. Übung"),
        *("ubung 3", "Ubung 3", "ub 3", "uebung 3", "52쪽 3번", "S. 12 3번"),
        *(
            "연습 3 답이 뭐예요?",
            "연습 (3)",
            "연습③",
            "연습　3",
            "연습 #3",
            "연습문제 3번",
            "3번 문제요",
            "3과 3번 문제",
        ),
        *("Exercise 3, please", "Ex. 3", "Aufgabe 3)", "task no. 3", "Ejercicio 3", "Упражнение 3"),
    ],
)
def test_an_exercise_is_known_however_it_is_named(text: str) -> None:
    assert list(named_exercises(text)) == ["#exercise 3"]


@pytest.mark.parametrize("text", ["Übung A2?", "Aufgabe a2", "연습 A2 답이 뭐예요?", "A2 연습", "A2번 모르겠어요"])
def test_an_exercise_may_have_a_letter_before_its_number(text: str) -> None:
    assert list(named_exercises(text)) == ["#exercise A2"]


@pytest.mark.parametrize("text", ["A2 수준이에요", "Ich lerne A2.", "Übung zu A2-13"])
def test_a_level_is_no_exercise(text: str) -> None:
    assert not list(named_exercises(text))


def test_a_range_and_a_list_name_all_their_exercises() -> None:
    assert list(named_exercises("Übungen 3 und 5–6")) == ["#exercise 3", "#exercise 5", "#exercise 6"]


@given(st.text(alphabet="0123456789 -,.und쪽SÜ번연습(", max_size=200))
@example("d0번")
def test_whatever_stands_in_a_text_only_numbers_and_labels_are_read_from_it(text: str) -> None:
    assert all(term.removeprefix("#page ").isdigit() for term in named_pages(text))
    assert all(term.removeprefix("#exercise ").removeprefix("D").isdigit() for term in named_exercises(text))


@pytest.mark.parametrize(
    "text",
    [
        "10과 문법 알려 줘",
        "10과에서 뭘 배워요?",
        "10단원은요?",
        "Lektion 10",
        "in der Lektion 10?",
        "unit 10",
        "A1-10 요약",
    ],
)
def test_a_unit_is_known_however_it_is_named(text: str) -> None:
    assert list(named_units(text, "A1-3", "A1")) == [10]


@pytest.mark.parametrize(
    "text", ["이 과 문법 요약", "이번 단원에서는?", "이 과의 단어", "in dieser Lektion", "this unit"]
)
def test_who_speaks_of_this_unit_means_their_own(text: str) -> None:
    assert list(named_units(text, "A1-3", "A1")) == [3]
    assert not list(named_units(text, None, "A1"))
    assert not list(named_units(text, "A1", "A1"))


@pytest.mark.parametrize(
    "text", ["B1-10 요약", "3과 4는?", "이 과일은?", "종이과자", "이 과정", "3격", "10번", "Unitas 10"]
)
def test_what_only_looks_like_a_unit_is_none(text: str) -> None:
    assert not list(named_units(text, "A1-3", "A1"))
