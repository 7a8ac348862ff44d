"""Builds the traps that pages of textbooks and exams are."""

from collections.abc import Callable, Sequence

from tests.pdfs.build import PROSE, Paper


def initial() -> bytes:
    """A large letter beside the first lines, and one in a box of its own."""
    paper = Paper()
    lines = ("s war einmal ein König, der hatte drei Töchter und", "lebte mit ihnen in einem großen Schloss am Meer.")
    paper.put(40, 82, "E", 34)
    for row, line in enumerate(lines):
        paper.put(62, 68 + 14 * row, line)
    paper.put(40, 96, "Die jüngste wollte gern die Welt sehen.")
    paper.set_fill_color(200)
    paper.rect(40, 150, 32, 32, style="F")
    paper.put(47, 175, "D", 24)
    for row, line in enumerate(
        ("ie Stadt liegt an einem Fluss, über den viele alte", "Brücken führen. Im Sommer fahren dort Boote,")
    ):
        paper.put(78, 162 + 14 * row, line)
    paper.put(40, 190, "im Winter ist es still.")
    return paper.bytes()


QUESTIONS = (
    ("Wann beginnt der Kurs?", "um acht Uhr", "um halb neun", "um neun Uhr"),
    ("Was nimmt Herr Park mit?", "einen Schirm, weil es", "vielleicht regnet", "eine Jacke", "ein Buch"),
    ("Warum kommt Anna zu spät?", "Sie hat verschlafen.", "Der Bus kam nicht.", "Sie war krank."),
    ("Wer kocht heute?", "der Vater", "die Mutter", "die Kinder"),
)


def choices_in_two_columns() -> bytes:
    """Tasks 1 and 2 at the left, 3 and 4 at the right, their lines level; each has answers to choose from."""
    paper = Paper()
    for column in (0, 1):
        y = 70
        for number, (question, *answers) in enumerate(QUESTIONS[2 * column : 2 * column + 2], 2 * column + 1):
            paper.put(40 + 180 * column, y, f"{number}. {question}", style="B")
            letters = iter("abc")
            for answer in answers:
                y += 14
                follows = answer.startswith("vielleicht")
                paper.put(40 + 180 * column, y, answer if follows else f"{next(letters)}) {answer}")
            y += 14
    return paper.bytes()


ENTRIES = (
    "abfahren 출발하다; einen Ort verlassen", "Abend der, -e 저녁",
    "abholen 데리러 가다; jemanden treffen und mitnehmen", "Adresse die, -n 주소",
    "allein 혼자; ohne andere Leute", "als …보다",
    "alt 늙은; nicht neu oder nicht mehr jung",
    "anrufen 전화하다", "arbeiten 일하다", "Arzt der, Ärzte 의사; jemand, der Kranken hilft",
)  # fmt: skip


def entries_with_hanging_lines() -> bytes:
    """A dictionary in two columns whose lines stand level, though their entries do not."""
    paper = Paper()
    for column in (0, 1):
        y = 70
        for entry in ENTRIES[column:] + ENTRIES[: 6 + column]:
            x, line = 40 + 180 * column, ""
            for word in entry.split():
                paper.plain(9)
                if line and paper.get_string_width(f"{line} {word}") > 130:
                    paper.put(x, y, line, 9)
                    x, y, line = 50 + 180 * column, y + 12, ""
                line = f"{line} {word}".strip()
            paper.put(x, y, line, 9)
            y += 12
    return paper.bytes()


