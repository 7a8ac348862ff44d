"""Every trap in tests/pdfs comes out as the text beside it."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2
import pytest
from pydantic import TypeAdapter

from ingest.pdf.document import Block, Document, Page
from ingest.pdf.layout.blocks import lay_out
from ingest.pdf.layout.boxes import Shelf, are_cards, shaded_rows
from ingest.pdf.layout.cells import Table
from ingest.pdf.layout.columns import prose_cut
from ingest.pdf.layout.continuations import mended
from ingest.pdf.layout.dialogues import second_dialogue
from ingest.pdf.layout.headings import mark_headings
from ingest.pdf.layout.initials import with_initials
from ingest.pdf.layout.lines import Line, lines_of
from ingest.pdf.layout.pieces import Island, Piece, Span
from ingest.pdf.layout.running_heads import take_out_running_heads
from ingest.pdf.layout.sheet import Sheet
from ingest.pdf.layout.tables import table
from ingest.pdf.layout.titles import is_title
from ingest.pdf.layout.watermarks import without_watermarks
from ingest.pdf.letters.hyphens import settle_hyphens
from ingest.pdf.letters.word import Word
from ingest.pdf.pages import read_pages
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs import HERE, build_layouts, text_of

TRAPS = {trap.stem: (trap.read_bytes(), trap.with_suffix(".txt").read_text("utf-8")) for trap in HERE.glob("*.pdf")}


@pytest.mark.parametrize("trap", sorted(build_layouts.TRAPS))
def test_what_belongs_together_is_read_together(trap: str) -> None:
    data, text = TRAPS[trap]
    events = read_pages(data, range(1, len(pypdfium2.PdfDocument(data)) + 1))
    pages = [TypeAdapter(Page).validate_python(event["page"]) for event in events if "page" in event]
    assert text_of(Document(mark_headings(settle_hyphens(mended(pages))))) == text


@pytest.mark.parametrize("trap", sorted(TRAPS.keys() - build_layouts.TRAPS.keys()))
async def test_the_page_reads_as_a_person_would_read_it(trap: str) -> None:
    data, text = TRAPS[trap]
    document = await read_pdf(
        data, lambda _done, _total: None, tesseract=None, run=run_here
    )  # the same on every machine
    assert text_of(document) == text


def sheet(number: int, *texts: tuple[str, float, float]) -> Sheet:
    """A page with these words, each with where it stands and its size."""
    words = [Word(text, 40, base - size, 90, base, base, size, False) for text, base, size in texts]
    return Sheet(number, 420, 595, words, [], [])


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ((("das Kind", 62, 113), ("die Kinder", 144, 205)), True),
        ((("Das Kind", 62, 113), ("ist da.", 116, 150)), False),
    ],
)
def test_names_centred_in_shaded_boxes_are_a_row_where_what_is_below_is_parted_as_they_are(
    below: Sequence[tuple[str, float, float]], rows: bool
) -> None:
    placed = [("Singular", 63, 119, 71), ("Plural", 157, 196, 71), *((*word, 101) for word in below)]
    words = [Word(text, x0, base - 10, x1, base + 2, base, 12, False) for text, x0, x1, base in placed]
    boxes = [(50.0, 50.0, 131.0, 82.0), (133.2, 50.0, 220.0, 82.0)]
    assert list(shaded_rows(boxes, Shelf(words))) == (boxes if rows else [])


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ("Unidad 1\nla casa | 집\nUnidad 2", ["heading", "table", "heading"]),
        ("la casa | 집\nUnidad 1\nUnidad 2", ["table"]),
        ("la casa | 집\nUnidad 1", ["table"]),
    ],
)
def test_a_table_is_parted_at_units_the_last_of_which_may_have_its_rows_on_the_next_page(
    rows: str, kinds: Sequence[str]
) -> None:
    (marked,) = mark_headings([Page(1, (Block("table", rows, 1, size=11),))])
    assert [block.kind for block in marked.blocks] == kinds


def test_what_only_two_pages_begin_with_is_text_and_from_three_on_a_running_head() -> None:
    def first_words(*heads: str) -> list[str]:
        pages = [sheet(n, (head, 40, 10), (f"Text {'abcde'[n]}", 300, 10)) for n, head in enumerate(heads)]
        return [page.sheet.words[0].text for page in take_out_running_heads(pages)]

    assert first_words("Im Café", "Im Café", "Am See", "Zu Hause") == ["Im Café", "Im Café", "Am See", "Zu Hause"]
    assert first_words("Im Café", "Im Café", "Im Café", "Zu Hause")[:3] == ["Text a", "Text b", "Text c"]


def test_a_large_line_that_comes_again_is_text_at_the_head_of_pages_and_a_running_one_at_their_foot() -> None:
    def left(base: float) -> list[str]:
        pages = [
            sheet(n, (f"Teil {'AB'[n % 2]}", base, 14), (f"Text {'abcdef'[n]}", 300, 10), ("Wort", 315, 10))
            for n in range(6)
        ]
        return [word.text for page in take_out_running_heads(pages) for word in page.sheet.words if "Teil" in word.text]

    assert len(left(40)) == 6
    assert left(570) == []


def test_a_heading_that_parted_from_its_text_at_the_foot_of_pages_is_text_where_others_are_as_large() -> None:
    body = [*((f"Text {at}", 100.0 + 14 * at, 10.0) for at in range(20)), ("Dialog", 300.0, 14.0)]
    pages = [sheet(n, *body, *[("Grammatik", 560.0, 14.0)] * (n % 2), ("Wort", 314.0, 10.0)) for n in range(8)]
    found = take_out_running_heads(pages)
    assert [page.running for page in found] == [()] * 8


def test_a_large_letter_beside_one_line_alone_is_no_part_of_its_word() -> None:
    def beside(lines: int) -> list[str]:
        text = [Word("ein", 62, 75 + 12 * at, 90, 85 + 12 * at, 85 + 12 * at, 10, False) for at in range(lines)]
        others = [Word("Wort", 40, 300, 70, 310, 310, 10, False)]
        return [word.text for word in with_initials([Word("D", 40, 75, 60, 100, 100, 30, False), *text, *others])]

    assert beside(1) == ["D", "ein", "Wort"]
    assert beside(2) == ["Dein", "ein", "Wort"]


def test_a_large_number_at_the_head_of_a_page_is_a_unit_and_no_page_number() -> None:
    def page(number: int, head: str, size: float) -> Sheet:
        return sheet(number, (head, 40.0, size), (f"Text {number}", 300.0, 10.0), (str(number), 570.0, 8.0))

    unit, plain = take_out_running_heads([page(7, "3", 24), page(8, "Deutsch", 8)])
    assert [word.text for word in unit.sheet.words] == ["3", "Text 7"]
    assert (unit.label, plain.label) == ("7", "8")


def test_a_number_beside_a_line_of_text_is_a_task_and_no_page_number() -> None:
    [task] = take_out_running_heads([sheet(1, ("Wohin", 67, 10), ("1", 70.5, 10), ("Kino", 300, 10))])
    [page] = take_out_running_heads([sheet(1, ("Wohin", 67, 10), ("1", 40, 10), ("Kino", 300, 10))])
    assert (task.label, page.label) == (None, "1")


def test_a_year_alone_at_the_head_of_a_page_is_text_and_no_page_number() -> None:
    [page] = take_out_running_heads([sheet(1, ("1989", 40, 10), ("Kino", 300, 10))])
    assert (page.label, [word.text for word in page.sheet.words]) == (None, ["1989", "Kino"])


def test_a_page_number_at_the_foot_may_be_of_any_size() -> None:
    pages = [sheet(n, ("Text", 300, 10), (f"Ende {'abc'[n - 7]}", 320, 10), (str(n), 570, 14)) for n in (7, 8, 9)]
    assert [page.label for page in take_out_running_heads(pages)] == ["7", "8", "9"]


def test_a_large_word_at_one_place_of_most_pages_is_a_watermark_though_no_text_stands_on_it() -> None:
    def texts(*marks: str) -> set[str]:
        pages = [sheet(n, (mark, 300, 40), ("Text", 60, 10), ("Ende", 80, 10)) for n, mark in enumerate(marks)]
        return {word.text for page in without_watermarks(pages) for word in page.words}

    assert texts("MUSTER", "MUSTER", "MUSTER") == {"Text", "Ende"}
    assert texts("MUSTER", "Familie", "Wohnen") == {"Text", "Ende", "MUSTER", "Familie", "Wohnen"}
    assert texts("Lektion 2", "Lektion 4", "Lektion 6") >= {"Lektion 2", "Lektion 4", "Lektion 6"}


def test_a_sentence_that_goes_on_over_the_page_is_one_paragraph_of_the_first() -> None:
    def page(number: int, *texts: str) -> Page:
        return Page(number, tuple(Block("paragraph", text, number) for text in texts))

    pages = settle_hyphens(
        mended(
            [
                page(1, "Oben.", "Er fuhr mit dem Donau-"),
                page(2, "dampfschiff nach Wien.", "Dort"),
                page(3),
                page(4, "Ende."),
            ]
        )
    )
    assert [(block.page, block.text) for page in pages for block in page.blocks] == [
        (1, "Oben."),
        (1, "Er fuhr mit dem Donaudampfschiff nach Wien."),
        (2, "Dort"),
        (4, "Ende."),
    ]


def test_a_text_goes_on_behind_a_comma_though_its_script_has_no_small_letters() -> None:
    texts = "他们都很喜欢这个安静的地方，所以每个周末都来这里休息，", "有时候也带朋友来看看。"
    box = (40.0, 60.0, 300.0, 70.0)
    pages = mended([Page(n, (Block("paragraph", text, n, (box,)),)) for n, text in enumerate(texts, 1)])
    assert pages[0].blocks[0].text == "".join(texts)


def test_units_of_two_pages_that_end_with_a_text_in_the_other_language_are_no_translations() -> None:
    boxes = ((40.0, 60.0, 300.0, 70.0), (40.0, 72.0, 300.0, 82.0))
    rule = "Die Endungen richten sich nach dem letzten Vokal des Wortes, und ein Verb für das steht nicht da."
    texts = [
        (rule, "우리는 작은 도시에 살고 있고 주말마다 온 가족이 강가를"),
        ("산책합니다.", "우리는 ____ 있어요."),
    ] * 3
    pages = mended([Page(n, tuple(Block("paragraph", text, n, boxes) for text in on)) for n, on in enumerate(texts, 1)])
    assert [page.blocks[-1].text.endswith("강가를 산책합니다.") for page in pages] == [True, False] * 3


def test_large_letters_make_a_heading_only_of_a_line_or_two() -> None:
    def kind(text: str) -> str:
        text_of_the_page = Block("paragraph", "Anna wohnt in Leipzig. " * 20, 1, size=10)
        [page] = mark_headings([Page(1, (text_of_the_page, Block("paragraph", text, 1, size=16, bold=True)))])
        return page.blocks[1].kind

    assert kind("Im Café bestellen") == "heading"
    assert kind("Im Café bestellen und danach zahlen " * 5) == "paragraph"


def cell(text: str, x: float, base: float, size: float) -> Line:
    return Line(text, x, base - size, x + 20, base, base, size, False)


def test_entries_that_stand_nearly_level_with_their_neighbours_are_in_their_row() -> None:
    """Symbols stand a little above or below the names beside them."""
    lines = [
        cell("∼", 140, 97, 11),
        cell("⊆", 40, 100.2, 11),
        cell("\\subseteq", 60, 100.2, 10),
        cell("⊇", 40, 160, 11),
    ]
    rows = Table([lines[1:], lines[:1]]).rows()
    assert sorted(line.text for row in rows for line in row) == sorted(line.text for line in lines)


def test_answers_that_count_on_from_left_to_right_are_read_so_though_one_goes_on_in_the_next_line() -> None:
    """The questions above them reach over the first of their columns."""

    def line(text: str, x0: float, x1: float, base: float) -> Line:
        return Line(text, x0, base - 10, x1, base, base, 10, False)

    left = [
        line("1. Wann beginnt der Kurs?", 40, 158, 54), line("① um acht Uhr", 40, 107, 69),
        line("② um halb neun", 154, 227, 69), line("2. Was nimmt Herr Park mit?", 40, 168, 88),
        line("① Er nimmt heute den", 40, 147, 103), line("② eine Jacke", 154, 214, 103),
        line("großen Schirm", 40, 110, 117), line("3. Warum kommt Anna zu spät?", 40, 182, 136),
        line("① Sie hat verschlafen.", 40, 140, 150), line("② Der Bus hatte", 154, 227, 150),
        line("heute Verspätung.", 154, 207, 164),
    ]  # fmt: skip
    right = [
        line("③ um neun Uhr", 267, 337, 69),
        line("③ ein Buch", 267, 319, 103),
        line("③ Sie war krank.", 267, 343, 150),
    ]
    assert prose_cut([left, right]) is None


def set_words(*lines: tuple[float, float, float, str], bold: str = "") -> Sheet:
    """A page of lines: where each begins, its base and size, and its words."""
    words: list[Word] = []
    for x, base, size, text in lines:
        for word in text.split():
            words.append(Word(word, x, base - size, x + 0.5 * size * len(word), base, base, size, word in bold))
            x = words[-1].x1 + 0.25 * size
    return Sheet(1, 420, 595, words, [], [])


def test_a_speakers_name_over_two_lines_is_one_beside_what_she_says() -> None:
    turns = [
        ("Frau", "Wo wohnen Sie denn"),
        ("Weber:", "jetzt?"),
        ("Paul:", "In Ulm."),
        ("Frau", "Schön."),
        ("Weber:", ""),
    ]
    lines = [
        (x, 60 + 14.0 * at, 10.0, text) for at, turn in enumerate(turns) for x, text in zip((40, 80), turn, strict=True)
    ]
    assert [block.text for block in lay_out(set_words(*lines, bold="Frau Weber: Paul:"))] == [
        "Frau Weber: Wo wohnen Sie denn jetzt?",
        "Paul: In Ulm.",
        "Frau Weber: Schön.",
    ]


def test_entries_that_begin_with_bold_words_are_one_each_and_read_column_by_column() -> None:
    left = [(40, "Abend evening"), (40, "bald soon Wir kommen bald in die"), (50, "Stadt."), (40, "Bild picture")]
    right = [(220, "dort there"), (220, "Ei egg"), (220, "fremd strange Der Ort ist mir"), (230, "fremd.")]
    lines = [(x, 60 + 13.0 * at, 10.0, text) for column in (left, right) for at, (x, text) in enumerate(column)]
    page = set_words(*lines)
    heads = {"Abend", "Bild", "dort", "Ei"}
    words = [
        word._replace(bold=word.text in heads or (word.text in ("bald", "fremd") and word.x0 % 20 == 0))
        for word in page.words
    ]
    assert [block.text for block in lay_out(replace(page, words=words))] == [
        "Abend evening",
        "bald soon Wir kommen bald in die Stadt.",
        "Bild picture",
        "dort there",
        "Ei egg",
        "fremd strange Der Ort ist mir fremd.",
    ]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_text_that_runs_around_a_note_in_small_letters_is_whole(side: str) -> None:
    note, text = (40.0, 150.0) if side == "left" else (270.0, 40.0)
    page = set_words(
        (40, 30, 10, "Davor steht ein Satz, der hier endet."),
        (note, 60, 8, "der Brief: letter"),
        (
            text,
            60,
            10,
            "Am Morgen kommt der Briefträger mit der Zeitung"
            if side == "left"
            else "Am Morgen kommt der Briefträger mit dem",
        ),
        (40, 74, 10, "Wochenblatt und einem Brief aus Köln, den Anna schon lange erwartet."),
    )
    assert [block.text[:17] for block in lay_out(page)] == [
        "Davor steht ein S",
        "der Brief: letter",
        "Am Morgen kommt d",
    ]


@pytest.mark.parametrize("gap", [6.0, 14.0])
def test_boxes_with_room_between_them_are_cards_and_touching_ones_a_table(gap: float) -> None:
    words = [Word("Hilfe!", x, 50, x + 30, 60, 60, 10, False) for x in (40, 200)]
    left, strip, right = (30.0, 40.0, 190.0, 80.0), (190.0, 40.0, 190 + gap, 80.0), (190 + gap, 40.0, 340.0, 80.0)
    assert are_cards([[left, strip, right]], words)
    assert not are_cards([[left, (190.0, 40.0, 340.0, 80.0)]], words)
    ticked = [*words, Word("✓", 192, 50, 195, 60, 60, 10, False)]
    assert are_cards([[left, strip, right]], ticked) is (gap < 10)  # for a narrow cell there has to be room


def test_the_rows_of_a_spreadsheet_end_level() -> None:
    rows = [
        ("1", "das Gleis", "die Gleise", "The train|is here."), ("2", "die Fahrkarte", "die|Fahrkarten", "It stops."),
        ("3", "das Rad", "die Räder", "We buy it."), ("4", "der|Bahnhof", "die Bahnhöfe", "He has to."),
        ("5", "die Uhr", "die Uhren", "Here we|can all go."), ("6", "der Bus", "die Busse", "I get on."),
        ("7", "der Plan", "die Pläne", "Who will|read it?"), ("8", "die|Verspätung", "die|Verspätungen", "She is."),
    ]  # fmt: skip
    assert prose_cut(ends_level(rows)) is None


def ends_level(rows: Sequence[Sequence[str]]) -> list[list[Line]]:
    """The columns of a table whose cells stand at the foot of their rows."""
    columns: list[list[Line]] = [[] for _ in rows[0]]
    base = 40.0
    for row in rows:
        base += 12 * max(cell.count("|") for cell in row) + 17
        for at, text in enumerate(row):
            for above, part in reversed([*enumerate(reversed(text.split("|")))]):
                x, bottom = 40.0 + 130 * at, base - 12 * above
                columns[at].append(Line(part, x, bottom - 10, x + 5 * len(part), bottom, bottom, 10, False))
    return columns


def texts(lines: Sequence[str]) -> list[str]:
    """Of the blocks on a page with these lines."""

    def words(text: str, base: float) -> Iterator[Word]:
        x = 40.0
        for word in text.split(" "):
            end = x + 5 * len(word)
            if word:
                yield Word(word, x, base - 10, end, base, base, 10, False)
            x = end + 3

    page = [word for at, text in enumerate(lines) for word in words(text, 60 + 12 * at)]
    return [block.text for block in lay_out(Sheet(1, 420, 595, page, [], []))]


def test_full_lines_that_end_with_a_number_are_no_entries_of_an_index() -> None:
    sentence = ["Im Kurs lernt Minho jeden Tag 17", "neue Wörter und wiederholt alle 30", "Wörter vom Tag davor."]
    assert texts(sentence) == [" ".join(sentence)]
    assert texts(["Dativ 45", "Genitiv 88", "Imperativ 12"]) == ["Dativ 45", "Genitiv 88", "Imperativ 12"]


def test_a_speakers_name_alone_in_a_line_begins_a_turn() -> None:
    script = ["Wir möchten bitte bezahlen, wenn es geht.", "LISA:", "Ich zahle heute für alle zusammen."]
    assert texts(script) == script


def test_lines_from_right_to_left_are_read_so_and_make_paragraphs_of_their_own() -> None:
    lines = ["םולש תרמוא תאו םולש רמוא ינא", "sagt man, wenn man kommt."]
    assert texts(lines) == ["אני אומר שלום ואת אומרת שלום", "sagt man, wenn man kommt."]
    full = "םויה לכ הפק םיתוש ונחנאו הפיחב"
    sentence = [full, full, " " * 40 + "תיבב"]  # the last line is short at its left
    assert len(texts(sentence)) == 1


def test_tasks_that_count_on_down_the_columns_are_read_so_though_a_box_of_one_stands_beside_others() -> None:
    left = ["1. Was kauft sie am Markt?", "(a) Brot", "(b) Milch", "2. Wo ist er heute?", "(a) in Rom", "(b) in Wien"]
    right = ["Anna kommt heute nicht, sie ist krank", "und bleibt im Bett.", "3. Wer kommt?", "(a) Anna", "(b) Paul"]
    right += ["4. Wo ist Anna?", "(a) zu Hause", "(b) im Kurs"]
    page = set_words(
        *((40.0, 80.0 + 15 * at, 10.0, text) for at, text in enumerate(left)),
        *((220.0, 80.0 + 15 * at, 10.0, text) for at, text in enumerate(right)),
    )
    texts = [block.text for block in lay_out(replace(page, boxes=[(214, 66, 410, 100)]))]
    assert texts == [*left, " ".join(right[:2]), *right[2:]]


def test_the_names_and_the_numbers_of_a_small_table_are_no_text_that_goes_on_in_a_second_column() -> None:
    places = ["Einwohner von Wien", "Einwohner von Rom", "Einwohner von Ulm"]
    numbers = ["2,0 Mio.", "2,8 Mio.", "0,1 Mio."]
    columns = [
        [
            Line(text, x, base - 10, x + 5 * len(text), base, base, 10, False)
            for base, text in zip((40, 52, 64), texts, strict=True)
        ]
        for x, texts in ((40.0, places), (150.0, numbers))
    ]
    assert prose_cut(columns) is None


def test_the_first_line_below_a_title_belongs_to_the_text_whose_next_lines_have_notes_beside_them() -> None:
    page = set_words(
        (90, 40, 16, "Der Brief"),
        (50, 80, 10, "Am nächsten Morgen wachte Anna früh auf. Es"),
        (40, 94, 10, "war noch dunkel, und im Haus war es ganz still"),
        (300, 94, 8, "dunkel ohne Licht"),
        (40, 108, 10, "und kalt. Sie zog ihren Mantel an und ging los."),
        (300, 122, 8, "der Mantel"),
        (40, 122, 10, "Vor der Tür lag ein Brief."),
    )
    texts = [block.text for block in lay_out(page)]
    assert any(text.startswith("Am nächsten") and "war noch dunkel" in text for text in texts)


def test_short_dialogues_in_japanese_side_by_side_are_told_by_the_colons_behind_the_names() -> None:
    left = [
        ("メアリー：何をしますか。", 40),
        ("たけし：本を読みます。でも、ときど", 55),
        ("き映画を見ます。", 70),
        ("メアリー：そうですか。", 85),
    ]
    right = [("母：メアリー、朝ごはんは。", 40), ("メアリー：けっこうです。", 55), ("母：行ってらっしゃい。", 70)]
    columns = [
        [Line(text, x, base - 10, x + 10 * len(text), base, base, 10, False) for text, base in side]
        for x, side in ((40.0, left), (260.0, right))
    ]
    assert second_dialogue(columns) == 1


def test_a_gap_between_japanese_brackets_is_no_border_of_cells() -> None:
    page = [
        set_words((40, 40 + 20 * at, 10, text)).words[0]._replace(text=text, x1=40 + 10 * len(text))
        for at, text in enumerate(["コーヒーを（ ", "友だちと映画を（ "])
    ]
    ends = [word._replace(text="）ます。", x0=word.x1 + 32, x1=word.x1 + 72) for word in page]
    assert [line.text for line in lines_of([*page, *ends])] == ["コーヒーを（ ）ます。", "友だちと映画を（ ）ます。"]


def test_the_last_entry_of_a_list_does_not_go_on_over_the_page() -> None:
    boxes = ((40.0, 500.0, 130.0, 510.0),)
    full = ((40.0, 40.0, 380.0, 50.0), (40.0, 54.0, 200.0, 64.0))
    pages = [
        Page(1, tuple(Block("paragraph", text, 1, boxes, 10) for text in ("das Regal – 책장", "der Fluss – 강"))),
        Page(2, (Block("paragraph", "4 Was steht wo? Schreiben Sie fünf Sätze wie im Beispiel.", 2, full, 10),)),
    ]
    assert [len(page.blocks) for page in mended(pages)] == [2, 1]


def test_large_heads_centred_over_columns_are_no_title() -> None:
    def row(base: float, *cells: tuple[float, float]) -> list[Piece]:
        return [Line("Wort", x0, base - 12, x1, base, base, 12, base < 100) for x0, x1 in cells]

    assert not is_title([row(90, (60, 90), (200, 240)), row(110, (70, 80), (180, 260))], 0, 10.0)
    assert is_title([row(90, (60, 90), (200, 240)), row(110, (70, 80), (170, 260))], 0, 10.0)


def test_rules_alone_in_their_row_are_no_title() -> None:
    assert not is_title([[Span(50.0, 100.0, 300.0, 110.0, ())]], 0, 10.0)


def test_a_row_that_the_pages_end_cuts_is_whole() -> None:
    def page(number: int, text: str, *right: Block) -> Page:
        rows = tuple((40.0, 60.0 + 20 * at, 300.0, 70.0 + 20 * at) for at in range(text.count("\n") + 1))
        return Page(number, (Block("table", text, number, rows), *right), right=(1, "3") if right else None)

    cut = page(1, "Mo | 8 Uhr | Lesen\n| 9 Uhr | Ergebnisse")
    first, second = mended([cut, page(2, "|  | vorstellen\nDi | 8 Uhr | Hören", Block("paragraph", "Rechts.", 2))])
    assert first.blocks[0].text == "Mo | 8 Uhr | Lesen\n| 9 Uhr | Ergebnisse vorstellen"
    assert (second.blocks[0].text, len(second.blocks[0].boxes)) == ("Di | 8 Uhr | Hören", 1)
    assert second.right == (1, "3")
    for rows in ["Mo | lesen", "Di | hören"], ["sehen | to see\nhaben | to have | wir haben", "kaufen | to buy"]:
        apart = [page(number, text) for number, text in enumerate(rows, 1)]
        assert mended(apart) == tuple(apart)


def test_a_table_has_a_box_for_each_row_that_says_something() -> None:
    boxes = [(40.0, 60.0 + 20 * at, 300.0, 80.0 + 20 * at) for at in range(3)]
    found = table([["ich", "bin"], ["", ""], ["du", "bist"]], boxes, 10, 1)
    assert found is not None
    assert (found.text, found.boxes) == ("ich | bin\ndu | bist", (boxes[0], boxes[2]))


def test_a_number_below_that_of_a_part_counts_on() -> None:
    page = set_words(
        (40, 60, 10, "1b"), (70, 60, 10, "Was ist richtig in den Sätzen?"),
        (40, 90, 10, "2"), (70, 90, 10, "Würden Sie gern auf dem Land leben und dort auch"),
        (70, 104, 10, "arbeiten?"),
    )  # fmt: skip
    assert [block.text for block in lay_out(page)] == [
        "1b Was ist richtig in den Sätzen?", "2 Würden Sie gern auf dem Land leben und dort auch arbeiten?"
    ]  # fmt: skip


def test_a_task_with_its_points_at_the_edge_begins_below_answers_to_choose_from() -> None:
    page = set_words(
        (50, 60, 10, "a) some"), (130, 60, 10, "b) many"), (210, 60, 10, "c) any"), (290, 60, 10, "d) few"),
        (40, 80, 10, "Read the email and answer the questions."), (330, 80, 10, "(5 points)"),
    )  # fmt: skip
    assert next(iter(lay_out(page))).text == "a) some | b) many | c) any | d) few"


def test_verbs_side_by_side_with_the_same_persons_are_a_table_each() -> None:
    forms = [("ich", "nehme", "fahre"), ("du", "nimmst", "fährst"), ("wir", "nehmen", "fahren")]
    page = set_words(
        *(
            (x, 60 + 14 * at, 10, text)
            for at, (person, one, other) in enumerate(forms)
            for x, text in zip((40, 100, 200, 260), (person, one, person, other), strict=True)
        )
    )
    assert [block.text for block in lay_out(page)] == [
        "\n".join(f"{person} | {verb[at]}" for person, *verb in forms) for at in (0, 1)
    ]


def test_a_title_in_a_column_beside_a_picture_parts_no_columns() -> None:
    title: list[Piece] = [Line("Drei Teppiche", 200, 90, 300, 102, 100, 14, True)]
    text: list[Piece] = [Line("Am Anfang", 200, 130, 300, 140, 138, 10, False)]
    assert not is_title([title, [Island(40.0, 92.0, 180.0, 200.0, ())], text], 0, 10.0)
    assert is_title([title, text], 0, 10.0)


def test_lines_that_end_below_each_other_are_no_text_though_they_end_at_the_edge() -> None:
    words = ["Ich esse", "immer gern Äpfel", "und der Zug fährt jetzt ab"]
    page = set_words(
        *((300 - 5 * len(text) + 2.5 * text.count(" "), 60 + 14 * at, 10, text) for at, text in enumerate(words))
    )
    assert [block.text for block in lay_out(page)] == words


def test_a_text_is_whole_whose_first_line_is_set_in_by_far_and_ends_where_the_next_ones_do() -> None:
    lines = ["Gestern ging Ina in die", "Uni, denn dienstags singt Anna", "dort immer viele neuere Lieder"]
    page = set_words(*((x, 60 + 14 * at, 10, lines[at]) for at, x in enumerate((75, 40, 40))))
    assert [block.text for block in lay_out(page)] == [" ".join(lines)]


def test_numbers_that_count_on_down_three_columns_are_read_so_though_the_first_stands_lower() -> None:
    columns = [
        ["1 __ Tisch", "2 __ Lampe", "3 __ Bett"],
        ["4 __ Stuhl", "5 __ Tür", "6 __ Buch"],
        ["7 __ Uhr", "8 __ Hut", "9 __ Rad"],
    ]
    lines = [
        (40.0 + 130 * at, 80.0 + 26 * row + (0 if at else 11), 10.0, text)
        for at, column in enumerate(columns)
        for row, text in enumerate(column)
    ]
    texts = [block.text for block in lay_out(set_words((40, 50, 10, "4 Was ist richtig?"), *lines))]
    assert texts == ["4 Was ist richtig?", *itertools.chain(*columns)]


def test_lines_that_all_end_with_commas_are_verses_and_an_enumeration_is_none() -> None:
    song = ["Guten Morgen, Sonne,", "guten Morgen, Wind,", "alle Leute lachen,", "weil sie glücklich sind."]
    task = ["Lesen Sie das Gedicht und schreiben Sie dann in", "Ihrem Heft eine weitere Strophe."]
    assert texts([*song, "", *task]) == [*song, " ".join(task)]
    forms = ["bin, bist, ist, seid,", "hat, habt, haben, hast,", "war, waren, warst, wart,", "wird, werden."]
    assert texts(forms) == [" ".join(forms)]


def test_answers_in_one_line_are_no_entries_though_dashes_part_them() -> None:
    answers = ["1 heiße – 2 wohnst – 3 kommt – 4", "lernen – 5 macht – 6 spielen"]
    assert texts(answers) == [" ".join(answers)]
    assert texts(["lernen – 배우다", "kommen – 오다"]) == ["lernen – 배우다", "kommen – 오다"]


def test_columns_whose_lines_end_where_those_above_do_are_columns() -> None:
    above = ["Unsere Städte liegen schon lange am Fluss", "und viele Menschen kommen doch im Sommer."]
    left = ["Links geht der Mann", "jeden Tag mit ihnen", "durch die alte Tür."]
    right = ["Hier wohnt die Frau", "neben der alten Uhr", "mit ihrem Kind dort."]
    columns = [(40, 60, above), (40, 84, left), (142.5, 84, right)]
    page = set_words(*((x, top + 12 * at, 10, text) for x, top, lines in columns for at, text in enumerate(lines)))
    assert [block.text for block in lay_out(page)] == [" ".join(lines) for lines in (above, left, right)]


def test_stretched_lines_between_whole_ones_are_whole_though_their_gaps_stand_below_each_other() -> None:
    starts = ["Sie wohnt heute auf einer", "Insel, die weit im", "auch mit dem Boot", "nicht ganz leicht an Land"]
    places = [
        *((40, 60 + 12 * at, 10, text) for at, text in enumerate(starts)),
        (135, 72, 10, "Meer"),
        (135, 84, 10, "doch"),
    ]
    assert len(list(lay_out(set_words(*places)))) == 1
