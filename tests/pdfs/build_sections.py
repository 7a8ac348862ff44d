"""Builds the PDFs about sections of a page that stand below each other, each in columns of its own.

Each kind of page is built twice, with other texts and sizes.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build_layouts import Book

Pairs = Sequence[tuple[str, str]]
SENTENCES = (
    ("Morgen früh fährt Jule ans Meer.", "내일 아침에 율레는 바다로 가요."),
    ("Der Hund bleibt bei den Nachbarn.", "개는 이웃집에 있을 거예요."),
)
CLUES = (
    ("Waagerecht", "Senkrecht"),
    ("2 Darauf sitzt man.", "1 Sie hängt an der Decke."),
    ("5 Er ist rund und gelb.", "3 Ein anderes Wort für Boot."),
    ("9 Das Gegenteil von alt.", "8 Man schneidet damit Brot."),
    ("11 Sie legt Eier.", ""),
)
WORDS = (
    ("der Koffer", "여행 가방", "das Ufer", "물가"),
    ("die Welle", "파도", "der Sand", "모래"),
    ("packen", "짐을 싸다", "baden", "헤엄치다"),
)
LISTS = (
    ("• Sonnencreme", "• Wir baden im See."),
    ("• ein Handtuch", "• die Muschel"),
    ("• Badehose", "• Es ist heiß."),
)
ANSWERS = (
    (
        "1. Wann kommt der Bus nach Plön?",
        (
            ("a) Um zehn Minuten", "vor drei am Markt."),
            ("b) Jede Stunde ab", "der Post."),
            ("c) Heute nicht,", "erst morgen."),
        ),
    ),
    (
        "2. Was kostet die Karte für Kinder?",
        (
            ("a) Sie ist für alle", "Kinder kostenlos."),
            ("b) Nur die Hälfte", "vom Preis."),
            ("c) Zwei Euro am", "Nachmittag."),
        ),
    ),
)


def sections(
    sentences: Pairs = SENTENCES,
    clues: Pairs = CLUES,
    words: Sequence[Sequence[str]] = WORDS,
    lists: Pairs = LISTS,
    size: float = 9.5,
    gutter: float = 20,
) -> bytes:
    """Sentences beside what they mean, a crossword's clues, words in two pairs of columns and two lists: the gutter in
    the middle goes through all of them."""
    paper = Book()
    lead, y = 1.3 * size, 60.0
    for rows, columns in ((sentences, (40, 225)), (clues, (40, 225 + gutter)), (words, (40, 130, 240, 330))):
        for row in rows:
            for x, text in zip(columns, filter(None, row), strict=False):
                paper.put(x, y, text, size, "B" if row is clues[0] else "")
            y += lead
        y += 2 * lead
    for row in lists:
        for x, text in zip((40, 225), row, strict=True):
            paper.put(x, y, text, size)
        y += lead
    return paper.bytes()


def answers_that_wrap(
    tasks: Sequence[tuple[str, Sequence[Sequence[str]]]] = ANSWERS,
    questions: Sequence[str] = ("3. Wie heißt deine Straße?", "4. Wohin fährst du im Sommer?"),
    size: float = 9.5,
) -> bytes:
    """Answers to choose from beside each other, each of two lines, and questions with a broad line to write on each."""
    paper = Book()
    lead, y = 1.35 * size, 60.0
    for task, answers in tasks:
        paper.put(40, y, task, size)
        for x, lines in zip((52, 162, 272), answers, strict=True):
            paper.put(x, y + 1.3 * lead, lines[0], size)
            paper.put(x + 11, y + 2.3 * lead, lines[1], size)
        y += 3.6 * lead
    for question in questions:
        paper.put(40, y, question, size)
        paper.line(52, y + 2.1 * size, 385, y + 2.1 * size)
        y += 4 * size
    return paper.bytes()


WEEK = (
    ("", "Montag", "Dienstag", "Freitag"),
    ("8–10 Uhr", "die Post", "", "schwimmen"),
    ("10–12 Uhr", "", "einkaufen", "der Zahnarzt"),
    ("14–16 Uhr", "Mathe", "die Probe", ""),
    ("16–18 Uhr", "", "", "kochen"),
)


def shaded_tables(rows: Sequence[Sequence[str]] = WEEK, size: float = 9.5, high: float = 20) -> bytes:
    """A plan twice: every second row shaded cell by cell, empty ones too, and in a frame below names that are shaded.
    Two bubbles stand between them."""
    paper = Book()
    paper.set_fill_color(225, 235, 250)
    edges = (40, 120, 205, 290, 385)

    def plan(top: float, shaded: Sequence[int]) -> float:
        for at, row in enumerate(rows):
            y = top + at * high
            for x0, x1, text in zip(edges, edges[1:], row, strict=False):
                if at in shaded:
                    paper.rect(x0, y, x1 - x0, high, style="F")
                if text:
                    paper.put(x0 + 4, y + 0.65 * high, text, size, "" if at else "B")
        return top + len(rows) * high

    y = plan(50, range(1, len(rows), 2)) + 24
    for x, text in ((40, rows[1][1]), (240, rows[1][3])):
        paper.rect(x, y, 130, 26, round_corners=True, corner_radius=6)
        paper.put(x + 8, y + 16, f"{text}?", size)
        y += 30
    paper.rect(40, y + 20, 345, len(rows) * high)
    plan(y + 20, [0])
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "sections": sections,
    "sections_in_english": lambda: sections(
        (
            ("Tom lost his key in the park.", "Tom hat im Park seinen Schlüssel verloren."),
            ("Who found it?", "Wer hat ihn gefunden?"),
        ),
        (
            ("Across", "Down"),
            ("1 You wear it on your head.", "2 Bees make it."),
            ("4 It rings in the morning.", "3 Not cheap."),
            ("7 A baby cat.", "6 The day after Monday."),
        ),
        (("the key", "der Schlüssel", "the bench", "die Bank"), ("lost", "verloren", "found", "gefunden")),
        (("– in the park", "– yesterday"), ("– near the pond", "– We looked for it."), ("– a red bag", "– the police")),
        10.5,
        14,
    ),
    "shaded_tables": shaded_tables,
    "shaded_tables_in_korean": lambda: shaded_tables(
        (
            ("", "월요일", "화요일", "금요일"),
            ("여덟 시", "우체국", "", "수영"),
            ("열 시", "", "장보기", "치과"),
            ("두 시", "수학", "연습", ""),
        ),
        10,
        23,
    ),
    "answers_that_wrap": answers_that_wrap,
    "answers_that_wrap_in_korean": lambda: answers_that_wrap(
        (
            (
                "1. 언제 부산에 도착해요?",
                (
                    ("a) 오후 세 시에", "역에 도착해요."),
                    ("b) 오늘은 안 가고", "내일 가요."),
                    ("c) 버스가 없어서", "못 가요."),
                ),
            ),
            (
                "2. 누구하고 같이 가요?",
                (("a) 우리 언니하고", "같이 가요."), ("b) 저 혼자서", "갈 거예요."), ("c) 회사 친구들과", "가요.")),
            ),
        ),
        ("3. 어디에서 만날까요?", "4. 무엇을 가져가요?"),
        10,
    ),
}
