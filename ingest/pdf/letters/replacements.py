"""What glyphs say together, where the PDF tells (`ActualText`): conjuncts, and letters with their vowel signs and
accents, of which no glyph alone has a text, or a wrong one. Pure."""

from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from typing import Any

from pdfminer.utils import decode_text

from ingest.pdf.letters.clean import says

MOST_GLYPHS = 8  # of a cluster; what is said of more is not what is seen, but a description of it
MOST_LETTERS = 4  # a glyph


def actual_text(properties: Any) -> str | None:
    """That of marked content with these properties."""
    text = properties.get("ActualText") if isinstance(properties, Mapping) else None
    if not isinstance(text, bytes):
        return None
    return text[3:].decode("utf-8", "ignore") if text.startswith(BOM_UTF8) else decode_text(text)


def replaced(chars: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """These characters as one with this text; as they are, if they are more than it can be of. Without a text they are
    parts of what another one says, unless nobody knows them: that much is missing."""
    if len(chars) == 1 and chars[0]["text"] == text and "guess" not in chars[0]:  # browsers say it of every glyph
        return list(chars)
    if not chars or len(chars) > MOST_GLYPHS or len(text) > MOST_LETTERS * len(chars) or _are_apart(chars):
        return list(chars)
    if not text:
        return [char for char in chars if not says(char["text"])]
    widest = max(chars, key=lambda char: char["x1"] - char["x0"])
    ends = {"x0": min(char["x0"] for char in chars), "x1": max(char["x1"] for char in chars)}
    whole = {**widest, **ends, "text": text}
    whole.pop("guess", None)
    return [whole]


def _are_apart(chars: Sequence[dict[str, Any]]) -> bool:
    """Whether they stand on more than one line."""
    bases, size = [char["base"] for char in chars], max(char["size"] for char in chars)
    return bool(max(bases) - min(bases) > size)
