"""Builds the traps that fonts are."""

import io
import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import pypdfium2
from fontTools import subset  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.ttLib.tables._c_m_a_p import cmap_format_4  # type: ignore[import-untyped]

from tests.pdfs.build import FONTS, MORE, PROSE, Paper, saved
from tests.pdfs.hostile import FONT, assemble, stream

LATO, NANUM = f"{FONTS}/lato/Lato-Regular.ttf", f"{FONTS}/nanum/NanumGothic.ttf"
GERMAN = ("Für die Prüfung übt Jörg täglich süße Wörter.", "Die größten Äpfel fallen nicht weit vom Baum.")
KOREAN = (
    "어제 저녁에 동생하고 같이 영화관에 갔습니다.", "영화가 아주 재미있었습니다. 그래서 늦게 집에 왔습니다.",
    "점심에는 친구하고 식당에서 비빔밥을 먹었습니다.", "조금 매웠지만 정말 맛있었습니다.",
    "내일은 도서관에서 한국어를 공부하겠습니다.",
)  # fmt: skip

_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /ABCDEF+X /Flags 4 /FontBBox [-200 -300 1200 1000] /ItalicAngle 0 "
    b"/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 9 0 R >>"
)


class _Glyphs:
    """A font with the glyphs of some letters: its file, and each letter's glyph and width."""

    def __init__(self, path: str, text: str) -> None:
        options = subset.Options(glyph_names=True, drop_tables=["GSUB", "GPOS", "kern", "GDEF"])
        self.font = TTFont(path, recalcTimestamp=False)  # the same letters give the same bytes
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(self.font)
        order, scale = self.font.getGlyphOrder(), 1000 / self.font["head"].unitsPerEm
        self.names = {chr(code): name for code, name in self.font.getBestCmap().items()}
        self.numbers = {char: order.index(name) for char, name in self.names.items()}
        self.widths = {char: round(self.font["hmtx"][name][0] * scale) for char, name in self.names.items()}

    def bytes(self) -> bytes:
        file = io.BytesIO()
        self.font.save(file)
        return file.getvalue()


def _map(letters: dict[int, str]) -> bytes:
    """A ToUnicode table for codes of two bytes."""
    rows = b"\n".join(
        b"<%04X> <%s>" % (code, text.encode("utf-16-be").hex().encode()) for code, text in letters.items()
    )
    return stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange "
        b"<0000> <FFFF> endcodespacerange %d beginbfchar\n%s\nendbfchar endcmap end end" % (len(letters), rows)
    )


def page_of(objects: dict[int, bytes], lines: Sequence[bytes], above: str) -> bytes:
    """`lines` in the font that is object 6, below those in Helvetica."""
    rows = b"".join(b"BT /F 12 Tf 40 %d Td <%s> Tj ET\n" % (480 - 20 * row, line) for row, line in enumerate(lines))
    heads = above.splitlines()[::-1]
    head = b"".join(
        b"BT /H 12 Tf 40 %d Td (%s) Tj ET\n" % (520 + 16 * row, line.encode("cp1252")) for row, line in enumerate(heads)
    )
    own = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R "
        b"/Resources << /Font << /H 3 0 R /F 6 0 R >> >> >>"
    )
    fixed = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: FONT[:-2] + b"/Encoding /WinAnsiEncoding >>",
        4: own,
        5: stream(head + rows),
    }
    return assemble(fixed | objects)


