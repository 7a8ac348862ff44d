"""A pdfplumber page's characters, as dictionaries with what reading needs."""

from typing import Any

from pdfminer.layout import LTChar
from pdfplumber.page import Page as PlumberPage

Char = dict[str, Any]
"""`x0`, `top`, `x1`, `bottom`: its box, from the page's top left corner; `origin`: where its baseline begins; `matrix`
and `upright`: how it is turned; `size`, `fontname`, `text`; `ncs` and `non_stroking_color`: how it is filled."""


def read_chars(page: PlumberPage) -> list[Char]:
    """In the order they were painted. pdfplumber's own dictionaries of them take a quarter of the time for a page."""
    left, top, height = float(page.mediabox[0]), float(page.mediabox[1]), float(page.height)
    whole = page.process_object

    def process(item: Any) -> dict[str, Any]:
        return _char(item, left, top + height) if isinstance(item, LTChar) else whole(item)

    page.process_object = process  # type: ignore[method-assign, assignment]  # of this page alone
    found: list[Char] = page.objects.get("char", [])
    return found


def _char(item: LTChar, left: float, floor: float) -> Char:
    *_, x, y = item.matrix
    font = item.fontname
    return {
        "object_type": "char",
        "text": item.get_text(),
        "x0": item.x0 + left,
        "x1": item.x1 + left,
        "top": floor - item.y1,
        "bottom": floor - item.y0,
        "origin": (x + left, floor - y),
        "matrix": item.matrix,
        "upright": item.upright,
        "size": item.size,
        "fontname": font if isinstance(font, str) else str(font),
        "ncs": item.ncs.name,
        "non_stroking_color": item.graphicstate.ncolor,
    }
