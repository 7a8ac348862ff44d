"""Builds the traps of what is drawn: tables with rules across them and no others, beside another table or a text; the
bullets of a list."""

from collections.abc import Callable, Sequence

from tests.pdfs.build import MORE
from tests.pdfs.build_layouts import PAIRS, Book, Rows

DEFINITE: Rows = (
    ("", "maskulin", "feminin"),
    ("Nom.", "der neue Hut", "die neue Tasche"),
    ("Akk.", "den neuen Hut", "die neue Tasche"),
    ("Dat.", "dem neuen Hut", "der neuen Tasche"),
)
INDEFINITE: Rows = (
    ("", "maskulin", "feminin"),
    ("Nom.", "ein neuer Hut", "eine neue\nTasche"),
    ("Akk.", "einen neuen\nHut", "eine neue\nTasche"),
    ("Dat.", "einem neuen\nHut", "einer neuen\nTasche"),
)
MODAL: Rows = (
    ("", "können", "müssen"),
    ("ich", "kann", "muss"),
    ("du", "kannst", "musst"),
    ("wir", "können", "müssen"),
)


def _table(paper: Book, rows: Rows, x: float, y: float, size: float, starts: Sequence[float], end: float) -> float:
    """Gives the height below its last row."""
    for at, row in enumerate(rows):
        for start, cell in zip(starts, row, strict=True):
            paper.lines(x + start, y, [line for line in cell.split("\n") if line], size, 1.2 * size, "" if at else "B")
        y += 1.2 * size * max(cell.count("\n") + 1 for cell in row) + 0.5 * size
        if not at:
            paper.line(x, y - 1.4 * size, x + end, y - 1.4 * size)
            y += 0.3 * size
    return y


def ruled_tables_side_by_side(
    tables: Sequence[Rows] = (DEFINITE, INDEFINITE), heads: Sequence[str] = ("nach der", "nach ein"), size: float = 9
) -> bytes:
    """Two tables with a rule above, below their heads and below; the cells of one go over two lines."""
    paper = Book()
    for x, rows, head in zip((40, 220), tables, heads, strict=True):
        paper.put(x, 60, head, size, "B")
        paper.line(x, 66, x + 165, 66)
        y = _table(paper, rows, x, 78, size, (0, 32, 106), 165)
        paper.line(x, y - size, x + 165, y - size)
    return paper.bytes()


def ruled_table_beside_text(rows: Rows = MODAL, text: str = MORE, size: float = 8) -> bytes:
    """A table with a rule under its head alone, each row level with a line of the text beside it."""
    paper = Book()
    paper.put(40, 60, "Modalverben", size + 3, "B")
    _table(paper, rows, 40, 80, size, (0, 50, 100), 150)
    paper.lines(215, 80, paper.wrapped(text, 160, size), size, 1.7 * size)
    return paper.bytes()


REGULAR: Rows = (
    ("", "wohnen", "lernen", "fragen", "spielen"),
    ("ich", "wohne", "lerne", "frage", "spiele"),
    ("du", "wohnst", "lernst", "fragst", "spielst"),
    ("ihr", "wohnt", "lernt", "fragt", "spielt"),
)


def ruled_table_over_columns(
    rows: Rows = REGULAR, tip: Sequence[str] = ("Ihr fragt immer", "mehr als eine."),
    below: Sequence[Sequence[str]] = (("Fragen", "Wo wohnst du?", "Lernst du gern?", "Wer fragt?"),
        ("Antworten", "In Kiel.", "Ja, sehr.", "Niemand.")), size: float = 9,
) -> bytes:  # fmt: skip
    """A table with a rule below each row, beside a box; below it columns begin where one of its own does."""
    paper = Book()
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            paper.put(40 + 50 * place, 70 + 16 * at, cell or " ", size, "" if at else "B")
        paper.line(40, 75 + 16 * at, 290, 75 + 16 * at)
    paper.set_fill_color(255, 243, 176)
    paper.rect(310, 58, 90, 50, style="F")
    paper.lines(316, 72, tip, size - 1, 13)
    for x, lines in zip((40, 240), below, strict=True):
        paper.lines(x, 90 + 16 * len(rows), lines, size, 1.4 * size)
    return paper.bytes()


