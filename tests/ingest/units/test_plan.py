"""Units, as captions and files announce them, and what is remarked."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.document import Block, Bookmark, Document, Page
from ingest.pdf.reader import read_pdf
from ingest.units.caption import Caption
from ingest.units.corrections import find_units
from ingest.units.evidence import SURE
from ingest.units.plan import UnitPlan
from ingest.units.remarks import Remark, page_remarks
from tests.in_process import run_here
from tests.ingest.units.documents import PLACES, PROSE, contents, course, find, page, spans, with_outline
from tests.pdfs import HERE

LAYOUTS: dict[str, dict[int, Sequence[str]]] = {
    "word, title below": {3: ("Lektion 1", "Hallo"), 5: ("Lektion 2", "Im Café"), 8: ("Lektion 3", "Zu Hause")},
    "word and title in one line": {3: ("Einheit 1: Hallo",), 5: ("Einheit 2 – Im Café",), 8: ("Einheit 3 | Zu Hause",)},
    "Korean": {3: ("제1과 Hallo",), 5: ("제2과 Im Café",), 8: ("제3과 Zu Hause",)},
    "Korean, short": {3: ("1과. Hallo",), 5: ("2과. Im Café",), 8: ("3과. Zu Hause",)},
    "a number with its title": {3: ("1 Hallo",), 5: ("2 Im Café",), 8: ("3 Zu Hause",)},
    "a number alone, the title below": {3: ("1", "Hallo"), 5: ("2", "Im Café"), 8: ("3", "Zu Hause")},
    "a number in a black circle": {3: ("❶ Hallo",), 5: ("❷ Im Café",), 8: ("❸ Zu Hause",)},
    "the number over its word": {3: ("1", "UNIT", "Hallo"), 5: ("2", "UNIT", "Im Café"), 8: ("3", "UNIT", "Zu Hause")},
    "capitals": {3: ("LEKTION 01", "Hallo"), 5: ("LEKTION 02", "Im Café"), 8: ("LEKTION 03", "Zu Hause")},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_of_many_styles_are_units(layout: str) -> None:
    plan = find(course(LAYOUTS[layout], 10))
    assert plan.source == "headings"
    assert spans(plan) == [(1, 3, 4), (2, 5, 7), (3, 8, 10)]
    assert [unit.title for unit in plan.units] == ["Hallo", "Im Café", "Zu Hause"]
    assert plan.units[0].id == "A1-1"


@pytest.mark.parametrize("head", [("Lektion 5", "Im Café"), ("제5과 카페",), ("VHS Bremen", "Lektion 5: Im Café")])
def test_a_file_of_one_unit_is_that_unit_and_asked_about(head: Sequence[str]) -> None:
    plan = find(course({1: head, 2: ("Wortschatz",), 3: ("Grammatik",)}, 3))
    assert spans(plan) == [(5, 1, 3)]
    assert "unsure" in {remark.code for remark in plan.remarks}


def test_the_units_of_a_transcript_whose_letters_have_no_size_are_found() -> None:
    starts: dict[int, Sequence[str]] = {1: ("제1과 인사",), 3: ("제2과 가족",), 5: ("제3과 시장",)}
    pages = [
        replace(each, blocks=tuple(replace(block, size=0.0) for block in each.blocks))
        for each in course(starts, 6).pages
    ]
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 2), (2, 3, 4), (3, 5, 6)]


def test_cross_references_and_page_numbers_are_no_units() -> None:
    pages = [page(number) for number in range(1, 9)]
    assert find(Document(tuple(pages))) == UnitPlan("A1", (), "none", (Remark("no_units"),), 0.9)


NUMBERS_IN_WORDS = {
    "Lekcja {}": "pierwsza druga trzecia czwarta piąta szósta siódma ósma dziewiąta dziesiąta jedenasta dwunasta",
    "{} lekcja (A1)": "pierwsza druga trzecia czwarta piąta szósta siódma ósma dziewiąta dziesiąta jedenasta dwunasta",
    "Lição {}": "primeira segunda terceira quarta quinta sexta sétima oitava nona décima 10+primeira 10+segunda",
}


@pytest.mark.parametrize("name", NUMBERS_IN_WORDS)
def test_lessons_are_counted_in_words(name: str) -> None:
    headings = [name.format(word.replace("10+", "décima ")) for word in NUMBERS_IN_WORDS[name].split()]
    plan = find(course({n: (heading, "Hallo") for n, heading in enumerate(headings, 1)}, 12))
    assert spans(plan) == [(n, n, n) for n in range(1, 13)]
    assert plan.confidence >= SURE


def test_a_sentence_that_begins_a_page_with_the_name_of_a_unit_is_no_heading() -> None:
    pages = list(course({1: ("Lektion 1",), 3: ("Lektion 2",)}, 4).pages)
    pages[3] = replace(pages[3], blocks=(Block("paragraph", "Lektion 3 kommt erst morgen.", 4), *pages[3].blocks))
    assert spans(find(Document(tuple(pages)))) == [(1, 1, 2), (2, 3, 4)]


@pytest.mark.parametrize(("word", "sure"), [("SKILL", True), ("Nivel 1 · Lección", True), ("Track", False)])
def test_small_lines_over_larger_titles_count_units(word: str, sure: bool) -> None:
    def unit(number: int) -> Page:
        above = Block("paragraph", f"{word} {number}", number, size=10)
        titled, sections = page(number, PLACES[number - 1], size=22), page(number, "Hör zu!", "Beispiele", size=12)
        return replace(titled, blocks=(above, *titled.blocks[:1], *sections.blocks))

    plan = find(Document(tuple(map(unit, range(1, 6)))))
    assert spans(plan) == [(number, number, number) for number in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES
    assert (plan.confidence >= SURE) == sure


@pytest.mark.parametrize(
    "table",
    [
        "독일어 A반 | 강사: 김민지\n{n}강 | {title}",
        "한빛어학원 | 제{n}강 {title} | 2025. 3. {n}.\n| 이름: ____ | 확인",
        "Einheit | {n}\nThema | {title}\nWortschatz | wohnen, die Stadt, warten, müde, der Zug, das Wetter, kochen",
        "단원 | 주제\n{n} | {title}",
    ],
)
def test_units_are_named_in_a_table_at_a_pages_head(table: str) -> None:
    def headed(number: int) -> Page:
        text = table.format(n=(number + 1) // 2, title=PLACES[(number - 1) // 2])
        heads = (Block("table", text, number, size=10),) if number % 2 else ()
        return replace(page(number), blocks=(*heads, *page(number).blocks))

    plan = find(Document(tuple(map(headed, range(1, 11)))))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES
    assert plan.confidence >= SURE


def test_a_missing_number_is_remarked_and_asked_about() -> None:
    plan = find(course({2 * n: (f"Lektion {n}",) for n in range(1, 11) if n != 3}, 22))
    assert [unit.number for unit in plan.units] == [1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert Remark("missing", (3,)) in plan.remarks
    assert Remark("unsure", (1, 2, 4, 5, 6, 7, 8, 9, 10)) in plan.remarks


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
    overlaps = [remark for remark in find(document, "A1 1:2-4 2:4-5 3:5-9").remarks if remark.code == "overlap"]
    assert overlaps == [Remark("overlap", (1, 2, 3), (4, 5))]
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


@pytest.mark.parametrize(
    ("trap", "source"), [("contents_page", "contents"), ("headings_only", "headings"), ("wrong_outline", "headings")]
)
async def test_contents_pages_wrong_outlines_and_answer_keys_fool_nobody(trap: str, source: str) -> None:
    data = HERE.joinpath(f"{trap}.pdf").read_bytes()
    plan = find(await read_pdf(data, lambda _done, _total: None, run=run_here))
    assert plan.source == source
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8), (4, 9, 10)]
    assert [unit.title for unit in plan.units] == [
        "Guten Tag! · 안녕하세요!", "Im Café · 카페에서", "Die Familie · 가족", "Der Tag · 하루",
    ]  # fmt: skip


COURSES: dict[str, tuple[str, list[tuple[int, int, int]]]] = {
    "korean_tags": ("contents", [(1, 2, 3), (2, 4, 5), (3, 6, 7), (4, 8, 9), (5, 10, 11)]),
    "large_numerals": ("headings", [(1, 2, 3), (2, 4, 5), (3, 6, 7), (4, 8, 9), (5, 10, 11)]),
    "header_only": ("headings", [(1, 2, 4), (2, 5, 7), (3, 8, 10), (4, 11, 13), (5, 14, 16)]),
    "own_word": ("headings", [(1, 2, 4), (2, 5, 7), (3, 8, 10), (4, 11, 13), (5, 14, 16)]),
}


@pytest.mark.parametrize("name", COURSES)
async def test_courses_announce_their_units_in_ways_of_their_own(name: str) -> None:
    document = await read_pdf((HERE / "courses" / f"{name}.pdf").read_bytes(), lambda _done, _total: None, run=run_here)
    source, expected = COURSES[name]
    plan = find(document)
    assert (plan.source, plan.remarks) == (source, ())
    assert plan.confidence >= SURE
    assert spans(plan) == expected
    titles = ["Guten Morgen", "Im Supermarkt", "Meine Freunde", "Der Ausflug", "Beim Arzt"]
    assert [re.sub("[^A-Za-z ]", "", unit.title).strip() for unit in plan.units] == titles
    assert not any(re.search(r"\d", unit.title) for unit in plan.units)
    bare = replace(document, pages=tuple(replace(p, blocks=()) if p.number == 1 else p for p in document.pages))
    assert spans(find(bare)) == expected


SAMPLE = SAMPLE_BOOK.read_bytes()


async def test_the_sample_book_is_understood_with_and_without_outline_and_contents() -> None:
    document = await read_pdf(SAMPLE, lambda _done, _total: None, run=run_here)
    plan = find(document)
    bare = replace(document, outline=())
    contents = next(page for page in document.pages if page.blocks and page.blocks[0].text.startswith("Inhalt"))
    barer = replace(bare, pages=tuple(replace(p, blocks=()) if p is contents else p for p in document.pages))
    assert (plan.source, len(plan.units)) == ("outline", 8)
    assert replace(find(bare), confidence=1) == replace(plan, source="contents", confidence=1)
    assert replace(find(barer), confidence=1) == replace(plan, source="headings", confidence=1)
    assert min(plan.confidence, find(bare).confidence, find(barer).confidence) >= SURE
    assert plan.remarks == ()


ANNOUNCEMENTS = [
    "제{}과 여행", "Leçon {} : Voyage", "UNITÉ {} Voyage", "Lección {}: Viaje", "Unidad {} - Viaje",
    "Capítulo nº {} Viaje", "Unità {} Viaggio", "Урок {}. Поездка", "Chương {} Nhà", "第{}課 旅行", "第{}课 旅行",
    "Woche {}: Reise", "Teil {} Reise", "Sesión {} Viaje", "Les {} Reizen", "{}주차 여행",
]  # fmt: skip


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
@pytest.mark.parametrize("where", ["headings", "contents", "outline"])
def test_the_units_of_other_courses_are_found_alike(announcement: str, where: str) -> None:
    pages = {2 * number + 1: f"{announcement.format(number)} {'XYZ'[number - 1]}" for number in (1, 2, 3)}
    document = course({page: (text,) for page, text in pages.items()} if where == "headings" else {}, 8)
    if where == "contents":
        document = Document((contents(1, pages), *document.pages[1:]))
    elif where == "outline":
        document = with_outline(document, *[(1, text, page) for page, text in pages.items()])
    plan = find_units(document, Caption("TOPIK2"))
    assert (plan.source, [unit.id for unit in plan.units]) == (where, ["TOPIK2-1", "TOPIK2-2", "TOPIK2-3"])
    assert spans(plan) == [(1, 3, 4), (2, 5, 6), (3, 7, 8)]
    title = re.split(r"[\s:.-]+", announcement)[-1]
    assert [unit.title for unit in plan.units] == [f"{title} X", f"{title} Y", f"{title} Z"]


def test_a_unit_in_halves_begins_with_the_first_however_large_the_second_is() -> None:
    halves = [page(2 * n - 1, f"{n}A {title}", size=20) for n, title in enumerate(PLACES, 1)]
    halves += [page(2 * n, f"{n}B {title[::-1]}", size=24) for n, title in enumerate(PLACES, 1)]
    book = Document((*sorted(halves, key=lambda each: each.number), page(11, "Grammar Bank", size=20), page(12)))
    assert spans(find(book)) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]


def test_tasks_and_cross_references_in_a_book_of_weeks_are_no_units() -> None:
    starts: dict[int, Sequence[str]] = {
        1: ("Woche 1", "Hallo"), 2: ("Übung 1", "Dialog 1"), 3: ("Test 1",), 4: ("Woche 2", "Im Café"),
        5: ("Übung 2", "→ Woche 3"), 6: ("Test 2",), 7: ("Woche 3", "Zu Hause"), 8: ("Übung 3",), 9: ("Test 3",),
        10: ("Lösungen", "Woche 1", "Woche 2", "Woche 3"),
    }  # fmt: skip
    assert spans(find(course(starts, 10))) == [(1, 1, 3), (2, 4, 6), (3, 7, 9)]


def test_lines_that_name_units_are_their_headings_in_a_document_without_any() -> None:
    def typed(number: int, *lines: str) -> Page:
        return Page(number, tuple(Block("paragraph", line, number, size=10) for line in lines))

    pages = [
        typed(n, PROSE, PROSE, f"Lektion {n + 1} kommt erst morgen.", f"Lektion {n}", place, PROSE)
        for n, place in enumerate(PLACES, 1)
    ]
    pages[-1] = replace(pages[-1], blocks=(*pages[-1].blocks, *typed(5, "Lösungen", PROSE).blocks))
    plan = find(Document(tuple(pages)))
    assert [(unit.title, unit.page_first, unit.begins) for unit in plan.units] == [
        (place, n, 3) for n, place in enumerate(PLACES, 1)
    ]
    assert plan.units[-1].ends == (5, 6)
    assert plan.confidence >= SURE


def test_pages_that_were_made_to_cost_time_cost_little() -> None:
    """Without care with regular expressions this takes hours, and the suite's timeout ends it."""
    for character in ("|", " ", ".", "1", "a", "-", "…", "Lektion 1 ", "1 a ", "| ", "Woche 1 ", "Lektion" + " " * 90):
        line = (character * 199)[:199]
        pages = tuple(
            Page(
                number,
                (*[Block("heading", line[:110], number, size=16)] * 3, Block("table", f"{line}\n" * 60, number)),
                running=(line * 5,),
            )
            for number in range(1, 9)
        )
        outline = tuple(Bookmark(1, line * 300, number) for number in range(1, 9))
        find_units(Document(pages, outline), Caption("A1"))


