"""Builds the PDFs about self-study books: what is said beside its translation, new words with a tip beside them, the
answers at the foot of the page; contents, and a key to the tasks of all units.

Each kind of page is built twice, with other texts and sizes.
"""

from collections.abc import Callable

from tests.pdfs.build_layouts import Book, Rows
from tests.pdfs.build_typeset import border, stretched

SPOKEN: Rows = (
    ("Anna", "Guten Tag, was möchten Sie?", "안녕하세요, 무엇을 드릴까요?"),
    ("Jisu", "Einen Tee mit Zitrone, bitte.", "레몬차 한 잔 주세요."),
    ("Anna", "Gern. Und für Sie?", "네. 손님은요?"),
    ("Tom", "Für mich nur ein Wasser.", "저는 물만 주세요."),
)
WORDS: Rows = (("der Tee", "차"), ("das Wasser", "물"), ("die Zitrone", "레몬"), ("gern", "기꺼이"))
ASKED: Rows = (
    ("Eva", "Wo ist denn der Bahnhof?", "Where is the station, please?"),
    ("Ben", "Gleich hier um die Ecke.", "Just around the corner."),
    ("Eva", "Und wann fährt der Zug?", "And when does the train leave?"),
    ("Ben", "In zehn Minuten.", "In ten minutes."),
)
PLACES: Rows = (("der Bahnhof", "station"), ("die Ecke", "corner"), ("der Zug", "train"), ("die Minute", "minute"))


def lesson_with_translations(
    spoken: Rows = SPOKEN,
    words: Rows = WORDS,
    heads: tuple[str, ...] = ("대화", "Dialog", "Neue Wörter", "음료 이름은 대부분 남성입니다."),
    answers: str = "정답 1 der 2 das",
    size: float = 10,
) -> bytes:
    """A tag in large letters that goes on in more small ones; sentences beside their translations, which have a border
    at their left; words with a box beside them, below the translations; far below, under them too, the answers."""
    paper = Book()
    tag, goes_on, new_words, tip = heads
    paper.put(40, 60, tag, 1.3 * size)
    paper.put(48 + paper.get_string_width(tag), 60, goes_on, 0.9 * size)
    y = 90.0
    for who, text, translation in spoken:
        paper.put(40, y, who, size, "B")
        paper.put(40 + 6 * size, y, text, size)
        border(paper, (254, y - 1.4 * size, 150, 2.4 * size), {"left": 0.7})
        paper.put(262, y, translation, 0.9 * size)
        y += 3 * size
    y += size
    paper.set_fill_color(255, 246, 216)
    paper.rect(254, y - 1.2 * size, 150, 3.2 * size, style="F")
    paper.put(262, y, "Tipp", 0.8 * size, "B")
    paper.put(262, y + 1.2 * size, tip, 0.8 * size)
    paper.put(40, y, new_words, size, "B")
    for word, meaning in words:
        y += 1.6 * size
        paper.put(40, y, word, size)
        paper.put(40 + 8 * size, y, meaning, size)
    paper.put(300, y + 16 * size, answers, 0.8 * size)
    return paper.bytes()


def contents_with_names(
    names: tuple[str, ...] = ("Titel", "Grammatik", "Seite"),
    rows: Rows = (
        ("저는 민수예요", "Ich heiße Minsu", "동사의 현재 변화", "8"),
        ("차 한 잔 주세요", "Einen Tee, bitte", "부정관사와 4격", "13"),
        ("지금 몇 시예요?", "Wie spät ist es?", "시간 표현", "18"),
    ),
    size: float = 9,
) -> bytes:
    """Contents with a rule below each row, but none below the names of the columns."""
    paper = Book()
    for x, name in zip((40, 200, 340), names, strict=True):
        paper.put(x, 70, name, size, "B")
    for at, (title, translated, grammar, page) in enumerate(rows):
        y = 70 + 2 * size + 3.6 * size * at
        paper.put(40, y, title, size)
        paper.put(40, y + 1.4 * size, translated, 0.8 * size)
        paper.put(200, y + 0.7 * size, grammar, size)
        paper.put(340, y + 0.7 * size, page, size)
        paper.line(40, y + 2.1 * size, 360, y + 2.1 * size)
    return paper.bytes()


def key_by_unit(
    rows: tuple[str, ...] = (
        "Unit 01  1. (1) heißt, (2) komme, (3) ist  2. ① – c  ② – d",
        "Unit 02  1. (1) einen, (2) eine, (3) ein  2. ① – c  ② – a",
        "Unit 03  1. (1) auf, (2) fängt, (3) kaufst  2. ① – b  ② – d",
    ),
    size: float = 10,
    lead: float = 1.6,
) -> bytes:
    """The answers to each unit's tasks in one line, and all lines about as long."""
    paper = Book()
    paper.put(40, 60, "Lösungen", 1.4 * size, "B")
    paper.lines(40, 90, rows, size, lead * size)
    return paper.bytes()


