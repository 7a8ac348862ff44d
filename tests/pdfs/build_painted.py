"""Builds the PDFs whose text is easily lost by the way in which it is painted."""

import io
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pypdfium2
from fpdf import FPDF
from PIL import Image, ImageChops

from tests.pdfs import unseen
from tests.pdfs.build import MORE, PROSE, Paper
from tests.pdfs.build_fonts import KOREAN, page_of
from tests.pdfs.build_layouts import GAPS, Book, Rows, 빈칸
from tests.pdfs.hostile import stream

LINES = ("Der Bus nach Ulm kommt heute nicht.", "Wir gehen zu Fuss durch den Park.")
TASK = ("Lea el texto y conteste las preguntas.", "Escriba tres frases sobre su casa.")


def _lines(lines: Sequence[str], y: int) -> bytes:
    return b"".join(unseen.line(line, y - 18 * at) for at, line in enumerate(lines))


def spot_colours(several: bool = False, lines: Sequence[str] = LINES) -> bytes:
    """Lines in a printer's own ink, at full strength and lighter; or in two of them."""
    one = (
        b"[/Separation /HKS#2041 [/Lab << /WhitePoint [.95 1 1.09] /Range [-100 100 -100 100] >>] "
        b"<< /FunctionType 2 /Domain [0 1] /C0 [100 0 0] /C1 [30 10 -40] /N 1 >>]"
    )
    ink = b"[/DeviceN [/Pantone#20300 /Varnish] /DeviceRGB 6 0 R]" if several else one
    full, light = (b"1 0 scn ", b"0.6 1 scn ") if several else (b"1 scn ", b".5 scn ")
    content = b"/S cs " + full + _lines(lines[:1], 440) + light + _lines(lines[1:], 400)
    mixed = stream(b"{ pop 1 exch sub dup dup }", b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]")
    return unseen.page(content, b"/ColorSpace << /S %s >>" % ink, more=mixed)


def white_on_a_shading(round_one: bool = False, lines: Sequence[str] = LINES) -> bytes:
    """White lines on a banner whose colour goes over into another one."""
    shading = unseen.SHADING
    if round_one:
        shading = shading.replace(b"/ShadingType 2", b"/ShadingType 3").replace(
            b"[40 0 340 0]", b"[190 430 0 190 430 240]"
        )
    return unseen.page(b"q 40 390 300 70 re W n /H sh Q 1 g " + _lines(lines, 440), shading)


def form_with_a_comment(
    fields: Rows = (("Vorname:", "Mina"), ("Wohnort:", "Ulm")),
    comment: str = "Bitte in Druckbuchstaben!",
    kind: str = "Tx",
) -> bytes:
    """Fields that were filled in, and a comment of somebody who read them."""
    labels, widgets = b"", []
    for at, (label, value) in enumerate(fields):
        y = 440 - 30 * at
        labels += unseen.line(label, y)
        widgets.append(
            b"<< /Type /Annot /Subtype /Widget /FT /%s /T (f%d) /V (%s) /DA (/F 11 Tf 0 g) /Rect [150 %d 320 %d] >>"
            % (kind.encode(), at, value.encode(), y - 5, y + 13)
        )
    note = b"<< /Type /Annot /Subtype /Text /Rect [340 500 360 520] /Contents (%s) >>" % comment.encode()
    return unseen.page(labels, entries=b"/Annots [%s]" % b" ".join([*widgets, note]))


def gaps_of_points(rows: Rows = GAPS, size: float = 10, point: float = 0.9) -> bytes:
    """Gaps to fill in as rows of round points, above a small table."""
    paper = Book()
    paper.set_fill_color(0)
    for place, (before, _, after) in enumerate(rows):
        y = 70 + 2.2 * size * place
        paper.put(40, y, before, size)
        x = 44 + paper.get_string_width(before)
        for at in range(22):
            paper.ellipse(x + 2.8 * at, y, point, point, style="F")
        paper.put(x + 65, y, after, size)
    for place, (_, word, _) in enumerate(rows):
        y = 160 + 2 * size * place
        paper.put(46, y, str(place + 1), size)
        paper.put(76, y, word, size)
        for x, width in ((40, 30), (70, 90)):
            paper.rect(x, y - 1.4 * size, width, 2 * size)
    return paper.bytes()


