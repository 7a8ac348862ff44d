"""What units are called."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.pdf.document import Block, Document, Page
from tests.ingest.units.documents import PLACES, contents, course, find, page, with_outline


def test_a_numbered_section_before_a_unit_does_not_name_it() -> None:
    starts: dict[int, Sequence[str]] = {2 * n - 1: (f"{n} {place}",) for n, place in enumerate(PLACES, 1)}
    starts |= {2 * n: (f"{n} Verben", f"{n + 1} Kommunikation") for n in range(1, 6)}
    running = (replace(page, running=(f"Lektion {(page.number + 1) // 2}",)) for page in course(starts, 10).pages)
    assert [unit.title for unit in find(Document(tuple(running))).units] == list(PLACES)


@pytest.mark.parametrize("units", [2, 4])
def test_a_section_that_all_units_begin_with_is_no_part_of_their_titles(units: int) -> None:
    starts = {2 * n - 1: (f"Lektion {n} {PLACES[n]} · 대화",) for n in range(1, units + 1)}
    assert tuple(unit.title for unit in find(course(starts, 2 * units)).units) == PLACES[1 : units + 1]


def test_the_largest_headings_are_the_titles_of_units_that_only_running_heads_name() -> None:
    def headed(number: int, *headings: str) -> Page:
        return replace(page(number, *headings), running=(f"Lektion {(number + 1) // 2}",))

    own = Document(tuple(headed(n, *([PLACES[n // 2]] if n % 2 else [])) for n in range(1, 9)))
    assert tuple(unit.title for unit in find(own).units) == PLACES[:4]
    alike = Document(tuple(headed(n, "Wortschatz") for n in range(1, 9)))
    assert {unit.title for unit in find(alike).units} == {""}


@pytest.mark.parametrize(
    ("heading", "titles"),
    [("Lektion {n} – Wortschatz", ("",) * 5), ("Deutsch A1 – {place} – Blatt 1: Lektion {n}", PLACES)],
)
def test_what_most_titles_share_is_no_title(heading: str, titles: Sequence[str]) -> None:
    named = {2 * n + 1: (heading.format(n=n + 1, place=place),) for n, place in enumerate(PLACES)}
    assert tuple(unit.title for unit in find(course(named, 10)).units) == tuple(titles)


def test_a_task_with_the_units_number_is_not_its_title() -> None:
    tasks = {2 * n: (f"{n}. Was ist das?",) for n in range(1, 4)}
    plan = find(course({**{2 * n - 1: (f"Tag {n}",) for n in range(1, 4)}, **tasks}, 6))
    assert [unit.title for unit in plan.units] == ["", "", ""]


@pytest.mark.parametrize("over", [False, True])
def test_a_line_beside_the_name_on_a_unit_s_first_slide_is_its_title(over: bool) -> None:
    def first(at: int) -> Page:
        name = Block("heading", f"Aula {at // 3 + 1}", at, size=40)
        title = Block("paragraph", PLACES[at // 3], at, size=32)
        return Page(at, (title, name) if over else (name, title))

    plan = find(Document(tuple(page(at, "Gramática") if at % 3 else first(at) for at in range(1, 13))))
    assert [unit.title for unit in plan.units] == list(PLACES[1:5])


def test_a_line_between_the_units_name_and_its_first_section_is_its_title() -> None:
    def first(at: int) -> Page:
        name, section = (Block("heading", text, at, size=16) for text in (f"Lektion {at // 2 + 1}", "Redemittel"))
        return Page(at, (name, Block("paragraph", PLACES[at // 2], at, size=11), section, *page(at).blocks))

    plan = find(Document(tuple(first(at) if at % 2 else page(at, "Diskussion", size=12) for at in range(1, 9))))
    assert [unit.title for unit in plan.units] == list(PLACES[:4])


def test_a_lessons_name_is_no_title_of_a_unit() -> None:
    def first(at: int) -> Page:
        unit, lesson = at // 4, at // 2 % 2 + 1
        name = Block("heading", f"Unit {unit + 1} Lesson {lesson}", at, size=40)
        return Page(at, (name, Block("paragraph", PLACES[unit], at, size=32)))

    slides = [page(at, "Grammar") if at % 2 else first(at) for at in range(16)]
    pages = [replace(each, number=each.number + 1) for each in slides]
    assert [unit.title for unit in find(Document(tuple(pages))).units] == list(PLACES[:4])


def test_of_a_contents_pages_columns_only_the_one_that_heads_the_unit_is_its_title() -> None:
    body = course({n: (f"Lektion {n - 1}", place) for n, place in enumerate(PLACES, 2)}, 6).pages
    columns = ["Präsens", "Perfekt", "Akkusativ", "Dativ", "Modalverben"]
    rows = [f"Lektion {n} | {place} | {columns[n - 1]}" for n, place in enumerate(PLACES, 1)]
    plan = find(Document((contents(1, dict(enumerate(rows, 2))), *body[1:])))
    assert plan.source == "contents"
    assert [unit.title for unit in plan.units] == list(PLACES)


def test_the_page_of_a_review_names_none_of_the_units_it_is_on() -> None:
    starts: dict[int, Sequence[str]] = {n: (f"Lektion {n}",) for n in range(1, 5)}
    review = Page(5, (Block("heading", "Rückblick", 5, size=16), *(page(5, "Lektion 1", size=12).blocks)))
    document = course({**starts, 6: ("Lektion 5",)}, 6)
    plan = find(Document((*document.pages[:4], review, document.pages[5])))
    assert [unit.title for unit in plan.units] == [""] * 5


def test_lines_below_most_names_are_the_titles() -> None:
    def unit(number: int) -> Page:
        line = Block("paragraph", f"{PLACES[number - 1]} | □□□", number, size=10)
        name = Block("heading", f"DAY 0{number}", number, size=20)
        return Page(number, (name, line, Block("table", "der Tisch | 책상\n" * 12, number, size=10)))

    assert [each.title for each in find(Document(tuple(map(unit, range(1, 6))))).units] == [*PLACES]


def test_a_title_in_another_script_is_added() -> None:
    def unit(number: int, pinyin: str, title: str) -> Page:
        return page(number, f"Lektion {number} {pinyin}", title)

    names = (("Nǐ hǎo", "你好"), ("Xièxie", "谢谢"), ("Zàijiàn", "再见"))
    plan = find(Document(tuple(unit(number, *name) for number, name in enumerate(names, 1))))
    assert [each.title for each in plan.units] == [" · ".join(name) for name in names]


def test_the_head_of_the_page_before_on_the_same_sheet_is_no_title() -> None:
    sheets = []
    for number, place in enumerate(PLACES[:3], 1):
        left, right = page(number, "Mein Kurs", size=20), page(number, f"Lektion {number}", place)
        heads = [
            replace(block, boxes=((x, 20, x + 100, 40),)) for block, x in ((left.blocks[0], 0), (right.blocks[0], 300))
        ]
        blocks = (heads[0], *left.blocks[1:], heads[1], *right.blocks[1:])
        sheets.append(Page(number, blocks, right=(len(left.blocks), None)))
    plan = find(Document(tuple(sheets)))
    assert [each.title for each in plan.units] == [*PLACES[:3]]


def test_units_without_titles_may_begin_on_pages_without_text() -> None:
    document = course({2 * n: (f"Lektion {n}",) for n in range(1, 6)}, 11)
    pages = [replace(page, blocks=()) if page.number == 4 else page for page in document.pages]
    marks = [(1, f"Lektion {n}", 2 * n) for n in range(1, 6)]
    plan = find(with_outline(replace(document, pages=tuple(pages)), *marks))
    assert [unit.title for unit in plan.units] == [""] * 5