@pytest.mark.parametrize("heading", ["{place} | Lektion {n}", "{n} / {place}", "บทที่ {n} {place}", "अध्याय {n} {place}"])
def test_titles_before_the_number_slashes_and_other_scripts_are_understood(heading: str) -> None:
    starts: dict[int, Sequence[str]] = {
        2 * n + 1: (heading.format(n=n + 1, place=place),) for n, place in enumerate(PLACES)
    }
    plan = find(course(starts, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES


@pytest.mark.parametrize("word", ["dars", "сабақ"])
def test_one_word_behind_all_numbers_counts_the_units(word: str) -> None:
    starts = {2 * n + 1: (f"{n + 1}-{word}", place) for n, place in enumerate(PLACES)}
    plan = find(course(starts, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES
    assert plan.confidence >= SURE
    assert (
        find(course({at: (heading.replace(word, "Aufgabe"), "") for at, (heading, _) in starts.items()}, 10)).units
        == ()
    )


@pytest.mark.parametrize("names", [
    ("Lektion 1", "Lektíon 2", "Lektion 3", "Lektion 4", "Lekt ion 5"), ("제1과", "제2파", "제 3 과", "제4과", "제5파"),
    ("Lektíon 1", "Lektion 2", "Lektion 3", "Lektian 4", "Lektion 5"),
])  # fmt: skip
def test_a_unit_whose_word_was_misread_is_told_by_its_number_and_place(names: Sequence[str]) -> None:
    plan = find(course({2 * n + 1: (f"{name} {PLACES[n]}",) for n, name in enumerate(names)}, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES


@pytest.mark.parametrize("word", ["{}. Treffen: {}", "{} 번째 수업: {}"])
def test_an_ordinal_before_the_same_word_each_time_is_asked_about(word: str) -> None:
    ordinals = ("첫", "두", "세", "네", "다섯") if "번째" in word else range(1, 6)
    headings = [word.format(*each) for each in zip(ordinals, ("", *PLACES[1:]), strict=True)]
    plan = find(course({2 * n + 1: (heading.strip(": "),) for n, heading in enumerate(headings)}, 10))
    assert [(unit.number, unit.page_first, unit.title) for unit in plan.units[1:]] == [
        (n, 2 * n - 1, place) for n, place in enumerate(PLACES[1:], 2)
    ]
    assert plan.confidence < SURE


def test_a_letter_read_for_a_number_in_a_scan_leaves_no_gap() -> None:
    names = ["Unit 1", "Unit 2", "Unit 3", "Unit 4", "Unit S"]
    plan = find(course({2 * n + 1: each for n, each in enumerate(zip(names, PLACES, strict=True))}, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]


def test_scans_read_without_their_language_are_remarked_if_they_are_many() -> None:
    scans = [Page(number, (), scan=True, lacks=("pol",) if number < 4 else ()) for number in range(1, 9)]
    assert [*page_remarks(scans)] == [Remark("misread", pages=(1, 2, 3), lacks=("pol",))]
    assert not [*page_remarks(scans[2:])]  # a guess, on one page


def test_lessons_that_a_diary_has_newest_first_are_asked_about() -> None:
    plan = find(course({at: (f"Lesson {6 - at}: {PLACES[at - 1]}",) for at in range(1, 6)}, 5))
    assert spans(plan) == [(6 - at, at, at) for at in range(1, 6)]
    assert plan.confidence < SURE


@pytest.mark.parametrize("name", ["LECCION {}", "{}ο ΜΑΘΗΜΑ", "{}ème leçon"])
def test_units_are_named_in_capitals_without_accents_and_behind_any_ordinal(name: str) -> None:
    plan = find(course({2 * n: (name.format(n), PLACES[n - 1]) for n in range(1, 5)}, 9))
    assert [(unit.number, unit.title) for unit in plan.units] == [*enumerate(PLACES[:4], 1)]
    assert plan.confidence >= SURE
