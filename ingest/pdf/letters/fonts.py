"""Which letters a page's glyphs are, where the PDF itself does not say it.

A PDF may show glyphs by number alone. Then a font that is in the file often knows them by name, or by the letters that
it draws with them. Where nobody does, the numbers may be Latin-1, as old programs have it, or mean nothing.
"""

import io
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from pdfminer.cmapdb import CMap, CMapDB, FileUnicodeMap
from pdfminer.encodingdb import name2unicode
from pdfminer.fontmetrics import FONT_METRICS
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFSimpleFont, PDFType1Font, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import literal_name

from ingest.pdf.letters import halves, symbols, tex
from ingest.pdf.letters.clean import SOFT_HYPHEN, says
from ingest.pdf.letters.drawings import size_of

_NO_LETTERS = {"Adobe-Identity", "Adobe-UCS"}  # collections that give each glyph a number and no meaning
# Names that are none: 'g12', 'cid00012', 'H4D'.
_NUMBERED = re.compile(r"\.notdef|[A-Za-z]{0,5}_?(\d+|[0-9A-F]{2,4})|uni[EF][0-9A-F]{3}|")
_SYMBOLIC = 0xF000  # where Windows has the codes of symbol fonts
# What some programs write for each space, as the font has one glyph for both.
_SPACES = {"\uf020", *map(chr, range(32))}
_LATIN = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(32, 256)}

_ROWS = re.compile(rb"begincid(char|range)(.*?)endcid", re.DOTALL)
_ROW = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*(?:<([0-9A-Fa-f]{1,4})>\s*)?(\d{1,6})")
_OTHER_WIDTHS = {"ETenms-B5": "ETen-B5", "UniJIS-UCS2-HW": "UniJIS-UCS2"}
_HELVETICA: Mapping[str, int] = FONT_METRICS["Helvetica"][1]
_SYMBOL = 780  # thousandths: as wide is a symbol mostly
_MOST_CODES = 65536
_TWO_BYTES = re.compile(rb"begincodespacerange\s*<[0-9A-Fa-f]{4}>")

Glyph = tuple[str, float, str | None]
"""What it says, how wide it is in a font of size 1, and, if it may be a letter that nobody knows, what its number is
likely to mean, which may be nothing."""

Naming = Callable[[int], tuple[str, str, float]]
"""A code -> the name of its glyph, and the letter that the font draws with it, empty where there is none; and how wide
it is in a font of size 1, as far as the font says it."""


class Fonts(PDFResourceManager):
    """A file's fonts, with what each was made from."""

    def __init__(self) -> None:
        super().__init__()
        self._glyphs: dict[PDFFont, Glyphs] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        font = super().get_font(objid, spec)
        if font not in self._glyphs:
            self._glyphs[font] = Glyphs(font, spec)
            _restore_letters(font, spec)
            if isinstance(font, PDFCIDFont):
                _complete_codes(font, spec)
                _number_by_codes(font, spec)
        return font

    def glyphs(self, font: PDFFont) -> "Glyphs":
        """Of one that this has made."""
        return self._glyphs[font]