def _photographed(paper: Paper, angle: float, dark: bool) -> bytes:
    """A page as a phone sees it: askew, and darker towards its foot."""
    picture = pypdfium2.PdfDocument(paper.bytes())[0].render(scale=2.4, grayscale=True).to_pil()
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    if dark:
        shadow = Image.linear_gradient("L").resize(picture.size).point(lambda grey: grey // 3)
        picture = ImageChops.subtract(picture, shadow)
    scan = Paper()
    scan.image(picture, 0, 0, 420, 595)
    return scan.bytes()


def _look(text: bytes) -> bytes:
    content = b"BT /H 11 Tf 2 5 Td (%s) Tj ET" % text
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 160 20] /Resources << /Font << /H 3 0 R >> >>")


def fields_of_all_kinds() -> bytes:
    """A choice that the file calls otherwise, two at once, a text that is a stream, one that the field above holds, a
    button, and a stamp that is shown in one of two states and has a comment."""
    box = b"/Type /Annot /F 4 /Subtype /%s /Rect [200 %d 360 %d] "
    labels = (b"Kurs:", b"Tage:", b"Name:", b"Ort:")
    page = b"".join(b"BT /H 12 Tf 40 %d Td (%s) Tj ET\n" % (525 - 30 * at, label) for at, label in enumerate(labels))
    widgets = (
        b"/FT /Ch /V (k1) /Opt [[(k1) (Abendkurs)] [(k2) (Morgenkurs)]]", b"/FT /Ch /V [(Montag) (Freitag)]",
        b"/FT /Tx /V 20 0 R", b"/Parent 21 0 R", b"/T (d) /FT /Btn /Ff 65536 /AP << /N 23 0 R >>",
    )  # fmt: skip
    objects = {10 + at: b"<< %s%s >>" % (box % (b"Widget", 520 - 30 * at, 540 - 30 * at), entries)
               for at, entries in enumerate(widgets)}  # fmt: skip
    objects |= {
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R 11 0 R 12 0 R 22 0 R 14 0 R] >> >>",
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R "
        b"/Resources << /Font << /H 3 0 R >> >> "
        b"/Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R] >>",
        5: stream(page),
        15: b"<< %s/AS /On /AP << /N << /On 24 0 R /Off 25 0 R >> >> /Contents (gesehen von Jan) >>"
        % (box % (b"Stamp", 340, 360)),
        20: stream(b"Mina Kim"),
        21: b"<< /T (b) /Parent 22 0 R /Kids [13 0 R] >>",
        22: b"<< /T (a) /FT /Tx /V <EFBBBF4BC3B66C6E> /Kids [21 0 R] >>",
        23: _look(b"Absenden"),
        24: _look(b"BEZAHLT"),
        25: _look(b"offen"),
    }
    return page_of(objects, [], "")


MARKET = (
    "Am Samstag kaufen wir auf dem Markt frisches Obst und Gemüse. Die Verkäuferin wiegt zwei Kilo Äpfel und legt noch "
    "eine Birne dazu."
)
NEW_WORDS = (("die Birne, -n", "배"), ("wiegen", "무게를 달다"), ("frisch", "신선한"), ("gestern", "어제"))
동사 = (
    "sein은 영어의 be동사에 해당합니다. du는 친구에게 쓰고 Sie는 처음 만난 어른에게 씁니다. Ich bin müde. "
    "나는 피곤하다. Sie는 문장 안에서도 항상 대문자로 씁니다."
)
AT_THE_OFFICE = (
    "Frau Yilmaz möchte ihren Ausweis verlängern. Sie wartet im Flur und nimmt eine Nummer. Der Beamte braucht noch "
    "ein neues Passfoto."
)
시장 = "토요일에 우리는 시장에서 신선한 과일과 채소를 삽니다. 아주머니가 사과 이 킬로를 저울에 달고 배도 더 주십니다."


def scan_askew(text: str = MARKET, angle: float = 2.5, dark: bool = False) -> bytes:
    paper = Paper()
    paper.prose(40, 60, text, size=13)
    return _photographed(paper, angle, dark)


