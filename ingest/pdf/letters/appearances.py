"""Text that a page has in the pictures of its annotations alone, such as stamps: what to paint, and where."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import Matrix
from pdfplumber.page import Page as PlumberPage

from ingest.pdf.letters.fields import field_text, is_mark, numbers

MOST = 100  # of a page
_HIDDEN = 2 | 32  # the flags of what is not shown
_WITHOUT_TEXT = {"Link", "Popup", "Highlight", "Underline", "StrikeOut", "Squiggly"}


def appearances(page: PlumberPage) -> Iterator[tuple[PDFStream, Matrix]]:
    """Those of annotations, but for fields whose value is read (`annotations`), each with the matrix that leads from it
    to the page."""
    for data in shown_annotations(page, MOST):
        if _is_needed(data):
            form = normal_look(data)
            box, rect = form and numbers(form.get("BBox"), 4), numbers(data.get("Rect"), 4)
            if form and box and rect:
                matrix = numbers(form.get("Matrix"), 6) or [1, 0, 0, 1, 0, 0]
                if fitted := _fitted(matrix, box, rect):
                    yield form, fitted


def shown_annotations(page: PlumberPage, most: int) -> Iterator[dict[str, Any]]:
    """Those among the first so many that are not hidden."""
    entries = resolve1(page.page_obj.annots)
    for data in map(resolve1, islice(entries, most) if isinstance(entries, list) else ()):
        if isinstance(data, dict):
            flags = resolve1(data.get("F", 0))
            if not (isinstance(flags, int) and flags & _HIDDEN):
                yield data


def _is_needed(data: dict[str, Any]) -> bool:
    kind = getattr(resolve1(data.get("Subtype")), "name", "")
    return kind not in _WITHOUT_TEXT and (kind != "Widget" or (not is_mark(data) and not field_text(data)))


def normal_look(data: dict[str, Any]) -> PDFStream | None:
    looks = resolve1(data.get("AP"))
    form = resolve1(looks.get("N")) if isinstance(looks, dict) else None
    if isinstance(form, dict):
        form = resolve1(form.get(getattr(resolve1(data.get("AS")), "name", "")))
    return form if isinstance(form, PDFStream) else None


def _fitted(matrix: list[float], box: list[float], rect: list[float]) -> Matrix | None:
    """The matrix, and after it what lays the box into the rectangle."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = zip(*corners, strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not wide or not high:
        return None
    across, up = abs(rect[2] - rect[0]) / wide, abs(rect[3] - rect[1]) / high
    right, top = min(rect[0], rect[2]) - across * min(xs), min(rect[1], rect[3]) - up * min(ys)
    return a * across, b * up, c * across, d * up, e * across + right, f * up + top