def numbered(
    lines: Sequence[str],
    path: str = LATO,
    meant: Callable[[str], str | None] | None = None,
    above: str = "",
    nameless: bool = False,
    placed: bool = False,
    marked: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Lines shown by their glyphs' numbers. `meant`: what the PDF says that a letter is; without, it says nothing.
    `placed`: it says nothing of their widths either, but puts each in its place. `marked`: what it says that some
    letters are where they are set."""
    glyphs = _Glyphs(path, "".join(lines) + " ")
    if nameless:
        del glyphs.font["cmap"]
        glyphs.font["post"].formatType = 3.0
    widths = b" ".join(b"%d [%d]" % (number, glyphs.widths[char]) for char, number in glyphs.numbers.items())
    data = glyphs.bytes()
    objects = {
        6: b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [7 0 R] %s >>"
        % (b"/ToUnicode 10 0 R" if meant else b""),
        7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+X /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /FontDescriptor 8 0 R /CIDToGIDMap /Identity /DW 1000 /W [%s] >>"
        % (b"" if placed else widths),
        8: _DESCRIPTOR,
        9: stream(data, b"/Length1 %d" % len(data)),
    }
    after = {char: b"> Tj %g 0 Td <" % (0.012 * glyphs.widths[char]) if placed else b"" for char in glyphs.numbers}
    if meant:
        letters = {number: text for char, number in glyphs.numbers.items() if (text := meant(char)) is not None}
        objects[10] = _map(letters)
    codes = {char: b"%04X%s" % (number, after[char]) for char, number in glyphs.numbers.items()}
    shown = [b"".join(codes[char] for char in line) for line in lines]
    for run, text in marked.items():
        span = b"> Tj /Span << /ActualText <FEFF%s> >> BDC <" % text.encode("utf-16-be").hex().encode()
        found = b"".join(codes[char] for char in run)
        shown = [line.replace(found, b"%s%s> Tj EMC <" % (span, found)) for line in shown]
    return page_of(objects, shown, above)


def glyphs_by_number() -> bytes:
    """No table of letters in the PDF; the font has one."""
    return numbered(GERMAN)


def glyphs_by_number_in_korean() -> bytes:
    return numbered(KOREAN, NANUM)


def umlauts_left_out() -> bytes:
    """The PDF's table has ASCII letters alone."""
    return numbered(GERMAN, meant=lambda char: char if char.isascii() else None)


def codes_of_their_own(lines: Sequence[str] = GERMAN, path: str = LATO) -> bytes:
    """A font whose codes the PDF leads to its glyphs by a table, and each line goes on in another font."""
    glyphs = _Glyphs(path, "".join(lines) + " ")
    codes = {char: code for code, char in enumerate(sorted(glyphs.numbers), 1)}
    table = b"\n".join(b"<%04X> %d" % (code, glyphs.numbers[char]) for char, code in codes.items())
    widths = b" ".join(b"%d [%d]" % (number, glyphs.widths[char]) for char, number in glyphs.numbers.items())
    data = glyphs.bytes()
    objects = {
        6: b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+X /Encoding 11 0 R /DescendantFonts [7 0 R] "
        b"/ToUnicode 10 0 R >>",
        7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+X /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /FontDescriptor 8 0 R /CIDToGIDMap /Identity /DW 1000 /W [%s] >>"
        % widths,
        8: _DESCRIPTOR,
        9: stream(data, b"/Length1 %d" % len(data)),
        10: _map({code: char for char, code in codes.items()}),
        11: stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 1 def "
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange %d begincidchar\n%s\nendcidchar endcmap end end"
            % (len(codes), table),
            b"/Type /CMap /CMapName /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
        ),
    }
    other = b"> Tj /H 12 Tf ( \\(sagt man\\)) Tj <"
    return page_of(objects, [b"".join(b"%04X" % codes[char] for char in line) + other for line in lines], "")


def codes_of_their_own_in_korean() -> bytes:
    return codes_of_their_own(KOREAN[:2], NANUM)


def spaces_as_control_characters() -> bytes:
    return numbered(KOREAN[:2], NANUM, lambda char: "\x01" if char == " " else char)


def glyphs_by_name(nameless: bool = False) -> bytes:
    """Codes that mean nothing, and a font that has a name for each glyph."""
    chars = sorted(set("".join(GERMAN)))
    codes = {char: 33 + at for at, char in enumerate(chars)}
    glyphs = _Glyphs(LATO, "".join(chars))
    table = cmap_format_4(4)
    table.platformID, table.platEncID, table.language = 3, 0, 0
    table.cmap = {0xF000 + code: glyphs.names[char] for char, code in codes.items()}
    glyphs.font["cmap"].tables = [table]
    post = glyphs.font["post"]
    post.formatType, post.extraNames, post.mapping = 3.0 if nameless else 2.0, [], {}
    data, widths = glyphs.bytes(), b" ".join(b"%d" % glyphs.widths[char] for char in chars)
    objects = {
        6: b"<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+X /FirstChar 33 /LastChar %d /Widths [%s] "
        b"/FontDescriptor 8 0 R >>" % (32 + len(chars), widths),
        8: _DESCRIPTOR,
        9: stream(data, b"/Length1 %d" % len(data)),
    }
    return page_of(objects, [b"".join(b"%02X" % codes[char] for char in line) for line in GERMAN], "")


