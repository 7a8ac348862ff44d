"""Builds the traps whose tables have rules across them and no others, beside another table or a text."""

from collections.abc import Callable, Sequence

from tests.pdfs.build import MORE
from tests.pdfs.build_layouts import Book, Rows

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


TRAPS: dict[str, Callable[[], bytes]] = {
    "ruled_tables_side_by_side": ruled_tables_side_by_side,
    "ruled_table_beside_text": ruled_table_beside_text,
    "words_between_rules": words_between_rules,
    "words_between_rules_in_english": lambda: words_between_rules(동사, 8, 25, 1.6),
}
