"""Builds the PDFs about what typesetting programs do with lines and tables.

Each kind of page is built twice, with other texts and sizes.
"""

from collections.abc import Callable, Sequence

from fpdf.drawing import PaintedPath
from fpdf.enums import IntersectionRule

from tests.pdfs.build_layouts import GAPS, STORY, TALE, Book, Rows, 빈칸, 이야기


def stretched(paper: Book, x: float, y: float, lines: Sequence[str], width: float, size: float, lead: float) -> None:
    """Every line but the last spread over the whole width, all its gaps alike."""
    for at, line in enumerate(lines):
        words = line.split()
        paper.plain(size)
        room = width - sum(map(paper.get_string_width, words))
        gap = room / (len(words) - 1) if at < len(lines) - 1 else paper.get_string_width(" ")
        place = x
        for word in words:
            paper.put(place, y + lead * at, f"{word} ", size)
            place += paper.get_string_width(word) + gap


JONAS = (
    "Im Herbst zieht Jonas nach Bremen, weil",
    "er dort Arbeit gefunden hat. Seine neue",
    "Bürokollegin heißt Annemarie",
    "und kommt vom Meer. Abends hört er",
    "Schifffahrtssignale und Eisenbahn",
    "und freut sich auf den Morgen.",
)
MORNING = (
    "Am Morgen trinkt er am Fenster Kaffee und",
    "sieht auf den Fluss. Um acht fährt er im",
    "Straßenbahnwagen zur Arbeit,",
    "vorbei am alten Hafen. Dort liegen die",
    "Containerschiffe neben kleinen",
    "Booten.",
)
여행 = (
    "지난 여름에 우리 가족은 제주도로",
    "여행을 갔습니다. 선생님도 같이 갔습니다.",
    "국립중앙박물관을 미리보고",
    "비행기를 타고 아침 일찍 출발했습니다.",
    "자동차박물관과 식물원과",
    "바다를 보았습니다.",
)
저녁 = (
    "저녁에는 작은 시장에서 귤과 옥수수를",
    "샀습니다. 할머니께서 옛날이야기를 오래",
    "들려주셨습니다. 동생은 먼저",
    "잠이 들었지만 나는 끝까지 다 들었습니다.",
    "돌하르방이야기와 해녀이야기",
    "모두 재미있었습니다.",
)


def stretched_lines(texts: Sequence[Sequence[str]] = (JONAS, MORNING), width: float = 165, size: float = 8) -> bytes:
    """Two justified columns; in some lines there was hardly anything to spread."""
    paper = Book()
    for at, lines in enumerate(texts):
        stretched(paper, 40 + (width + 18) * at, 70, lines, width, size, 1.3 * size)
    return paper.bytes()


WEATHER: Rows = (
    ("", "Montag", "Dienstag", "Mittwoch"),
    ("Bremen", "12", "9", "15"),
    ("Leipzig", "7", "11", "8"),
    ("München", "3", "5", "10"),
)
날씨: Rows = (("도시", "봄", "여름", "가을"), ("서울", "따뜻하다", "덥다", "시원하다"), ("부산", "맑다", "비", "맑다"),
    ("제주", "바람", "흐리다", "맑다"))  # fmt: skip


def caption_over_table(rows: Rows = WEATHER, caption: str = "Tabelle 1. Das Wetter in drei Städten", size: float = 10,
                       step: float = 90) -> bytes:  # fmt: skip
    """Centred cells without rules, and a centred caption that is narrower than the table."""
    paper = Book()
    y = paper.prose(40, 60, STORY, 360, size=size) + 40
    paper.plain(size)
    paper.put(40 + 1.5 * step - paper.get_string_width(caption) / 2, y, caption, size)
    for at, row in enumerate(rows):
        for place, cell in ((place, cell) for place, cell in enumerate(row) if cell):
            paper.plain(size)
            shift = paper.get_string_width(cell) / 2 if place else 0
            paper.put(40 + step * place - shift + 20 * (place > 0), y + 24 + 1.5 * size * at, cell, size)
    return paper.bytes()


