"""Scans: read where Tesseract is, named where it is not."""

import asyncio
import difflib
import re
import tempfile
from collections.abc import AsyncGenerator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import ImageChops

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.children.parent import Died, Limits, Run, run_child
from ingest.pdf import ocr
from ingest.pdf.document import Document, seen_at
from ingest.pdf.hocr import WORSE, evened
from ingest.pdf.layout import Sheet
from ingest.pdf.letters.word import Word
from ingest.pdf.ocr import read_scans
from ingest.pdf.ocr_languages import packages, reading_languages, wanted_languages
from ingest.pdf.photographs import darkened
from ingest.pdf.reader import Reason, UnreadablePDF, read_pdf
from ingest.pdf.ruling import lines_on, without_lines
from tests.in_process import run_here
from tests.pdfs import HERE, hostile
from tests.pdfs.processes import readers
from tests.pdfs.scans import READS_SCANS, as_scan, bound, in_place_of_tesseract, printed, scanned

pytestmark = pytest.mark.long

DEFAULT = Limits()


async def read(
    data: bytes, limits: Limits = DEFAULT, tesseract: str | None = "tesseract", run: Run = run_here
) -> Document:
    return await read_pdf(data, lambda _done, _total: None, limits, tesseract, run)


def told(*lines: str, confidence: float = 9.5) -> str:
    """How a program in place of Tesseract says what it has seen of a page."""
    return "printf '%s\\n' " + " ".join(map(repr, [*lines, f"Script confidence: {confidence}"])) + " > $2.osd"


def text_on(document: Document, number: int) -> str:
    return "\n".join(block.text for block in document.pages[number - 1].blocks)


@cache
def read_with_a_scan() -> tuple[Document, list[tuple[int, int]]]:
    """A page of text and a scan that lies a little askew, read by children behind their barrier, and what was told of
    the reading: Tesseract takes seconds."""
    told: list[tuple[int, int]] = []
    data = bound(HERE.joinpath("hyphens.pdf").read_bytes(), scanned(9, angle=0.5))
    reading = read_pdf(data, lambda done, total: told.append((done, total)))
    return asyncio.run(reading), told


def test_a_scan_among_text_is_read_or_named() -> None:
    document, _ = read_with_a_scan()
    if not READS_SCANS:
        assert [page.problem for page in document.pages] == [None, "needs_ocr"]
        return
    text = text_on(document, 2)
    assert "Hallo! Ist der Platz hier frei?" in text
    assert "안녕! 여기 자리" in text
    assert document.pages[1].problem is None


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
def test_the_lines_of_a_scan_keep_their_places_on_the_page() -> None:
    scan, [page] = read_with_a_scan()[0].pages[1], asyncio.run(read(printed(9))).pages
    places = [next(block.boxes[0] for block in each.blocks if "Lernziele" in block.text) for each in (scan, page)]
    assert places[0] == pytest.approx(places[1], abs=4)


async def test_without_tesseract_the_scans_are_named_and_a_book_of_nothing_else_is_refused() -> None:
    document = await read(bound(HERE.joinpath("hyphens.pdf").read_bytes(), scanned(9)), tesseract=None)
    assert [page.problem for page in document.pages] == [None, "needs_ocr"]
    for command in (None, "tesseract-that-is-not-installed"):
        with pytest.raises(UnreadablePDF) as caught:
            await read(scanned(9), tesseract=command)
        assert caught.value.reason == Reason.NEEDS_OCR


async def test_a_tesseract_without_our_languages_is_none(tmp_path: Path) -> None:
    program = in_place_of_tesseract(tmp_path, "exit 1", "eng")
    with pytest.raises(UnreadablePDF) as caught:
        await read(scanned(9), tesseract=program)
    assert caught.value.reason == Reason.NEEDS_OCR


async def test_a_tesseract_that_never_ends_costs_its_page_alone(tmp_path: Path) -> None:
    program = in_place_of_tesseract(tmp_path, "exec sleep 60")
    data = bound(HERE.joinpath("hyphens.pdf").read_bytes(), scanned(9))
    document = await read(data, Limits(scan_seconds=0.5), program)
    assert [page.problem for page in document.pages] == [None, "ocr_failed"]
    assert readers() == []