def scan_of_a_lesson(words: Rows = NEW_WORDS, text: str = 동사) -> bytes:
    """White letters on a dark banner, light grey ones, a word list with leaders, German words with Korean particles."""
    paper = Paper()
    paper.set_fill_color(90, 100, 120)
    paper.rect(0, 0, 420, 150, style="F")
    paper.set_text_color(255)
    paper.put(40, 70, "LEKTION", 14)
    paper.put(40, 120, "03", 36)
    paper.set_text_color(165)
    paper.put(40, 185, "Track 3 · 시장에서", 11)
    paper.set_text_color(0)
    for row, (german, korean) in enumerate(words):
        y = 215 + 18 * row
        paper.put(40, y, german, 11)
        x, end = 44 + paper.get_string_width(german), 250
        paper.put(x, y, "." * int((end - 4 - x) / paper.get_string_width(".")), 11)
        paper.put(end, y, korean, 11)
    paper.prose(40, 300, text, size=12)
    return _photographed(paper, 0.4, dark=False)


def scan_upside_down(lines: Sequence[str] = KOREAN) -> bytes:
    """With the grain of a poor camera."""
    paper = Paper()
    for row, line in enumerate(lines):
        paper.put(40, 60 + 30 * row, line, 15)
    whole = pypdfium2.PdfDocument(paper.bytes())[0].render(scale=2, grayscale=True).to_pil()
    picture = whole.crop((0, 0, 840, 440)).rotate(180)
    grain = Image.frombytes("L", picture.size, random.Random(1).randbytes(picture.width * picture.height))
    photograph, scan = io.BytesIO(), FPDF(unit="pt", format=(420, 220))
    scan.set_creation_date(datetime(2025, 3, 1, tzinfo=UTC))
    scan.add_page()
    ImageChops.subtract(picture, grain.point(lambda grey: grey // 3)).save(photograph, "JPEG", quality=30)
    scan.image(photograph, 0, 0, 420, 220)
    return bytes(scan.output())


def bad_hidden_layer(text: str = AT_THE_OFFICE, slips: Rows = (("m", "rn"), ("i", "1"), ("e", "c"))) -> bytes:
    """A clear scan under which a program has put what it took the letters for, and a page of text."""
    paper = Paper()
    paper.prose(40, 60, text, size=13)
    picture = pypdfium2.PdfDocument(paper.bytes())[0].render(scale=1, grayscale=True).to_pil()
    scan = Paper()
    for letter, slip in slips:
        text = text.replace(letter, slip)
    with scan.local_context(text_mode=3):
        scan.prose(40, 60, text, size=13)
    scan.image(picture, 0, 0, 420, 595)
    scan.add_page()
    scan.prose(40, 60, PROSE)
    return scan.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "spot_colours": spot_colours,
    "spot_colours_mixed": lambda: spot_colours(several=True, lines=TASK),
    "white_on_a_shading": white_on_a_shading,
    "white_on_a_round_shading": lambda: white_on_a_shading(round_one=True, lines=TASK),
    "form_with_a_comment": form_with_a_comment,
    "form_of_choices": lambda: form_with_a_comment(
        (("Kurs am:", "Montag"), ("Niveau:", "A2"), ("Buch:", "ja")), "Der Kurs beginnt um acht.", "Ch"
    ),
    "fields_of_all_kinds": fields_of_all_kinds,
    "bad_hidden_layer": bad_hidden_layer,
    "bad_hidden_layer_of_many_words": lambda: bad_hidden_layer(
        f"{MARKET} {PROSE} {MORE}", (("m", "rn"), ("e", "o"), ("d", "cl"))
    ),
    "gaps_of_points": gaps_of_points,
    "gaps_of_points_in_korean": lambda: gaps_of_points(빈칸, 11, 0.7),
}
RECOGNISED: dict[str, Callable[[], bytes]] = {
    "scan_askew": scan_askew,
    "scan_of_a_lesson": scan_of_a_lesson,
    "scan_upside_down": scan_upside_down,
    "photograph_in_korean": lambda: scan_askew(시장, -3, dark=True),
}
