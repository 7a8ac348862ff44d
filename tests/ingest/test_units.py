"""Finding a book's units."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import bot.sandbox.sample
from ingest.caption import Caption, parse_caption
from ingest.pdf.document import Block, Bookmark, Document, Page
from ingest.pdf.reader import read_pdf
from ingest.units import Remark, UnitPlan, find_units
from tests.pdfs import HERE

PROSE = "Anna wohnt in Leipzig und arbeitet in einer Bäckerei. Mehr in → Lektion 5."


def page(number: int, *headings: str, size: float = 16, label: bool = True) -> Page:
    found = [Block("heading", text, number, size=size, bold=True) for text in headings]
    text = Block("paragraph", PROSE, number, size=10)
    return Page(number, (*found, text), label=str(number) if label else None)


def course(starts: dict[int, Sequence[str]], total: int) -> Document:
    """A book of `total` pages; `starts`: page -> the headings at its top."""
    return Document(tuple(page(number, *starts.get(number, ())) for number in range(1, total + 1)))


def spans(plan: UnitPlan) -> list[tuple[int, int, int]]:
    return [(unit.number, unit.page_first, unit.page_last) for unit in plan.units]


def find(document: Document, caption: str = "A1") -> UnitPlan:
    return find_units(document, parse_caption(caption))


LAYOUTS: dict[str, dict[int, Sequence[str]]] = {
    "word, title below": {
        3: ("Lektion 1", "Hallo"),
        5: ("Lektion 2", "Im Café"),
        8: ("Lektion 3", "Zu Hause"),
    },
    "word and title in one line": {3: ("Einheit 1: Hallo",), 5: ("Einheit 2 – Im Café",), 8: ("Einheit 3 | Zu Hause",)},
    "Korean": {3: ("제1과 Hallo",), 5: ("제2과 Im Café",), 8: ("제3과 Zu Hause",)},
    "Korean, short": {3: ("1과. Hallo",), 5: ("2과. Im Café",), 8: ("3과. Zu Hause",)},
    "a number with its title": {3: ("1 Hallo",), 5: ("2 Im Café",), 8: ("3 Zu Hause",)},
    "a number alone, the title below": {3: ("1", "Hallo"), 5: ("2", "Im Café"), 8: ("3", "Zu Hause")},
    "capitals": {3: ("LEKTION 01", "Hallo"), 5: ("LEKTION 02", "Im Café"), 8: ("LEKTION 03", "Zu Hause")},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_of_many_styles_are_units(layout: str) -> None:
    plan = find(course(LAYOUTS[layout], 10))
    assert plan.source == "headings"
    assert spans(plan) == [(1, 3, 4), (2, 5, 7), (3, 8, 10)]
    assert [unit.title for unit in plan.units] == ["Hallo", "Im Café", "Zu Hause"]
    assert plan.units[0].id == "A1-1"


def test_an_answer_key_with_a_page_for_each_unit_is_no_second_course() -> None:
    starts: dict[int, Sequence[str]] = {n * 2 + 1: (f"Lektion {n}",) for n in range(1, 5)}
    key: dict[int, Sequence[str]] = {n + 11: (f"Lektion {n}",) for n in range(1, 5)}
    key[12] = ("Lösungen", "Lektion 1")
    plan = find(course({**starts, **key}, 16))
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 11)]


def test_answers_at_the_end_of_each_unit_end_no_unit() -> None:
    starts: dict[int, Sequence[str]] = {1: ("Lektion 1",), 4: ("Lektion 2",), 7: ("Lektion 3",)}
    answers: dict[int, Sequence[str]] = {3: ("Lösungen",), 6: ("Lösungen",), 8: ("Lösungen",)}
    assert spans(find(course({**starts, **answers}, 8))) == [(1, 1, 3), (2, 4, 6), (3, 7, 8)]


def test_lessons_within_modules_are_the_units_when_their_numbers_go_on() -> None:
    starts: dict[int, Sequence[str]] = {
        1: ("Modul 1", "Lektion 1"), 3: ("Lektion 2",), 5: ("Modul 2", "Lektion 3"), 7: ("Lektion 4",)
    }  # fmt: skip
    assert spans(find(course(starts, 8))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)]


def test_cross_references_and_page_numbers_are_no_units() -> None:
    pages = [page(number) for number in range(1, 9)]
    assert find(Document(tuple(pages))) == UnitPlan("A1", (), "none", (Remark("no_units"),), 0.0)


def test_numbered_sections_within_units_do_not_win_over_the_units() -> None:
    starts: dict[int, Sequence[str]] = {
        1: ("Lektion 1", "1 Dialog"), 2: ("2 Grammatik",), 3: ("Lektion 2", "1 Dialog"), 4: ("2 Grammatik",),
        5: ("Lektion 3", "1 Dialog"), 6: ("2 Grammatik",),
    }  # fmt: skip
    assert spans(find(course(starts, 6))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6)]


def test_units_named_only_in_the_header_are_found() -> None:
    def headed(number: int) -> Page:
        return replace(page(number), running=(f"Lektion {(number + 2) // 3}  Die Stadt", str(number)))

    plan = find(Document(tuple(map(headed, range(1, 10)))))
    assert spans(plan) == [(1, 1, 3), (2, 4, 6), (3, 7, 9)]
    assert plan.confidence == 1


def test_a_missing_number_is_remarked() -> None:
    plan = find(course({1: ("Lektion 1",), 3: ("Lektion 2",), 7: ("Lektion 4",), 9: ("Lektion 5",)}, 10))
    assert [unit.number for unit in plan.units] == [1, 2, 4, 5]
    assert Remark("missing", (3,)) in plan.remarks


# --- outline


def with_outline(document: Document, *marks: tuple[int, str, int]) -> Document:
    return replace(document, outline=tuple(Bookmark(*mark) for mark in marks))


def test_an_outline_that_the_pages_confirm_is_taken_with_its_end() -> None:
    document = with_outline(
        course({3: ("Lektion 1", "Hallo"), 5: ("Lektion 2", "Im Café")}, 9),
        (1, "Vorwort", 1), (1, "Lektion 1 Hallo · 안녕", 3), (2, "1.1 Dialog", 3), (1, "Lektion 2 Im Café", 5),
        (1, "Lösungen", 8),
    )  # fmt: skip
    plan = find(document)
    assert (plan.source, plan.confidence) == ("outline", 1.0)
    assert spans(plan) == [(1, 3, 4), (2, 5, 7)]
    assert [unit.title for unit in plan.units] == ["Hallo · 안녕", "Im Café"]


def test_one_wrong_page_in_an_outline_is_corrected_by_the_heading() -> None:
    starts: dict[int, Sequence[str]] = {n * 2 + 1: (f"Lektion {n}",) for n in range(1, 5)}
    marks = [(1, f"Lektion {n}", n * 2 + (2 if n == 2 else 1)) for n in range(1, 5)]
    plan = find(with_outline(course(starts, 10), *marks))
    assert plan.source == "outline"
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 10)]


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
    assert plan.confidence == 0


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


# --- captions


def test_the_whole_file_is_the_unit_of_the_caption() -> None:
    plan = find(course({1: ("Lektion 13", "약속하기 · Sich verabreden")}, 4), "A1-13")
    assert [(unit.id, unit.title, unit.page_first, unit.page_last) for unit in plan.units] == [
        ("A1-13", "약속하기 · Sich verabreden", 1, 4)
    ]
    assert plan.remarks == ()


def test_a_file_that_calls_itself_another_unit_is_remarked() -> None:
    assert find(course({1: ("Lektion 12",)}, 4), "A1-13").remarks == (Remark("number_differs", (12,)),)


def test_ranges_are_taken_as_they_are_and_what_is_odd_is_remarked() -> None:
    document = course({2: ("Lektion 1", "Hallo"), 4: ("Lektion 2", "Im Café")}, 10)
    plan = find(document, "A1 1:2-4 2:4-5 4:7-12 5:20-22")
    assert plan.source == "caption"
    assert spans(plan) == [(1, 2, 4), (2, 4, 5), (4, 7, 10)]
    assert [unit.title for unit in plan.units] == ["Hallo", "Im Café", ""]
    assert set(plan.remarks) == {
        Remark("beyond_end", (4, 5), (10,)), Remark("overlap", (1, 2), (4,)), Remark("gap", (2, 4), (6,)),
        Remark("missing", (3,)),
    }  # fmt: skip


def test_pages_that_could_not_be_read_are_remarked() -> None:
    document = Document((page(1, "Lektion 1"), Page(2, (), problem="no_text"), Page(3, (), problem="garbled")))
    assert find(document, "A1-1").remarks == (Remark("garbled", pages=(3,)), Remark("no_text", pages=(2,)))


# --- whole files


@pytest.mark.parametrize(
    ("trap", "source"), [("contents_page", "contents"), ("headings_only", "headings"), ("wrong_outline", "headings")]
)
async def test_contents_pages_wrong_outlines_and_answer_keys_fool_nobody(trap: str, source: str) -> None:
    data = HERE.joinpath(f"{trap}.pdf").read_bytes()
    plan = find(await read_pdf(data, lambda _done, _total: None))
    assert plan.source == source
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 10)]
    assert [unit.title for unit in plan.units] == [
        "Guten Tag! · 안녕하세요!", "Im Café · 카페에서", "Die Familie · 가족", "Der Tag · 하루",
    ]  # fmt: skip


COURSES: dict[str, tuple[str, list[tuple[int, int, int]]]] = {
    "korean_tags": ("contents", [(1, 2, 3), (2, 4, 5), (3, 6, 7), (4, 8, 9), (5, 10, 11)]),
    "large_numerals": ("headings", [(1, 2, 3), (2, 4, 5), (3, 6, 7), (4, 8, 9), (5, 10, 11)]),
    "header_only": ("headings", [(1, 2, 4), (2, 5, 7), (3, 8, 10), (4, 11, 13), (5, 14, 16)]),
}


@pytest.mark.parametrize("name", COURSES)
async def test_courses_announce_their_units_in_ways_of_their_own(name: str) -> None:
    document = await read_pdf((HERE / "courses" / f"{name}.pdf").read_bytes(), lambda _done, _total: None)
    source, expected = COURSES[name]
    plan = find(document)
    assert (plan.source, plan.confidence, plan.remarks) == (source, 1.0, ())
    assert spans(plan) == expected
    titles = ["Guten Morgen", "Im Supermarkt", "Meine Freunde", "Der Ausflug", "Beim Arzt"]
    assert [re.sub("[^A-Za-z ]", "", unit.title).strip() for unit in plan.units] == titles
    assert not any(re.search(r"\d", unit.title) for unit in plan.units)
    bare = replace(document, pages=tuple(replace(p, blocks=()) if p.number == 1 else p for p in document.pages))
    assert spans(find(bare)) == expected


SAMPLE = Path(bot.sandbox.sample.__file__).with_name("a1.pdf").read_bytes()


async def test_the_sample_book_is_understood_with_and_without_outline_and_contents() -> None:
    document = await read_pdf(SAMPLE, lambda _done, _total: None)
    plan = find(document)
    bare = replace(document, outline=())
    contents = next(page for page in document.pages if page.blocks and page.blocks[0].text.startswith("Inhalt"))
    barer = replace(bare, pages=tuple(replace(p, blocks=()) if p is contents else p for p in document.pages))
    assert (plan.source, len(plan.units)) == ("outline", 8)
    assert find(bare) == replace(plan, source="contents")
    assert find(barer) == replace(plan, source="headings")
    assert plan.remarks == ()


def test_other_courses_work_alike() -> None:
    document = course({1: ("제1과 소개",), 3: ("제2과 주말",), 5: ("제3과 여행",)}, 6)
    plan = find_units(document, Caption("TOPIK2"))
    assert [unit.id for unit in plan.units] == ["TOPIK2-1", "TOPIK2-2", "TOPIK2-3"]