VERBEN: Sequence[Rows] = (
    (("1", "aufstehen", "일어나다", "Ich stehe um", "sechs auf."), ("2", "schlafen", "자다", "Er schläft", "lange."),
        ("3", "arbeiten", "일하다", "Mein Vater", "arbeitet viel.")),
    (("4", "lesen", "읽다", "Lesen Sie!"), ("5", "kaufen", "사다", "Wir kaufen", "oft im Markt", "ein."),
        ("6", "kochen", "요리하다", "Kochst du", "gern?")),
)  # fmt: skip
동사: Sequence[Rows] = (
    (("21", "자다", "to sleep", "I sleep in my", "own bed."), ("22", "일하다", "to work", "She works at a", "bank."),
        ("23", "배우다", "to learn", "I learn Korean.")),
    (("24", "사다", "to buy", "I buy some", "vegetables", "and milk."), ("25", "만나다", "to meet", "We meet."),
        ("26", "쉬다", "to rest", "Let us rest.")),
)  # fmt: skip


def words_between_rules(
    columns: Sequence[Rows] = VERBEN, size: float = 9, drop: float = 20, large: float = 1.5
) -> bytes:
    """Words in large letters, what they mean and examples in two columns, with a rule above each entry."""
    paper = Book()
    paper.put(40, 50, "Wortschatz", size + 6, "B")
    for x, top, entries in zip((40, 220), (90, 90 + drop), columns, strict=True):
        y = float(top)
        for number, word, *meaning in entries:
            paper.line(x, y - 1.8 * size, x + 165, y - 1.8 * size)
            paper.put(x, y - 0.4 * size, number, 0.7 * size)
            paper.put(x + 15, y + 0.2 * size, word, large * size, "B")
            y = paper.lines(x + 100, y, meaning, size, 1.3 * size) + 1.5 * size
        paper.line(x, y - 1.8 * size, x + 165, y - 1.8 * size)
    return paper.bytes()


PRONOUNS: Rows = (
    ("", "Nominativ", "Akkusativ", "Nominativ", "Akkusativ"),
    ("1. Person", "ich", "mich", "wir", "uns"),
    ("2. Person", "du", "dich", "ihr", "euch"),
    ("3. Person", "er", "ihn", "sie", "sie"),
)


def heads_over_two_columns(
    rows: Rows = PRONOUNS,
    heads: Sequence[str] = ("Singular", "Plural"),
    below: str = "Höflich: Sie, Sie",
    size: float = 9,
) -> bytes:
    """A table with names over two columns each and a rule below them, drawn cell by cell; its last cell goes over two
    columns."""
    paper = Book()
    starts = (40, 115, 180, 245, 310)
    paper.put(40, 50, "Pronomen", size + 5, "B")
    for place, head in enumerate(heads):
        paper.plain(size, "B")
        paper.put(175 + 130 * place - paper.get_string_width(head) / 2, 78, head, size, "B")
    for x in starts[1:]:
        paper.line(x - 5, 84, x + 60, 84)
    for at, row in enumerate(rows):
        for x, cell in zip(starts, row, strict=True):
            if cell:
                paper.put(x, 96 + 16 * at, cell, size, "" if at else "B")
    paper.put(115, 96 + 16 * len(rows), below, size)
    return paper.bytes()


FORMS: Rows = (
    ("", "sein", "haben", "werden"),
    ("ich", "bin", "habe", "werde"),
    ("du", "bist", "hast", "wirst"),
    ("er/es/sie", "ist", "hat", "wird"),
)


def shaded_cells(rows: Rows = FORMS, shaded: Sequence[int] = (0, 2), heads: bool = False, size: float = 9) -> bytes:
    """A table some of whose columns are shaded, and the row of their names (`heads`), and that has no rules."""
    paper = Book()
    paper.put(40, 50, "Formen", size + 5, "B")
    paper.set_fill_color(220, 225, 240)
    for place in range(len(rows[0])):
        for at in range(len(rows)):
            if (place in shaded and (at or place or heads)) or (heads and not at):
                paper.rect(40 + 60 * place, 65 + 2 * size * at, 60, 2 * size, style="F")
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                paper.put(46 + 60 * place, 65 + 1.35 * size + 2 * size * at, cell, size)
    paper.put(40, 90 + 2 * size * len(rows), "Ich bin müde. Hast du Hunger?", size)
    return paper.bytes()


