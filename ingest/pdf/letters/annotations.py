"""What was filled into a PDF's form and written as comments on it -> words. No reader of text finds either."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PlumberPage

from ingest.pdf.document import Box, around
from ingest.pdf.letters.appearances import normal_look, shown_annotations
from ingest.pdf.letters.fields import field_text, numbers, text_of
from ingest.pdf.letters.second_reader import SecondSight
from ingest.pdf.letters.word import Word

MOST = 500  # of a page
LONGEST = 2_000  # letters of one
_NO_COMMENTS = {"Widget", "Link", "Popup"}
_SIZE = re.compile(r"([\d.]+)\s+Tf")


def fields(page: PlumberPage, second: SecondSight, words: Sequence[Word]) -> Iterator[Word]:
    """The texts in a form's fields, each line going on with the label at its left."""
    for data, box in _shown(page, second):
        if _name(data, "Subtype") == "Widget":
            for row, text in enumerate(_lines(field_text(data))):
                yield _placed(data, box, row, text, words)


def comments(page: PlumberPage, second: SecondSight, words: Sequence[Word]) -> Iterator[Word]:
    """But for those that the page itself shows."""
    for data, box in _shown(page, second):
        kind, written = _name(data, "Subtype"), text_of(data.get("Contents"))
        inside = "".join(
            word.text for word in words if box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= word.base <= box[3]
        )
        shown = (kind == "FreeText" and normal_look(data)) or "".join(written.split()) in inside
        if kind not in _NO_COMMENTS and not shown:
            for row, text in enumerate(_lines(written)):
                yield _placed(data, box, row, text, ())


def _shown(page: PlumberPage, second: SecondSight) -> Iterator[tuple[dict[str, Any], Box]]:
    for data in shown_annotations(page, MOST):
        if box := _box(data, second):
            yield data, box


def _box(data: dict[str, Any], second: SecondSight) -> Box | None:
    if not (edges := numbers(data.get("Rect"), 4)):
        return None
    return around((*point, *point) for point in (second.displayed(*edges[:2]), second.displayed(*edges[2:])))


def _name(data: dict[str, Any], key: str) -> str:
    return str(getattr(resolve1(data.get(key)), "name", ""))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text[:LONGEST].splitlines() if line.strip()]


def _placed(data: dict[str, Any], box: Box, row: int, text: str, words: Sequence[Word]) -> Word:
    x0, top, _, bottom = box
    size = _size(resolve1(data.get("DA")))
    base = min((top + bottom) / 2 + 0.35 * size, top + 1.2 * size) + 1.2 * size * row
    beside = [word for word in words if top < word.base < bottom and word.x1 <= x0 + 1]
    if row == 0 and beside:
        label = max(beside, key=lambda word: word.x1)
        base, size, x0 = label.base, label.size, label.x1 + 0.3 * label.size
    return Word(text, x0, base - size, x0 + 0.5 * size * len(text), base + 0.25 * size, base, size, False)


def _size(appearance: Any) -> float:
    text = appearance.decode("latin-1") if isinstance(appearance, bytes) else ""
    found = _SIZE.search(text)
    return min(max(float(found[1]), 6.0), 14.0) if found else 10.0
