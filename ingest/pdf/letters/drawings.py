"""Fonts whose letters are drawings (Type 3): how large they are, which only the drawings say where the font is measured
in no thousandths of its size, as Ghostscript's are."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from pdfminer.pdffont import PDFFont, PDFType3Font
from pdfminer.pdftypes import PDFStream, resolve1

MOST_HEIGHT = 4  # sizes of the text, of a font that is measured in thousandths of it
CAPITAL = 0.72  # of the size
_BOX = re.compile(rb"\s*(?:[-.\d]+\s+){3}([-.\d]+)\s+[-.\d]+\s+([-.\d]+)\s+d1\b")  # what a drawing begins with


def are_measured_otherwise(font: PDFFont) -> bool:
    return isinstance(font, PDFType3Font) and abs(font.get_height()) > MOST_HEIGHT


def size_of(font: PDFFont, spec: Mapping[str, Any], glyph: str) -> float:
    """Of the letters of which this drawing is one, in a font of size 1, if it is as high as a capital."""
    drawing = resolve1((resolve1(spec.get("CharProcs")) or {}).get(glyph))
    with suppress(ValueError):
        if isinstance(drawing, PDFStream) and (found := _BOX.match(drawing.get_data()[:200])):
            return max(abs(float(found[1])), abs(float(found[2]))) * abs(font.vscale) / CAPITAL
    return 1.0
