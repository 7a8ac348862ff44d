"""Units that outlines and contents pages name."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.pdf.document import Block, Document, Page
from ingest.units.evidence import SURE
from ingest.units.matter import is_titled_contents
from ingest.units.remarks import Remark
from tests.ingest.units.documents import PLACES, contents, course, find, page, spans, with_outline


def test_an_outline_that_the_pages_confirm_is_taken_with_its_end() -> None:
    document = with_outline(
        course({3: ("Lektion 1", "Hallo"), 5: ("Lektion 2", "Im Café")}, 9),
        (1, "Vorwort", 1), (1, "Lektion 1 Hallo · 안녕", 3), (2, "1.1 Dialog", 3), (1, "Lektion 2 Im Café", 5),
        (1, "Lösungen", 8),
    )  # fmt: skip
    plan = find(document)
    assert plan.source == "outline"
    assert plan.confidence >= SURE
    assert spans(plan) == [(1, 3, 4), (2, 5, 7)]
    assert [unit.title for unit in plan.units] == ["Hallo · 안녕", "Im Café"]


def test_an_outline_with_one_wrong_page_is_overruled_by_the_headings() -> None:
    starts: dict[int, Sequence[str]] = {n * 2 + 1: (f"Lektion {n}",) for n in range(1, 5)}
    marks = [(1, f"Lektion {n}", n * 2 + (2 if n == 2 else 1)) for n in range(1, 5)]
    plan = find(with_outline(course(starts, 10), *marks))
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 10)]
    assert [remark.code for remark in plan.remarks] == ["outline_overruled"]


def test_an_outline_of_wrong_pages_is_overruled() -> None:
    starts: dict[int, Sequence[str]] = {n * 2 + 1: (f"Lektion {n}",) for n in range(1, 5)}
    plan = find(with_outline(course(starts, 10), *[(1, f"Lektion {n}", 1 + n) for n in range(1, 5)]))
    assert plan.source == "headings"
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 10)]
    assert Remark("outline_overruled") in plan.remarks


def test_an_outline_is_all_there_is_when_titles_are_pictures() -> None:
    plan = find(with_outline(course({}, 9), (1, "Lektion 1", 2), (1, "Lektion 2", 5), (1, "Lektion 3", 8)))
    assert plan.source == "outline"
    assert spans(plan) == [(1, 2, 4), (2, 5, 7), (3, 8, 9)]
    assert Remark("unconfirmed", (1, 2, 3)) in plan.remarks
    assert Remark("unsure", (1, 2, 3)) in plan.remarks


def test_an_outline_without_numbers_is_counted() -> None:
    marks = [(1, "Vorwort", 1), (1, "Hallo", 2), (2, "Dialog", 3), (1, "Im Café", 4), (1, "Zu Hause", 6)]
    plan = find(with_outline(course({}, 9), *marks, (1, "Lösungen", 8)))
    assert [(unit.number, unit.title) for unit in plan.units] == [(1, "Hallo"), (2, "Im Café"), (3, "Zu Hause")]
    assert spans(plan) == [(1, 2, 3), (2, 4, 5), (3, 6, 7)]
    assert Remark("by_order") in plan.remarks


def test_a_short_wrong_outline_does_not_win_over_what_the_pages_say() -> None:
    starts: dict[int, Sequence[str]] = {n * 2 + 1: (f"Lektion {n}",) for n in range(1, 6)}
    plan = find(with_outline(course(starts, 12), *[(1, f"Lektion {n}", n + 7) for n in (1, 2, 3)]))
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 10), (5, 11, 12)]
    assert Remark("outline_overruled") in plan.remarks


@pytest.mark.parametrize("title", ["Inhalt", "📖 Inhalt", "≡ 차례"])
def test_contents_pages_are_told_by_their_title_whatever_stands_before_it(title: str) -> None:
    assert is_titled_contents(page(2, title))


def test_contents_that_go_on_with_few_entries_on_the_next_page_name_all_units() -> None:
    pages = list(course({}, 12).pages)
    pages[0] = contents(1, {3: "Lektion 1 Reisen", 5: "Lektion 2 Wohnen", 7: "Lektion 3 Essen"})
    pages[1] = contents(2, {9: "Lektion 4 Lernen", 11: "Lektion 5 Feste"}, title="Die Themen")
    assert spans(find(Document(tuple(pages)))) == [(n, 2 * n + 1, 2 * n + 2) for n in range(1, 6)]


def test_words_that_are_listed_with_the_lesson_they_belong_to_are_no_contents() -> None:
    words = "\n".join(
        f"{word}{n} | {meaning} {n}" for n in (1, 2, 3) for word, meaning in (("학교", "school"), ("가방", "bag"))
    )

    def lists(number: int) -> Page:
        names = (Block("heading", f"{3 * number - step}과", number, size=12) for step in (2, 1, 0))
        return Page(number, tuple(each for name in names for each in (name, Block("table", words, number, size=12))))

    plan = find(Document((lists(1), lists(2))))
    assert spans(plan) == [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 2, 2), (5, 2, 2), (6, 2, 2)]
    assert plan.confidence >= SURE


def test_an_outline_of_a_programs_names_is_no_list_of_units() -> None:
    for name in ("Slide {}", "Page {}", "{}", "scan_{}.jpg", "슬라이드 {}"):
        marks = [(1, name.format(n), n) for n in range(1, 7)]
        assert find(with_outline(course({}, 6), *marks)).units == ()
    bound = [(1, f"Lektion_0{n}_{title}.pdf", n) for n, title in enumerate(PLACES, 1)]
    assert [unit.title for unit in find(with_outline(course({}, 5), *bound)).units] == [*PLACES]


def test_entries_of_a_contents_page_that_run_on_in_a_paragraph_are_told_apart() -> None:
    text = " ".join(f"Lektion {n}: {place} …… {2 * n}" for n, place in enumerate(PLACES, 1))
    listed = Page(1, (Block("heading", "Inhalt", 1, size=16), Block("paragraph", text, 1, size=10)), label="1")
    plan = find(Document((listed, *course({}, 11).pages[1:])))
    assert [(unit.number, unit.title, unit.page_first) for unit in plan.units] == [
        (n, place, 2 * n) for n, place in enumerate(PLACES, 1)
    ]


def test_contents_pages_may_have_ranges_of_pages() -> None:
    rows = "\n".join(f"Lektion {n} | {place} | S. {2 * n}–{2 * n + 1}" for n, place in enumerate(PLACES, 1))
    listed = Page(1, (Block("heading", "Inhalt", 1, size=16), Block("table", rows, 1, size=10)), label="1")
    plan = find(Document((listed, *course({}, 11).pages[1:])))
    assert spans(plan) == [(n, 2 * n, 2 * n + 1) for n in range(1, 6)]
    assert plan.confidence < SURE  # no page shows them


def test_a_contents_page_whose_numbers_are_not_the_pages_leads_to_their_titles() -> None:
    titles = {2: "Guten Morgen", 5: "Meine Freunde", 7: "Beim Arzt"}
    listing = contents(1, {30 + at: f"{n} {title}" for n, (at, title) in enumerate(titles.items(), 1)})
    pages = [page(at, *([titles[at]] if at in titles else []), label=False) for at in range(2, 9)]
    plan = find(Document((replace(listing, label=None), *pages)))
    assert spans(plan) == [(1, 2, 4), (2, 5, 6), (3, 7, 8)]


def test_a_unit_may_begin_beside_the_contents_on_a_sheet_of_two_pages() -> None:
    sheets = [page(at, f"Lektion {at} {PLACES[at]}") for at in range(1, 5)]
    blocks = contents(1, {2 * at: f"Lektion {at} {PLACES[at]}" for at in range(1, 5)}).blocks
    first = replace(sheets[0], blocks=(*blocks, *sheets[0].blocks), right=(len(blocks), "2"))
    assert spans(find(Document((first, *sheets[1:])))) == [(n, n, n) for n in range(1, 5)]


def test_contents_that_are_a_page_behind_lead_to_the_headings_and_not_to_the_running_heads() -> None:
    def chapter(at: int) -> Sequence[Page]:
        first = page(at, f"Kapitel {at // 2} {PLACES[at // 2 - 1]}", label=False)
        return first, replace(page(at + 1, label=False), running=(f"Kapitel {at // 2}",))

    listed = contents(1, {at + 1: f"Kapitel {at // 2} {PLACES[at // 2 - 1]}" for at in range(2, 10, 2)})
    pages = [each for at in range(2, 10, 2) for each in chapter(at)]
    assert spans(find(Document((listed, *pages)))) == [(n, 2 * n, 2 * n + 1) for n in range(1, 5)]


def test_no_unit_begins_on_the_contents_page() -> None:
    """Which are as many pages ahead as the second unit is behind its heading."""
    listed = Page(1, tuple(Block("paragraph", f"Lektion {n}: {PLACES[n - 1]} …… {n + 1}", 1) for n in range(1, 6)))
    both = page(2, f"Lektion 1: {PLACES[0]}").blocks + page(2, f"Lektion 2: {PLACES[1]}").blocks
    others = (*(page(n, f"Lektion {n}: {PLACES[n - 1]}") for n in range(3, 6)), page(6))
    heading = Block("heading", "Inhalt", 1, size=16)
    document = Document((Page(1, (heading, *listed.blocks), label="1"), Page(2, both, label="2"), *others))
    assert spans(find(document)) == [(1, 2, 2), (2, 2, 2), (3, 3, 3), (4, 4, 4), (5, 5, 6)]


def test_an_entry_that_runs_on_in_the_next_one_is_found_by_its_heading() -> None:
    entries = {2 * n: f"{n} {PLACES[n - 1]}" for n in range(1, 5)} | {12: f"5 {PLACES[4]} 10 Lösungen"}
    names = {
        2 * n: [Block("heading", text, 2 * n, size=size) for text, size in ((str(n), 40), (PLACES[n - 1], 20))]
        for n in range(1, 6)
    }
    pages = [replace(each, blocks=(*names.get(each.number, ()), *each.blocks)) for each in course({}, 12).pages[1:]]
    key = replace(page(12), blocks=(Block("paragraph", "Lösungen", 12, size=10), *page(12).blocks))
    plan = find(Document((contents(1, entries), *pages[:-1], key)))
    assert spans(plan) == [(n, 2 * n, 2 * n + 1) for n in range(1, 6)]


@pytest.mark.parametrize("name", ["Übungen zu Lektion {}", "독일어 제{}과"])
def test_what_is_for_units_are_the_units_of_a_workbook_and_its_tests_are_none(name: str) -> None:
    names = (name.format(1), name.format(2), "Test Lektion 1–2", name.format(3), name.format(4))
    marks = [(1, name, at) for at, name in enumerate((*names, "Test Lektion 3–4"), 1)]
    plan = find(with_outline(course({at: (name,) for _, name, at in marks}, 6), *marks))
    assert [(unit.number, unit.page_first) for unit in plan.units] == [(1, 1), (2, 2), (3, 4), (4, 5)]


def test_no_unit_begins_on_contents_that_are_read_column_by_column() -> None:
    texts = (*(f"Lekcja {n}" for n in range(1, 5)), *PLACES[:4], "2", "3", "4", "5")
    title, *rows = (
        Block("heading", "Spis treści", 1, size=16),
        *(Block("paragraph", text, 1, size=10) for text in texts),
    )
    listed = Page(1, (title, *rows))
    units = course({n + 1: (f"Lekcja {n} {PLACES[n - 1]}",) for n in range(1, 5)}, 5).pages[1:]
    assert spans(find(Document((listed, *units)))) == [(n, n + 1, n + 1) for n in range(1, 5)]


def test_contents_with_columns_are_confirmed_by_the_first_words_of_each_row() -> None:
    """Large numbers are hardly read on scans."""
    titles = ("Guten Tag", "Im Café", "Wie spät ist es?", "Der Weg", "Gestern")
    starts: dict[int, Sequence[str]] = {3 * n: (f"0% {title}",) for n, title in enumerate(titles, 1)}
    book = course(starts, 18)
    rows = {3 * n: f"0{n} {title} | 인사와 소개 | 문법" for n, title in enumerate(titles, 1)}
    plan = find(replace(book, pages=(book.pages[0], contents(2, rows), *book.pages[2:])))
    assert plan.source == "contents"
    assert spans(plan) == [(1, 3, 5), (2, 6, 8), (3, 9, 11), (4, 12, 14), (5, 15, 18)]
    assert "unconfirmed" not in {remark.code for remark in plan.remarks}
