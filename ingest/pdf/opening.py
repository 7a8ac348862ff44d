"""A PDF's bytes -> its pages, open for both readers.

pdfium bears nearly all that is broken in a file. So it tells how large pages are, and how they are turned; and what
pdfminer cannot open, or counts otherwise, it writes anew.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF

from ingest.pdf.letters.fonts import Fonts
from ingest.pdf.letters.second_reader import SecondReader, SecondSight
from ingest.pdf.objects import Objects

_OTHER_BOXES = ("CropBox", "TrimBox", "BleedBox", "ArtBox")


class Pages:
    """Those of these numbers. Raises PdfiumError, or whatever pdfminer throws, if the file is beyond repair."""

    def __init__(self, data: bytes, numbers: Sequence[int]) -> None:
        self._second = SecondReader(data)
        try:
            self._pdf, pages = _pages(data)
            if len(pages) != self._second.count:
                raise LookupError("the readers count other pages")
            opened = [PDFPage(*pages[number - 1].found) for number in numbers]
        except MemoryError:
            raise
        except Exception:
            copy, numbers = self._second.copied(numbers)
            self._pdf, pages = _pages(copy)
            opened = [PDFPage(*page.found) for page in pages]
        self._pages = dict(zip(numbers, opened, strict=True))

    @contextmanager
    def open(self, number: int) -> Iterator[tuple[PlumberPage, SecondSight]]:
        """Raises PdfiumError. What pdfplumber has found on the page is let go afterwards: all of a book is much."""
        sight = self._second.page(number)
        page = PlumberPage(self._pdf, _as_displayed(self._pages[number], sight), number)
        try:
            yield page, sight
        finally:
            page.close()


class _Unopened(PDFPage):
    """A page as it was found, of which nothing is read yet: in a long book that takes longer than the pages wanted."""

    def __init__(self, *found: Any) -> None:
        self.found = found


def _pages(data: bytes) -> tuple[PDF, Sequence[_Unopened]]:
    pdf = PDF.open(io.BytesIO(data))
    pdf.doc = Objects.of(pdf.doc)
    pdf.rsrcmgr = Fonts()
    return pdf, [page for page in _Unopened.create_pages(pdf.doc) if isinstance(page, _Unopened)]


def _as_displayed(page: PDFPage, sight: SecondSight) -> PDFPage:
    """With the part of it that is displayed as all there is; pdfplumber's places begin at its corner."""
    left, bottom, right, top = page.mediabox = page.cropbox = sight.bounds
    page.rotate = sight.rotation
    attributes: dict[Any, Any] = page.attrs
    attributes |= {"MediaBox": [0, 0, right - left, top - bottom], "Rotate": page.rotate}
    for box in _OTHER_BOXES:
        attributes.pop(box, None)
    return page
