"""Which of several sequences in a document its units are."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.pdf.document import Block, Bookmark, Document, Page
from ingest.units.evidence import SURE
from ingest.units.sequences import longest
from ingest.units.starts import Start
from tests.ingest.units.documents import PLACES, course, find, page, spans


def test_lessons_that_are_counted_anew_in_each_module_are_counted_on_by_their_titles() -> None:
    cities = ["Rom", "Wien", "Bern", "Ulm", "Köln", "Genf", "Prag", "Riga", "Oslo"]
    names = [f"Lektion {n % 3 + 1}: {city}" for n, city in enumerate(cities)]
    starts: dict[int, Sequence[str]] = {
        2 * n + 1: (*[f"Modul {n // 3 + 1}"] * (n % 3 == 0), name, "Dialog", "Grammatik")
        for n, name in enumerate(names)
    }
    plan = find(course(starts, 18))
    assert [(unit.number, unit.title) for unit in plan.units] == [*enumerate(cities, 1)]
    assert plan.confidence < SURE


def test_chapters_that_are_counted_anew_in_each_part_are_doubted_as_one_sequence() -> None:
    numbers = (1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 5)
    plan = find(course({2 * n + 1: (f"Kapitel {number}",) for n, number in enumerate(numbers)}, 24))
    assert plan.confidence < SURE


def test_a_heading_that_comes_again_on_each_page_of_its_unit_counts_nothing_anew() -> None:
    plan = find(course({n: (f"Lesson {(n + 2) // 3}", ["Read", "Listen", "Write"][n % 3]) for n in range(1, 13)}, 12))
    assert spans(plan) == [(1, 1, 3), (2, 4, 6), (3, 7, 9), (4, 10, 12)]
    assert plan.confidence > 0.9


def test_numbers_with_titles_in_both_languages_are_units() -> None:
    titles = [("Hallo", "안녕"), ("Im Café", "카페"), ("Zu Hause", "집"), ("Berlin", "베를린"), ("Arbeit", "일")]
    starts: dict[int, Sequence[str]] = {2 * n: ("Grammatik", "Übungen") for n in range(1, 6)}
    starts |= {2 * n - 1: (f"{n} {german}", korean) for n, (german, korean) in enumerate(titles, 1)}
    plan = find(course(starts, 10))
    assert plan.confidence >= SURE
    assert [unit.title for unit in plan.units] == [" · ".join(title) for title in titles]


def test_numbered_tasks_larger_than_the_titles_do_not_speak_against_an_outline() -> None:
    pages = [page(n, f"Übung {n % 3 + 1}", size=14) for n in range(1, 11)]
    titles = {2 * n: place for n, place in enumerate(PLACES)}
    for n, title in titles.items():
        pages[n] = replace(pages[n], blocks=(Block("heading", title, n + 1, size=10, bold=True), *pages[n].blocks))
    plan = find(Document(tuple(pages), tuple(Bookmark(1, title, n + 1) for n, title in titles.items())))
    assert spans(plan) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8), (5, 9, 10)]


def test_lessons_within_modules_are_the_units_when_their_numbers_go_on() -> None:
    starts: dict[int, Sequence[str]] = {
        1: ("Modul 1", "Lektion 1"), 3: ("Lektion 2",), 5: ("Modul 2", "Lektion 3"), 7: ("Lektion 4",)
    }  # fmt: skip
    assert spans(find(course(starts, 8))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)]


def test_lessons_go_before_the_modules_that_only_running_heads_name() -> None:
    titles = {4 * n + 3: place for n, place in enumerate(PLACES[:4])}
    starts: dict[int, Sequence[str]] = {at: (f"{(at + 1) // 4} {title}",) for at, title in titles.items()}
    document = course({**starts, **{at + 1: ("Grammatik",) for at in titles}}, 18)
    pages = [
        replace(each, running=(f"Modul {1 + (each.number > 10)}",) if each.number > 2 else ())
        for each in document.pages
    ]
    plan = find(Document(tuple(pages)))
    assert spans(plan) == [(1, 3, 6), (2, 7, 10), (3, 11, 14), (4, 15, 18)]


def test_lessons_go_before_the_modules_that_have_pages_of_their_own() -> None:
    numbers = {3: 1, 5: 2, 8: 3, 10: 4}
    modules = {2: page(2, "Modul 1", size=30), 7: page(7, "Modul 2", size=30)}
    lessons = {at: page(at, f"{n} {PLACES[n]}", size=20) for at, n in numbers.items()}
    plain = {at: page(at, "Grammatik", size=14) for at in range(1, 12)}
    plan = find(Document(tuple((plain | lessons | modules).values())))
    assert [(unit.number, unit.page_first) for unit in plan.units] == [(n, at) for at, n in numbers.items()]


def test_exercises_that_name_a_units_number_with_a_word_belong_to_the_units_that_have_bare_numbers() -> None:
    units: dict[int, Sequence[str]] = {3 * n: (str(n), title) for n, title in enumerate(PLACES, 1)}
    document = course(units | {18: ("Más ejercicios",)} | {18 + n: (f"Unidad {n}",) for n in range(1, 6)}, 23)
    plan = find(document)
    assert spans(plan) == [(n, 3 * n, 3 * n + 2) for n in range(1, 6)]
    assert [unit.workbook for unit in plan.units] == [((18 + n, 0), (19 + n, 0)) for n in range(1, 6)]


def test_numbered_sections_within_units_do_not_win_over_the_units() -> None:
    starts: dict[int, Sequence[str]] = {
        1: ("Lektion 1", "1 Dialog"), 2: ("2 Grammatik",), 3: ("Lektion 2", "1 Dialog"), 4: ("2 Grammatik",),
        5: ("Lektion 3", "1 Dialog"), 6: ("2 Grammatik",),
    }  # fmt: skip
    assert spans(find(course(starts, 6))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6)]


def test_a_list_that_names_units_one_below_the_other_is_weaker_than_the_pages_that_they_begin_on() -> None:
    places = [*((n, 2, n) for n in (1, 2, 3)), *((n, 5 * n, 0) for n in (1, 2, 3))]
    chain = longest([Start(number, "", page, "lektion", block=block) for number, page, block in places])
    assert [start.page for start in chain[1:]] == [10, 15]


def test_a_word_that_begins_again_with_each_unit_is_no_unit() -> None:
    tasks = {page: (f"Aufgabe {page % 3 + 1}", "Lesen", "Beispiele") for page in range(1, 13)}
    assert find(course(tasks, 12)).units == ()
    starts: dict[int, Sequence[str]] = {page + 1: (f"Lesestück {page % 3 + 1}",) for page in range(12)}
    assert find(course(starts, 12)).units == ()


def test_a_word_among_headings_as_large_that_come_only_once_is_no_unit() -> None:
    starts: dict[int, Sequence[str]] = {
        1: ("Hallo",), 2: ("Lesestück 1",), 3: ("Im Café",), 4: ("Lesestück 2",), 5: ("Zu Hause",), 6: ("Lesestück 3",)
    }  # fmt: skip
    assert find(course(starts, 6)).units == ()


def test_numerals_as_large_as_a_words_go_before_it_and_smaller_ones_behind() -> None:
    def numbered(size: float) -> Document:
        weeks = [page(2 * n, f"Woche {n}", size=16) for n in range(1, 5)]
        tasks = [page(2 * n - 1, f"{n} {PLACES[n]}", size=size) for n in range(1, 5)]
        return Document(tuple(sorted((*weeks, *tasks), key=lambda each: each.number)))

    assert tuple(unit.title for unit in find(numbered(20)).units) == PLACES[1:]
    assert spans(find(numbered(12))) == [(1, 2, 3), (2, 4, 5), (3, 6, 7), (4, 8, 8)]


def test_a_known_word_goes_before_any_other() -> None:
    starts: dict[int, Sequence[str]] = {
        page: (f"Teil {page}", f"Lektion {page // 2 + 1}") if page % 2 else (f"Teil {page}",) for page in range(1, 9)
    }
    assert spans(find(course(starts, 8))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)]


def test_the_parts_that_chapters_are_in_speak_against_none() -> None:
    divider = Page(7, (Block("heading", "Parte II", 7, size=14), Block("heading", "Avanti", 7, size=16)))
    starts = {at: (f"{1 + at // 3} {PLACES[at // 3]}", "Dialogo", "Lessico") for at in range(1, 13, 3)}
    chapters = course(starts, 12).pages
    pages = [replace(each, number=at) for at, each in enumerate((*chapters[:6], divider, *chapters[6:]), 1)]
    assert find(Document(tuple(pages))).confidence == find(Document(chapters)).confidence


@pytest.mark.parametrize("below", [False, True])
def test_another_volume_with_units_of_its_own_is_counted_on_and_a_workbook_is_not(below: bool) -> None:
    """`below`: the titles stand in larger letters below the numbers."""

    def doubled(*titles: str) -> Document:
        names = [(f"Lektion {n % 5 + 1}", title) for n, title in enumerate((*PLACES, *titles))]
        if not below:
            return course({2 * n + 1: (" ".join(name),) for n, name in enumerate(names)}, 20)
        pages = list(course({2 * n + 1: name for n, name in enumerate(names)}, 20).pages)
        for n in range(0, 20, 2):
            number, title, *rest = pages[n].blocks
            pages[n] = replace(pages[n], blocks=(number, *[replace(title, size=22)] * bool(title.text), *rest))
        return Document(tuple(pages))

    other = find(doubled("Rom", "Wien", "Bern", "Ulm", "Köln"))
    assert spans(other) == [(n, 2 * n - 1, 2 * n) for n in range(1, 11)]
    assert other.confidence < SURE
    for titles in (PLACES, ["Test"] * 5, [""] * 5):
        plan = find(doubled(*titles))
        assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
        assert plan.confidence >= SURE