async def test_scans_that_take_too_long_in_all_leave_the_rest_of_the_book(tmp_path: Path) -> None:
    program = in_place_of_tesseract(tmp_path, "exec sleep 60")
    data = bound(HERE.joinpath("hyphens.pdf").read_bytes(), scanned(9))
    document = await read(data, Limits(scans_seconds=1), program, run_child)
    assert [page.problem for page in document.pages] == [None, "ocr_failed"]
    with pytest.raises(UnreadablePDF, match=Reason.TOO_COSTLY):
        await read(scanned(9), Limits(scans_seconds=1), program, run_child)
    await asyncio.sleep(0)
    assert readers() == []


async def test_a_page_of_wrong_letters_is_read_as_a_picture_or_named() -> None:
    document = await read(HERE.joinpath("no_unicode.pdf").read_bytes())
    if READS_SCANS:
        assert text_on(document, 2).replace(" ", "") == "안녕하세요저는민준입니다만나서반갑습니다"
    else:
        assert document.pages[1].problem == "needs_ocr"


async def test_a_font_of_wrong_letters_is_read_as_a_picture_or_counted_as_lost() -> None:
    data = HERE.joinpath("one_font_mixed_up.pdf").read_bytes()
    [page] = (await read(data, tesseract=None)).pages
    assert page.blocks
    assert page.lost > 50
    if READS_SCANS:
        read_anew = await read(data)
        assert "Die größten Äpfel fallen nicht weit vom Baum." in text_on(read_anew, 1)
        assert not read_anew.pages[0].lost


async def test_a_text_in_a_picture_or_in_outlines_is_read_where_it_stands_or_counted_as_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "LARGER", 400)  # points: it is read as another size of paper than it has
    data = HERE.joinpath("text_in_a_picture.pdf").read_bytes()
    first, second = (await read(bound(data, data), tesseract=None)).pages
    assert first.lost == 2 * second.lost > 0  # what is drawn on both is a letterhead
    if READS_SCANS:
        [page] = (await read(data)).pages
        assert page.blocks[0].boxes[0] == pytest.approx((41, 32, 186, 45), abs=2)
        assert page.blocks[0].size == pytest.approx(16.5, abs=1)
        heading, before, shown, *_, after = (block.text for block in page.blocks)
        assert heading.startswith("Lektion 3: Im Ca")
        assert shown.startswith("Minjun kommt aus Busan. Er studiert")
        assert (before[:4], after) == ("Anna", "Was macht Minjun am Wochenende?")
        assert (page.lost, page.scan) == (0, False)


RECOGNISED = {
    trap.stem: (trap.read_bytes(), trap.with_suffix(".txt").read_text("utf-8"))
    for trap in HERE.joinpath("recognised").glob("*.pdf")
}
# Tesseract takes seconds for each, and other tests show it wrong letters and scans that lie askew too.
ALWAYS = {"scan_upside_down"}


@pytest.mark.parametrize("trap", sorted(RECOGNISED))
async def test_where_the_letters_are_wrong_the_picture_has_to_be_looked_at(trap: str) -> None:
    with pytest.raises(UnreadablePDF, match=Reason.NEEDS_OCR):
        await read(RECOGNISED[trap][0], tesseract=None)


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
@pytest.mark.parametrize(
    "trap", [pytest.param(trap, marks=[pytest.mark.soak] * (trap not in ALWAYS)) for trap in sorted(RECOGNISED)]
)
async def test_what_the_picture_shows_is_read_where_the_letters_are_wrong(trap: str) -> None:
    data, shown = RECOGNISED[trap]
    text = text_on(await read(data), 1)
    found = "".join(text.split())
    assert trap != "scan_upside_down" or "점심에는 친구하고 식당에서" in text
    assert difflib.SequenceMatcher(None, found, "".join(shown.split()), autojunk=False).ratio() > 0.9


async def test_words_spelled_like_no_others_stay_as_they_are_where_the_picture_shows_them() -> None:
    data = HERE.joinpath("strange_words.pdf").read_bytes()
    document = await read(bound(data, pages=2))  # Tesseract takes seconds for each
    if READS_SCANS:
        assert [(page.problem, page.scan) for page in document.pages] == [(None, False)] * 2
        assert "tqlmvrqvrnkplqmtv" in text_on(document, 2)
    else:
        assert [page.problem for page in document.pages] == [None, "needs_ocr"]