VERBS = (
    ("abfahren", "출발하다", "Der Zug fährt um acht ab.", "기차는 8시에 출발한다."),
    ("umsteigen", "갈아타다", "Sie müssen in Fulda umsteigen.", "풀다에서 갈아타셔야 합니다."),
    ("aussteigen", "내리다", "Bitte steigen Sie hier aus.", "여기서 내려 주십시오."),
)


def words_in_shaded_cells(entries: Sequence[Sequence[str]] = VERBS, size: float = 10) -> bytes:
    """Words and what they mean, each in a shaded cell, beside examples and what these mean."""
    paper = Book()
    paper.put(40, 50, "Unterwegs", size + 5, "B")
    for at, (word, meaning, example, translation) in enumerate(entries):
        y = 70 + 3.4 * size * at
        paper.set_fill_color(230, 240, 230)
        paper.rect(40, y, 110, 3.4 * size, style="F")
        paper.lines(46, y + 1.3 * size, (word, meaning), size, 1.4 * size)
        paper.lines(156, y + 1.3 * size, (example, translation), size, 1.4 * size)
    return paper.bytes()


def lists_above_lines_to_write_on(
    items: Sequence[str] = ("물건 사기", "가격 묻기", "색깔 말하기"),
    clauses: Sequence[str] = ("Ich stehe früh auf", "Ich esse um sieben", "Ich gehe zur Arbeit", "Ich lese am Abend"),
    size: float = 10,
) -> bytes:
    """A list of items about as long as each other, its bullets drawn as browsers do, above a line of dots, and one
    without bullets in a box; below that lines to write on, as broad as the page."""
    paper = Book()
    paper.set_fill_color(0, 0, 0)
    for at, item in enumerate(items):
        paper.ellipse(50, 60 + 1.5 * size * at - 0.5 * size, 0.3 * size, 0.3 * size, style="F")
        paper.put(50 + size, 60 + 1.5 * size * at, item, size)
    for at in range(20):
        for y in (120, 140):
            paper.ellipse(50 + 6 * at, y, 0.3 * size, 0.3 * size, style="F")
    paper.put(50 + size * 12.5, 144, "Ende", size)
    paper.rect(40, 160, 100, 60)
    paper.lines(46, 174, clauses, size, 1.3 * size)
    paper.put(40, 240, "Schreiben Sie.", size)
    for at in range(3):
        paper.line(40, 262 + 2.2 * size * at, 380, 262 + 2.2 * size * at)
    paper.put(40, 266 + 5.6 * size, "Lesen Sie dann vor, was Sie geschrieben haben.", size)
    return paper.bytes()


def short_table_in_a_box(
    heads: Sequence[str] = ("Position 1:", "Position 2:", "Ende:"),
    sentence: Sequence[str] = ("Heute", "gehe", "ich."),
    forms: Rows = (("du", "ihr", "Sie"), ("Komm!", "Kommt!", "Kommen Sie!")),
    text: str = "Den Imperativ gibt es dreimal, für jede Anrede einmal.",
    size: float = 10,
) -> bytes:
    """Tables of two rows, the longer cells of which nearly fill their columns: one of heads with a colon each, the
    other in a box."""
    paper = Book()
    for at in range(3):
        paper.put(40 + 80 * at, 60, heads[at], size, "B")
        paper.put(40 + 80 * at, 60 + 1.6 * size, sentence[at], size)
    paper.put(40, 180, text, size)
    paper.rect(40, 100, 160, 4.4 * size)
    for row, texts in enumerate(forms):
        for at, form in enumerate(texts):
            paper.put(46 + 4.4 * size * at, 100 + (1.6 + 1.6 * row) * size, form, size)
    return paper.bytes()