def raised(paper: Book, x: float, y: float, parts: Sequence[str], size: float, drop: float = 0.36) -> None:
    """Every second part is small and stands higher."""
    for at, part in enumerate(parts):
        small = at % 2 == 1
        if not part:
            continue
        paper.put(x, y - drop * size * small, part, size * (0.7 if small else 1))
        x += paper.get_string_width(part) + 0.08 * size


def raised_words(
    size: float = 10, lead: float = 15, notes: tuple[str, str] = ("12", "Ein Quadratmeter hat 100 dm.")
) -> bytes:
    """Exponents of several characters, set apart from what they belong to, and a note whose mark stands before it."""
    paper = Book()
    raised(paper, 40, 70, ("Der Zug fährt um 8", "45", " Uhr nach Bremen ab und braucht"), size)
    raised(paper, 40, 70 + lead, ("zwei Stunden. Die Wohnung", notes[0], " hat 65 m", "2", " und kostet viel."), size)
    paper.put(40, 70 + 2 * lead, "Jonas ist zufrieden.", size)
    raised(paper, 40, 540, ("", notes[0], notes[1]), 0.8 * size)
    return paper.bytes()


def unruled_rows(
    rows: Rows = (
        ("ich", "bin", "habe"), ("du", "bist", "hast"), ("er/sie/es", "ist", "hat"), ("wir", "sind", "haben"),
        ("ihr", "seid", "habt"), ("sie/Sie", "sind", "haben"),
    ),
    head: Sequence[str] = ("", "sein", "haben"), size: float = 10, widths: Sequence[float] = (80, 80, 80),
) -> bytes:  # fmt: skip
    """A ruled table in which rules part only the head from all that is below it."""
    paper = Book()
    x, y, lead = 40.0, 60.0, 1.4 * size
    bottom = y + 1.6 * size + lead * len(rows) + 0.6 * size
    paper.rect(x, y, sum(widths), bottom - y)
    paper.line(x, y + 1.6 * size, x + sum(widths), y + 1.6 * size)
    for place, width in enumerate(widths):
        if place:
            paper.line(x, y, x, bottom)
        if head[place]:
            paper.put(x + 5, y + 1.2 * size, head[place], size, "B")
        for at, row in enumerate(rows):
            paper.put(x + 5, y + 1.6 * size + lead * (at + 1), row[place], size)
        x += width
    return paper.bytes()


하다: Rows = (
    ("가다", "갑니다", "가요"),
    ("먹다", "먹습니다", "먹어요"),
    ("하다", "합니다", "해요"),
    ("듣다", "듣습니다", "들어요"),
)


def pictures_between_words(size: float = 10, step: float = 70, bulb: bool = False) -> bytes:
    """A column of pictures alone, between words and their translations."""
    paper = Book()
    paper.set_fill_color(200, 210, 220)
    for at, (german, korean) in enumerate((("der Hafen", "항구"), ("die Brücke", "다리"), ("der Turm", "탑"))):
        paper.put(40, 80 + step * at, german, size)
        if bulb:
            paper.ellipse(150, 60 + step * at, 80, step - 20, style="F")
        else:
            paper.rect(150, 60 + step * at, 80, step - 20, style="DF")
        paper.put(290, 80 + step * at, korean, size)
    return paper.bytes()


def areas_behind_a_page(
    title: str = "Der Dativ", text: str = JONAS[0] + " er umzieht.",
    tasks: Sequence[str] = ("mit dem Bus", "aus der Stadt"), size: float = 12, heads: int = 2,
) -> bytes:  # fmt: skip
    """A slide: areas of colour for its head and its foot, with nothing in them, and one for all the text between."""
    paper = Book()
    paper.set_fill_color(60, 70, 160)
    for top, height in ((0, 30), (565, 30)):
        for at in range(heads):
            paper.rect(420 / heads * at, top, 420 / heads, height, style="DF")
    paper.set_fill_color(245, 245, 235)
    paper.rect(0, 30, 420, 535, style="DF")
    paper.put(30, 80, title, 2 * size, "B")
    y = paper.prose(30, 120, text, 360, size=size) + 20
    for task in tasks:
        paper.put(30, y, f"• {task}", size)
        y += 1.6 * size
    return paper.bytes()


