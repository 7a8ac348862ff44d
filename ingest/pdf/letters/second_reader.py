"""A second reader, pypdfium2: which letters a page has, and what of them its picture shows.

pdfplumber tells all that is set on a page: also what is white, transparent, clipped, covered, outside the page or on a
layer that is off, and it misses what fonts without names for their letters say. A page is drawn once, small: a letter
can be seen where its place in the picture is not all of one colour. No table of cases could tell as much.

Places are pdfplumber's: points from the top left corner of the page as it is displayed.
"""

import ctypes
import io
import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image
from pypdfium2 import PdfiumError

from ingest.pdf.document import Box
from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import letters_in, says

MOST_PIXELS = 2_000_000  # A4 at 72 dots an inch has half a million
CONTRAST = 6  # of 255, between a letter and its ground: less can't be seen
MOST_TEXTS = 5_000  # pieces of text on a page that are looked at
_NOT_PAINTED = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
_FINE = 100  # pdfium tells places in whole numbers


class SecondReader:
    def __init__(self, data: bytes) -> None:
        self._pdf = pypdfium2.PdfDocument(data)
        with suppress(PdfiumError):  # what is filled into a form is drawn too
            self._pdf.init_forms()

    @property
    def count(self) -> int:
        return len(self._pdf)

    def page(self, number: int) -> "SecondSight":
        """Raises PdfiumError."""
        page = self._pdf[number - 1]
        if min(page.get_size()) <= 0:  # what should be displayed of it lies outside it
            page.set_cropbox(*page.get_mediabox())
            page = self._pdf[number - 1]
        return SecondSight(page)

    def copied(self, numbers: Sequence[int]) -> bytes:
        """These pages alone, as a file in which nothing is broken. Raises PdfiumError."""
        copy, file = pypdfium2.PdfDocument.new(), io.BytesIO()
        copy.import_pages(self._pdf, [number - 1 for number in numbers])
        for page in copy:
            page.set_mediabox(*page.get_bbox())
        copy.save(file)
        return file.getvalue()


class SecondSight:
    """One page as pypdfium2 sees it. Nothing is done before it is asked for."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._picture: _Picture | None = None

    @property
    def size(self) -> tuple[float, float]:
        """As it is displayed."""
        width, height = self._page.get_size()
        return float(width), float(height)

    @property
    def bounds(self) -> Box:
        """What of it is displayed, in the PDF's own coordinates: left, bottom, right, top."""
        left, bottom, right, top = self._page.get_bbox()
        return left, bottom, right, top

    @property
    def rotation(self) -> int:
        """In degrees, clockwise."""
        return int(self._page.get_rotation())

    # --- what it shows

    def draw(self) -> None:
        """Raises PdfiumError, and may cost more time or memory than there is."""
        self._picture = _Picture(self._page)

    @property
    def is_drawn(self) -> bool:
        return self._picture is not None

    def shows(self, box: Box) -> bool:
        """Whether anything can be seen there; yes where there is no picture."""
        return self._picture is None or self._picture.shows(box)

    # --- what it reads

    def missing(self, chars: Iterable[Char]) -> int:
        """How many letters it reads that are not among `chars`."""
        text = self._page.get_textpage().get_text_bounded()
        return (letters_in([text]) - letters_in(char["text"] for char in chars)).total()

    def complete(self, chars: Sequence[Char]) -> list[Char]:
        """`chars`, those without a letter with the one read here, and then those that only this reader sees."""
        known = {_place(char["origin"]): char for char in chars}
        found = []
        for char in self._chars():
            x, y = _place(char["origin"])
            around = ((x + dx, y + dy) for dx in (0, -1, 1) for dy in (0, -1, 1))
            same = next((known[place] for place in around if place in known), None)
            if same is None:
                found.append(char)
            elif not says(same["text"]) and "guess" not in char:
                same["text"] = char["text"]
                same.pop("guess", None)
        return [*chars, *found]

    def _chars(self) -> Iterator[Char]:
        text = self._page.get_textpage()
        matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text, index))
            if pdfium.FPDFText_IsGenerated(text, index) or not says(letter) or letter.isspace():
                continue
            doubtful = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            origin = self.displayed(x.value, y.value)
            ahead = self.displayed(x.value + matrix.a, y.value + matrix.b)
            corners = [self.displayed(box.left, box.top), self.displayed(box.right, box.bottom)]
            (x0, x1), (top, bottom) = (sorted(edges) for edges in zip(*corners, strict=True))
            size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
            along, up = ahead[0] - origin[0], origin[1] - ahead[1]
            yield {
                "text": letter, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": size, "origin": origin,
                "matrix": (along, up, -up, along, 0.0, 0.0), "fontname": "",
                **({"guess": ""} if doubtful else {}),
            }  # fmt: skip

    def displayed(self, x: float, y: float) -> tuple[float, float]:
        """Where this place, in the PDF's own coordinates, is on the page."""
        width, height = self._page.get_size()
        right, down = ctypes.c_int(), ctypes.c_int()
        size = round(width * _FINE), round(height * _FINE)
        pdfium.FPDF_PageToDevice(self._page, 0, 0, *size, 0, x, y, right, down)
        return right.value / _FINE, down.value / _FINE

    def is_hidden(self) -> bool:
        """Whether most of its texts are set not to be painted."""
        texts = list(itertools.islice(self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]), MOST_TEXTS))
        hidden = sum(pdfium.FPDFTextObj_GetTextRenderMode(text) == _NOT_PAINTED for text in texts)
        return bool(2 * hidden > len(texts))

    def fonts_elsewhere(self) -> set[str]:
        """The names of fonts that are not in the file: what is set in them may be missing in the picture alone."""
        names = set()
        buffer = ctypes.create_string_buffer(256)
        for piece in itertools.islice(self._page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]), MOST_TEXTS):
            font = pdfium.FPDFTextObj_GetFont(piece)
            if font and pdfium.FPDFFont_GetIsEmbedded(font) == 0:
                pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
                names.add(buffer.value.decode("utf-8", "replace"))
        return names


class _Picture:
    def __init__(self, page: pypdfium2.PdfPage) -> None:
        width, height = page.get_size()
        self._scale = min(1.0, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        drawn: Image.Image = page.render(scale=self._scale, may_draw_forms=True).to_pil()
        self._image = drawn if drawn.mode == "RGB" else drawn.convert("RGB")
        self._pixels = self._image.tobytes()

    def shows(self, box: Box) -> bool:
        """Whether not all there is of one colour."""
        x0, y0, x1, y1 = (edge * self._scale for edge in box)
        left, top = max(0, int(x0)), max(0, int(y0))
        right, bottom = min(self._image.width, int(x1) + 1), min(self._image.height, int(y1) + 1)
        if right <= left or bottom <= top:
            return False
        if self._differs(left, right, (top + bottom) // 2):
            return True
        bands: Any = self._image.crop((left, top, right, bottom)).getextrema()
        return any(high - low > CONTRAST for low, high in bands)

    def _differs(self, left: int, right: int, y: int) -> bool:
        """Nearly all letters can be told by the row in their middle, and that is looked at soon."""
        start = 3 * y * self._image.width
        row = self._pixels[start + 3 * left : start + 3 * right]
        return any(max(row[band::3]) - min(row[band::3]) > CONTRAST for band in range(3))


def _place(origin: tuple[float, float]) -> tuple[int, int]:
    return round(origin[0]), round(origin[1])
