"""Builds the traps that word processors, LaTeX and printers' drivers set."""

from collections.abc import Callable, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from tests.pdfs.build import Paper, columns, saved
from tests.pdfs.build_fonts import page_of
from tests.pdfs.build_layouts import Book
from tests.pdfs.hostile import FONT, assemble, stream

MEANINGS = [
    [tuple(cell.split("/")) for cell in row.split("|")]
    for row in (
        "sich bewerben/um + A|지원하다|Sie bewirbt sich um eine Stelle/als Köchin in einem Hotel."
        "|그녀는 호텔 요리사/자리에 지원한다.",
        "Angst haben/vor + D|무서워하다|Viele Kinder haben Angst vor/der Dunkelheit.|많은 아이들이 어둠을/무서워한다.",
        "teilnehmen an/+ D|참가하다|Wie viele Leute nehmen an dem/Ausflug nach Weimar teil?"
        "|몇 명이 바이마르/여행에 참가합니까?",
        "warten auf + A|기다리다|Wir warten schon seit einer/Stunde auf den Bus."
        "|우리는 벌써 한 시간째/버스를 기다린다.",
    )
]


def set_cells(
    paper: Paper, rows: Sequence[Sequence[Sequence[str]]], places: Sequence[float], room: float, centred: bool = False
) -> None:
    """A table without rules whose cells take several lines; `room` more is between two rows than between two lines."""
    y = 70.0
    for row in rows:
        most = max(map(len, row))
        for x, lines in zip(places, row, strict=True):
            first = y + 6 * (most - len(lines)) * centred
            for at, line in enumerate(lines):
                paper.put(x, first + 12 * at, line, 9)
        y += 12 * most + room


def cells_told_by_the_room_between_rows(centred: bool = False) -> bytes:
    """Words, meanings, examples and their translations; Korean alternates with German."""
    paper = Paper()
    set_cells(paper, MEANINGS, (40, 112, 168, 302), 7, centred)
    return paper.bytes()


def cells_told_by_sentences() -> bytes:
    """No more room between rows than between lines, as word processors set tables."""
    paper = Paper()
    set_cells(paper, [(row[0], row[2], row[3]) for row in MEANINGS], (40, 120, 280), 0)
    return paper.bytes()


def _entries(*rows: str) -> list[list[tuple[str, ...]]]:
    """The cells of each row, and their lines."""
    return [[tuple(cell.split("/")) for cell in row.split("|")] for row in rows]


HEALTH = _entries(
    "gesund|gesünder, am/gesündesten|건강한",
    "die/Krankenversicherung|die; -en|건강 보험",
    "das Medikament|das; -e|약",
    "die/Sprechstundenhilfe|die; -n|간호 조무사",
    "husten|hustet, hat/gehustet|기침하다",
)
SALUD = _entries(
    "la salud|die Gesundheit|Lo primero es la salud.",
    "el/otorrinolaringólogo|der Ohrenarzt|Voy al médico.",
    "toser|husten|Ella tose mucho y/duerme poco.",
    "la/desparasitación|die Entwurmung|Es muy cara.",
)


def entries_around_one_line(
    rows: Sequence[Sequence[Sequence[str]]] = HEALTH, places: Sequence[float] = (40, 150, 260), room: float = 5
) -> bytes:
    """Cells centred on their row, of which the first alone may take two lines, with a long word in the second."""
    paper = Paper()
    set_cells(paper, rows, places, room, centred=True)
    return paper.bytes()


KOREAN_LINES = ("지난 주말에 친구하고 공원에", "가서 자전거를 탔습니다.")


def spaces_before_words() -> bytes:
    """All spaces of a line are painted first, and narrow ones, as LibreOffice does where it takes two fonts."""
    paper = Paper()
    for row, line in enumerate(KOREAN_LINES):
        x, y, found = 40.0, 70 + 18 * row, []
        for word in line.split(" "):
            paper.plain(10)
            found.append((x, word))
            x += paper.get_string_width(word)
            paper.put(x, y, " ")
            x += 2.6
        for at, word in found:
            paper.put(at, y, word)
    return paper.bytes()