def boxes_to_tick() -> bytes:
    """Rows of a questionnaire: sentences of one or two lines, and boxes level with their middle."""
    paper = Paper()
    paper.add_font("DejaVu", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    rows = (
        ("Ich lerne neue Wörter mit Karten.",),
        ("Ich spreche mit deutschen Freunden.",),
        ("Ich sehe Filme auf Deutsch ohne Untertitel", "und schreibe die neuen Wörter in mein Heft."),
    )
    y = 90.0
    for place, word in ((240, "immer"), (300, "oft"), (340, "nie")):
        paper.put(place, 70, word)
    for lines in rows:
        for line in lines:
            paper.put(40, y, line)
            y += 14
        for place in (240, 300, 340):
            paper.set_font("DejaVu", "", 10)
            paper.text(place, y - 14 - 7 * (len(lines) - 1), "☐")
        y += 6
    return paper.bytes()


def heads_over_columns() -> bytes:
    """A table without rules, with heads that are centred over two of its columns each, set as close as LaTeX does."""
    paper = Paper()
    paper.put(159, 70, "Singular")
    paper.put(285, 70, "Plural")
    rows = (
        ("", "maskulin", "feminin", ""),
        ("Nominativ", "der gute Mann", "die gute Frau", "die guten Leute"),
        ("Akkusativ", "den guten Mann", "die gute Frau", "die guten Leute"),
        ("Dativ", "dem guten Mann", "der guten Frau", "den guten Leuten"),
    )
    for row, cells in enumerate(rows):
        for x, cell in zip((40, 100, 188, 272), cells, strict=True):
            if cell:
                paper.put(x, 86 + 14 * row, cell)
    return paper.bytes()


def rules_under_cells() -> bytes:
    """A rule under each cell but where one goes on in the next row: no lines to write on."""
    paper = Paper()
    rows = (("ich", "spiele", "bin"), ("er", "", "ist"), ("ihr", "", "seid"), ("wir", "spielen", "sind"))
    for row, cells in enumerate(rows):
        for x, cell in zip((40, 110, 160), cells, strict=True):
            if cell:
                paper.put(x, 80 + 20 * row, cell)
            if row != 1 or x != 110:
                paper.line(x - 4, 86 + 20 * row, x + 46, 86 + 20 * row)
    paper.put(125, 107, "spielt")
    return paper.bytes()


def a_lesson_of_lists(
    heads: Sequence[str] = ("Wörter", "Grammatik", "Übung"),
    words: Sequence[tuple[str, str]] = (
        ("der Kurs, -e", "course"), ("neu", "new"), ("gestern", "yesterday"), ("die Lehrerin, -nen", "teacher"),
        ("heißen", "to be called"), ("wer", "who"),
    ),
    gaps: tuple[str, str, str] = ("Ich", "aus Kiel, und wer", "neu hier?"),
) -> bytes:  # fmt: skip
    """Headings from which a line leads to the margin, words and what they mean with dots between them, and a text in
    which such dots are gaps."""
    paper = Paper()
    for y, head in zip((70, 220, 300), heads, strict=True):
        paper.put(40, y, head, 13, "B")
        paper.line(48 + paper.get_string_width(head), y + 1, 380, y + 1)
    for row, (german, meaning) in enumerate(words):
        y = 95 + 16 * row
        paper.put(40, y, german)
        start, end = 44 + paper.get_string_width(german), 376 - paper.get_string_width(meaning)
        paper.put(start, y, "." * int((end - start) / paper.get_string_width(".")))
        paper.put(380 - paper.get_string_width(meaning), y, meaning)
    paper.prose(40, 235, PROSE)
    paper.put(40, 320, " .............. ".join(gaps))
    paper.line(40, 350, 130, 350)
    paper.put(134, 349, gaps[2])
    return paper.bytes()


def a_lesson_of_lists_in_korean() -> bytes:
    words = (
        ("das Brot, -e", "빵"),
        ("der Morgen, -", "아침"),
        ("lernen", "배우다"),
        ("die Lehrerin, -nen", "여자 선생님"),
    )
    return a_lesson_of_lists(
        ("Wörter 새 단어", "문법 1 규칙동사", "연습"), words, ("Ich", "aus Busan, und wer", "학생이에요?")
    )


TRAPS: tuple[Callable[[], bytes], ...] = (
    initial, choices_in_two_columns, entries_with_hanging_lines, boxes_to_tick,
    heads_over_columns, rules_under_cells, a_lesson_of_lists, a_lesson_of_lists_in_korean,
)  # fmt: skip
