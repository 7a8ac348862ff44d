"""Reading in child processes: progress, limits, and files that mean harm."""

import asyncio
import ctypes
import random
import sys

import pytest

from ingest.children.parent import Limits
from ingest.pdf.document import Document
from ingest.pdf.reader import Reason, UnreadablePDF, read_pdf
from tests.in_process import run_here
from tests.pdfs import HERE, hostile, unseen
from tests.pdfs.processes import readers

TIGHT = Limits(megabytes=400, child_seconds=10, silent_seconds=1.5, book_seconds=60)


async def read(data: bytes, limits: Limits = TIGHT) -> Document:
    return await read_pdf(data, lambda _done, _total: None, limits, tesseract=None)


async def refusal(data: bytes, limits: Limits = TIGHT) -> Reason:
    with pytest.raises(UnreadablePDF) as caught:
        await read(data, limits)
    return caught.value.reason


async def test_parts_read_by_several_children_come_back_in_order_and_each_page_is_counted_once() -> None:
    told: list[tuple[int, int]] = []
    data = (HERE / "contents_page.pdf").read_bytes()
    whole = await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here)
    limits = Limits(pages_a_child=6)
    parts = await read_pdf(data, lambda done, total: told.append((done, total)), limits, tesseract=None)
    assert told == [(done, 11) for done in range(1, 12)]
    assert [page.number for page in parts.pages] == list(range(1, 12))
    assert [page.blocks for page in parts.pages[2:10]] == [page.blocks for page in whole.pages[2:10]]


async def test_a_page_that_never_ends_is_named_and_the_others_are_read() -> None:
    document = await read(hostile.page_that_never_ends())
    assert [page.problem for page in document.pages] == [None, "unreadable", None]
    assert document.pages[2].blocks[0].text == "Die letzte Seite."


async def test_a_page_that_takes_all_memory_is_named_and_the_others_are_read() -> None:
    document = await read(hostile.page_too_large())
    assert [page.problem for page in document.pages] == [None, "unreadable", None]


async def test_what_keeps_one_reader_from_a_page_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    far = b"BT /F 12 Tf 1 0 0 1 1%s 500 Tm (Weit weg) Tj ET" % (b"0" * 320)
    white = hostile.stream(b"1 g BT /F 90000 Tf -900 -900 Td (xxx) Tj ET")  # what reaches beyond a page is no fault
    await read(hostile.pages_with(far, {9: white}, b""))
    assert "page 3" not in caplog.text
    assert "page 2, read by pypdfium2 alone: 'OverflowError in ingest.pdf." in caplog.text
    assert "Weit" not in caplog.text


async def test_a_book_of_deadly_pages_is_given_up() -> None:
    limits = Limits(silent_seconds=1, deaths=0)
    assert await refusal(hostile.page_that_never_ends(), limits) == Reason.TOO_COSTLY


async def test_the_clock_for_the_whole_book_stops_it() -> None:
    limits = Limits(book_seconds=0.5)
    assert await refusal(hostile.page_that_never_ends(), limits) == Reason.TOO_COSTLY
    assert readers() == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n", Reason.EMPTY),
        (b"PK\x03\x04 a zip archive", Reason.NOT_A_PDF),
        (random.Random(7).randbytes(5_000), Reason.NOT_A_PDF),
        (b"%PDF-1.7\n" + random.Random(8).randbytes(5_000), Reason.DAMAGED),
        ((HERE / "columns.pdf").read_bytes()[:4_000], Reason.DAMAGED),
        (hostile.locked(), Reason.LOCKED),
        (hostile.endless_tree(), Reason.DAMAGED),
    ],
    ids=["empty", "blank", "zip", "random", "random with a head", "truncated", "locked", "endless tree"],
)
async def test_each_file_that_is_no_book_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    assert await refusal(data) == reason


@pytest.mark.parametrize(
    "catalog",
    [
        b"/NeedsRendering true /AcroForm << /Fields [] /XFA [(template) 6 0 R] >>",
        b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /UF (a.pdf) /EF << /F 6 0 R >> >>] >> >>",
    ],
    ids=["form", "portfolio"],
)
async def test_a_page_that_asks_for_another_program_is_no_book(catalog: bytes) -> None:
    data = unseen.page(b"", catalog=catalog, more=hostile.stream(b"<template/>"))
    assert await refusal(data) == Reason.WRAPPING
    plain = catalog.replace(b"true", b"false").replace(b".pdf", b".mp3")
    assert (await read(unseen.page(b"", catalog=plain, more=hostile.stream(b"<template/>")))).pages[0].blocks


async def test_too_many_pages_are_refused_before_any_is_read() -> None:
    assert await refusal(hostile.many_pages(31), Limits(pages=30)) == Reason.TOO_MANY_PAGES


async def test_a_book_of_blank_pages_has_no_text() -> None:
    data = hostile.pages_with(b"", {7: hostile.stream(b""), 9: hostile.stream(b"")}, b"")
    assert await refusal(data) == Reason.NO_TEXT


async def test_damaged_files_get_a_verdict_and_leave_no_process_behind() -> None:
    lesson = hostile.lessons(1)
    damaged = (hostile.mutation(lesson, seed) for seed in (0, 1))
    verdicts = await asyncio.gather(*(read(data) for data in damaged), return_exceptions=True)
    assert {type(verdict) for verdict in verdicts} == {Document, UnreadablePDF}
    assert readers() == []


@pytest.mark.parametrize(
    "name", ["outline in a circle", "labels in a circle", "form in itself", "endless brackets", "huge paper"]
)
async def test_what_is_made_to_hang_a_reader_costs_a_page_at_most(name: str) -> None:
    document = await read(hostile.SET[name](), Limits(silent_seconds=3))
    assert document.pages[0].blocks[0].text in {"Lektion 1", "Die erste Seite."}


@pytest.mark.parametrize("name", ["endless tiles", "masks in masks"])
async def test_a_page_that_takes_too_long_to_draw_is_read_without_its_picture(name: str) -> None:
    document = await read(hostile.SET[name](), Limits(draw_seconds=1, silent_seconds=600))
    assert [page.problem for page in document.pages] == [None] * 3
    assert document.pages[1].blocks[0].text.startswith("Neben den")
    assert [page.unseen for page in document.pages] == [False, True, False]


async def test_a_reading_that_is_cancelled_leaves_no_process_behind() -> None:
    started = asyncio.Event()
    reading = asyncio.create_task(
        read_pdf(hostile.page_that_never_ends(), lambda _done, _total: started.set(), Limits())
    )
    await started.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert readers() == []


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's")
async def test_who_starts_children_hides_from_them() -> None:
    libc, set_dumpable, get_dumpable = ctypes.CDLL(None), 4, 3
    libc.prctl(set_dumpable, 1)
    await read((HERE / "hyphens.pdf").read_bytes())
    assert libc.prctl(get_dumpable) == 0


async def test_children_know_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    environments: list[dict[str, str]] = []

    def look(_done: int, _total: int) -> None:
        environments.extend(child.environ() for child in readers())
        reading.cancel()

    reading = asyncio.create_task(read_pdf(hostile.page_that_never_ends(), look, Limits(silent_seconds=600)))
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert environments
    assert all(
        set(environment) <= {"PYTHONPATH", "LANG", "LC_CTYPE", "OPENBLAS_NUM_THREADS"} for environment in environments
    )