def _table_and_gap(paper: Paper) -> None:
    for row, (german, korean) in enumerate((("der See", "호수"), ("der Berg", "산"), ("das Boot", "배"))):
        paper.put(46, 100 + 20 * row, german)
        paper.put(96, 100 + 20 * row, korean)
    for row in range(4):
        paper.line(40, 86 + 20 * row, 180, 86 + 20 * row)
    for x in (40, 92, 180):
        paper.line(x, 86, x, 146)
    paper.put(40, 180, "Ich")
    paper.line(58, 182, 118, 182)
    paper.put(122, 180, "gern im See, und du?")
    paper.prose(40, 200, "Am Abend sitzen alle im Garten und erzählen sich Geschichten aus der Schulzeit. " * 3)


def table_on_a_leaning_page() -> bytes:
    paper = Paper()
    with paper.rotation(1.4, 210, 297):
        _table_and_gap(paper)
    return paper.bytes()


def table_on_a_page_on_its_side() -> bytes:
    """The reader turns the page, as it is displayed."""
    paper = Paper()
    _table_and_gap(paper)
    pdf = pypdfium2.PdfDocument(paper.bytes())
    pdf[0].set_rotation(90)
    return saved(pdf)


TEX = {27: "ﬀ", 28: "ﬁ", 29: "ﬂ", 255: "ß"}


def letters_of_tex() -> bytes:
    """Pictures of letters in LaTeX's encoding, each called by its number; what they look like does not matter."""
    lines = "Die Straße ist groß, und wir ﬁnden den Kaﬀee", "und die Auﬂage gut für das Schiﬀ."
    numbers = {letter: code for code, letter in TEX.items()}
    codes = [[numbers.get(char, ord(char)) for char in line] for line in lines]
    used = sorted({code for line in codes for code in line} - {32})
    names = b" ".join(b"%d /a%d" % (code, code) for code in used)
    glyphs = b" ".join(b"/a%d 8 0 R" % code for code in used)
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 60 80] /FontMatrix [.01 0 0 .01 0 0] "
        b"/FirstChar 0 /LastChar 255 /Widths [%s] /Encoding << /Type /Encoding /Differences [%s] >> "
        b"/CharProcs << %s >> /Resources << >> >>" % (b" ".join([b"50"] * 256), names, glyphs)
    )
    glyph = stream(b"60 0 0 0 45 70 d1 5 0 35 65 re 10 10 20 20 re f*")
    return page_of({6: font, 8: glyph}, [bytes(line).hex().encode() for line in codes], "")


def stamp_with_text() -> bytes:
    """Text that was put on the page as a stamp, half as large as it was drawn; only its picture says what it is."""
    resources = b"/Resources << /Font << /F 3 0 R >> >>"
    return assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            3: FONT,
            4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R /Annots [6 0 R] %s >>"
            % resources,
            5: stream(b"BT /F 12 Tf 50 500 Td (Was machst du am Wochenende?) Tj ET"),
            6: b"<< /Type /Annot /Subtype /Stamp /F 4 /Rect [50 440 350 470] /AP << /N 7 0 R >> >>",
            7: stream(
                b"BT /F 24 Tf 8 20 Td (Ich fahre mit dem Rad ans Meer.) Tj ET",
                b"/Type /XObject /Subtype /Form /BBox [0 0 600 60] " + resources,
            ),
        }
    )


def room_beside_korean(lines: Sequence[str], size: float = 10, room: float = 0.21) -> bytes:
    """Word processors put some room between Korean letters and others ('|'), less than a space."""
    paper = Book()
    for place, line in enumerate(lines):
        x = 40.0
        for part in line.split("|"):
            paper.put(x, 70 + 1.6 * size * place, part, size)
            x += paper.get_string_width(part) + room * size
    return paper.bytes()


