"""What an admin should look at before a book is published, and its English."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.page_ranges import both_ranges
from ingest.pdf.document import Page

MISREAD = 0.2  # of the scans: on fewer another language is a guess
LOST = 5  # letters of a page: fewer may be two readers' views of one


@dataclass(frozen=True, slots=True)
class Remark:
    """Something an admin should look at. Which units (numbers) and pages it is about; the words for it are
    the reader's language and live elsewhere."""

    code: Literal[
        "no_units",  # nothing rising was found; the book is searched as a whole
        "unsure",  # these may be no units at all: little speaks for them
        "by_order",  # they have no numbers, or these start anew, and were counted
        "outline_overruled",  # its pages do not show the units; another finder's do
        "unconfirmed",  # no heading on the first page of these units
        "missing",  # numbers between the first and the last that were not found
        "workbook",  # these pages of a workbook belong to the units that it is for
        "gap",  # pages between units that belong to none
        "overlap",  # pages that belong to two units
        "long",  # units much longer than the others
        "beyond_end",  # the caption names pages that the book does not have
        "number_differs",  # the file calls itself another unit than the caption
        "no_text",  # pictures in which Tesseract found no text
        "garbled",  # pages with wrong letters, which Tesseract could not read either
        "not_transcribed",  # scans that Claude was to read and could not
        "ocr_failed",  # scans that Tesseract did not get through
        "needs_ocr",  # pictures and pages with wrong letters, and no Tesseract with German, Korean and English
        "misread",  # scans that Tesseract has read without the data of their language
        "unreadable",  # pages that could not be opened
        "lost",  # letters that can be seen on these pages and are not in their text
        "unseen",  # pages some of whose text may not be seen on them: it could not be told
    ]
    units: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()  # the numbers that are printed on these pages, if all are known
    letters: int = 0  # of "lost"
    lacks: tuple[str, ...] = ()  # Tesseract's languages, of "needs_ocr" and "misread"

    @property
    def shown_pages(self) -> str:
        return both_ranges(self.pages, self.printed)


REMARKS: Mapping[str, str] = {  # {units}, {pages}, {letters}, {packages}
    "no_units": "There are no units, so I search the whole course. "
    "You can send it again with their pages, such as: A1 1:8-11 2:12-15",
    "unsure": "Little speaks for these being the book's units: {units}. If they are none, correct them so: {units}: -",
    "outline_overruled": "The PDF's outline points to the wrong pages; I found the units otherwise.",
    "by_order": "The units have no numbers, or these start anew, so I counted them.",
    "unconfirmed": "Units whose first page does not show their title: {units}",
    "missing": "Units I did not find: {units}",
    "workbook": "Pages of a workbook, each in the unit with its number: {pages}",
    "gap": "Pages that belong to no unit: {pages}",
    "overlap": "Pages in two units: {pages}",
    "long": "Unusually long units: {units}",
    "beyond_end": "The caption names pages that the book does not have. Units: {units}",
    "number_differs": "The file itself says it is another unit: {units}",
    "no_text": "Pictures in which I found no text: {pages}",
    "garbled": "Pages with garbled text that text recognition could not read either: {pages}",
    "needs_ocr": "Scanned pages that I could not read: {pages}. Install text recognition on the server and send the "
    "book again:\napt-get install {packages}",
    "misread": "Scanned pages whose special letters may be wrong: {pages}. Install their language on the server and "
    "send the book again:\napt-get install {packages}",
    "ocr_failed": "Scanned pages that text recognition did not get through: {pages}. "
    "Send the book again for another try.",
    "not_transcribed": "Pages that Claude could not read: {pages}. The server's log says why.",
    "unreadable": "Pages that could not be opened: {pages}",
    "lost": "Pages from which I may have lost something, {letters} letters in all: {pages}",
    "unseen": "Pages whose text I could not compare with what is seen on them: {pages}",
}


def _misread(scans: Sequence[Page]) -> Iterator[Remark]:
    """On languages of which more than a page or two are, or seem to be."""
    counts = Counter(language for page in scans for language in page.lacks)
    lacks = tuple(sorted(language for language, count in counts.items() if count > max(1, MISREAD * len(scans))))
    if lacks:
        yield Remark("misread", pages=tuple(page.number for page in scans if {*lacks} & {*page.lacks}), lacks=lacks)


def page_remarks(pages: Sequence[Page]) -> Iterator[Remark]:
    problems = sorted({page.problem for page in pages if page.problem})
    for problem in problems:
        them = [page for page in pages if page.problem == problem]
        lacks = tuple(sorted({language for page in them for language in page.lacks}))
        yield Remark(problem, pages=tuple(page.number for page in them), lacks=lacks)
    yield from _misread([page for page in pages if page.scan and not page.problem])
    if lost := [page for page in pages if page.lost >= LOST]:
        letters = sum(page.lost for page in lost)
        yield Remark("lost", pages=tuple(page.number for page in lost), letters=letters)
    if unseen := tuple(page.number for page in pages if page.unseen):
        yield Remark("unseen", pages=unseen)
