"""Scans read by Claude: what it writes becomes a page, what it costs is named first and paid once."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.sandbox.claude import ClaudeServer
from ingest.library import BookState, Library, Progress
from ingest.pdf.document import Page
from ingest.scans.claude import ClaudeTranscriber
from ingest.scans.transcription import INSTRUCTIONS, transcribed
from ingest.units.caption import parse_caption
from tests.in_process import run_here_but_scans
from tests.ingest.jobs.librarians import end, working
from tests.ingest.textbooks import Letters, textbook
from tests.pdfs.scans import READS_SCANS, bound, scanned

PAGE = """page: 12
# Lektion 1: Guten Tag

Ich heiße Mina. Ich wohne in Leip-
zig und lerne Deutsch.

der Tag | 날
die Nacht | 밤
"""


@pytest.fixture
async def claude() -> AsyncIterator[ClaudeServer]:
    async with ClaudeServer() as server:
        yield server


@pytest.fixture
async def library(pool: asyncpg.Pool, claude: ClaudeServer) -> AsyncIterator[Library]:
    transcriber = ClaudeTranscriber(SecretStr(claude.api_key), "claude-sonnet-4-6", claude.url)
    yield Library(pool, Letters(), transcriber=transcriber, run=run_here_but_scans)
    await transcriber.close()


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which would take seconds to read what Claude reads then."""
    monkeypatch.setenv("PATH", "")


async def receive(library: Library, url: str, data: bytes) -> tuple[int, Progress]:
    book = (await library.receive(data, "scan.pdf", parse_caption("A1"))).book
    async with working(library, url):
        return book, await end(library, book)


async def transcribe(library: Library, url: str, book: int) -> Progress:
    assert await library.transcripts.order(book)
    async with working(library, url):
        return await end(library, book)


async def texts(pool: asyncpg.Pool) -> list[str]:
    rows = await pool.fetch("SELECT paragraphs FROM passages ORDER BY unit, position")
    return [part["text"] for row in rows for part in row["paragraphs"]]


def test_a_transcript_becomes_headings_paragraphs_and_tables() -> None:
    page = transcribed(Page(3, (), problem="no_text", scan=True), PAGE)
    assert [(block.kind, block.text) for block in page.blocks] == [
        ("heading", "Lektion 1: Guten Tag"),
        ("paragraph", "Ich heiße Mina. Ich wohne in Leipzig und lerne Deutsch."),
        ("table", "der Tag | 날\ndie Nacht | 밤"),
    ]
    assert (page.label, page.problem) == ("12", None)


@pytest.mark.parametrize("nothing", ["page: -", "", "page: 7\n\n", "#"])
def test_where_nothing_is_printed_the_page_stays_as_it_was(nothing: str) -> None:
    page = Page(3, (), problem="no_text", scan=True)
    assert transcribed(page, nothing) == page


@given(st.text())
def test_whatever_is_written_no_word_of_it_is_lost(text: str) -> None:
    page = transcribed(Page(1, ()), f"page: -\nAnfang\n{text}")
    assert page.blocks[0].text.startswith("Anfang")
    assert all(block.text for block in page.blocks)


async def test_a_scan_is_read_once_its_price_is_agreed_to(
    library: Library, claude: ClaudeServer, pool: asyncpg.Pool, database_url: str
) -> None:
    claude.answer_with(PAGE)
    book, before = await receive(library, database_url, bound(textbook("Essen"), scanned(9)))
    assert before.state == BookState.DRAFT
    quote = await library.transcripts.estimate(book)
    assert quote is not None
    assert (quote.pages, quote.model) == (1, "claude-sonnet-4-6")
    assert 0.01 < quote.dollars < 0.05
    assert claude.requests == []  # nothing was spent yet
    after = await transcribe(library, database_url, book)
    assert after.state == BookState.DRAFT
    assert "Ich heiße Mina. Ich wohne in Leipzig und lerne Deutsch." in await texts(pool)
    assert "um Essen." in " ".join(await texts(pool))
    [request] = claude.requests
    assert request.body["system"] == INSTRUCTIONS
    assert await library.transcripts.estimate(book) is None


@pytest.mark.usefixtures("no_tesseract")
async def test_a_book_of_nothing_but_scans_is_saved_by_it(
    library: Library, claude: ClaudeServer, pool: asyncpg.Pool, database_url: str
) -> None:
    claude.answer_with(PAGE)
    book, failed = await receive(library, database_url, scanned(9, 10))
    assert (failed.state, failed.failure) == (BookState.FAILED, "needs_ocr")
    assert (await transcribe(library, database_url, book)).state == BookState.DRAFT
    assert len(claude.requests) == 2
    assert (await texts(pool)).count("der Tag | 날\ndie Nacht | 밤") == 2
    corrected = await library.correct(book, "1: 1-2")
    assert corrected == book
    async with working(library, database_url):
        assert (await end(library, book)).state == BookState.DRAFT
    assert len(claude.requests) == 2  # what was paid for is not paid for again


@pytest.mark.usefixtures("no_tesseract")
async def test_what_is_already_paid_for_survives_an_outage(
    library: Library, claude: ClaudeServer, database_url: str
) -> None:
    claude.answer_with(PAGE)
    book, _ = await receive(library, database_url, bound(textbook("Essen"), scanned(9, 10)))
    outage = claude.fail(429, times=10, retry_after=0.01)  # each of the two is tried five times
    assert (await transcribe(library, database_url, book)).state == BookState.DRAFT
    assert outage.met == 10
    assert [request.outcome for request in claude.requests].count("complete") == 2


@pytest.mark.usefixtures("no_tesseract")
async def test_what_claude_refuses_is_named_and_the_rest_goes_on(
    library: Library, claude: ClaudeServer, database_url: str
) -> None:
    book, _ = await receive(library, database_url, bound(textbook("Essen"), scanned(9)))
    claude.fail(400, times=9)
    report = (await transcribe(library, database_url, book)).report
    assert report is not None
    assert ("not_transcribed", (4,)) in [(remark.code, remark.pages) for remark in report.remarks]
    quote = await library.transcripts.estimate(book)
    assert quote is not None
    assert quote.pages == 1


@pytest.mark.usefixtures("no_tesseract")
async def test_without_the_setting_nothing_is_offered(pool: asyncpg.Pool, database_url: str) -> None:
    library = Library(pool, Letters(), run=run_here_but_scans)
    book, _ = await receive(library, database_url, bound(textbook("Essen"), scanned(9)))
    assert await library.transcripts.estimate(book) is None
    assert not await library.transcripts.order(book)


@pytest.mark.usefixtures("no_tesseract")
async def test_a_published_book_is_not_changed_under_its_readers(library: Library, database_url: str) -> None:
    book, _ = await receive(library, database_url, bound(textbook("Essen"), scanned(9)))
    assert await library.publish(book)
    assert await library.transcripts.estimate(book) is None
    assert not await library.transcripts.order(book)


@pytest.mark.skipif(not READS_SCANS, reason="no Tesseract here")
async def test_a_file_sent_again_is_read_again_where_tesseract_was_missing(
    library: Library, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bound(textbook("Essen"), scanned(9))
    with monkeypatch.context() as patched:
        patched.setenv("PATH", "")
        _, without = await receive(library, database_url, data)
    _, having = await receive(library, database_url, data)
    assert without.report is not None
    assert having.report is not None
    assert "needs_ocr" in [remark.code for remark in without.report.remarks]
    assert "needs_ocr" not in [remark.code for remark in having.report.remarks]
