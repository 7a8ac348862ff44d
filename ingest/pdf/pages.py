"""Some of a PDF's pages -> blocks. Runs in the child process."""

import io
import itertools
import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import pdfplumber
from pdfplumber.page import Page as PlumberPage
from pypdfium2 import PdfiumError

from ingest.pdf.clean import clean, join_lines
from ingest.pdf.clock import PageClock, TooSlow
from ingest.pdf.document import Block, Page, Problem
from ingest.pdf.layout import lay_out
from ingest.pdf.legible import is_legible
from ingest.pdf.running_heads import STAMP, Headless, take_out_running_heads
from ingest.pdf.second_reader import SecondReader, SecondSight, letters_in
from ingest.pdf.spreads import book_pages
from ingest.pdf.watermarks import without_watermarks
from ingest.pdf.words import Sheet, read_sheet, read_sheet_alone

PHOTOGRAPH = 0.5  # of the page: a picture that large may be the page itself
PICTURE = 0.05  # the same: a page with a running head and nothing as large is blank
FEW_LETTERS = 60  # beside such a picture they may be a scanner's, or a title printed on it


def read_pages(data: bytes, numbers: Sequence[int], undrawn: Collection[int] = ()) -> Iterator[dict[str, Any]]:
    """`{"at": n}` before each page is opened, so that the parent knows which one was deadly, with `"drawing"` before it
    is drawn: it may be read yet if it is among the `undrawn`. Then
    `{"page": {...}, "scan": bool}` for each page that could be read; `scan`: OCR may read more."""
    logging.disable(logging.WARNING)  # pdfminer has an opinion on every font
    sheets: list[Sheet] = []
    second, clock = SecondReader(data), PageClock()
    with pdfplumber.open(io.BytesIO(data), pages=list(numbers)) as pdf:
        for page in pdf.pages:
            yield {"at": page.page_number}
            try:
                sight = second.page(page)
                if page.page_number not in undrawn:
                    yield {"at": page.page_number, "drawing": True}
                    with suppress(PdfiumError):
                        sight.draw()
                    yield {"at": page.page_number}
                sheets.append(_sheet(page, sight, clock))
            except MemoryError:
                raise
            except (
                TooSlow,
                Exception,
            ):  # whatever a broken page throws (KeyError, TypeError, ...): it is named as unreadable
                continue
            finally:
                page.close()
    yield from laid_out(sheets)


def _sheet(page: PlumberPage, sight: SecondSight, clock: PageClock) -> Sheet:
    try:
        with clock.page():
            return read_sheet(page, sight)
    except (MemoryError, PdfiumError):
        raise
    except (TooSlow, Exception):  # what is too much for one reader may not be for the other
        with clock.page():
            return read_sheet_alone(page, sight)


def laid_out(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    spreads = book_pages(without_watermarks(sheets))
    halves = [
        (half, sheet.number * len(both) + at)
        for sheet, both in zip(sheets, spreads, strict=True)
        for at, half in enumerate(both)
    ]
    headless = iter(take_out_running_heads([half for half, _ in halves], [place for _, place in halves]))
    clock = PageClock()
    for sheet, both in zip(sheets, spreads, strict=True):
        yield {"at": sheet.number}
        pages = [next(headless) for _ in both]
        try:
            with clock.page():
                page = _page(sheet, pages)
        except (TooSlow, ArithmeticError, LookupError, ValueError):  # coordinates that no layout can have: unreadable
            continue
        yield {"page": asdict(page), "scan": _is_scan(page, sheet)}


def _page(sheet: Sheet, halves: Sequence[Headless]) -> Page:
    """`halves`: the book's pages on this one, in the order in which they are read."""
    text = " ".join(word.text for half in halves for word in half.sheet.words)
    legible = is_legible(text, sheet.recognised)
    blocks = [[block for block in lay_out(half.sheet) if block.text] if legible else [] for half in halves]
    running = tuple(text for half in halves for text in half.running)
    if legible:
        blocks[-1] += _asides(sheet)
    problem: Problem | None = None
    headed = bool(running) and not any(map(STAMP.search, running)) and sheet.covered < PICTURE
    if not any(blocks) and sheet.drawn and not headed:
        problem = "no_text" if legible else "garbled"
    return Page(
        sheet.number,
        tuple(itertools.chain(*blocks)),
        halves[0].label,
        (len(blocks[0]), halves[1].label) if len(halves) > 1 else None,
        running,
        problem,
        width=round(sheet.width, 1),
        height=round(sheet.height, 1),
        lost=_lost(sheet, itertools.chain(*blocks), running) if legible else 0,
        unseen=sheet.unseen,
    )


def _asides(sheet: Sheet) -> Iterator[Block]:
    for line in sheet.asides:
        box = (line.x0, line.top, line.x1, line.bottom)
        yield Block("paragraph", join_lines([clean(line.text)]), sheet.number, (box,), line.size, line.bold)


def _lost(sheet: Sheet, blocks: Iterable[Block], running: Iterable[str]) -> int:
    """Letters that can be seen on the page and are in no block."""
    there = letters_in(clean(word.text) for word in (*sheet.words, *sheet.asides))
    return (there - letters_in([*(block.text for block in blocks), *running])).total()


def _is_scan(page: Page, sheet: Sheet) -> bool:
    letters = sum(len(block.text) for block in page.blocks)
    return page.problem is not None or (sheet.covered > PHOTOGRAPH and letters < FEW_LETTERS)
