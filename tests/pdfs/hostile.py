"""PDFs that mean harm or were damaged on the way, made from bytes."""

import io
import random
import re
import zlib
from collections.abc import Callable

import pypdfium2
from fpdf import FPDF
from fpdf.enums import AccessPermission

from bot.sandbox.sample import SAMPLE_BOOK


def assemble(objects: dict[int, bytes]) -> bytes:
    """Numbered objects -> a file with a table of where they are; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 %s \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f")
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (entries, len(packed), packed)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents %d 0 R /Resources << %s >> >>"
FONTS = b"/Font << /F 3 0 R >>"


def words(text: str) -> bytes:
    return b"BT /F 12 Tf 50 500 Td (%s) Tj ET" % text.encode("latin-1")


def pages_with(deadly: bytes, more: dict[int, bytes], resources: bytes) -> bytes:
    """Three pages: the first and the last harmless, `deadly` the content of the one between."""
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R 5 0 R 6 0 R] /Count 3 >>",
            3: FONT,
            4: PAGE % (7, FONTS),
            5: PAGE % (8, FONTS + resources),
            6: PAGE % (9, FONTS),
            7: stream(words("Die erste Seite.")),
            8: stream(deadly),
            9: stream(words("Die letzte Seite.")),
            **more,
        }
    )


def page_that_never_ends() -> bytes:
    """Forms that call forms: ten to the ninth letters in two kilobytes."""
    forms = {
        number: stream(
            b"/X Do " * 10 if number < 18 else words("x"),
            b"/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources << /Font << /F 3 0 R >>"
            b" /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(10, 19)
    }
    forms[19] = FONT
    return pages_with(b"/X Do", forms, b"/XObject << /X 10 0 R >>")


def page_too_large() -> bytes:
    """A page that unpacks to 500 megabytes."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(500)) + packer.flush()
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pages_with(b"", {8: body}, b"")


def endless_tree() -> bytes:
    """A page tree whose only branch is itself."""
    return assemble(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"}
    )


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    pages = dict.fromkeys(range(10, 10 + count), PAGE % (4, FONTS))
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            3: FONT,
            4: stream(words("Seite")),
            **pages,
        }
    )


def locked() -> bytes:
    paper = FPDF()
    paper.set_encryption("owner", "geheim", permissions=AccessPermission.none())
    paper.add_page()
    paper.set_font("Helvetica")
    paper.cell(text="Nur mit Kennwort.")
    return bytes(paper.output())


def outline_in_a_circle() -> bytes:
    """Bookmarks of which each is the next one's next."""
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            3: FONT,
            4: PAGE % (8, FONTS),
            5: b"<< /Type /Outlines /First 6 0 R /Last 7 0 R /Count 2 >>",
            6: b"<< /Title (Lektion 1) /Parent 5 0 R /Next 7 0 R /First 5 0 R /Dest [4 0 R /Fit] >>",
            7: b"<< /Title (Lektion 2) /Parent 5 0 R /Next 6 0 R /Dest [4 0 R /Fit] >>",
            8: stream(words("Lektion 1")),
        }
    )


def labels_in_a_circle() -> bytes:
    """Page labels in a tree of which the only branch is itself."""
    labels = {10: b"<< /Kids [10 0 R] >>"}
    return pages_with(words("Die zweite Seite."), labels, b"").replace(
        b"/Type /Catalog ", b"/Type /Catalog /PageLabels 10 0 R ", 1
    )


def form_in_itself() -> bytes:
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>")
    return pages_with(b"/X Do", {10: form}, b"/XObject << /X 10 0 R >>")


def endless_brackets() -> bytes:
    """Half a million arrays, each in another."""
    return pages_with(b"[" * 500_000, {}, b"")


