"""A quick look at a whole PDF: can it be opened, how many pages, which outline. Runs in the child process."""

import itertools
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2.raw import FORMTYPE_XFA_FULL, FPDF_ERR_PASSWORD

from ingest.pdf.letters.clean import clean, join_lines

MOST_BOOKMARKS = 5_000
MOST_ATTACHED = 100
LONGEST_LABEL = 12  # characters


def probe(data: bytes, most_pages: int) -> Iterator[dict[str, Any]]:
    """`{"refused": reason}`, or one after the other, as each can be deadly: `{"pages": n}`, `{"outline": [[level,
    title, page], ...]}` and `{"labels": [...]}`, what the PDF calls its pages; none if it calls them 1, 2, 3."""
    try:
        pdf = _opened(data, most_pages)
    except _Refused as refusal:
        yield {"refused": str(refusal)}
        return
    yield {"pages": len(pdf)}
    yield {"outline": list(_outline(pdf))}
    yield {"labels": _labels(pdf)}


class _Refused(Exception):
    """Its text is the reason."""


def _opened(data: bytes, most_pages: int) -> PdfDocument:
    if b"%PDF-" not in data[:1024]:
        raise _Refused("not_a_pdf")
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        raise _Refused("locked" if error.err_code == FPDF_ERR_PASSWORD else "damaged") from None
    if len(pdf) == 0:
        raise _Refused("damaged")
    if len(pdf) > most_pages:
        raise _Refused("too_many_pages")
    if _is_wrapping(pdf):
        raise _Refused("wrapping")
    return pdf


def _is_wrapping(pdf: PdfDocument) -> bool:
    """Whether its page only asks to open it with another program: a form that is drawn from XML, or a portfolio of
    other PDFs."""
    attached = (pdf.get_attachment(at).get_name().lower() for at in range(min(pdf.count_attachments(), MOST_ATTACHED)))
    return pdf.get_formtype() == FORMTYPE_XFA_FULL or (
        len(pdf) == 1 and any(name.endswith(".pdf") for name in attached)
    )


def _labels(pdf: PdfDocument) -> list[str]:
    labels = [clean(pdf.get_page_label(index)).strip()[:LONGEST_LABEL] for index in range(len(pdf))]
    plain = all(label in ("", str(number)) for number, label in enumerate(labels, 1))
    return [] if plain else labels


def _outline(pdf: PdfDocument) -> Any:
    for bookmark in itertools.islice(pdf.get_toc(), MOST_BOOKMARKS):
        title = join_lines([clean(bookmark.get_title())])
        if title:
            yield [bookmark.level + 1, title, _target(bookmark)]


def _target(bookmark: pypdfium2.PdfBookmark) -> int | None:
    destination = bookmark.get_dest()
    index = destination.get_index() if destination else None
    return None if index is None else index + 1
