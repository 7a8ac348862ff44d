"""Some of a PDF's pages -> blocks. Runs in the child process."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import pdfplumber

from ingest.pdf.document import Page, Problem
from ingest.pdf.layout import lay_out
from ingest.pdf.legible import is_legible
from ingest.pdf.running_heads import Headless, take_out_running_heads
from ingest.pdf.words import Sheet, read_sheet

PHOTOGRAPH = 0.5  # of the page: a picture that large may be the page itself
FEW_LETTERS = 60  # beside such a picture they may be a scanner's, or a title printed on it


def read_pages(data: bytes, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """`{"at": n}` before each page is opened, so that the parent knows which one was deadly; then
    `{"page": {...}, "scan": bool}` for each page that could be read; `scan`: OCR may read more."""
    logging.disable(logging.WARNING)  # pdfminer has an opinion on every font
    sheets: list[Sheet] = []
    with pdfplumber.open(io.BytesIO(data), pages=list(numbers)) as pdf:
        for page in pdf.pages:
            yield {"at": page.page_number}
            try:
                sheets.append(read_sheet(page))
            except MemoryError:
                raise
            except Exception:  # whatever a broken page throws (KeyError, TypeError, ...): it is named as unreadable
                continue
            finally:
                page.close()
    yield from laid_out(sheets)


def laid_out(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    for headless in take_out_running_heads(sheets):
        yield {"at": headless.sheet.number}
        try:
            page = _page(headless)
        except (ArithmeticError, LookupError, ValueError):  # coordinates that no layout can have: unreadable
            continue
        yield {"page": asdict(page), "scan": _is_scan(page, headless.sheet)}


def _page(headless: Headless) -> Page:
    sheet = headless.sheet
    text = " ".join(word.text for word in sheet.words)
    legible = is_legible(text)
    blocks = tuple(block for block in lay_out(sheet) if block.text) if legible else ()
    problem: Problem | None = None
    if not blocks and sheet.drawn:
        problem = "no_text" if legible else "garbled"
    return Page(
        sheet.number,
        blocks,
        headless.label,
        headless.running,
        problem,
        width=round(sheet.width, 1),
        height=round(sheet.height, 1),
    )


def _is_scan(page: Page, sheet: Sheet) -> bool:
    letters = sum(len(block.text) for block in page.blocks)
    return page.problem is not None or (sheet.covered > PHOTOGRAPH and letters < FEW_LETTERS)
