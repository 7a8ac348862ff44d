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
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from operator import itemgetter
from typing import Any
from unicodedata import normalize

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image
from pypdfium2 import PdfiumError

from ingest.pdf.document import Box
from ingest.pdf.letters.chars import Char, angle_of
from ingest.pdf.letters.clean import REPLACEMENT, letters_in, says
from ingest.pdf.letters.picture import Picture

MOST_TEXTS = 5_000  # pieces of text on a page that are looked at
_NOT_PAINTED = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


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

    def copied(self, numbers: Sequence[int]) -> tuple[bytes, Sequence[int]]:
        """These pages alone, as a file in which nothing is broken, and which of them there really are. Raises
        PdfiumError if there is none."""
        copy, file = pypdfium2.PdfDocument.new(), io.BytesIO()
        numbers = [number for number in numbers if self._is_there(number)]
        copy.import_pages(self._pdf, [number - 1 for number in numbers])
        for page in copy:
            page.set_mediabox(*page.get_bbox())
        copy.save(file)
        return file.getvalue(), numbers

    def _is_there(self, number: int) -> bool:
        try:
            return self._pdf[number - 1] is not None
        except PdfiumError:
            return False


class SecondSight:
    """One page as pypdfium2 sees it. Nothing is done before it is asked for."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._picture: Picture | None = None

    @property
    def size(self) -> tuple[float, float]:
        """As it is displayed."""
        width, height = self._page.get_size()
        return float(width), float(height)

    @cached_property
    def bounds(self) -> Box:
        """What of it is displayed, in the PDF's own coordinates: left, bottom, right, top."""
        left, bottom, right, top = self._page.get_bbox()
        return left, bottom, right, top

    @cached_property
    def rotation(self) -> int:
        """In degrees, clockwise."""
        return int(self._page.get_rotation())

    # --- what it shows

    def draw(self) -> None:
        """Raises PdfiumError, and may cost more time or memory than there is."""
        self._picture = Picture(self._page)

    @property
    def is_drawn(self) -> bool:
        return self._picture is not None

    def picture(self, box: Box) -> Image.Image | None:
        """What is seen there, in grey, a pixel a point or less; None where there is no picture."""
        return None if self._picture is None else self._picture.part(box)

    def shows(self, box: Box) -> bool:
        """Whether anything can be seen there; yes where there is no picture."""
        return self._picture is None or self._picture.shows(box)

    def is_white(self, box: Box) -> bool:
        """Whether most of what is seen there is white; no where there is no picture."""
        part = self.picture(box)
        return part is not None and part.histogram()[-1] > part.width * part.height / 2

    # --- what it reads

    def misses(self, chars: Iterable[Char]) -> bool:
        """Whether it reads letters that are not among `chars`, or more of them."""
        text, known = self._page.get_textpage().get_text_bounded(), [char["text"] for char in chars]
        unknown = Counter(text) - Counter("".join(known))  # in the forms that they are set in, alike mostly
        return bool(letters_in(unknown) and letters_in([text]) - letters_in(known))

    def complete(self, chars: Sequence[Char]) -> list[Char]:
        """`chars`, those without a letter with the one read here, and then those that only this reader sees."""
        known = {_place(char["origin"]): char for char in chars}
        lines = _lines(chars)
        text, found = self._page.get_textpage(), []
        for index, letter, origin in self._letters(text.raw, text.count_chars()):
            x, y = _place(origin)
            same = known.get((x, y)) or next(
                (known[x + dx, y + dy] for dx in (0, -1, 1) for dy in (0, -1, 1) if (x + dx, y + dy) in known), None
            )
            if same is None:
                if not _is_read(letter, origin, lines):
                    found.append(self._char(text.raw, index, letter, origin))
            elif same["text"] == REPLACEMENT:  # as the PDF itself says, or what it says is known to be wrong
                continue
            elif not says(same["text"]) and self._knows(text.raw, index) and same.get("guess") != letter:
                same["text"] = letter
                same.pop("guess", None)
        return [*chars, *found]

    @staticmethod
    def _knows(text: Any, index: int) -> bool:
        """Whether this reader believes its own letter, which may be no more than another one's guess."""
        return not pdfium.FPDFText_HasUnicodeMapError(text, index)

    def _letters(self, text: Any, count: int) -> Iterator[tuple[int, str, tuple[float, float]]]:
        """The index of each, what it says and where it stands; several are one glyph's if they stand in one place."""
        for place, found in itertools.groupby(self._single_letters(text, count), key=itemgetter(2)):
            glyph = list(found)
            yield glyph[0][0], "".join(letter for _, letter, _ in glyph), place

    def _single_letters(self, text: Any, count: int) -> Iterator[tuple[int, str, tuple[float, float]]]:
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(count):
            letter = chr(pdfium.FPDFText_GetUnicode(text, index))
            if says(letter) and not letter.isspace() and not pdfium.FPDFText_IsGenerated(text, index):
                pdfium.FPDFText_GetCharOrigin(text, index, x, y)
                yield index, letter, self.displayed(x.value, y.value)

    def _char(self, text: Any, index: int, letter: str, origin: tuple[float, float]) -> Char:
        matrix, box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        corners = [self.displayed(box.left, box.top), self.displayed(box.right, box.bottom)]
        (x0, x1), (top, bottom) = (sorted(edges) for edges in zip(*corners, strict=True))
        (x, y), (to_x, to_y) = self.displayed(0.0, 0.0), self.displayed(matrix.a, matrix.b)
        along, up = to_x - x, y - to_y
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        doubtful = pdfium.FPDFText_HasUnicodeMapError(text, index) == 1
        return {
            "text": letter, "x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": size, "origin": origin,
            "angle": angle_of(along, up), "fontname": "", **({"guess": ""} if doubtful else {}),
        }  # fmt: skip

    def displayed(self, x: float, y: float) -> tuple[float, float]:
        """Where this place, in the PDF's own coordinates, is on the page."""
        left, bottom, right, top = self.bounds
        match self.rotation:
            case 90:
                return y - bottom, x - left
            case 180:
                return right - x, y - bottom
            case 270:
                return top - y, right - x
        return x - left, top - y

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


def _lines(chars: Iterable[Char]) -> Mapping[int, list[Char]]:
    lines: defaultdict[int, list[Char]] = defaultdict(list)
    for char in chars:
        lines[round(char["origin"][1])].append(char)
    return lines


def _is_read(letters: str, origin: tuple[float, float], lines: Mapping[int, list[Char]]) -> bool:
    """Whether all that is seen there is known within a letter's width: this reader rounds the gaps between glyphs, and
    takes several that stand in one place for one."""
    x, y = origin
    beside = (char for row in (-1, 0, 1) for char in lines.get(round(y) + row, ()))
    near = "".join(char["text"] for char in beside if abs(char["origin"][0] - x) < char["size"])
    known = normalize("NFKD", near)
    return all(letter in known for letter in normalize("NFKD", letters))


def _place(origin: tuple[float, float]) -> tuple[int, int]:
    return round(origin[0]), round(origin[1])