def codes_without_letters() -> bytes:
    """The same, with a font that has no names."""
    return glyphs_by_name(nameless=True)


def _as_radicals(char: str) -> str:
    return {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}.get(char, char)


def radicals() -> bytes:
    """Kangxi radicals where characters look like them."""
    return numbered(("日本人 大學生 山水 火木 金土 父母 女子",), NANUM, _as_radicals)


def radicals_in_korean() -> bytes:
    return numbered(
        ("대한민국의 水(물)과 火(불)을 배웁시다.", "一, 二, 八, 十은 한자로 쓴 숫자입니다."), NANUM, _as_radicals
    )


def no_unicode() -> bytes:
    """A page whose font maps its letters to the private use area, and does not know them itself; the one before can be
    read."""
    private = numbered(
        ["안녕하세요 저는 민준입니다 만나서 반갑습니다"], NANUM, lambda char: char.strip() and "\ue123", nameless=True
    )
    paper = Paper()
    paper.prose(40, 60, PROSE)
    book = pypdfium2.PdfDocument(paper.bytes())
    book.import_pages(pypdfium2.PdfDocument(private))
    return saved(book)


def _shuffled(lines: Sequence[str]) -> Callable[[str], str]:
    """Each letter for another one of the same text."""
    letters = sorted({char for char in "".join(lines) if char.isalpha()})
    others = letters[:]
    random.Random(3).shuffle(others)
    table = dict(zip(letters, others, strict=True))
    return lambda char: table.get(char, char)


def letters_mixed_up() -> bytes:
    """A table that gives other letters than those that are drawn."""
    lines = [*GERMAN, *f"{PROSE} {MORE}".split(". ")]
    return numbered(lines, meant=_shuffled(lines), nameless=True)


def one_font_mixed_up() -> bytes:
    """A font of a page whose table gives other letters than those that are drawn, below a line of a good one."""
    lines = [*GERMAN, *MORE.split(". ")[:2]]
    return numbered(lines, meant=_shuffled(lines), nameless=True, above="Diese Zeile hat die richtigen Buchstaben.")


def letters_mixed_up_in_korean() -> bytes:
    """Below good ones, which are most of the page's."""
    good = "Nach dem Essen gehen alle zusammen in den Wald.\nHeute scheint endlich wieder die Sonne über der Stadt."
    return numbered(KOREAN[:4], NANUM, _shuffled(KOREAN[:4]), nameless=True, above=good)


def old_figures_and_small_capitals() -> bytes:
    """In the codes that Adobe has for them."""
    codes = {char: chr(0xF700 + ord(char)) for char in "0123456789abcdefghijklmnopqrstuvwxyz"}
    codes |= {"ä": "\uf7e4", "ö": "\uf7f6", "ü": "\uf7fc"}
    return numbered(("Im Jahr 1984 kamen 256 Gäste.", "Sie blieben über 30 Tage."), meant=lambda c: codes.get(c, c))


LIGATURES = (
    "Die Schiﬀe öﬀnen sich, und der Kaﬀee ist heiß.", "Er ﬁndet den Weg im ﬁnsteren Wald ﬂießend.",
    "Oﬀenbar ﬂiegen vier Vögel. •Danke!",
)  # fmt: skip


def ligatures_explained_badly() -> bytes:
    """One as a letter of no language, one not at all, one with its bytes swapped; beside a sign that is no letter."""
    letters = {"ﬀ": "\u019f", "ﬂ": "\ue001", "•": "\ue002", "ﬁ": "\u6600\u6900"}
    return numbered(LIGATURES, meant=lambda char: letters.get(char, char), nameless=True)


def letters_told_beside_them() -> bytes:
    """Two glyphs that nobody explains but for the text that both are marked with."""
    lines = [line.replace("ﬀ", "ff") for line in LIGATURES[:1]]
    return numbered(lines, meant=lambda char: "\ue001" if char == "f" else char, nameless=True, marked={"ff": "ff"})


