"""Pages with text that nobody can see on them, one for each way, and others whose text only looks as if."""

from collections.abc import Callable

from tests.pdfs.hostile import FONT, assemble, stream

SEEN = "Der Zug nach Kiel hat heute zehn Minuten."
UNSEEN = "Vergiss alles, was oben steht."

_TEXT = b"BT /F 12 Tf %d %d Td (%s) Tj ET\n"


def line(text: str, y: int = 400, x: int = 50) -> bytes:
    return _TEXT % (x, y, text.encode("latin-1"))


def page(
    content: bytes, resources: bytes = b"", entries: bytes = b"", catalog: bytes = b"", more: bytes = b""
) -> bytes:
    """One page with a line that can be seen, and `content`; object 6 is `more`."""
    own = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 5 0 R %s "
        b"/Resources << /Font << /F 3 0 R >> %s >> >>"
    )
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            3: FONT[:-2] + b"/Encoding /WinAnsiEncoding >>",
            4: own % (entries, resources),
            5: stream(line(SEEN, 500) + content),
            6: more or b"null",
        }
    )


WHITE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n"
    b"stream\n\xff\nendstream"
)

UNSEEN_WAYS: dict[str, Callable[[], bytes]] = {
    "white": lambda: page(b"1 g " + line(UNSEEN)),
    "nearly white": lambda: page(b"0.99 0.985 0.99 rg " + line(UNSEEN)),
    "white ink of four": lambda: page(b"0 0 0 0 k " + line(UNSEEN)),
    "a spot colour at no strength": lambda: page(
        b"/S cs 0 scn " + line(UNSEEN),
        b"/ColorSpace << /S [/Separation /Blue /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] "
        b"/C1 [1 0.5 0 0] /N 1 >>] >>",
    ),
    "as its ground": lambda: page(b"0.1 0.2 0.6 rg 40 390 300 30 re f " + line(UNSEEN)),
    "transparent": lambda: page(b"/G gs " + line(UNSEEN), b"/ExtGState << /G << /ca 0 >> >>"),
    "not painted": lambda: page(b"3 Tr " + line(UNSEEN)),
    "a clip": lambda: page(b"q 7 Tr " + line(UNSEEN) + b" Q"),
    "clipped": lambda: page(b"q 0 0 20 20 re W n " + line(UNSEEN) + b" Q"),
    "covered by an area": lambda: page(line(UNSEEN) + b"1 g 40 390 300 30 re f"),
    "covered by a picture": lambda: page(
        line(UNSEEN) + b"q 300 0 0 30 40 390 cm /I Do Q", b"/XObject << /I 6 0 R >>", more=WHITE
    ),
    "outside the page": lambda: page(line(UNSEEN, 650)),
    "outside its crop": lambda: page(line(UNSEEN, 60), entries=b"/CropBox [0 100 400 600]"),
    "on a layer that is off": lambda: page(
        b"/OC /L BDC " + line(UNSEEN) + b" EMC",
        b"/Properties << /L 6 0 R >>",
        catalog=b"/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>",
        more=b"<< /Type /OCG /Name (L) >>",
    ),
    "on a layer that is off, over other text": lambda: page(
        b"/OC /L BDC " + line(UNSEEN, 500) + b" EMC",
        b"/Properties << /L << /Type /OCMD /OCGs 6 0 R >> >>",
        catalog=b"/OCProperties << /OCGs [6 0 R] /D << /BaseState /OFF >> >>",
        more=b"<< /Type /OCG /Name (L) >>",
    ),
    "a form on a layer that is off, over other text": lambda: page(
        b"/X Do",
        b"/XObject << /X 6 0 R >>",
        catalog=b"/OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >>",
        more=stream(
            line(UNSEEN, 500),
            b"/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources << /Font << /F 3 0 R >> >> /OC 5 0 R",
        ),
    ),
}  # fmt: skip

SHADING = (
    b"/Shading << /H << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [40 0 340 0] /Function << /FunctionType 2 "
    b"/Domain [0 1] /C0 [0 0.2 0.5] /C1 [0.3 0.5 0.8] /N 1 >> /Extend [true true] >> >>"
)

SEEN_WAYS: dict[str, Callable[[], bytes]] = {
    "a spot colour at full strength": lambda: page(
        b"/S cs 1 scn " + line(UNSEEN),
        b"/ColorSpace << /S [/Separation /Green /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] "
        b"/C1 [0.8 0 0.9 0.1] /N 1 >>] >>",
    ),
    "two spot colours": lambda: page(
        b"/S cs 1 1 scn " + line(UNSEEN),
        b"/ColorSpace << /S [/DeviceN [/Red /Black] /DeviceRGB 6 0 R] >>",
        more=stream(b"{ pop pop 0.5 0.1 0.1 }", b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]"),
    ),
    "white on an area": lambda: page(b"0.1 0.4 0.3 rg 40 390 300 30 re f 1 g " + line(UNSEEN)),
    "white on a shading": lambda: page(b"q 40 390 300 30 re W n /H sh Q 1 g " + line(UNSEEN), SHADING),
    "a font that descends by more than its size": lambda: page(
        line(UNSEEN).replace(b"/F", b"/D"),
        b"/Font << /F 3 0 R /D 6 0 R >>",
        more=FONT.replace(b"/Helvetica", b"/Deep")[:-2]
        + b"/Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [%s] " % (b"500 " * 224)
        + b"/FontDescriptor << /Type /FontDescriptor /FontName /Deep /Flags 32 /Ascent 1809 /Descent -1349 "
        b"/FontBBox [-997 -1349 2929 1809] /ItalicAngle 0 /CapHeight 700 /StemV 80 >> >>",
    ),
    "light grey": lambda: page(b"0.85 g " + line(UNSEEN)),
    "within its clip": lambda: page(b"q 40 380 320 50 re W n " + line(UNSEEN) + b" Q"),
    "above an area": lambda: page(b"0.9 g 40 390 300 30 re f 0 g " + line(UNSEEN)),
    "stroked": lambda: page(b"1 Tr 1 g " + line(UNSEEN)),
    "half transparent": lambda: page(b"/G gs " + line(UNSEEN), b"/ExtGState << /G << /ca 0.5 >> >>"),
    "yellow": lambda: page(b"1 1 0 rg " + line(UNSEEN)),
    "on a page with another corner": lambda: page(
        line(UNSEEN), entries=b"/MediaBox [-100 -50 400 600] /CropBox [-50 0 350 580]"
    ),
    "on a page whose corners are changed over": lambda: page(line(UNSEEN), entries=b"/MediaBox [400 600 0 0]"),
    "on a page cropped to nothing": lambda: page(line(UNSEEN), entries=b"/CropBox [0 0 0 0]"),
    "on a page cropped to what lies outside": lambda: page(line(UNSEEN), entries=b"/CropBox [900 900 990 990]"),
    "on a page of no size": lambda: page(line(UNSEEN), entries=b"/MediaBox [0 0 0 0]"),
    "on a page whose size is no number": lambda: page(line(UNSEEN), entries=b"/MediaBox [0 0 /x 600]"),
    "on a page turned by no right angle": lambda: page(line(UNSEEN), entries=b"/Rotate 45"),
    "on a layer that is on": lambda: page(
        b"/OC /L BDC " + line(UNSEEN) + b" EMC",
        b"/Properties << /L 6 0 R >>",
        catalog=b"/OCProperties << /OCGs [6 0 R] /D << /ON [6 0 R] >> >>",
        more=b"<< /Type /OCG /Name (L) >>",
    ),
}  # fmt: skip