def titles_of_slides(titles: Sequence[str] = ("Deutsch am Montag", "Erstens", "Zweitens"), size: float = 18) -> bytes:
    """A title page, and slides whose titles are as large; all have a ground of a colour of its own."""
    paper = Book()
    for at, title in enumerate(titles):
        if at:
            paper.add_page()
        paper.set_fill_color(250, 250, 244)
        paper.rect(0, 0, paper.w, paper.h, style="F")
        paper.put(40, 60 if at else 200, title, size)
        if at:
            paper.lines(40, 100, (f"Satz {at} ist lang und endet erst in der zweiten", "Zeile, also hier."), 10, 14)
        else:
            paper.put(40, 240, "Jonas Winter", 10)
    return paper.bytes()


WORDS: Rows = (("der Herbst", "가을"), ("der Fluss", "강"), ("die Nachbarin", "이웃"), ("der Kuchen", "케이크"))


def heading_beside_column(
    left: str = STORY, right: str = TALE, heading: str = "1. Der Anfang", words: Rows = WORDS, size: float = 9
) -> bytes:
    """Two columns below a table with a gap elsewhere; a heading stands beside the first lines of the right one."""
    paper = Book()
    lead = 1.35 * size
    for x, cells in zip((40, 140), zip(*words, strict=True), strict=True):
        paper.lines(x, 60, cells, size, lead)
    y = 60 + 7 * lead
    paper.put(40, y, heading, size, "B")
    paper.lines(40, y + 2 * lead, paper.wrapped(left, 160, size), size, lead)
    paper.lines(220, y, paper.wrapped(right, 160, size), size, lead)
    return paper.bytes()


def columns_as_near_as_words(
    text: str = STORY, size: float = 10, width: float = 118, gutter: float = 8, least: float = 4
) -> bytes:
    """Two justified columns, no farther apart than the words in their lines."""
    paper = Book()
    lines = paper.wrapped(text, width - 3 * least, size)
    half = (len(lines) + 1) // 2
    for x, column in ((40, lines[:half]), (40 + width + gutter, lines[half:])):
        stretched(paper, x, 70, column, width, size, 1.4 * size)
    return paper.bytes()


TRIP: Rows = (
    ("der Ausflug, -flüge", "소풍"), ("die Umgebung, -en", "주변, 환경"), ("unterwegs", "도중에"),
    ("die Unterkunft, -künfte", "숙소"), ("übernachten", "묵다"), ("das Reiseziel, -e", "여행지"),
)  # fmt: skip
VIAJE: Rows = (
    ("el viaje", "여행"), ("la excursión en autobús", "버스 소풍"), ("alojarse", "묵다"), ("el destino", "목적지"),
    ("hacer la maleta", "짐을 싸다"), ("la frontera", "국경"),
)  # fmt: skip


def cells_that_nearly_touch(rows: Rows = TRIP, size: float = 10, room: float = 2.5) -> bytes:
    """A word list whose longest word leaves hardly any room before what it means."""
    paper = Book()
    paper.plain(size)
    x = 40 + room + max(paper.get_string_width(word) for word, _ in rows)
    for place, (word, meaning) in enumerate(rows):
        y = 70 + 1.6 * size * place
        paper.put(40, y, word, size)
        paper.put(x, y, meaning, size)
    return paper.bytes()


def drawn_leaders(rows: Rows = TRIP, size: float = 10, right: float = 320) -> bytes:
    """Lines that lead from words to what they mean, which ends below each other."""
    paper = Book()
    for place, (word, meaning) in enumerate(rows):
        y = 70 + 2 * size * place
        paper.put(40, y, word, size)
        start = 44 + paper.get_string_width(word)
        x = right - paper.get_string_width(meaning)
        paper.put(x, y, meaning, size)
        paper.line(start, y + 1, x - 4, y + 1)
    return paper.bytes()