SER = (
    "Spanish has two verbs that mean to be. Use ser for who or what somebody is, where they come from and what things "
    "are made of. The subject pronoun is usually left out, because the ending of the verb tells who is meant."
)
SEIN = (
    "Das Verb sein hat in fast allen Formen einen anderen Stamm. Man braucht es, wenn man sagt, wer man ist, was man "
    "von Beruf ist und wo man ist, und auch im Perfekt. Du und ihr sind für Freunde, Sie ist für alle anderen da."
)


def grammar_with_margin_note(
    text: str = SER,
    note: tuple[str, ...] = ("See also", "Appendix A,", "section 1."),
    forms: Rows = (
        ("yo", "soy", "nosotros", "somos"),
        ("tú", "eres", "vosotros", "sois"),
        ("él, ella", "es", "ellos", "son"),
    ),
    size: float = 10,
) -> bytes:
    """A note in small letters so near its text that the gap is hardly one between words, its lines not level with those
    of the text; below, a table between two rules, no wider apart than LaTeX sets it."""
    paper = Book()
    lines, lead = paper.wrapped(text, 250, size), 1.2 * size
    stretched(paper, 40, 70, lines, 250, size, lead)
    y = 70 + lead * (len(lines) - 2)
    paper.lines(40 + 250 + 0.7 * size, y, note, 0.8 * size, 0.95 * size)
    y += 3.5 * size
    paper.plain(size)
    columns = [max(map(paper.get_string_width, column)) for column in zip(*forms, strict=True)]
    paper.line(80, y - size, 80 + sum(columns) + 3.6 * size, y - size)
    for row in forms:
        x = 80.0
        for form, width in zip(row, columns, strict=True):
            paper.put(x, y, form, size)
            x += width + 1.2 * size
        y += lead
    paper.line(80, y - 0.8 * size, 80 + sum(columns) + 3.6 * size, y - 0.8 * size)
    return paper.bytes()


def words_in_near_columns(
    head: str = "Vocabulary",
    words: Rows = (
        ("el nombre", "name"),
        ("el amigo", "friend (m)"),
        ("la amiga", "friend (f)"),
        ("la ciudad", "city"),
        ("llamarse", "to be called"),
        ("mucho gusto", "pleased"),
        ("¿Cuánto es?", "how much"),
        ("el viaje", "journey"),
    ),
    size: float = 10,
) -> bytes:
    """A heading, and words in two columns that are parted by the room that LaTeX leaves between them, each with dots
    that lead to its translation at the column's end."""
    paper = Book()
    paper.put(40, 70, head, 1.2 * size, "B")
    half = len(words) // 2
    for at, (word, meaning) in enumerate(words):
        x, y = 40 + at // half * (140 + size), 95 + at % half * 1.3 * size
        paper.put(x, y, word, size)
        start, end = x + paper.get_string_width(word), x + 140 - paper.get_string_width(meaning)
        dots = int((end - start) / paper.get_string_width(" .")) - 1
        paper.put(end - paper.get_string_width(" ." * dots + " "), y, " ." * dots, size)
        paper.put(end, y, meaning, size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "lesson_with_translations": lesson_with_translations,
    "lesson_with_translations_in_english": lambda: lesson_with_translations(
        ASKED, PLACES, ("Hören", "und im Chor nachsprechen", "Wörter", "Namen von Orten lernt man mit Artikel."),
        "Lösung: 1 der, 2 die", 9,
    ),
    "contents_with_names": contents_with_names,
    "contents_with_names_in_german": lambda: contents_with_names(
        ("Titel", "Grammatik", "Seite"),
        (
            ("Im Café", "bestellen und bezahlen", "unbestimmter Artikel", "8"),
            ("Am Bahnhof", "nach dem Weg fragen", "Präpositionen", "16"),
            ("Unterwegs", "von Reisen erzählen", "Perfekt mit sein", "24"),
        ),
        10,
    ),
    "grammar_with_margin_note": grammar_with_margin_note,
    "grammar_with_margin_note_in_german": lambda: grammar_with_margin_note(
        SEIN, ("Mehr dazu", "im Anhang,", "Seite 90."),
        (("ich", "bin", "wir", "sind"), ("du", "bist", "ihr", "seid"), ("er, sie", "ist", "sie", "sind")), 11,
    ),
    "words_in_near_columns": words_in_near_columns,
    "words_in_near_columns_in_german": lambda: words_in_near_columns(
        "Wortschatz",
        (
            ("der Name", "이름"), ("die Stadt", "도시"), ("das Jahr", "해"), ("der Freund", "친구"),
            ("heißen", "불리다"), ("wohnen", "살다"), ("die Reise", "여행"), ("der Tag", "날"),
        ),
        9,
    ),
    "key_by_unit": key_by_unit,
    "key_by_unit_in_german": lambda: key_by_unit(
        (
            "Lektion 9: 1 a, 2 c, 3 b; gehe, gehst, geht",
            "Lektion 10: 1 b, 2 a, 3 c; bin, bist, sind",
            "Lektion 11: 1 c, 2 a, 3 b; war, warst, war",
        ),
        11, 1.5,
    ),
}  # fmt: skip
