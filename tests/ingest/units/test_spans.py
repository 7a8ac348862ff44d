"""Where units begin and end, and what is of none."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.chunking import cut_passages
from ingest.pdf.document import Block, Document, Page
from ingest.units.evidence import SURE
from tests.ingest.units.documents import PLACES, PROSE, contents, course, find, page, spans, with_outline


@pytest.mark.parametrize("name", ["Lektion {}: Titel", "{}과 제목", "Lesson 0{}", "{} {}"])
def test_a_unit_0_before_the_first_is_one(name: str) -> None:
    plan = find(course({2 * n + 3: (name.format(n, PLACES[n]),) for n in range(4)}, 12))
    assert spans(plan) == [(0, 3, 4), (1, 5, 6), (2, 7, 8), (3, 9, 12)]
    assert "missing" not in {remark.code for remark in plan.remarks}


@pytest.mark.parametrize(("name", "text", "number"), [
    ("Start auf Deutsch", "1 Hören Sie.\n2 Sprechen Sie nach.", 0), ("Start auf Deutsch", PROSE, 1),
    ("Vorwort", "1 Hören Sie.\n2 Sprechen Sie nach.", 1),
])  # fmt: skip
def test_pages_before_unit_1_are_unit_0_if_they_look_like_units_and_have_exercises(
    name: str, text: str, number: int
) -> None:
    pages = course({2: (name,), 4: ("Einheit 1",), 6: ("Einheit 2",), 8: ("Einheit 3",)}, 9).pages
    tasks = [Block("paragraph", line, 2, size=10) for line in text.splitlines()]
    opening = replace(pages[1], blocks=(pages[1].blocks[0], *tasks))
    plan = find(Document((pages[0], opening, *pages[2:])))
    assert spans(plan)[0] == ((0, 2, 3) if number == 0 else (1, 4, 5))
    assert plan.confidence >= SURE


@pytest.mark.parametrize(("before", "number"), [("Lección preliminar", 0), ("Cómo usar este libro", 1)])
def test_what_is_no_number_before_unit_1_is_unit_0_if_it_has_its_sections(before: str, number: int) -> None:
    names = {2: before, 4: "Lección 1", 6: "Lección 2", 8: "Lección 3"}
    starts = {at: (name, PLACES[at // 2], "Gramática", "Práctica") for at, name in names.items()}
    pages = course(starts, 9).pages
    large = [
        replace(
            page, blocks=tuple(replace(block, size=25 if block.text in PLACES else block.size) for block in page.blocks)
        )
        for page in pages
    ]
    plan = find(Document(tuple(large)))
    first = plan.units[0]
    assert (first.number, first.title, first.page_first) == (number, PLACES[2 - (number == 0)], 4 - 2 * (number == 0))


def test_an_answer_key_with_a_page_for_each_unit_is_no_second_course() -> None:
    starts: dict[int, Sequence[str]] = {n * 2 + 1: (f"Lektion {n}",) for n in range(1, 5)}
    key: dict[int, Sequence[str]] = {n + 11: (f"Lektion {n}",) for n in range(1, 5)}
    key[12] = ("Lösungen", "Lektion 1")
    plan = find(course({**starts, **key}, 16))
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 11)]


@pytest.mark.parametrize("name", ["🔑 Lösungen", "■ 정답", "Anhang"])
def test_back_matter_ends_the_last_unit_whatever_stands_before_its_name(name: str) -> None:
    starts: dict[int, Sequence[str]] = {n * 2 - 1: (f"Lektion {n}",) for n in range(1, 5)}
    pages = list(course(starts, 10).pages)
    pages[8] = page(9, name, size=12)  # smaller than a unit's title
    assert spans(find(Document(tuple(pages))))[-1] == (4, 7, 8)


def test_answers_at_the_end_of_each_unit_end_no_unit() -> None:
    starts: dict[int, Sequence[str]] = {1: ("Lektion 1",), 4: ("Lektion 2",), 7: ("Lektion 3",)}
    answers: dict[int, Sequence[str]] = {3: ("Lösungen",), 6: ("Lösungen",), 8: ("Lösungen",)}
    assert spans(find(course({**starts, **answers}, 8))) == [(1, 1, 3), (2, 4, 6), (3, 7, 8)]


def test_a_heading_that_goes_on_a_page_later_does_not_end_the_last_unit() -> None:
    starts: dict[int, Sequence[str]] = {2 * n - 1: (f"Lektion {n}: {PLACES[n]}",) for n in range(1, 5)}
    goes_on: dict[int, Sequence[str]] = {2 * n: (f"Lektion {n}: {PLACES[n]} (Fortsetzung)",) for n in range(1, 5)}
    assert spans(find(course({**starts, **goes_on}, 8))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)]


def test_a_workbook_with_the_same_titles_in_smaller_letters_is_not_of_the_last_unit() -> None:
    lessons = [page(2 * n, f"{n} {PLACES[n]}", "Dialog", size=24) for n in range(1, 5)]
    following = [page(2 * n + 1, "Grammatik", size=14) for n in range(1, 5)]
    workbook = [page(9 + n, f"{n} {PLACES[n]}", size=18) for n in range(1, 5)]
    pages = sorted([page(1), *lessons, *following, *workbook], key=lambda each: each.number)
    plan = find(Document(tuple(pages)))
    assert spans(plan) == [(1, 2, 3), (2, 4, 5), (3, 6, 7), (4, 8, 9)]
    assert [unit.workbook for unit in plan.units] == [((at, 0), (at + 1, 0)) for at in range(10, 14)]


IN_WORKBOOK = {1: {2, 6}, 2: {3, 7}, 3: {4, 8}}


@pytest.mark.parametrize(
    ("second", "names", "own"),
    [
        ("Arbeitsbuch", [("Lektion {}", title) for title in PLACES[:3]], IN_WORKBOOK),
        ("Übungen", [("Übungen zu Lektion {}",)] * 3, IN_WORKBOOK),
        ("Anhang", [("Lösungen zu Lektion {}",)] * 3, {}),
        ("Band 2", [("Lektion {}", title) for title in PLACES[2:]], {}),
    ],
)
def test_the_pages_of_a_workbook_are_of_the_units_with_their_numbers_and_titles(
    second: str, names: Sequence[Sequence[str]], own: dict[int, set[int]]
) -> None:
    starts: dict[int, Sequence[str]] = {n + 1: (f"Lektion {n}", title) for n, title in enumerate(PLACES[:3], 1)}
    starts |= {n + 5: [name.format(n) for name in each] for n, each in enumerate(names, 1)} | {9: ("Lösungen",)}
    document = course(starts, 9)
    part = Page(5, (Block("heading", second, 5, size=16, bold=True),), label="5")
    document = replace(document, pages=(*document.pages[:4], part, *document.pages[5:]))
    plan = find(document)
    pages: dict[int, set[int]] = {}
    for passage in cut_passages(document, plan):
        if passage.unit and own:
            pages.setdefault(int(passage.unit.removeprefix("A1-")), set()).add(passage.page_first)
    assert pages == own
    assert [remark.pages for remark in plan.remarks if remark.code == "workbook"] == ([(6, 7, 8)] if own else [])


def test_headings_larger_than_the_units_end_the_last_one_no_more_than_the_others() -> None:
    sections = ("Wortschatz", "Grammatik", "Übungen")
    pages = [page(n, sections[n % 3], size=20) for n in range(1, 10)]
    for n in (1, 4, 7):
        head = Block("heading", f"Lektion {n // 3 + 1}", n, size=11)
        pages[n - 1] = replace(pages[n - 1], blocks=(head, *pages[n - 1].blocks))
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 3), (2, 4, 6), (3, 7, 9)]


def test_reviews_between_units_are_of_none_nor_is_a_part_named_as_nothing_in_them() -> None:
    starts: dict[int, Sequence[str]] = {3 * n - 2: (f"Lektion {n}", PLACES[n]) for n in range(1, 5)}
    reviews: dict[int, Sequence[str]] = {6: ("Plateau 1",), 12: ("Plateau 2",), 13: ("Grammatik auf einen Blick",)}
    plan = find(course({**starts, **reviews}, 15))
    assert spans(plan) == [(1, 1, 3), (2, 4, 5), (3, 7, 9), (4, 10, 11)]
    assert [remark.pages for remark in plan.remarks if remark.code == "gap"] == [(6,)]


def test_reviews_in_letters_smaller_than_the_titles_are_told_by_coming_again() -> None:
    large = {1: "1과 인사", 3: "2과 가족", 6: "3과 음식", 8: "4과 날씨"}
    reviews = {5: "복습: 시장", 10: "복습: 학교"}
    pages = [
        page(at, large.get(at) or reviews.get(at) or "문법", size=20 if at in large else 18 if at in reviews else 12)
        for at in range(1, 11)
    ]
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 2), (2, 3, 4), (3, 6, 7), (4, 8, 9)]
    scanned = Document(tuple(replace(one, scan=True) for one in pages))  # sizes of which say little
    assert spans(find(scanned)) == [(1, 1, 2), (2, 3, 5), (3, 6, 7), (4, 8, 10)]


def test_a_part_as_large_as_the_titles_ends_the_last_unit_though_their_numbers_are_larger() -> None:
    def opening(number: int, unit: int) -> Page:
        return replace(page(number), blocks=(*page(number, str(unit), size=24).blocks[:1], *titled(number, unit)))

    def titled(number: int, unit: int) -> Sequence[Block]:
        return page(number, PLACES[unit - 1], size=16).blocks

    pages = [opening(number, number // 2 + 1) if number % 2 else page(number) for number in range(1, 11)]
    bank = page(11, "Grammar bank")
    assert spans(find(Document((*pages, bank))))[-1] == (5, 9, 10)


def test_a_part_larger_than_all_sections_ends_the_last_unit_whose_number_is_larger() -> None:
    pages = [
        page(at, f"{at // 2 + 1} {PLACES[at // 2]}" if at % 2 else "Grammatik", size=40 if at % 2 else 12)
        for at in range(1, 9)
    ]
    assert spans(find(Document((*pages, page(9, "Grammatik auf einen Blick", size=24)))))[-1] == (4, 7, 8)


def test_a_few_letters_at_the_head_of_a_page_are_of_the_unit_that_begins_there() -> None:
    def named(number: int) -> Page:
        above = Block("paragraph", "Deutsch · Koreanisch", number, size=10)
        return replace(page(number), blocks=(above, *page(number, f"Lektion {number}").blocks))

    assert spans(find(Document(tuple(map(named, range(1, 5)))))) == [(n, n, n) for n in range(1, 5)]


def test_a_line_at_the_head_of_later_pages_is_the_end_of_the_unit_before() -> None:
    pages = [page(number, f"Lektion {number}") for number in range(1, 5)]
    end = Block("paragraph", PROSE[:60], 1, size=10)
    later = [replace(each, blocks=(end, *each.blocks)) for each in pages[1:]]
    assert spans(find(Document((pages[0], *later)))) == [(1, 1, 2), (2, 2, 3), (3, 3, 4), (4, 4, 4)]


def test_units_that_share_a_page_are_cut_at_their_headings() -> None:
    blocks = [
        block
        for n, place in enumerate(PLACES[:4], 1)
        for block in (
            Block("heading", f"Lektion {n}: {place}", (n + 1) // 2, size=16),
            Block("paragraph", f"{n} {PROSE}", (n + 1) // 2, size=10),
        )
    ]
    document = Document((Page(1, tuple(blocks[:4])), Page(2, tuple(blocks[4:]))))
    plan = find(document)
    assert spans(plan) == [(1, 1, 1), (2, 1, 1), (3, 2, 2), (4, 2, 2)]
    passages = cut_passages(document, plan)
    assert [(passage.unit, passage.paragraphs[1].text[:1]) for passage in passages] == [
        ("A1-1", "1"), ("A1-2", "2"), ("A1-3", "3"), ("A1-4", "4"),
    ]  # fmt: skip
    assert not {"overlap", "gap"} & {remark.code for remark in plan.remarks}


def test_pages_that_open_another_part_are_of_no_unit() -> None:
    """A module's divider, and a second volume's cover and contents."""
    pages = list(course({n: (f"Lektion {n}",) for n in (1, 2)} | {n: (f"Lektion {n - 2}",) for n in (5, 6)}, 6).pages)
    pages[2] = Page(3, (Block("heading", "Band 2", 3, size=30), Block("paragraph", "Zweite Auflage", 3, size=10)))
    pages[3] = contents(4, {5: "Lektion 3 Reisen", 6: "Lektion 4 Wohnen"})
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 1), (2, 2, 2), (3, 5, 5), (4, 6, 6)]


def test_a_title_as_large_as_the_units_below_a_smaller_number_opens_a_part() -> None:
    divider = (Block("heading", "Teil II", 5, size=12), Block("heading", "Aufbaustufe", 5, size=16))
    pages = [page(at, f"Lektion {(at + 1) // 2}" if at % 2 else "Grammatik") for at in range(1, 5)]
    pages += [Page(5, divider), *(page(at, "Grammatik" if at % 2 else f"Lektion {at // 2}") for at in range(6, 10))]
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 2), (2, 3, 4), (3, 6, 7), (4, 8, 9)]


def test_slides_of_few_words_whose_titles_are_larger_than_the_units_open_no_parts() -> None:
    def slide(at: int) -> Page:
        if at % 4 == 1:
            return Page(at, (Block("heading", f"~ 第{at // 4 + 1}課 {PLACES[at // 4]} ~", at, size=40),))
        text = Block("paragraph", "先生は朝りんごを買います。" * 4, at, size=32)
        return Page(at, (Block("heading", ("ことば", "文型", "会話")[at % 4 - 2], at, size=44), text))

    assert spans(find(Document(tuple(map(slide, range(1, 13)))))) == [(1, 1, 4), (2, 5, 8), (3, 9, 12)]


def test_a_title_on_the_page_behind_its_number_opens_no_part() -> None:
    pages = [page(at, f"Lektion {at // 2 + 1}" if at % 2 else "Grammatik") for at in range(1, 9)]
    pages[4] = replace(pages[4], blocks=pages[4].blocks[1:] + pages[4].blocks[:1])
    pages[5] = page(6, "Im Park")
    pages[0], pages[2] = page(1, "Lektion 1", "Am See"), page(3, "Lektion 2", "Am Markt")
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 2), (2, 3, 5), (3, 5, 6), (4, 7, 8)]


def test_what_is_counted_anew_in_letters_as_large_is_no_more_of_the_last_unit() -> None:
    starts: dict[int, Sequence[str]] = {2 * n + 1: (f"Einheit {n % 4 + 1}", "Hallo") for n in range(8)}
    plan = find(course(starts, 16))
    assert spans(plan) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)]
    assert plan.confidence >= SURE


def test_a_section_named_as_back_matter_on_the_last_units_first_page_ends_nothing() -> None:
    pages = list(course({1: ("Lektion 1",), 3: ("Lektion 2",), 5: ("Lektion 3",)}, 6).pages)
    section = Block("heading", "Wortschatz", 5, size=12)
    pages[4] = replace(pages[4], blocks=(pages[4].blocks[0], section, *pages[4].blocks[1:]))
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6)]


def test_a_bookmark_to_a_section_ends_no_unit_that_has_others_of_its_kind() -> None:
    """'MP3 1' looks like a unit's name, and has a bookmark as deep as those of sections."""
    starts: dict[int, Sequence[str]] = {3 * n: (f"Lektion {n}", PLACES[n]) for n in range(1, 5)}
    marks = [
        mark
        for n in range(1, 5)
        for mark in ((2, PLACES[n], 3 * n), (3, f"MP3 0{n}-1", 3 * n), (3, f"Formen von {PLACES[n]}", 3 * n + 1))
    ]
    plan = find(with_outline(course(starts, 15), *marks, (2, "Landkarte", 15)))
    assert spans(plan) == [(1, 3, 5), (2, 6, 8), (3, 9, 11), (4, 12, 14)]