def border(paper: Book, box: tuple[float, float, float, float], sides: dict[str, float]) -> None:
    """Some sides of a box, painted as what a larger area has around it: WeasyPrint draws borders so. `sides`: how thick
    the left and the lower one is."""
    x, y, width, height = box
    left, below = sides.get("left", 0), sides.get("below", 0)
    with paper.drawing_context() as drawing:
        path = PaintedPath()
        path.style.intersection_rule = IntersectionRule.EVENODD
        path.style.fill_color, path.style.stroke_color = "#000000", None
        path.rectangle(x, y, width, height)
        path.rectangle(x - left, y, width + left, height + below)
        drawing.add_item(path)


def gaps_as_borders(rows: Rows = GAPS, size: float = 10, thick: float = 0.7) -> bytes:
    """Gaps to fill in that are the lower borders of boxes."""
    paper = Book()
    for place, (before, _, after) in enumerate(rows):
        y = 70 + 2.4 * size * place
        paper.put(40, y, before, size)
        x = 44 + paper.get_string_width(before)
        border(paper, (x, y - size, 60, 1.2 * size), {"below": thick})
        paper.put(x + 64, y, after, size)
    return paper.bytes()


def three_columns(text: str = STORY, size: float = 8, gutter: float = 12) -> bytes:
    """Three columns of justified lines that stand level."""
    paper = Book()
    lines = paper.wrapped(text, 100, size)
    most = -(-len(lines) // 3)
    for at in range(3):
        column = lines[at * most : (at + 1) * most]
        stretched(paper, 40 + at * (108 + gutter), 70, column, 108, size, 1.4 * size)
    return paper.bytes()


FORMS: Rows = (
    ("Form", "ich", "du", "wir"), ("Präsens", "gieße", "gießt", "gießen"), ("Präteritum", "goss", "gosst", "gossen"),
    ("Perfekt", "habe gegossen", "hast gegossen", "haben gegossen"),
    ("Futur", "werde gießen", "wirst gießen", "werden gießen"),
)  # fmt: skip
TENSES: Rows = (
    ("past", "drew", "flew", "grew", "knew"), ("present", "draws", "flies", "grows", "knows"),
    ("perfect", "has drawn", "has flown", "has grown", "has known"),
    ("future", "will draw", "will fly", "will grow", "will know"),
)  # fmt: skip
ARTICLES: Rows = (
    ("m", "der", "ein", "den", "einen"), ("n", "das", "ein", "das", "ein"), ("f", "die", "eine", "die", "eine"),
    ("Pl.", "die", "–", "die", "–"),
)  # fmt: skip
조사: Rows = (
    ("나", "나는", "내가", "나를"),
    ("책", "책은", "책이", "책을"),
    ("여기", "-", "여기가", "여기를"),
    ("우리", "우리는", "우리가", "우리를"),
)


def centred_cells(rows: Rows = FORMS, size: float = 10, gap: float = 11) -> bytes:
    """A table whose cells are centred, so that they begin below each other in the first column alone."""
    paper = Book()
    paper.plain(size)
    widths = [max(map(paper.get_string_width, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        x = 40.0
        for at, (text, width) in enumerate(zip(row, widths, strict=True)):
            paper.put(x + (width - paper.get_string_width(text)) / 2 * bool(at), 70 + 1.5 * size * place, text, size)
            x += width + gap
    paper.prose(40, 100 + 1.5 * size * len(rows), STORY, size=size)
    return paper.bytes()


def columns_of_two_scripts(
    texts: tuple[str, str] = (STORY, 이야기), size: float = 10, width: float = 160, gutter: float = 4
) -> bytes:
    """A text and its translation in justified columns, nearer to each other than the words in their lines."""
    paper = Book()
    for x, text in zip((40, 40 + width + gutter), texts, strict=True):
        stretched(paper, x, 70, paper.wrapped(text, width - 9, size), width, size, 1.4 * size)
    return paper.bytes()


NAMED = (
    ("der Apfel, ¨-", "die Gurke, -n", "das Beet, -e", "die Gießkanne, -n", "der Kunde, -n"),
    ("umtopfen", "der Strauß, ¨-e", "das Gewächshaus, ¨-er", "pflücken", "die Wurzel, -n"),
    ("der Samen, -", "verblüht", "der Zweig, -e", "das Unkraut (Sg.)", "säen"),
)
NAMED_IN_TRAVEL = (
    ("der Ausflug, -flüge", "die Umgebung, -en", "unterwegs", "die Brücke, -n"),
    ("die Leute, Pl.", "das Reiseziel, -e", "der Strand, ¨-e", "buchen"),
    ("das Gepäck, Sg.", "einsteigen", "der Koffer, -", "die Karte, -n"),
    ("die Bahn, -en", "der Hafen, ¨-", "landen", "das Schiff, -e"),
)


def words_in_columns(columns: Sequence[Sequence[str]] = NAMED, size: float = 10, step: float = 120) -> bytes:
    """Nothing but words as dictionaries name them, in columns whose lines are level."""
    paper = Book()
    paper.put(40, 50, "Wortschatz", 14, "B")
    for place, words in enumerate(columns):
        paper.lines(40 + step * place, 75, words, size, 1.5 * size)
    paper.prose(40, 95 + 1.5 * size * len(columns[0]), STORY, size=size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "stretched_lines": stretched_lines,
    "stretched_lines_in_korean": lambda: stretched_lines((여행, 저녁), 160, 9),
    "cells_that_nearly_touch": cells_that_nearly_touch,
    "cells_that_nearly_touch_in_spanish": lambda: cells_that_nearly_touch(VIAJE, 12, 3),
    "drawn_leaders": drawn_leaders,
    "drawn_leaders_in_spanish": lambda: drawn_leaders(VIAJE, 12, 280),
    "gaps_as_borders": gaps_as_borders,
    "gaps_as_borders_in_korean": lambda: gaps_as_borders(빈칸, 12, 1.2),
    "three_columns": three_columns,
    "three_columns_in_english": lambda: three_columns(TALE + " " + TALE, 9, 10),
    "columns_as_near_as_words": columns_as_near_as_words,
    "columns_as_near_as_words_in_english": lambda: columns_as_near_as_words(TALE + " " + TALE, 8, 120, 7, 5),
    "centred_cells": centred_cells,
    "centred_cells_in_english": lambda: centred_cells(TENSES, 12, 13),
    "dashes_in_cells": lambda: centred_cells(ARTICLES, 9.5, 17),
    "dashes_in_cells_in_korean": lambda: centred_cells(조사, 11, 30),
    "columns_of_two_scripts": columns_of_two_scripts,
    "columns_of_two_scripts_in_english": lambda: columns_of_two_scripts((이야기, TALE), 8, 165, 3),
    "words_in_columns": words_in_columns,
    "words_in_four_columns": lambda: words_in_columns(NAMED_IN_TRAVEL, 8, 90),
    "caption_over_table": caption_over_table,
    "caption_over_table_in_korean": lambda: caption_over_table(날씨, "표 2. 세 도시의 날씨", 9, 80),
    "raised_words": raised_words,
    "raised_words_large": lambda: raised_words(13, 20, ("[3]", "Eine Fußnote.")),
    "unruled_rows": unruled_rows,
    "unruled_rows_in_korean": lambda: unruled_rows(하다, ("기본형", "격식체", "비격식체"), 11, (60, 90, 90)),
    "heading_beside_column": heading_beside_column,
    "heading_beside_column_in_korean": lambda: heading_beside_column(
        이야기, STORY, "1. 여행", (("여름", "Sommer"), ("제주도", "eine Insel"), ("시장", "der Markt")), 10
    ),
    "areas_behind_a_page": areas_behind_a_page,
    "areas_behind_a_page_in_korean": lambda: areas_behind_a_page("여행", 이야기[:60], ("제주도", "시장"), 10, 3),
    "titles_of_slides": titles_of_slides,
    "titles_of_slides_in_korean": lambda: titles_of_slides(("한국어 수업 자료 모음집", "첫째 시간", "둘째 시간"), 24),
    "pictures_between_words": pictures_between_words,
    "round_pictures_between_words": lambda: pictures_between_words(12, 90, bulb=True),
}  # fmt: skip
