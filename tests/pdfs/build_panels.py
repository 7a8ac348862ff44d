"""Builds the PDFs about boxes and short texts that stand beside each other and are read from top to bottom, and about
pictures and boxes around which a text runs.

Each kind of page is built twice, with other texts and sizes.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build_layouts import STORY, TALE, Book, 이야기
from tests.pdfs.build_typeset import stretched

Texts = Sequence[Sequence[str]]


def bubbles(
    texts: Texts = (
        ("Hast du schon die", "Tomaten gegossen?"),
        ("Ja, aber die Gurken", "noch nicht. Machst", "du das bitte?"),
        ("Gern! Wo ist denn", "die große Kanne?"),
        ("Hinter der Tür.", "Neben dem Besen."),
    ),
    size: float = 10,
    step: float = 42,
) -> bytes:
    """Bubbles now at the left and now at the right, each beginning beside the one before."""
    paper = Book()
    for at, lines in enumerate(texts):
        paper.plain(size)
        x, y = (50 + 12 * at, 80 + step * at) if at % 2 == 0 else (220 - 6 * at, 80 + step * at)
        width = max(map(paper.get_string_width, lines))
        paper.rect(x - 8, y - 1.5 * size, width + 16, 1.4 * size * len(lines) + 8, round_corners=True, corner_radius=8)
        paper.lines(x, y, lines, size, 1.4 * size)
    return paper.bytes()


def fields_in_rows(
    fields: Texts = (
        ("Familienname", "Weber", "Vorname", "Jonas"),
        ("Straße", "Lindenweg 7", "Ort", "28195 Bremen"),
        ("Geboren am", "3. Mai 2009", "Beruf", "Gärtner"),
    ),
    size: float = 10,
) -> bytes:
    """A form that was filled in: over each box what belongs there, two in a row."""
    paper = Book()
    paper.put(40, 60, fields[0][0] + ", " + fields[0][2], 14, "B")
    for row, (name, text, other_name, other) in enumerate(fields):
        y = 90 + 46.0 * row
        for x, label, written in ((40, name, text), (220, other_name, other)):
            paper.put(x, y, label, 7)
            paper.rect(x, y + 4, 160, 22)
            paper.put(x + 6, y + 19, written, size)
    return paper.bytes()


ADS = (
    ("Suche Zimmer", "Studentin sucht ab Mai", "ein helles Zimmer nahe", "der Universität."),
    ("Fahrrad", "Ich verkaufe ein altes", "Damenrad. Guter", "Zustand, neues Licht."),
    ("Nachhilfe", "Lehrer gibt Unterricht", "in Mathematik, auch", "am Wochenende."),
    ("Katze weg!", "Unsere graue Katze ist", "verschwunden. Wer hat", "sie gesehen?"),
    ("Umzug", "Zwei Männer mit Wagen", "helfen beim Umzug.", "Rufen Sie uns an."),
    ("Chor", "Wir suchen Stimmen.", "Wir singen jeden", "Dienstag um acht."),
)
LESSONS = (
    ("Guitar lessons", "I teach young people at", "home. First hour free!"),
    ("Bike for sale", "Red, eight years old,", "but it still runs well."),
    ("Lost dog", "Have you seen our Rex?", "He is small and brown."),
    ("Choir", "We sing on Mondays.", "New voices are welcome."),
)


def texts_with_level_heads(texts: Texts = ADS, size: float = 8.5, columns: int = 3) -> bytes:
    """Small ads without frames, the heads of a row level."""
    paper = Book()
    for at, (head, *lines) in enumerate(texts):
        x, y = 40 + 345 / columns * (at % columns), 80 + 75 * (at // columns)
        paper.put(x, y, head, size, "B")
        paper.lines(x, y + 1.4 * size, lines, size, 1.35 * size)
    return paper.bytes()


def sides_of_a_timeline(
    texts: Texts = (
        ("2009", "geboren in Halle"),
        ("2015", "Beginn der Schule in Leipzig"),
        ("2019", "Umzug nach Bremen"),
        ("2025", "Ausbildung zum Gärtner"),
    ),
    size: float = 10,
) -> bytes:
    """Years of a life at both sides of a line, in turn."""
    paper = Book()
    paper.line(210, 60, 210, 80 + 50.0 * len(texts))
    for at, lines in enumerate(texts):
        for row, line in enumerate(lines):
            paper.plain(size)
            x = 225.0 if at % 2 else 195 - paper.get_string_width(line)
            paper.put(x, 80 + 50 * at + 1.4 * size * row, line, size)
    return paper.bytes()


def box_of_one_line(
    text: str = STORY, said: str = "Wusstest du das? Bremen liegt an der Weser.", size: float = 10
) -> bytes:
    """A sentence goes on below a box that has one line."""
    paper = Book()
    lines = paper.wrapped(text, 330, size)
    paper.lines(40, 70, lines[:3], size, 14)
    paper.rect(40, 112, 330, 24)
    paper.put(48, 127, said, size)
    paper.lines(40, 156, lines[3:], size, 14)
    return paper.bytes()


def picture_between_columns(texts: Sequence[str] = (STORY, TALE), size: float = 9.5, lead: float = 13) -> bytes:
    """A picture in the middle of the page, beside which the lines of both columns are shorter."""
    paper = Book()
    paper.set_fill_color(150, 170, 200)
    paper.rect(160, 110, 90, 65, style="F")
    for place, text in enumerate(texts):
        words, y = text.split(), 70.0
        while words:
            beside = 100 < y < 190
            x, width = (258 if beside and place else 215 if place else 40), 115 if beside else 160
            line = paper.wrapped(" ".join(words), width, size)[0]
            paper.put(x, y, line, size)
            words, y = words[len(line.split()) :], y + lead
    return paper.bytes()


def stretched_line_at_a_column_s_head(
    texts: Texts = (
        ("Im Herbst zieht Jonas nach Bremen, weil", "er dort Arbeit gefunden hat. Er wohnt", "am Fluss und"),
        ("hört abends Schiffe.", "Manchmal geht er am Wasser spazieren,", "denn er mag das Meer."),
    ),
    size: float = 8,
) -> bytes:
    """Short justified columns under a head; the first line of one has hardly a word to spread."""
    paper = Book()
    paper.put(150, 60, texts[0][0].split()[1], 14, "B")
    for at, lines in enumerate(texts):
        stretched(paper, 40 + 183 * at, 90, lines, 165, size, 1.3 * size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "bubbles_beside_each_other": bubbles,
    "bubbles_beside_each_other_in_korean": lambda: bubbles(
        (
            ("토마토에 물을", "줬어요?"),
            ("네, 그런데 오이는", "아직 안 줬어요."),
            ("물뿌리개가", "어디에 있어요?"),
            ("문 뒤에", "있어요."),
        ),
        9,
        36,
    ),
    "fields_in_rows": fields_in_rows,
    "fields_in_rows_in_korean": lambda: fields_in_rows(
        (("성", "김", "이름", "민수"), ("주소", "한강로 7", "도시", "서울"), ("생일", "5월 3일", "직업", "요리사")), 9
    ),
    "texts_with_level_heads": texts_with_level_heads,
    "texts_with_level_heads_in_english": lambda: texts_with_level_heads(LESSONS, 9, 2),
    "sides_of_a_timeline": sides_of_a_timeline,
    "sides_of_a_timeline_in_korean": lambda: sides_of_a_timeline(
        (("1999", "부산에서 태어남"), ("2006", "초등학교 입학"), ("2018", "서울로 이사"), ("2024", "결혼")), 9
    ),
    "box_of_one_line": box_of_one_line,
    "box_of_one_line_in_korean": lambda: box_of_one_line(이야기, "알고 있어요? 제주도는 섬이에요.", 9),
    "picture_between_columns": picture_between_columns,
    "picture_between_columns_large": lambda: picture_between_columns((TALE, STORY), 10.5, 14),
    "stretched_line_at_a_head": stretched_line_at_a_column_s_head,
    "stretched_line_at_a_head_in_english": lambda: stretched_line_at_a_column_s_head(
        (
            ("Every summer my grandmother took us to", "the lake. We swam before breakfast and", "read old things"),
            ("that smelled of dust.", "In the evening she taught us her games", "and told us tales."),
        ),
        8.5,
    ),
}
