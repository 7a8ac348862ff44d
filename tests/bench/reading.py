"""Reading a book of 200 pages, with one and two processes, beside the bare libraries."""

import gc
import io
import os
import time
from collections.abc import Awaitable, Callable
from statistics import median

import pdfplumber
import pypdfium2
from rich import print
from rich.table import Table

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.children.child import collect_rarely
from ingest.chunking import cut_passages
from ingest.pdf.document import Document
from ingest.pdf.pages import read_pages
from ingest.pdf.reader import read_pdf
from ingest.units.caption import Caption
from ingest.units.corrections import find_units

PAGES = 200
ROUNDS = 5


def long_book() -> bytes:
    """The sample book over and over."""
    source, book = pypdfium2.PdfDocument(SAMPLE_BOOK), pypdfium2.PdfDocument.new()
    numbers = [number % len(source) for number in range(PAGES)]
    for start in range(0, PAGES, len(source)):
        book.import_pages(source, numbers[start : start + len(source)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_pdfplumber(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def here(data: bytes) -> None:
    """Our reading in this process: what a child does once it has started."""
    usual = gc.get_threshold()
    collect_rarely()
    for _ in read_pages(data, range(1, len(pypdfium2.PdfDocument(data)) + 1)):
        pass
    gc.set_threshold(*usual)


def share_of_pdfplumber(data: bytes) -> float:
    """Of its processor time, taken in turns: a busy machine slows both."""
    shares = []
    for _ in range(ROUNDS + 1):
        started = time.process_time()
        here(data)
        between = time.process_time()
        with_pdfplumber(data)
        shares.append((between - started) / (time.process_time() - between))
    return median(shares[1:])  # the first round warms up


def with_pypdfium2(data: bytes) -> None:
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.get_textpage().get_text_bounded()


async def ours(data: bytes, processors: int) -> Document:
    """With that many processors, where the system lets a process choose (Linux); else with all."""
    if not hasattr(os, "sched_setaffinity"):
        return await read_pdf(data, lambda _done, _total: None)
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:processors])
    try:
        return await read_pdf(data, lambda _done, _total: None)
    finally:
        os.sched_setaffinity(0, allowed)


def _spent() -> float:
    """Processor time, of this process and the children that have ended."""
    return sum(os.times()[:4])


async def main() -> None:
    data = long_book()
    table = Table("reader", "seconds", "pages/s", "processor seconds")

    async def row(name: str, read: Callable[[], Awaitable[Document] | None]) -> Document | None:
        started, spent = time.perf_counter(), _spent()
        reading = read()
        document = await reading if reading else None
        seconds = time.perf_counter() - started
        table.add_row(name, f"{seconds:.1f}", f"{PAGES / seconds:.0f}", f"{_spent() - spent:.1f}")
        return document

    await row("pypdfium2, text alone", lambda: with_pypdfium2(data))
    await row("pdfplumber, extract_text alone", lambda: with_pdfplumber(data))
    await row("ours, 1 process", lambda: ours(data, 1))
    document = await row("ours, 2 processes", lambda: ours(data, 2))
    assert document is not None
    started = time.perf_counter()
    passages = cut_passages(document, find_units(document, Caption("A1")))
    print(table)
    print(f"units and {len(passages)} passages: {time.perf_counter() - started:.2f} s")
    share = share_of_pdfplumber(SAMPLE_BOOK.read_bytes())
    print(f"the sample book in one process: {share:.2f} of the processor time that pdfplumber takes for its bare text")