def number_in_a_box_at_its_goals(
    goals: Sequence[str] = ("학습 목표", "음식을 주문할 수 있다.", "계산을 할 수 있다."), size: float = 10
) -> bytes:
    """A unit's number in a box that touches the box of what is learnt, at its left."""
    paper = Book()
    paper.rect(40, 50, 40, 44)
    paper.put(53, 82, "4", 2.4 * size)
    paper.rect(80, 50, 240, 56)
    paper.lines(88, 66, goals, size, 1.4 * size)
    paper.put(40, 140, MORE[:60], size)
    return paper.bytes()


EXAM = (
    ("Was passt in die Lücke?", "Ich ____ mit dem Bus in die Stadt.", ("fahre", "fährt", "fahren", "fahrt", "fährst")),
    ("Was antwortet die Frau?", "Entschuldigung, wo ist hier die Post?", ("Danke.", "Dort.", "Heute.", "Gern.", "Oh.")),
    ("Welches Wort ist falsch?", "Am Sonntag habe ich meine Oma besucht.", ("Am", "habe", "ich", "meine", "Oma")),
)  # fmt: skip
시험 = (
    ("빈칸에 들어갈 말을 고르십시오.", "주말에 친구하고 ____ 같이 영화를 봐요.", ("또", "잘", "못", "꼭", "더")),
    ("알맞은 대답을 고르십시오.", "여기에서 역까지 시간이 얼마나 걸려요?", ("네", "십 분", "아니요", "여기", "역")),
    ("틀린 것을 고르십시오.", "어제 친구와 시장에 가서 사과를 샀어요.", ("어제", "시장", "가서", "사과", "샀어")),
)


def columns_with_a_line_between(
    tasks: Sequence[tuple[str, str, Sequence[str]]] = EXAM, size: float = 9, lead: float = 12
) -> bytes:
    """An exam paper with the same tasks in both columns, each level with one at the other side of the line."""
    paper = Book()
    paper.put(40, 50, "Seite 3 / 쪽", size)
    paper.line(210, 64, 210, 330)
    for number in range(2 * len(tasks)):
        question, text, answers = tasks[number % len(tasks)]
        x, y = 40 + 180 * (number // len(tasks)), 80 + 82 * (number % len(tasks))
        paper.lines(x, y, [f"{number + 1}. {question}", text], size, lead)
        for place, answer in enumerate(answers):
            sign = chr(ord("①") + place)
            paper.put(x + 55 * (place % 3), y + lead * (2 + place // 3), f"{sign} {answer}", size)
    return paper.bytes()


def words_with_a_line_between(rows: Rows = PAIRS, size: float = 9, lead: float = 17) -> bytes:
    """A long list of words, whose meanings stand behind the line."""
    paper = Book()
    paper.line(190, 60, 190, 70 + 2 * lead * len(rows))
    for at, (word, meaning) in enumerate([*rows, *rows]):
        paper.put(40, 80 + lead * at, word, size)
        paper.put(200, 80 + lead * at, meaning, size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "ruled_tables_side_by_side": ruled_tables_side_by_side,
    "ruled_table_beside_text": ruled_table_beside_text,
    "ruled_table_over_columns": ruled_table_over_columns,
    "heads_over_two_columns": heads_over_two_columns,
    "columns_with_a_line_between": columns_with_a_line_between,
    "words_with_a_line_between": words_with_a_line_between,
    "shaded_columns": shaded_cells,
    "shaded_first_column": lambda: shaded_cells(
        (("", "-아요", "-았어요"), ("가다", "가요", "갔어요"), ("오다", "와요", "왔어요"), ("보다", "봐요", "봤어요")),
        (0,),
        size=11,
    ),
    "shaded_heads": lambda: shaded_cells(shaded=(0,), heads=True),
    "words_in_shaded_cells": words_in_shaded_cells,
    "lists_above_lines_to_write_on": lists_above_lines_to_write_on,
    "number_in_a_box_at_its_goals": number_in_a_box_at_its_goals,
    "short_table_in_a_box": short_table_in_a_box,
    "words_between_rules": words_between_rules,
    "words_between_rules_in_english": lambda: words_between_rules(동사, 8, 25, 1.6),
}
