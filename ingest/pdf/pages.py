"""Some of a PDF's pages -> blocks. Runs in the child process."""

import logging
import traceback
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import suppress
from typing import Any

from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException
from pypdfium2 import PdfiumError

from ingest.pdf.clock import PageClock, TooSlow, deadly_clock
from ingest.pdf.layout import Sheet, laid_out
from ingest.pdf.letters.second_reader import SecondSight
from ingest.pdf.opening import Pages
from ingest.pdf.sheets import read_sheet, read_sheet_alone


def read_pages(
    data: bytes, numbers: Sequence[int], undrawn: Collection[int] = (), draw_seconds: float = 0.0
) -> Iterator[dict[str, Any]]:
    """`{"at": n}` before each page is opened, so that the parent knows which one was deadly, with `"drawing"` before it
    is drawn: it may be read yet if it is among the `undrawn`. More than `draw_seconds` for that are deadly, if it
    is not 0. Then
    `{"page": Page, "scan": bool}` for each page that could be read; `scan`: OCR may read more. `{"fault": "..."}` says
    what made the second reader read a page alone, if that was not foreseen, in none of the page's words."""
    logging.disable(logging.WARNING)  # pdfminer has an opinion on every font
    sheets: list[Sheet] = []
    pages, clock, known = Pages(data, numbers), PageClock(), set[int]()
    for number in numbers:
        yield {"at": number}
        try:
            with pages.open(number) as (page, sight):
                if number not in undrawn:
                    yield {"at": number, "drawing": True}
                    with suppress(PdfiumError), deadly_clock(draw_seconds):
                        sight.draw()
                    yield {"at": number}
                sheets.append((yield from _sheet(page, sight, clock, known)))
        except MemoryError:
            raise
        except (TooSlow, Exception):  # whatever a broken page throws (KeyError, ...): it is named as unreadable
            continue
    yield from laid_out(sheets)


def _sheet(
    page: PlumberPage, sight: SecondSight, clock: PageClock, known: set[int]
) -> Generator[dict[str, Any], None, Sheet]:
    try:
        with clock.page():
            return read_sheet(page, sight, known)
    except (MemoryError, PdfiumError):
        raise
    except (TooSlow, PdfminerException):  # what is too much for one reader may not be for the other
        pass
    except Exception as fault:  # of a page that is broken, or our own
        *_, (frame, line) = traceback.walk_tb(fault.__traceback__)
        yield {"fault": f"{type(fault).__name__} in {frame.f_globals['__name__']}:{line}"}
    with clock.page():
        return read_sheet_alone(page.page_number, sight)
