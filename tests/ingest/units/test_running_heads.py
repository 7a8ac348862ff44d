"""Units that running heads name."""

from dataclasses import replace

import pytest

from ingest.pdf.document import Block, Document, Page
from ingest.pdf.page_numbers import number_pages
from ingest.units.starts import parse_running
from tests.ingest.units.documents import PLACES, course, find, page, spans


@pytest.mark.parametrize("sideways", [False, True])
def test_units_named_only_in_the_header_or_a_tab_are_found(sideways: bool) -> None:
    def headed(number: int) -> Page:
        name, text = f"Lektion {(number + 2) // 3}  Die Stadt", page(number, "Wortschatz")
        tab = Block("paragraph", name, number, ((508, 180, 520, 300),), 11)
        return replace(text, blocks=(*text.blocks, tab)) if sideways else replace(text, running=(name, str(number)))

    plan = find(Document(tuple(map(headed, range(1, 10)))))
    assert spans(plan) == [(1, 1, 3), (2, 4, 6), (3, 7, 9)]
    assert plan.confidence == 1


@pytest.mark.parametrize(
    "head",
    [
        "Die Stadt | Lektion {}",
        "Deutsch A1 Lektion {}",
        "Deutsch A1 – Lektion {} – Reisen",
        "{page} | Lektion {}",
        "{page} Lektion {}",
        "{page} 제{}과 여행",
    ],
)
def test_a_running_head_names_a_unit_wherever_it_does(head: str) -> None:
    def headed(number: int) -> Page:
        unit = (number + 2) // 3
        alone = () if "{page}" in head else (str(number),)
        return replace(page(number, "Wortschatz"), running=(head.format(unit, page=number), *alone))

    assert spans(find(Document(tuple(map(headed, range(1, 10)))))) == [(1, 1, 3), (2, 4, 6), (3, 7, 9)]


@pytest.mark.parametrize("text", ["12 Lektion 5", "Im Café | Lektion 5", "5. Lektion", "Lektion 5 Im Café"])
def test_a_number_before_a_named_one_is_no_units(text: str) -> None:
    start = parse_running(text, 1)
    assert start is not None
    assert start.number == 5


def test_no_unit_begins_on_a_cover_if_its_title_stands_on_the_page_with_the_running_head() -> None:
    pages = [
        replace(
            page(at, PLACES[at // 2] if at % 2 == 0 else "Grammatik", size=24 - 10 * (at % 2)),
            running=(f"Kapitel {at // 2}: {PLACES[at // 2]}",),
        )
        for at in range(2, 8)
    ]
    cover = replace(page(1, "Wege zum Deutsch", size=30), blocks=page(1, "Wege zum Deutsch", size=30).blocks[:1])
    assert spans(find(Document((cover, *pages)))) == [(1, 2, 3), (2, 4, 5), (3, 6, 7)]


def test_units_begin_at_their_titles_though_heads_on_later_pages_name_them_with_a_word() -> None:
    def scanned(number: int) -> Page:
        unit = (number + 2) // 3
        if number % 3 == 1:
            return page(number, f"0{unit} {PLACES[unit]}", size=24)
        head = Block("paragraph", f"Lektion {unit} {PLACES[unit]}", number, size=7.5 + number % 3 / 2)
        return replace(page(number), blocks=(head, *page(number).blocks))

    assert spans(find(Document(tuple(map(scanned, range(1, 13)))))) == [(n, 3 * n - 2, 3 * n) for n in range(1, 5)]


def test_no_unit_begins_at_a_cover_that_has_a_number_and_the_titles_words() -> None:
    sets = {2 * n: (f"실전 모의고사 제{n}회",) for n in range(1, 5)}
    plan = find(course({1: ("TOPIK I 실전 모의고사",), **sets}, 9))
    assert [unit.page_first for unit in plan.units] == [2, 4, 6, 8]


@pytest.mark.parametrize("before", ["Inhalt", "Vorwort"])
def test_a_page_before_the_first_unit_with_the_books_head_is_not_of_that_unit(before: str) -> None:
    def headed(number: int) -> Page:
        unit = number // 4 + 1  # from page 2 on: 2-3, 4-7, 8-11
        return replace(page(number), running=("Deutsch für alle" if number % 2 else f"Kapitel {unit}", str(number)))

    front = replace(page(1, before), running=("Deutsch für alle",))
    assert spans(find(Document((front, *map(headed, range(2, 12)))))) == [(1, 2, 3), (2, 4, 7), (3, 8, 11)]


def test_no_unit_that_running_heads_name_begins_on_a_contents_page() -> None:
    pages = [replace(page(n, "Wortschatz"), running=(f"Lektion {n // 3}",)) for n in range(3, 12)]
    book = Document((page(1), page(2, "Inhalt"), *pages))
    assert spans(find(book)) == [(1, 3, 5), (2, 6, 8), (3, 9, 11)]


def test_a_page_number_beside_the_unit_in_a_running_head_is_the_pages() -> None:
    def headed(number: int) -> Page:
        unit = f"Unit {(number + 2) // 3} {PLACES[(number - 1) // 3]}"
        text = f"{unit} | {number + 10}" if number % 2 else f"{number + 10} | {unit}"
        return replace(page(number, label=False), running=(text,))

    document = Document(number_pages([headed(number) for number in range(1, 16)]))
    plan = find(document)
    assert spans(plan) == [(n, 3 * n - 2, 3 * n) for n in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES
    assert [unit.printed_first for unit in plan.units] == ["11", "14", "17", "20", "23"]


def test_a_line_over_each_title_does_not_begin_the_unit_on_the_page_before() -> None:
    pages = [page(number, *(("Hören",) if number == 2 else (PLACES[number // 2], "Hören"))) for number in (1, 2, 3)]
    pages += [page(4, PLACES[2], "Hören"), page(5, PLACES[3], "Hören")]
    heads = ("Lektion 1", "", "Lektion 2", "Lektion 3", "Lektion 4")
    plan = find(
        Document(tuple(replace(each, running=(head,) if head else ()) for each, head in zip(pages, heads, strict=True)))
    )
    assert spans(plan) == [(1, 1, 2), (2, 3, 3), (3, 4, 4), (4, 5, 5)]
