"""A range of a PDF's pages -> blocks. Runs in the child process."""

import io
import logging
from collections.abc import Iterator, Set
from dataclasses import asdict
from typing import Any

import pdfplumber

from ingest.pdf.clean import readable_share
from ingest.pdf.document import Page, Problem
from ingest.pdf.layout import lay_out
from ingest.pdf.running_heads import Headless, take_out_running_heads
from ingest.pdf.words import Sheet, read_sheet

GARBLED = 0.7  # a page of which less can be read shows wrong letters only


def read_pages(data: bytes, first: int, last: int, skip: Set[int]) -> Iterator[dict[str, Any]]:
    """`{"at": n}` before each page is opened, so that the parent knows which one was deadly; then
    `{"page": {...}}` for each page that could be read."""
    logging.disable(logging.WARNING)  # pdfminer has an opinion on every font
    sheets: list[Sheet] = []
    wanted = [number for number in range(first, last + 1) if number not in skip]
    with pdfplumber.open(io.BytesIO(data), pages=wanted) as pdf:
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
    for headless in take_out_running_heads(sheets):
        yield {"at": headless.sheet.number}
        try:
            yield {"page": asdict(_page(headless))}
        except (ArithmeticError, LookupError, ValueError):  # coordinates that no layout can have: unreadable
            continue


def _page(headless: Headless) -> Page:
    sheet = headless.sheet
    text = "".join(word.text for word in sheet.words)
    blocks = lay_out(sheet) if readable_share(text) >= GARBLED else ()
    blocks = tuple(block for block in blocks if block.text)
    problem: Problem | None = None if blocks else ("garbled" if text else "no_text")
    return Page(
        sheet.number,
        blocks,
        headless.label,
        headless.running,
        problem,
        round(sheet.width, 1),
        round(sheet.height, 1),
    )