def test_back_matter_of_the_outline_ends_the_last_unit_where_its_heading_stands() -> None:
    document = course({2 * n: (f"Lektion {n} {PLACES[n - 1]}",) for n in range(1, 4)}, 7)
    last = document.pages[-1]
    words = (Block("heading", "Verbliste", 7, size=16), Block("paragraph", PROSE, 7, size=10))
    document = replace(document, pages=(*document.pages[:-1], replace(last, blocks=(*last.blocks, *words))))
    plan = find(with_outline(document, *((1, f"Lektion {n}", 2 * n) for n in (1, 2, 3)), (1, "Verbliste", 7)))
    assert plan.units[-1].ends == (7, len(last.blocks))


@pytest.mark.parametrize("sections", [(), ("Notes", "Exercises")])
def test_what_is_headed_otherwise_where_the_last_unit_would_be_longer_than_all_ends_it(sections: Sequence[str]) -> None:
    later = [replace(page(2 * n + 1, *sections, size=12)) for n in range(1, 5)]
    first = [page(2 * n, f"Lektion {n} {PLACES[n - 1]}") for n in range(1, 5)]
    pages = sorted((*first, *later), key=lambda page: page.number)
    plan = find(Document((Page(1, ()), *pages, page(10, "All the words", size=12))))
    assert spans(plan) == [(n, 2 * n, 2 * n + 1) for n in range(1, 5)]


def test_days_of_a_week_go_on_with_it_and_what_comes_after_them_does_not() -> None:
    heads = {2 * n + k: (f"{n}주차 {'월화'[k]}요일 {PLACES[n - 1]}",) for n in range(1, 4) for k in (0, 1)}
    plan = find(course({**heads, 8: ("칭찬 스티커",)}, 8))
    assert spans(plan) == [(n, 2 * n, 2 * n + 1) for n in range(1, 4)]