def frame_beside_rows(
    rows: Sequence[tuple[str, str]], note: Sequence[str], size: float = 9, places: tuple[float, float] = (40, 175)
) -> bytes:
    """Turns and what they mean in two columns without rules, and at their right a frame of four lines."""
    paper = Book()
    paper.put(40, 55, "Dialog", 14, "B")
    for place, row in enumerate(rows):
        for x, text in zip(places, row, strict=True):
            paper.put(x, 80 + 2 * size * place, text, size)
    for place, text in enumerate(note):
        paper.put(300, 82 + 1.3 * size * place, text, size)
    x0, top, x1, bottom = 294, 78 - size, 394, 88 + 1.3 * size * (len(note) - 1)
    for line in ((x0, top, x1, top), (x1, top, x1, bottom), (x0, bottom, x1, bottom), (x0, top, x0, bottom)):
        paper.line(*line)
    return paper.bytes()


def paper_in_millimetres() -> bytes:
    """A page whose points are as long as millimetres, as some programs have it: its letters seem tiny."""
    book, scale = pypdfium2.PdfDocument(columns()), 25.4 / 72
    for page in book:
        width, height = page.get_size()
        pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(scale, 0, 0, scale, 0, 0), None)
        page.set_mediabox(0, 0, width * scale, height * scale)
    return saved(book)


def word_before_a_colon(text: str, width: float, size: float = 10) -> bytes:
    """A line of a sentence begins as a speaker's turn does."""
    paper = Book()
    paper.lines(40, 70, paper.wrapped(text, width, size), size, 1.4 * size)
    return paper.bytes()