class Glyphs(dict[int, Glyph]):
    """Those of a font, by their codes, as they are asked for. `spec`: what the font was made from."""

    def __init__(self, font: PDFFont, spec: Mapping[str, Any]) -> None:
        super().__init__()
        self._font, self._spec = font, spec

    def __missing__(self, code: int) -> Glyph:
        text, guess = self._text(code)
        self[code] = found = text, self._width(code, text), guess
        return found

    def drawn_size(self, code: int) -> float:
        """Of the letters of which this one is drawn, in a font of size 1."""
        return size_of(self._font, self._spec, self._differences.get(code, ""))

    def _text(self, code: int) -> tuple[str, str | None]:
        unknown = f"(cid:{code})"
        try:
            text = self._font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = unknown
        if not isinstance(text, str):
            raise TypeError(text)
        named, name = self._name(code)
        if letter := self._symbol(code) or tex.phonetic(str(self._font.fontname), text, code):
            return letter, None
        if text in _SPACES and named:
            return " ", None
        text = text.replace("\0", "")
        if len(text) > 1:  # of a letter that once stood behind a place to hyphenate
            text = _unswapped(text.replace(SOFT_HYPHEN, ""))
        if says(text) and named and (not name or _letter_of(name)):
            return text, None
        own_name, letter, _ = self._naming(code)
        letter = letter or _letter_of(own_name)
        if says(letter):
            return letter, None
        guess = self._guesses.get(code, "") if isinstance(self._font, PDFSimpleFont) else ""
        return text if named and not name else unknown, guess if _NUMBERED.fullmatch(name or own_name) else None

    def _width(self, code: int, text: str) -> float:
        """As the PDF says it, or else the font that is in the file; without one, as readers draw it."""
        width = self._font.char_width(code)
        if not width and (letter := self._symbol(code)):
            return float(self._font.widths.get(letter, _SYMBOL)) / 1000
        if width or not isinstance(self._font, PDFType1Font) or "Widths" in self._spec:
            return width
        return self._naming(code)[2] if self._spec else _HELVETICA.get(text, 0) / 1000

    def _symbol(self, code: int) -> str:
        """In one of the fonts of symbols that are in no file."""
        letters = symbols.LETTERS.get(str(getattr(self._font, "basefont", "")))
        if letters is None or "FontFile" in " ".join(self._font.descriptor):
            return ""
        explained = "ToUnicode" in self._spec or isinstance(resolve1(self._spec.get("Encoding")), dict)
        return "" if explained else letters.get(code, "")

    def _name(self, code: int) -> tuple[bool, str]:
        """Whether the PDF says which letter that is, as far as it is one; and if by the glyph's name, which."""
        font, encoding = self._font, resolve1(self._spec.get("Encoding"))
        if isinstance(font, PDFCIDFont):  # pdfminer guesses at what is in the font
            said = isinstance(resolve1(self._spec.get("ToUnicode")), PDFStream)
            return said or font.cidcoding not in _NO_LETTERS, ""
        if not isinstance(font, PDFSimpleFont):
            return True, ""
        if isinstance(font.unicode_map, FileUnicodeMap) and code in font.unicode_map.cid2unichr:
            return True, ""
        if name := self._differences.get(code, ""):
            return True, name
        base = encoding.get("BaseEncoding") if isinstance(encoding, dict) else encoding
        own = isinstance(font, PDFType3Font) or "FontFile2" in font.descriptor or "FontFile3" in font.descriptor
        return base is not None or not own, ""

    @cached_property
    def _guesses(self) -> Mapping[int, str]:
        """What the codes are likely to mean."""
        drawn = isinstance(self._font, PDFType3Font)
        return {**_LATIN, **(tex.letters_of(self._differences.values()) if drawn else {})}

    @cached_property
    def _differences(self) -> Mapping[int, str]:
        return _differences(resolve1(self._spec.get("Encoding")))

    @cached_property
    def _naming(self) -> Naming:
        return _naming(self._font, self._spec)


def _restore_letters(font: PDFFont, spec: Mapping[str, Any]) -> None:
    table, letters = resolve1(spec.get("ToUnicode")), getattr(font, "unicode_map", None)
    if isinstance(letters, FileUnicodeMap) and isinstance(table, PDFStream) and halves.may_be_lost(table.get_data()):
        names = _differences(resolve1(spec.get("Encoding")))
        named = {code: letter for code, name in names.items() if (letter := _letter_of(name)) > "\xff"}
        letters.cid2unichr |= named
        letters.cid2unichr |= halves.restored(letters.cid2unichr)


def _complete_codes(font: PDFCIDFont, spec: Mapping[str, Any]) -> None:
    """Codes of the two tables that only say where Latin letters have other widths than in a third one: pdfminer has no
    more of them than that."""
    name, _, direction = str(literal_name(resolve1(spec.get("Encoding")))).rpartition("-")
    if name in _OTHER_WIDTHS:
        whole = CMap(WMode=int(font.cmap.is_vertical()))
        whole.use_cmap(CMapDB.get_cmap(f"{_OTHER_WIDTHS[name]}-{direction}"))
        _put_over(whole.code2cid, getattr(font.cmap, "code2cid", {}))
        font.cmap = whole


def _put_over(codes: dict[int, Any], others: Mapping[int, Any]) -> None:
    for code, found in others.items():
        if isinstance(found, dict):
            _put_over(codes.setdefault(code, {}), found)
        else:
            codes[code] = found


def _number_by_codes(font: PDFCIDFont, spec: Mapping[str, Any]) -> None:
    """A font with a table of its own from codes to glyphs, which pdfminer does not read: it would skip all that is set
    in it, and misplace what follows. What the codes mean the PDF says in another table, by code; so the glyphs' widths
    are put down by code, too."""
    table = resolve1(spec.get("Encoding"))
    if not isinstance(table, PDFStream) or "ToUnicode" not in spec or getattr(font.cmap, "code2cid", True):
        return
    data = table.get_data()
    if _TWO_BYTES.search(data):
        font.cmap = CMapDB.get_cmap("Identity-H")
        font.widths = {
            code: font.widths[glyph]
            for code, glyph in itertools.islice(_glyphs(data), _MOST_CODES)
            if glyph in font.widths
        }


