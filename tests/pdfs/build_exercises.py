"""Builds the traps that are pages of tasks, with what is needed for them: ads, dialogues, lists of words, timetables.

Most kinds of pages are built twice, with other texts and sizes.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build_layouts import Book

Texts = Sequence[str]


def tasks_over_ads(
    tasks: Texts = ("6 Sie möchten morgen früh in Berlin sein.", "7 Sie suchen eine Wohnung.", "8 Ergänzen Sie."),
    ads: Sequence[Texts] = (
        ("Köln ab 22:28 – Berlin an 4:19", "Drei Tage Berlin mit Hotel"),
        ("Zwei Zimmer, Küche, Bad, Balkon", "Zimmer in WG, ab sofort frei"),
    ),
    gaps: Texts = ("(1) Wir fahren ____ dem Bus.", "(2) Er wohnt ____ Bremen."),
    size: float = 9.5,
) -> bytes:
    """Each task is a short line over two ads with what they are called below, the last one over two sentences."""
    paper, y = Book(), 70.0
    for task, pair in zip(tasks, ads, strict=False):
        paper.put(40, y, task, size)
        for at, text in enumerate(pair):
            paper.rect(40 + 175 * at, y + 10, 160, 34)
            paper.put(48 + 175 * at, y + 26, text, size)
            paper.put(40 + 175 * at, y + 58, f"{'ab'[at]} www.anzeige-{'ab'[at]}.de", size)
        y += 82
    paper.put(40, y, tasks[-1], size)
    for at, text in enumerate(gaps):
        paper.put(40 + 175 * at, y + 16, text, size)
    return paper.bytes()


def phrases_below_dialogues(
    dialogues: Sequence[Sequence[Texts]] = (
        (("Paul", "Entschuldigung, ich", "möchte bestellen."), ("Ober", "Ja, bitte?"),
         ("Paul", "Eine Suppe und", "Brot."), ("Ober", "Und zu trinken?"), ("Paul", "Ein Wasser, bitte,", "ohne Eis.")),
        (("Nora", "Zahlen, bitte!"), ("Ober", "Zusammen?"), ("Nora", "Ja. Was macht das?"),
         ("Ober", "Zehn Euro."), ("Nora", "Hier sind zwölf."), ("Ober", "Vielen Dank!")),
    ),
    task: str = "b Hören Sie noch einmal und sprechen Sie.",
    phrases: Sequence[Texts] = (("Ich nehme …", "Ich hätte gern …"), ("Die Rechnung, bitte.", "Stimmt so.")),
    size: float = 9.5,
) -> bytes:  # fmt: skip
    """Dialogues with a photo between them; below a task that is broader than the first, and two boxes, of which the
    second begins below the photo."""
    paper = Book()
    paper.set_fill_color(160, 190, 160)
    paper.rect(180, 55, 70, 80, style="F")
    for x, turns in zip((40, 270), dialogues, strict=True):
        y = 66.0
        for speaker, *lines in turns:
            paper.put(x, y, speaker, size, "B")
            y = paper.lines(x + 32, y, lines, size, 1.3 * size) + 4
    paper.put(40, 202, task, size)
    for at, texts in enumerate(phrases):
        paper.rect(40 + 175 * at, 212, 165, 44)
        paper.lines(48 + 175 * at, 230, texts, size, 16)
    return paper.bytes()


def groups_in_two_columns(
    columns: Sequence[Sequence[Texts]] = (
        (("saying hello", "Good morning!", "How are you?", "Nice to meet you."), ("asking", "What is this?", "Why?")),
        (("", "Where are you from?"), ("saying goodbye", "See you soon!", "Good night."), ("thanking", "Thank you!")),
    ),
    size: float = 9,
) -> bytes:  # fmt: skip
    """Lists whose lines are level; the heads of their groups are not, but for the first."""
    paper = Book()
    for at, groups in enumerate(columns):
        y = 70.0
        for head, *lines in groups:
            if head:
                y = paper.lines(40 + 175 * at, y, (head,), size, 1.3 * size, "B")
            y = paper.lines(40 + 175 * at, y, lines, size, 1.3 * size) + 0.3 * size
    return paper.bytes()


def words_in_a_box_below_a_task(
    words: Texts = ("kochen", "fahren", "lesen", "schlafen", "arbeiten", "spielen"),
    task: str = "Was passt? Ergänzen Sie.",
    gaps: Texts = ("Am Abend ____ wir Nudeln.", "Um acht ____ er ins Büro.", "Er ____ oft den ganzen Tag."),
    answers: Texts = ("Ja, sehr gern.", "Nein, nicht oft.", "Um halb neun."),
    size: float = 9.5,
) -> bytes:
    """The number stands far from the task, the letters far from the sentences; these are shorter than the box. Below
    them answers are counted by letters alone."""
    paper = Book()
    paper.put(40, 70, "1", 12, "B")
    paper.put(64, 70, task, size, "B")
    paper.rect(64, 76, 316, 26)
    for at, word in enumerate(words):
        paper.put(76 + 52 * at, 93, word, size)
    for row, text in enumerate(gaps):
        paper.put(64, 122 + 16 * row, "abc"[row], size)
        paper.put(82, 122 + 16 * row, text, size)
    for row, text in enumerate(answers):
        paper.put(64, 196 + 16 * row, f"{'abc'[row]} {text}", size)
    return paper.bytes()


def changes_of_trains(
    rows: Sequence[Texts] = (
        ("Abfahrt", "Dauer", "Umst.", "Zug", "Preis"), ("6:48", "4:19", "0", "ICE 543", "59,90 €"),
        ("7:10", "5:20", "1", "IC 2213 und dann ICE 847", "39,90 €"), ("8:48", "4:18", "0", "ICE 545", "69,90 €"),
    ),
    size: float = 9.5,
) -> bytes:  # fmt: skip
    """A table in which 1 stands below 0, beside texts: no tasks are counted there."""
    paper = Book()
    for row, cells in enumerate(rows):
        for x, cell in zip((40, 100, 155, 195, 330), cells, strict=True):
            paper.put(x, 70 + 1.6 * size * row, cell, size)
    return paper.bytes()


def forms_that_go_on(
    entries: Sequence[tuple[str, ...]] = (
        ("der Anruf, -e", "전화"), ("an·kommen, ist", "angekommen", "도착하다"), ("die Arbeit, -en", "일"),
        ("anrufen, hat angerufen", "전화하다"), ("der Apfel, ¨-", "사과"),
        ("auf·stehen, ist", "aufgestanden", "일어나다"),
        ("das Auge, -n", "눈"), ("der Aufzug, ¨-e", "승강기"),
    ),
    size: float = 8,
) -> bytes:  # fmt: skip
    """Words and what they mean, all lines as far apart; after one space there is no room for a form's second word."""
    paper, y = Book(), 70.0
    for *forms, meaning in entries:
        paper.put(140, y, meaning, size)
        for form in forms:
            paper.put(40, y, form, size)
            y += 1.35 * size
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "tasks_over_ads": tasks_over_ads,
    "phrases_below_dialogues": phrases_below_dialogues,
    "groups_in_two_columns": groups_in_two_columns,
    "words_in_a_box_below_a_task": words_in_a_box_below_a_task,
    "changes_of_trains": changes_of_trains,
    "forms_that_go_on": forms_that_go_on,
}  # fmt: skip