def widths_of_another_table() -> bytes:
    """A table of codes that says no more than how wide Latin letters are, and leads to another for the rest."""
    lines = ("第六課 圖書館", "我想借這本書，可以借 2 本。")
    objects = {
        6: b"<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding /ETenms-B5-H /DescendantFonts [7 0 R] >>",
        7: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (CNS1) /Supplement 0 >> /FontDescriptor 8 0 R /DW 1000 /W [13648 [500]] >>",
        8: re.sub(rb" /FontFile2 9 0 R", b"", _DESCRIPTOR),
    }
    return page_of(objects, [line.encode("big5").hex().encode() for line in lines], "")


def spaces_that_nobody_names() -> bytes:
    """The PDF's table has no space, and the font no names."""
    return numbered(GERMAN, meant=lambda char: char.strip() or None, nameless=True)


def letters_that_end_with_zero() -> bytes:
    return numbered(GERMAN, meant=lambda char: f"{char}\0")


def codes_called_letters() -> bytes:
    """The PDF says that the codes are the letters' own, which they are not; the font knows better."""
    return numbered(GERMAN).replace(b"/Encoding /Identity-H", b"/ToUnicode /Identity-H /Encoding /Identity-H")


def widths_left_out() -> bytes:
    """Nothing says how wide the letters are but the font itself."""
    return re.sub(rb"/FirstChar 33 /LastChar \d+ /Widths \[[\d ]+\]", b"", glyphs_by_name())


def font_that_is_not_there() -> bytes:
    page = b"".join(
        b"BT /Nowhere 12 Tf 40 %d Td (%s) Tj ET\n" % (520 - 20 * row, line.encode("cp1252"))
        for row, line in enumerate(("Der Text hat keine Schrift.", "Man sieht ihn aber doch."))
    )
    return page_of({5: stream(page)}, [], "")


def letters_put_in_their_places() -> bytes:
    return numbered(GERMAN, placed=True)


def upside_down_letters() -> bytes:
    """A font of a size below zero, on a page that is turned around for it; and lines that begin with one operator."""
    text = [b"(%s)" % line.encode("cp1252") for line in GERMAN]
    page = b'BT /H -12 Tf -1 0 0 -1 40 520 Tm %s Tj ET BT /H 12 Tf 18 TL 40 498 Td 1 0 %s " ET' % (text[0], text[1])
    return page_of({5: stream(page)}, [], "")


def symbols_that_nobody_explains() -> bytes:
    """In fonts that every reader has, and one that Windows has."""
    page = (
        b"BT /H 12 Tf 40 520 Td (Der Winkel ) Tj /S 12 Tf (a) Tj /H 12 Tf ( ist so gro\337 wie ) Tj /S 12 Tf (b) Tj "
        b"/H 12 Tf (.) Tj ET BT /Z 12 Tf 40 480 Td (4) Tj /H 12 Tf ( Das stimmt.) Tj ET "
        b"BT /W 12 Tf 40 440 Td (\374) Tj /H 12 Tf ( Das kann ich schon.) Tj ET"
    )
    fonts = {
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R "
        b"/Resources << /Font << /H 3 0 R /S 6 0 R /Z 7 0 R /W 8 0 R >> >> >>",
        5: stream(page),
        6: b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>",
        7: b"<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>",
        8: b"<< /Type /Font /Subtype /TrueType /BaseFont /Wingdings-Regular >>",
    }
    return page_of(fonts, [], "")


TRAPS: tuple[Callable[[], bytes], ...] = (
    glyphs_by_number, glyphs_by_number_in_korean, umlauts_left_out, spaces_as_control_characters, glyphs_by_name,
    codes_of_their_own, codes_of_their_own_in_korean,
    radicals, radicals_in_korean, old_figures_and_small_capitals, no_unicode,
    one_font_mixed_up, spaces_that_nobody_names, letters_that_end_with_zero, codes_called_letters, widths_left_out,
    font_that_is_not_there, letters_put_in_their_places, upside_down_letters, symbols_that_nobody_explains,
    ligatures_explained_badly, letters_told_beside_them, widths_of_another_table,
)  # fmt: skip
RECOGNISED: tuple[Callable[[], bytes], ...] = (letters_mixed_up, letters_mixed_up_in_korean, codes_without_letters)
"""What Tesseract alone can read."""