def index_with_second_lines(entries: Sequence[str], columns: int = 2, size: float = 9) -> bytes:
    """Words and meanings in the alphabet's order, some of which take two lines ('/')."""
    paper = Book()
    lines = [line for entry in entries for line in entry.split("/")]
    high = -(-len(lines) // columns)
    for place, line in enumerate(lines):
        paper.put(40 + 125 * (place // high), 70 + 1.4 * size * (place % high), line, size)
    return paper.bytes()


def rules_and_examples(
    rows: Sequence[tuple[str, str]], places: tuple[float, float] = (40, 198), size: float = 10
) -> bytes:
    """What is said of the language wraps beside an example; hardly more than a space parts the two."""
    paper = Book()
    paper.put(40, 55, "Regel und Beispiel", 14, "B")
    y = 80.0
    for rule, example in rows:
        lines = paper.wrapped(rule, places[1] - places[0] - 0.7 * size, size)
        paper.put(places[1], y, example, size)
        y = paper.lines(places[0], y, lines, size, 1.35 * size) + size
    paper.put(40, y + size, "* * *", size)
    return paper.bytes()


KÜCHE = (
    "Apfel, der 사과", "backen 굽다", "Brot, das 빵", "Ei, das 계란", "essen 먹다", "Flasche, die 병",
    "Gabel, die 포크", "Gemüse, das 채소,/야채", "Herd, der 가스레인지", "Kartoffel, die 감자", "kochen 요리하다",
    "Löffel, der 숟가락", "Messer, das 칼", "Milch, die 우유",
    "Öl, das 기름", "Pfanne, die 팬,/프라이팬", "Reis, der 쌀",
    "Salz, das 소금", "schneiden 자르다", "Suppe, die 수프", "Tasse, die 잔", "Teller, der 접시", "Topf, der 냄비",
    "trinken 마시다", "Wasser, das 물", "Zucker, der 설탕",
)  # fmt: skip
COCINA = (
    "aceite, el 기름", "agua, el 물", "arroz, el 쌀", "azúcar, el 설탕", "beber 마시다", "botella, la 병",
    "cocinar 요리하다", "comer 먹다", "cortar 자르다", "cuchara, la 숟가락", "cuchillo, el 칼", "fruta, la 과일",
    "huevo, el 계란", "leche, la 우유", "manzana, la 사과", "olla, la 냄비", "pan, el 빵", "plato, el 접시",
    "sal, la 소금", "sopa, la 수프", "taza, la 잔", "tenedor, el 포크", "verdura, la 야채", "vino, el 포도주",
)  # fmt: skip

TRAPS: dict[str, Callable[[], bytes]] = {
    "cells_told_by_the_room_between_rows": cells_told_by_the_room_between_rows,
    "cells_told_by_the_room_between_rows_centred": lambda: cells_told_by_the_room_between_rows(centred=True),
    "cells_told_by_sentences": cells_told_by_sentences,
    "entries_around_one_line": entries_around_one_line,
    "entries_around_one_line_in_spanish": lambda: entries_around_one_line(SALUD, (40, 160, 250), 3),
    "spaces_before_words": spaces_before_words,
    "table_on_a_leaning_page": table_on_a_leaning_page,
    "table_on_a_page_on_its_side": table_on_a_page_on_its_side,
    "letters_of_tex": letters_of_tex,
    "stamp_with_text": stamp_with_text,
    "room_beside_korean": lambda: room_beside_korean(
        (
            "존칭 Sie|는 항상 대문자로 쓰고 복수 sie|와 변화가 같습니다.",
            "부정할 때는 ein 앞에 k|를 붙인 kein|을 씁니다.",
            "복수에는 없지만 keine|는 쓸 수 있습니다.",
            "1|격 der Stuhl",
            "4|격 den Stuhl",
        )
    ),
    "room_beside_korean_wide": lambda: room_beside_korean(
        (
            "Das ist 뒤에는 1|격이 옵니다. haben|은 4|격과 씁니다.",
            "어간이 -t|나 -d|로 끝나면 du|와 er|에서 e|를 넣습니다.",
        ),
        12,
        0.22,
    ),
    "frame_beside_rows": lambda: frame_beside_rows(
        (
            ("A: Hast du Geschwister?", "형제자매가 있니?"),
            ("B: Ja, eine Schwester.", "응, 누나가 하나 있어."),
            ("A: Wie alt ist sie?", "몇 살이야?"),
            ("B: Sie ist dreißig.", "서른 살이야."),
        ),
        ("Tipp: Geschwister hat", "keine Einzahl, und das", "merkt man sich."),
    ),
    "frame_beside_rows_in_spanish": lambda: frame_beside_rows(
        (
            ("A: ¿Tienes hermanos?", "Do you have siblings?"),
            ("B: Sí, una hermana.", "Yes, a sister."),
            ("A: ¿Cuántos años tiene?", "How old is she?"),
            ("B: Tiene treinta.", "She is thirty."),
        ),
        ("Nota: los hermanos", "son también las", "hermanas."),
        8,
    ),
    "word_before_a_colon": lambda: word_before_a_colon(
        "Dieses Heft begleitet den Abendkurs. Jede Lektion hat drei Seiten: eine Seite mit Dialogen und Wörtern, eine "
        "mit Grammatik und eine mit Übungen und einem Text.",
        278,
    ),
    "word_before_a_colon_in_english": lambda: word_before_a_colon(
        "This book goes with the evening course. Each of the twelve lessons has just three Pages: one with the "
        "dialogue and its words, one with grammar, one with tasks.",
        205,
        9,
    ),
    "paper_in_millimetres": paper_in_millimetres,
    "index_with_second_lines": lambda: index_with_second_lines(KÜCHE),
    "index_in_three_columns": lambda: index_with_second_lines(COCINA, 3),
    "rules_and_examples": lambda: rules_and_examples(
        (
            ("보기처럼 nehmen, essen, sprechen은 du와 er에서 모음이 바뀌는 동사입니다.", "Was möchten Sie trinken?"),
            ("möchten은 공손하게 원하는 것을 말할 때 쓰며 모양이 같습니다.", "Ich nehme einen Apfelsaft, bitte."),
        ),
        (40, 212),
    ),
    "rules_and_examples_in_two_lines": lambda: rules_and_examples(
        (
            ("모든 명사에는 남성, 여성, 중성 가운데 하나의 성이 있습니다.", "Das ist der Stuhl."),
            ("복수에는 부정관사가 없지만 부정할 때는 keine를 쓸 수 있습니다.", "Das sind keine Hefte."),
        ),
        (40, 202),
        9,
    ),
}