def _glyphs(table: bytes) -> Iterator[tuple[int, int]]:
    """The codes of a table and their glyphs' numbers; pdfminer takes one for the other."""
    for kind, rows in _ROWS.findall(table):
        for first, last, glyph in _ROW.findall(rows):
            if bool(last) == (kind == b"range"):
                start, end = int(first, 16), int(last or first, 16)
                yield from zip(range(start, end + 1), itertools.count(int(glyph)))


def _unswapped(text: str) -> str:
    """The letters of a ligature, which Ghostscript writes with their two bytes swapped."""
    codes = [divmod(ord(char), 256) for char in text]
    return "".join(chr(high) for high, _ in codes) if all(high < 128 and not low for high, low in codes) else text


def _letter_of(name: str) -> str:
    try:
        return str(name2unicode(name)) if name else ""
    except (KeyError, ValueError):
        return ""


def _differences(encoding: Any) -> dict[int, str]:
    """Code -> the glyph's name."""
    names: dict[int, str] = {}
    code = 0
    for item in map(resolve1, resolve1(encoding.get("Differences")) or () if isinstance(encoding, dict) else ()):
        if isinstance(item, int):
            code = item
        else:
            names[code] = str(literal_name(item))
            code += 1
    return names


def _naming(font: PDFFont, spec: Mapping[str, Any]) -> Naming:
    """What the font that is in the file says."""
    truetype, other = (resolve1(font.descriptor.get(key)) for key in ("FontFile2", "FontFile3"))
    try:
        if truetype:
            return _of_truetype(stream_value(truetype).get_data(), font, spec)
        if other:
            return _of_cff(stream_value(other).get_data(), font, spec)
    except MemoryError:
        raise
    except Exception:  # whatever a broken font makes fontTools throw: it says nothing
        pass
    return lambda _code: ("", "", 0.0)


def _of_truetype(data: bytes, font: PDFFont, spec: Mapping[str, Any]) -> Naming:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types; few books need it

    file = TTFont(io.BytesIO(data), lazy=True)
    tables = file["cmap"].tables if "cmap" in file else ()
    letters = {name: chr(code) for code, name in (file.getBestCmap() or {}).items()} if tables else {}
    if isinstance(font, PDFCIDFont):
        numbers, order = resolve1(spec.get("CIDToGIDMap")), file.getGlyphOrder()
        table = stream_value(numbers).get_data() if isinstance(numbers, PDFStream) else None
        glyphs = [int.from_bytes(table[at : at + 2]) for at in range(0, len(table), 2)] if table else range(len(order))
        names = {cid: order[glyph] for cid, glyph in enumerate(glyphs) if 0 < glyph < len(order)}
    else:
        names = {}
        for each in tables:
            if (each.platformID, each.platEncID) in {(1, 0), (3, 0)}:
                names |= {code & 0xFF if code >= _SYMBOLIC else code: name for code, name in each.cmap.items()}
    widths, em = file["hmtx"], file["head"].unitsPerEm

    def naming(code: int) -> tuple[str, str, float]:
        name = names.get(code, "")
        return name, letters.get(name, ""), widths[name][0] / em if name else 0.0

    return naming


def _of_cff(data: bytes, font: PDFFont, spec: Mapping[str, Any]) -> Naming:
    from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]
    from fontTools.pens.basePen import NullPen  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont

    if data[:4] == b"OTTO":
        top = TTFont(io.BytesIO(data), lazy=True)["CFF "].cff[0]
    else:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        top = fonts[0]
    names = top.charset if isinstance(font, PDFCIDFont) else top.Encoding
    names = names if isinstance(names, list) and not hasattr(top, "ROS") else []
    meant = {} if "Widths" in spec else _differences(resolve1(spec.get("Encoding")))

    def naming(code: int) -> tuple[str, str, float]:
        name = names[code] if code < len(names) else ""
        glyph = top.CharStrings[meant[code]] if meant.get(code) in top.CharStrings else None
        if glyph is None:
            return name, "", 0.0
        glyph.draw(NullPen())  # its width is among the numbers of its outline
        return name, "", glyph.width / 1000

    return naming
