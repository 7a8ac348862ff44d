"""What is filled into the fields of a PDF's form. Pure."""

from collections.abc import Iterator
from math import isfinite
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.utils import decode_text

DEEPEST = 8  # fields within fields
_UTF8 = b"\xef\xbb\xbf"
_PUSHED = 1 << 16  # the flag of a button that is pushed, and keeps nothing


def is_mark(data: dict[str, Any]) -> bool:
    """Whether it is a box that is ticked or not."""
    flags = _inherited(data, "Ff")
    return _kind(data) == "Btn" and not (isinstance(flags, int) and flags & _PUSHED)


def field_text(data: dict[str, Any]) -> str:
    """What somebody has written or chosen; empty if nothing."""
    if _kind(data) not in {"Tx", "Ch"}:
        return ""
    shown = dict(_choices(_inherited(data, "Opt"))) if _kind(data) == "Ch" else {}
    value = _inherited(data, "V")
    texts = map(text_of, value if isinstance(value, list) else [value])
    return ", ".join(shown.get(text, text) for text in texts if text)


def text_of(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, PDFStream):
        value = value.get_data()
    if isinstance(value, bytes):
        return value[3:].decode("utf-8", "replace") if value.startswith(_UTF8) else decode_text(value)
    return value if isinstance(value, str) else ""


def numbers(value: Any, count: int) -> list[float]:
    """So many finite ones; empty if it is anything else."""
    found = [resolve1(each) for each in value] if isinstance(value := resolve1(value), list) else []
    good = len(found) == count and all(isinstance(each, int | float) and isfinite(each) for each in found)
    return found if good else []


def _choices(options: Any) -> Iterator[tuple[str, str]]:
    """What a choice is called in the file, and what is shown of it."""
    for option in map(resolve1, options if isinstance(options, list) else ()):
        if isinstance(option, list) and len(option) == 2:
            yield text_of(option[0]), text_of(option[1])


def _kind(data: dict[str, Any]) -> str:
    return str(getattr(_inherited(data, "FT"), "name", ""))


def _inherited(data: dict[str, Any], key: str) -> Any:
    """The entry of a field, or of one that it is a part of."""
    for _ in range(DEEPEST):
        found, parent = resolve1(data.get(key)), resolve1(data.get("Parent"))
        if found is not None or not isinstance(parent, dict):
            return found
        data = parent
    return None