async def test_a_scanners_stamp_is_no_text_even_on_a_single_page() -> None:
    data = hostile.pages_with(b"", {7: hostile.stream(hostile.words("Scanned with CamScanner"))}, b"")
    document = await read(data, tesseract=None)
    assert [(page.blocks, page.problem) for page in document.pages[:2]] == [((), "needs_ocr"), ((), None)]


def test_pages_read_twice_are_counted_twice() -> None:
    _, told = read_with_a_scan()
    assert told == [(1, 2), (2, 2), (3, 3)] if READS_SCANS else [(1, 2), (2, 2)]


def test_the_page_at_work_is_told_before_it_is_drawn_also_to_find_out_its_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    program = in_place_of_tesseract(tmp_path, "exit 1", "deu kor eng osd")
    events = read_scans(scanned(9, 10), [1, 2], program, str(tmp_path), 5)
    assert [event["at"] for event in events] == [1, 2, 1, 2]


def test_tesseract_is_asked_once_how_a_page_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    asked = tmp_path / "asked"
    does = f"echo $4 >> {asked}\n{told('Rotate: 180', 'Script: Latin')}\necho '<html/>' > $2.hocr\n: > $2.txt"
    program = in_place_of_tesseract(tmp_path, does, "deu kor eng osd")
    list(read_scans(scanned(9), [1], program, str(tmp_path), 60))
    assert asked.read_text().split().count("osd") == 1
    assert len(asked.read_text().split()) > 3  # it was read as it lies and turned


def test_a_page_as_long_as_a_screenshot_may_be_is_read_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(ocr, "MOST_PIXELS", 500_000)
    monkeypatch.setattr(ocr, "MOST_POINTS", 125_000)
    long = pypdfium2.PdfDocument.new()
    long.new_page(200, 5_000)
    long.save(tmp_path / "long.pdf")
    does = f"{told('Rotate: 0')}\necho '<html/>' > $2.hocr\n: > $2.txt"
    program = in_place_of_tesseract(tmp_path, does, "deu kor eng")
    events = read_scans((tmp_path / "long.pdf").read_bytes(), [1], program, str(tmp_path), 60)
    [sheet] = [event["sheet"] for event in events if "sheet" in event]
    assert sheet.width * sheet.height == pytest.approx(125_000, rel=0.02)
    assert seen_at(sheet.width, sheet.height, sheet.view) == pytest.approx((200, 5_000), rel=0.02)


def reading(hocr: str, confidence: int, asked: Path, folder: Path, text: str = "O", script: str = "Latin") -> str:
    """What a program in place of Tesseract does that notes what it is asked, and reads this text with this confidence
    below `hocr`. It is as sure of each letter as makes that of a word, but says of words that it is not sure at all."""
    words = []
    sure = 100 - (100 - confidence) / WORSE
    for at, word in enumerate(text.split()):
        box = f"bbox {90 * at + 9} 9 {90 * at + 90} 40"
        letters = f"<span class='ocrx_cinfo' title='x_bboxes {box[5:]}; x_conf {sure}'>{word}</span>"
        words.append(f"<span class='ocrx_word' title='{box}; x_wconf 0'>{letters}</span>")
    box = f"bbox 9 9 {90 * len(words)} 40"
    line = f"<span class='ocr_line' title='{box}; baseline 0 0; x_size 30'>{''.join(words)}</span>"
    folder.joinpath("read").write_text(f"<html>{hocr}{line}</html>")
    seen = told(f"Script: {script}", confidence=9.5 if script == "Latin" else 0.4)
    return f"echo $* >> {asked}\n{seen}\ncp {folder / 'read'} $2.hocr\necho {text} > $2.txt"


