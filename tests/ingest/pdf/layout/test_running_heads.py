"""Running heads, page numbers, and two pages on one sheet."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf.document import Block, Page
from ingest.pdf.layout import laid_out
from ingest.pdf.layout.margins import page_number
from ingest.pdf.layout.running_heads import take_out_running_heads
from ingest.pdf.layout.sheet import Grid, Sheet
from ingest.pdf.layout.spreads import book_pages
from ingest.pdf.letters.word import Word
from ingest.pdf.page_numbers import number_pages, roman, roman_value

TEXT = tuple(f"Zeile {line} des Textes" for line in range(20))


def sheet(number: int, *lines: tuple[float, float, str], text: Sequence[str] = TEXT, size: float = 8) -> Sheet:
    """`lines`: x, baseline, text, in the margins; the text stands between them, 14 points a line."""
    placed = [(*line, size) for line in lines]
    placed += [(40.0, 100 + 14.0 * at, f"{number}: {line}", 10) for at, line in enumerate(text)]
    words = [
        Word(word, x + 40 * at, base - tall, x + 40 * at + 30, base, base, tall, False)
        for x, base, line, tall in placed
        for at, word in enumerate(line.split("_"))
    ]
    return Sheet(number, 420, 595, words, [], [], drawn=True)


def test_heads_of_sections_that_last_two_pages_and_change_sides_are_running_heads() -> None:
    heads = ["1.1_Artikel", "1.1_Artikel", "1.2_Verben", "1.2_Verben", "1.3_Zeiten", "1.3_Zeiten"]
    sheets = [sheet(n, (40 if n % 2 else 300, 40, head), (200, 570, str(n))) for n, head in enumerate(heads, 1)]
    for headless in take_out_running_heads(sheets):
        assert headless.sheet.words[0].text.startswith(f"{headless.sheet.number}:")


def test_small_lines_that_say_what_headings_say_elsewhere_are_running_heads_where_they_stand_at_one_place() -> None:
    titles = ["Im_Café", "Am_Bahnhof", "Beim_Arzt", "Auf_dem_Markt"]
    opening = [sheet(2 * n, (40, 60, title), size=16) for n, title in enumerate(titles, 1)]
    following = [sheet(2 * n + 1, (40, 40, f"Lektion_{n}_{title}")) for n, title in enumerate(titles, 1)]
    others = [sheet(2 * n + 1, (40, 40, f"Beispiel_{n}")) for n in range(1, 5)]
    for small, words in ((following, 0), (others, 2)):
        found = take_out_running_heads([each for both in zip(opening, small, strict=True) for each in both])
        assert [len(each.sheet.words) - len(TEXT) for each in found[1::2]] == [words] * 4
        assert [each.sheet.words[0].text for each in found[::2]] == [title.split("_")[0] for title in titles]


def test_large_lines_that_say_what_larger_headings_say_make_their_place_one_of_running_heads() -> None:
    titles = ["Im_Café", "Am_Bahnhof", "Beim_Arzt"]

    def words_left(size: float, rise: float = 0) -> set[int]:
        """How many stand above the text; `size`: that of the title that each right page has below its head; `rise`: by
        how much the text of the left pages begins higher."""
        found = []
        for n, title in enumerate(titles, 1):
            head, below = sheet(2 * n, (40, 40, title), size=12), sheet(2 * n, (40, 70, title), size=size)
            name, *text = sheet(2 * n + 1, (40, 40, "Arbeitsbuch"), size=12).words
            text = [each._replace(top=each.top - rise, base=each.base - rise) for each in text]
            found += [
                replace(head, words=head.words[:2] + below.words),
                replace(head, number=2 * n + 1, words=[name, *text]),
            ]
        return {len(each.sheet.words) - len(TEXT) for each in take_out_running_heads(found)}

    assert words_left(16) == {2, 0}
    assert words_left(16, rise=40) == {2, 0}
    assert words_left(12) == {4, 1}


def test_the_titles_of_chapters_above_some_of_their_pages_are_running_heads() -> None:
    titles = ["Im_Café", "Am_Bahnhof", "Beim_Arzt"]
    opening = [sheet(6 * n, (40, 300, title), text=(), size=24) for n, title in enumerate(titles, 1)]
    second = [sheet(6 * n + 1, (40, 40, title)) for n, title in enumerate(titles, 1)]
    others = [sheet(6 * n + at) for n in range(1, 4) for at in range(2, 6)]
    found = take_out_running_heads(sorted([*opening, *second, *others], key=lambda each: each.number))
    assert [each.running for each in found[1::6]] == [("Im Café",), ("Am Bahnhof",), ("Beim Arzt",)]
    assert not any(each.running for each in found[::6])


def test_a_title_that_each_unit_has_once_at_the_head_of_a_page_is_text() -> None:
    def read(step: int) -> list[tuple[str, ...]]:
        titled = [sheet(n, *[(40, 50, "Wörter_und_Bilder")] * (n % step == 0), size=10) for n in range(1, 17)]
        return [each.running for each in take_out_running_heads(titled)]

    assert not any(read(4))
    assert read(2).count(("Wörter und Bilder",)) == 8


def test_goals_that_each_unit_has_once_at_the_foot_of_its_first_page_are_text() -> None:
    goals = [(40, 500, "Lernziele"), (40, 514, "nach Wegen fragen"), (40, 528, "sechs Wörter")]
    opening = [sheet(4 * n, (40, 80, f"Einheit_{n}"), *goals, text=(), size=10) for n in range(1, 5)]
    others = [sheet(4 * n + at) for n in range(1, 5) for at in range(1, 4)]
    found = take_out_running_heads(sorted([*opening, *others], key=lambda each: each.number))
    assert [each.running for each in found] == [()] * 16


def test_a_line_of_the_text_at_the_same_height_on_every_page_is_text() -> None:
    line = sheet(0, (40, 86, "Sie_lesen"), text=(), size=10).words
    sheets = [replace(sheet(n), words=[*line, *sheet(n).words]) for n in range(1, 6)]
    for headless in take_out_running_heads(sheets):
        assert "lesen" in [word.text for word in headless.sheet.words]


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_that_begin_a_table_on_every_page_are_text(ruled: bool) -> None:
    names = [(40.0, 50 + 30.0 * at, "Deutsch_Koreanisch_Beispiel" if not at else f"Wort_{at}_Satz") for at in range(18)]
    grid: Grid = [[(38.0, 30 + 30.0 * at, 400.0, 60 + 30.0 * at)] for at in range(18)]
    sheets = [sheet(n, *names if ruled else names[:6], text=()) for n in range(1, 6)]
    sheets = [replace(each, grids=[grid] if ruled else []) for each in sheets]
    for headless in take_out_running_heads(sheets):
        assert headless.sheet.words[0].text == "Deutsch"


@pytest.mark.parametrize("task", ["9.", "9"])
def test_the_number_of_a_task_at_the_head_of_a_page_is_text(task: str) -> None:
    tasks = {1: task, 2: task.replace("9", "12"), 3: task.replace("9", "14")}
    sheets = [sheet(n, (40, 60, text), (200, 570, str(n + 3))) for n, text in tasks.items()]
    found = take_out_running_heads(sheets)
    assert [headless.label for headless in found] == ["4", "5", "6"]
    assert all(tasks[each.sheet.number] in [word.text for word in each.sheet.words] for each in found)


def test_a_units_number_in_huge_digits_at_the_foot_of_its_first_page_is_text() -> None:
    pages = [sheet(4, (300, 560, "1"), size=80), sheet(5), sheet(6, (300, 570, "6")), sheet(7, (300, 570, "7"))]
    found = take_out_running_heads(pages)
    assert [len(each.sheet.words) - len(TEXT) for each in found] == [1, 0, 0, 0]
    assert found[0].sheet.words[0].text == "1"


def test_the_number_of_a_note_at_the_foot_is_not_the_pages_where_heads_count_otherwise() -> None:
    notes = {2: "7", 3: "8", 5: "10"}
    sheets = [
        sheet(n, (40, 40, f"{n + 14}_Kapitel_2"), *([(40.0, 570.0, notes[n])] if n in notes else []))
        for n in range(1, 7)
    ]
    found = take_out_running_heads(sheets)
    assert [headless.label for headless in found] == [str(n + 14) for n in range(1, 7)]
    assert all(
        notes[each.sheet.number] in [w.text for w in each.sheet.words] for each in found if each.sheet.number in notes
    )


def test_a_page_with_nothing_but_a_running_head_is_blank() -> None:
    sheets = [sheet(n, (40, 40, "Kapitel_1"), (200, 570, str(n)), text=TEXT if n < 5 else ()) for n in range(1, 6)]
    pages = [event["page"] for event in laid_out(sheets) if "page" in event]
    assert (pages[-1].blocks, pages[-1].problem) == ((), None)


@pytest.mark.parametrize(
    ("text", "number"),
    [("52", "52"), ("- 52 -", "52"), ("S. 52", "52"), ("52쪽", "52"), ("xiv", "xiv"), ("[7]", "7"), ("3 / 20", "3"),
     ("9.", None), ("9)", "9"), ("Lektion 5", None), ("52 Wörter", None), ("→ Seite 14", None)],
)  # fmt: skip
def test_page_numbers_are_known_in_many_dresses(text: str, number: str | None) -> None:
    assert page_number(text) == number


# --- counted through the book


def pages(*labels: str | None) -> list[Page]:
    return [Page(n, (Block("paragraph", "Text", n),), label) for n, label in enumerate(labels, 1)]


def printed(*labels: str | None, own: Sequence[str] = ()) -> list[str | None]:
    return [page.blocks[0].printed for page in number_pages(pages(*labels), own)]


def test_pages_without_a_number_have_the_one_between_their_neighbours() -> None:
    assert printed(None, None, "7", None, "9", "10", None) == ["5", "6", "7", "8", "9", "10", "11"]


def test_front_matter_in_roman_numbers_and_a_book_that_counts_anew() -> None:
    assert printed(None, "ii", "iii", "iv", None, "2", "3", "1", "2", "3") == [
        "i", "ii", "iii", "iv", "1", "2", "3", "1", "2", "3",
    ]  # fmt: skip


def test_a_number_that_fits_to_no_other_is_none() -> None:
    assert printed("11", "12", "3", "14", "15") == ["11", "12", "13", "14", "15"]


def test_pages_that_were_left_out_are_counted_on_both_sides() -> None:
    assert printed("10", "11", None, "12", "13") == ["10", "11", None, "12", "13"]


def test_what_the_pdf_calls_its_pages_counts_where_they_show_nothing() -> None:
    assert printed(None, None, own=["A-1", "A-2"]) == ["A-1", "A-2"]
    assert printed("8", "9", "10", own=["1", "2", "4"]) == ["8", "9", "10"]


@given(st.integers(1, 399))
def test_roman_numbers_are_read_as_they_are_written(value: int) -> None:
    assert roman_value(roman(value)) == value


@given(st.lists(st.one_of(st.none(), st.sampled_from(["1", "2", "3", "7", "iv", "v", "xx", "99"])), max_size=30))
def test_any_labels_give_as_many_pages(labels: list[str | None]) -> None:
    assert len(printed(*labels)) == len(labels)


# --- spreads


def spread(number: int, left: str, right: str, gap: float = 40) -> Sheet:
    words = [
        Word(f"{side}{line} und so", x, 100 + 14 * line, x + 360 - gap, 110 + 14 * line, 110 + 14.0 * line, 10, False)
        for side, x in (("l", 40.0), ("r", 440.0 + gap / 2))
        for line in range(12)
    ]
    words += [Word(label, x, 560, x + 20, 570, 570, 9, False) for label, x in ((left, 200), (right, 620)) if label]
    return Sheet(number, 842, 595, words, [], [])


def test_a_sheet_whose_halves_are_numbered_one_after_the_other_is_two_pages() -> None:
    (both,) = book_pages([spread(1, "8", "9")])
    assert [{word.text[0] for word in half.words if word.text[0] in "lr"} for half in both] == [{"l"}, {"r"}]
    (backwards,) = book_pages([spread(1, "9", "8")])
    assert [half.words[0].text[0] for half in backwards] == ["r", "l"]


def test_the_fold_of_a_photographed_book_need_not_be_in_the_middle() -> None:
    sheet = spread(1, "8", "9")
    aside = replace(sheet, width=sheet.width + 2 * 40)
    (both,) = book_pages([aside])
    assert [{word.text[0] for word in half.words if word.text[0] in "lr"} for half in both] == [{"l"}, {"r"}]


def test_columns_on_a_wide_page_are_one_page() -> None:
    assert [len(halves) for halves in book_pages([spread(n, "", str(n), gap=20) for n in range(1, 5)])] == [1] * 4


def test_each_half_has_its_own_page_number() -> None:
    sheets = [spread(n, str(2 * n + 6), str(2 * n + 7)) for n in range(1, 4)]
    found = [event["page"] for event in laid_out(sheets) if "page" in event]
    assert [(page.label, page.right[1]) for page in found] == [("8", "9"), ("10", "11"), ("12", "13")]
    assert all(page.blocks[11].text == "l11 und so r0 und so" for page in found), "a sentence goes on in the other half"
    document = number_pages([Page(1, (Block("paragraph", "l", 1), Block("paragraph", "r", 1)), "8", (1, "9"))])
    assert [block.printed for block in document[0].blocks] == ["8", "9"]


def test_a_paragraph_that_comes_again_at_the_head_of_every_page_is_text() -> None:
    broad = "Am_Samstag_geht_Mina_auf_den_Markt"
    lines = [(40.0, 50.0, broad), (40.0, 64.0, broad), (40.0, 78.0, "und_kauft_Brot.")]
    sheets = [sheet(n, *lines, text=[broad, broad], size=10) for n in range(1, 6)]
    for headless in take_out_running_heads(sheets):
        assert headless.running == ()