def huge_picture() -> bytes:
    """A scan of 40,000 by 40,000 dots: 1.6 gigabytes in 1.6 megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(1526)) + packer.flush()
    head = b"<< /Type /XObject /Subtype /Image /Width 40000 /Height 40000 /ColorSpace /DeviceGray /BitsPerComponent 8"
    picture = b"%s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)
    return pages_with(b"q 400 0 0 600 0 0 cm /I Do Q", {10: picture}, b"/XObject << /I 10 0 R >>")


def huge_paper() -> bytes:
    """A page of 28 square kilometres with a line on it, which must not be drawn at 300 dots an inch."""
    page = (PAGE % (8, FONTS)).replace(b"400 600", b"15000000 15000000")
    return pages_with(b"0 0 9 9 re S", {5: page}, b"")


def pages_of_bars() -> bytes:
    """What looks like a table of contents and never comes to its page number."""
    lines = b" T* ".join(b"(%s) Tj" % (b"|" * 300) for _ in range(70))
    return pages_with(b"BT /F 6 Tf 8 TL 10 590 Td %s ET" % lines, {}, b"")


def slow_pages() -> bytes:
    """Forms in forms: each of 12 pages has a hundred thousand letters, from a few kilobytes."""
    resources = b"/Resources << /Font << /F 3 0 R >> /XObject << /X %d 0 R >> >>"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 400 600] " + resources
    forms = {number: stream(b"/X Do " * 10, form % (number + 1)) for number in range(100, 104)}
    page = PAGE % (7, FONTS + b"/XObject << /X 100 0 R >>")
    pages = dict.fromkeys(range(20, 32), page)
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count 12 >>" % b" ".join(b"%d 0 R" % number for number in pages),
            3: FONT,
            7: stream(words("Vor den Formen.") + b" /X Do"),
            **pages,
            **forms,
            104: stream(words("zehn Worte"), form % 105),
            105: stream(b"", form % 105),
        }
    )


def endless_tiles() -> bytes:
    """An area filled with tiles of a hundredth of a point: 2.4 billion on the page, in 1.5 kilobytes."""
    tile = stream(
        b"0 0 .02 .02 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 .04 .04] /XStep .01 /YStep .01"
        b" /Resources << >>",
    )
    content = words("Neben den Kacheln.") + b" /Pattern cs /P scn 0 0 400 300 re f"
    return pages_with(content, {10: tile}, b"/Pattern << /P 10 0 R >>")


def masks_in_masks() -> bytes:
    """Soft masks of which each is drawn through six others: two billion in five kilobytes."""
    group = b"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Group << /S /Transparency /CS /DeviceGray >> "
    through = b"/ExtGState << /M << /SMask << /S /Luminosity /G %d 0 R >> >> >>"
    masked = b"q /M gs 0 0 400 300 re f Q "
    masks = {
        number: stream(6 * masked, group + b"/Resources << %s >>" % (through % (number + 1)))
        for number in range(10, 22)
    }
    masks[22] = stream(b"0.5 g 0 0 400 300 re f", group + b"/Resources << >>")
    return pages_with(words("Neben den Masken.") + masked, masks, through % 10)


SET: dict[str, Callable[[], bytes]] = {
    "page that never ends": page_that_never_ends,
    "page too large": page_too_large,
    "page tree in a circle": endless_tree,
    "outline in a circle": outline_in_a_circle,
    "labels in a circle": labels_in_a_circle,
    "form in itself": form_in_itself,
    "endless brackets": endless_brackets,
    "huge picture": huge_picture,
    "huge paper": huge_paper,
    "pages of bars": pages_of_bars,
    "slow pages": slow_pages,
    "endless tiles": endless_tiles,
    "masks in masks": masks_in_masks,
    "3,001 pages": lambda: many_pages(3_001),
    "locked": locked,
    "truncated": lambda: SAMPLE_BOOK.read_bytes()[:100_000],
    "random bytes": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(100_000),
}


def mutation(source: bytes, seed: int) -> bytes:
    """`source` with bytes changed, numbers made absurd, parts cut out, doubled and overwritten."""
    chance = random.Random(seed)
    data = bytearray(source)
    for _ in range(chance.randint(1, 30)):
        at, length = chance.randrange(len(data)), chance.randint(1, 200)
        match chance.randrange(5):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + length] = chance.randbytes(length)
            case _:
                number = re.compile(rb"\d+").search(data, at)
                if number:
                    data[number.start() : number.end()] = chance.choice((b"0", b"-1", b"999999999", b"1e30"))
    return bytes(data)


def lessons(number: int) -> bytes:
    """The sample book's first, of four pages each."""
    some = pypdfium2.PdfDocument.new()
    some.import_pages(pypdfium2.PdfDocument(SAMPLE_BOOK), list(range(4, 4 + 4 * number)))
    out = io.BytesIO()
    some.save(out)
    return out.getvalue()