@pytest.mark.parametrize(("drawn", "times"), [("ocr_photo", 1), ("ocr_separator", 1), ("ocr_carea", 2)])
def test_what_was_not_read_is_looked_at_again_but_for_pictures_and_rules(
    drawn: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    asked = tmp_path / "asked"
    does = reading(f"<div class='{drawn}' title='bbox 0 0 4000 4000'/>", 95, asked, tmp_path)
    program = in_place_of_tesseract(tmp_path, does, "deu kor osd")
    list(read_scans(scanned(9), [1], program, str(tmp_path), 60))
    assert len(re.findall(r"--psm 6 .*hocr", asked.read_text())) == times


@pytest.mark.parametrize(("confidence", "languages"), [(95, {"deu"}), (50, {"deu", "kor"})])
def test_only_what_is_not_surely_latin_is_read_by_a_model_of_korean(
    confidence: int, languages: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    asked = tmp_path / "asked"
    program = in_place_of_tesseract(tmp_path, reading("", confidence, asked, tmp_path), "deu kor osd")
    list(read_scans(scanned(9), [1], program, str(tmp_path), 60))
    assert set(re.findall(r"-l (\w+)(?= .*hocr)", asked.read_text())) == languages


async def test_scans_in_a_language_that_tesseract_has_no_data_of_are_named(tmp_path: Path) -> None:
    program = in_place_of_tesseract(tmp_path, told("Script: Bengali"), "deu kor eng osd")
    document = await read(bound(HERE.joinpath("hyphens.pdf").read_bytes(), scanned(9)), tesseract=program)
    assert (document.pages[1].problem, document.pages[1].lacks) == ("needs_ocr", ("ben",))
    with pytest.raises(UnreadablePDF, match=Reason.NEEDS_LANGUAGES):
        await read(scanned(9), tesseract=program)


POLISH = "Nazywam sie Ewa i mieszkam w Gdarisku ale moja matka jest w domu"


@pytest.mark.parametrize(
    ("text", "script", "installed", "found"),
    [
        (POLISH, "Latin", "deu kor osd", {"lacks": ["pol"]}),
        (POLISH, "Latin", "deu kor pol osd", {"lacks": []}),
        ("Ich heiße Anna und komme aus Berlin", "Latin", "deu kor osd", {"lacks": []}),
        ("Das ist ein 3HaKÖMCTBO mit cTya8HT und TbI1a", "Cyrillic", "deu kor osd", {"missing": ["rus"]}),
        ("Das ist ein Kurs A1 mit Anna und Minho", "Cyrillic", "deu kor osd", {"lacks": []}),  # a wrong guess
    ],
)
def test_what_is_read_without_the_data_of_its_language_says_so(
    text: str, script: str, installed: str, found: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    asked = tmp_path / "asked"
    program = in_place_of_tesseract(tmp_path, reading("", 95, asked, tmp_path, text, script), installed)
    *_, last = read_scans(scanned(9), [1], program, str(tmp_path), 60)
    assert last.items() >= found.items()
    assert ("pol+deu" in asked.read_text()) == ("pol" in installed)


async def test_a_scan_that_kills_its_reader_costs_itself_alone_and_the_others_are_laid_out_together(
    tmp_path: Path,
) -> None:
    does = f"{told('Script: Latin')}\necho '<html/>' > $2.hocr\n: > $2.txt"
    program = in_place_of_tesseract(tmp_path, does, "deu kor osd")
    jobs: list[tuple[str, list[int]]] = []

    async def run(pdf: Path, job: Mapping[str, Any], limits: Limits) -> AsyncGenerator[dict[str, Any], None]:
        jobs.append((job["task"], job.get("pages", [])))
        sheets = 0
        async for event in run_here(pdf, job, limits):
            yield event
            sheets += "sheet" in event
            if sheets and event.get("at") == 2:
                raise Died

    with pytest.raises(UnreadablePDF, match=Reason.NO_TEXT):  # Tesseract finds nothing on them
        await read(scanned(9, 10, 11), tesseract=program, run=run)
    scans = [job for job in jobs if job[0] not in ("probe", "read")]
    assert scans == [("scan", [1, 2, 3]), ("scan", [3]), ("scan", [2]), ("lay_out", [1, 2, 3])]


def test_a_cover_taken_for_another_script_keeps_no_page_from_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    cover, seen = told("Script: Devanagari", confidence=2.6), tmp_path / "seen"
    does = f"if [ -e {seen} ]; then {told('Script: Latin', confidence=1.4)}; else : > {seen}; {cover}; fi"
    does += "\necho '<html/>' > $2.hocr\n: > $2.txt"
    program = in_place_of_tesseract(tmp_path, does, "deu kor osd")
    events = list(read_scans(scanned(9, 10, 11), [1, 2, 3], program, str(tmp_path), 5))
    assert not [event for event in events if "missing" in event]


def test_letters_that_are_nearly_as_large_have_one_size_in_all_of_a_scanned_book() -> None:
    def sheet(number: int, *sizes: float) -> Sheet:
        return Sheet(number, 420, 595, [Word("Lektion", 40, 50, 90, 60, 58, size, False) for size in sizes], [], [])

    found = evened([sheet(1, 15.6, 10.1, 10.1), sheet(2, 14.7, 9.8, 20.5)])
    assert [[word.size for word in each.words] for each in found] == [[15.6, 10.1, 10.1], [15.6, 10.1, 20.5]]


def test_a_page_is_read_in_the_language_of_its_script_and_then_in_the_others() -> None:
    installed = {"deu", "eng", "kor", "jpn", "vie"}
    assert wanted_languages(["de"], "Korean", 8) == ["kor"]
    assert reading_languages(["kor"], "Korean", installed) == ["kor", "deu"]
    assert reading_languages(["jpn"], "", installed) == ["jpn", "kor", "deu"]
    assert reading_languages(["vie"], "Latin", installed) == ["kor", "vie+deu"]
    assert wanted_languages(["vi", "en"], "Latin", 8) == ["vie"]
    assert wanted_languages(["ja"], "Cyrillic", 0.1) == ["jpn"]
    assert wanted_languages(["de", "ja"], "", 0) == []
    assert wanted_languages(["uk"], "", 0) == ["ukr"]
    assert wanted_languages([], "Georgian", 8) == ["kat"]
    assert packages(["ben", "chi_sim"]) == (
        "tesseract-ocr tesseract-ocr-deu tesseract-ocr-kor tesseract-ocr-ben tesseract-ocr-chi-sim"
    )


def test_lines_are_taken_off_a_scan_and_no_letters() -> None:
    page, scale = pypdfium2.PdfDocument(SAMPLE_BOOK)[7], 300 / 72
    picture, printed = darkened(page.render(scale=scale, grayscale=True).to_pil()), page.get_textpage()
    lines = lines_on(picture, scale)
    text = printed.get_text_range()
    assert len([box for box in lines.level if box[2] - box[0] < picture.width / 2]) == len(re.findall("__+", text)) > 10
    taken = ImageChops.difference(without_lines(picture, lines), picture)
    for number, char in enumerate(text):
        x0, bottom, x1, top = (round(edge * scale) for edge in printed.get_charbox(number))
        if char.isalpha():
            assert not taken.crop((x0, picture.height - top, x1, picture.height - bottom)).getbbox()


async def test_an_exercise_on_a_scan_keeps_its_gaps_and_the_words_beside_them() -> None:
    if READS_SCANS:
        text = text_on(await read(scanned(8)), 1)
        assert all(entry in text for entry in ("Ich ____ Mina.", "Frau Sommer ____ Lehrerin.", "Ihr ____ neu hier."))


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
@pytest.mark.parametrize("trap", ["lines_in_empty_cells", "merged_cells"])
async def test_a_table_on_a_scan_has_the_rows_that_are_printed(trap: str) -> None:
    data = HERE.joinpath(f"{trap}.pdf").read_bytes()
    scan, page = text_on(await read(as_scan(data, angle=0.6)), 1), text_on(await read(data), 1)
    rows = [row for row in page.splitlines() if " | " in row]
    same = [row for row in rows if difflib.get_close_matches(row, scan.splitlines(), 1, 0.9)]
    assert len(same) >= len(rows) - 1 > 1  # Tesseract may take a letter for another one


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
async def test_columns_on_a_scan_with_a_line_between_are_read_one_after_the_other() -> None:
    trap = HERE.joinpath("columns_with_a_line_between.pdf").read_bytes()
    scan = text_on(await read(as_scan(trap, angle=-0.7)), 1)
    assert re.findall(r"^(\d)[.,] W", scan, re.MULTILINE) == list("123456")
    assert scan.count("① fahre") == scan.count("② fährt") == 2
    assert scan.count("Ich ____ mit dem Bus in die Stadt.") == 2
