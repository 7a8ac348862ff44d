"""Builds the traps that pages of coursebooks are: parts of a page side by side, each set in its own way."""

from collections.abc import Callable, Sequence

from tests.pdfs.build import MORE, PROSE
from tests.pdfs.build_layouts import STORY, TALE, Book, Rows

Parts = Sequence[tuple[str, Rows]]

KITCHEN: Parts = (
    ("Verben", (("kochen", "요리하다"), ("backen", "굽다"), ("schneiden", "자르다"), ("schälen", "껍질을 벗기다"))),
    ("Adjektive", (("heiß", "뜨거운"), ("scharf", "매운"), ("süß", "단"))),
)
PHRASES: Parts = (
    ("Am Tisch", (("Guten Appetit!", "맛있게 드세요!"), ("Ich bin satt.", "배불러요."))),
    ("Beim Kochen", (("Was fehlt noch?", "뭐가 더 필요해요?"), ("Probier mal!", "먹어 봐!"), ("Vorsicht!", "조심해!"))),
)
RIVERS: Parts = (
    ("Water", (("the bank", "das Ufer"), ("the bridge", "die Brücke"), ("the ferry", "die Fähre"))),
    ("Weather", (("foggy", "neblig"), ("windy", "windig"), ("mild", "mild"), ("stormy", "stürmisch"))),
)
WALKS: Parts = (
    ("Paths", (("the hedge", "die Hecke"), ("the gate", "das Tor"), ("the stile", "der Tritt"),
        ("the hill", "der Berg"))),
    ("Food", (("a flask", "eine Kanne"), ("a plum", "eine Pflaume"), ("some cheese", "Käse"))),
)  # fmt: skip


def lists_with_heads_side_by_side(
    parts: Sequence[Parts] = (KITCHEN, PHRASES), size: float = 9, step: float = 14, drop: float = 5
) -> bytes:
    """Two word lists beside each other, each with a head over some of its words."""
    paper = Book()
    for x, lists in zip((40, 220), parts, strict=True):
        y = 60.0
        for head, rows in lists:
            paper.put(x, y, head, size + 2, "B")
            for at, row in enumerate(rows, 1):
                for shift, text in zip((0, 78), row, strict=True):
                    paper.put(x + shift, y + step * at, text, size)
            y += step * (len(rows) + 1) + drop
    return paper.bytes()


GAPS_IN_BRACKETS: Sequence[Sequence[str]] = (
    ("비가 옵니다. (", ")을 씁니다.", "① 옷", "② 집", "③ 우산", "④ 사람"),
    ("이 식당은 음식이 (", ").", "① 넓습니다", "② 맛있습니다", "③ 높습니다", "④ 큽니다"),
    ("저는 (", ")에 갔습니다. 책을 샀습니다.", "① 극장", "② 서점", "③ 공항", "④ 식당"),
)


def gaps_in_brackets(tasks: Sequence[Sequence[str]] = GAPS_IN_BRACKETS, size: float = 10, room: float = 26) -> bytes:
    """Sentences with an open pair of brackets in them, each over its answers in a row."""
    paper = Book()
    y = 70.0
    for number, (before, after, *answers) in enumerate(tasks, 34):
        paper.put(40, y, f"{number}. {before}", size)
        paper.put(40 + paper.get_string_width(f"{number}. {before}") + room, y, after, size)
        for at, answer in enumerate(answers):
            paper.put(58 + 72 * at, y + 1.5 * size, answer, size)
        y += 3.6 * size
    return paper.bytes()


NOTICES: Sequence[Sequence[str]] = (
    ("한국 음악회가 있습니다.", "날짜는 5월 10일입니다.", "① 음악회는 봄에 합니다.", "② 음악회는 가을에 합니다."),
    ("오늘 저녁에 영화를 봐요.", "6시까지 연락 주세요.", "① 두 사람은 영화를 봅니다.", "② 두 사람은 밥을 먹습니다."),
)
ZETTEL: Sequence[Sequence[str]] = (
    ("Liebe Nachbarn, am Freitag", "feiern wir im Garten.", "a) Die Feier ist draußen.", "b) Die Feier ist morgen."),
    ("Suche ein altes Fahrrad,", "auch ohne Licht.", "a) Jemand verkauft etwas.", "b) Jemand sucht etwas."),
    ("Die Bäckerei bleibt heute", "bis Mittag zu.", "a) Es gibt kein Brot.", "b) Es gibt nur Kuchen."),
)


def numbers_beside_boxes(tasks: Sequence[Sequence[str]] = NOTICES, size: float = 10, first: int = 40) -> bytes:
    """Each task's number stands at the left of a framed text, below which are its answers."""
    paper = Book()
    y = 60.0
    for number, (*text, one, other) in enumerate(tasks, first):
        paper.put(40, y + 1.6 * size, f"{number}.", size)
        paper.rect(62, y, 220, 1.5 * size * len(text) + size)
        paper.lines(70, y + 1.6 * size, text, size, 1.5 * size)
        y = paper.lines(62, y + 1.5 * size * len(text) + 3 * size, (one, other), size, 1.5 * size) + size
    return paper.bytes()


TESTED: Sequence[Sequence[str]] = (
    ("31. 오늘은 월요일입니다.", "① 요일", "② 날씨"), ("32. 봄에는 꽃이 핍니다.", "① 계절", "② 장소"),
    ("33. 저는 의사입니다.", "① 직업", "② 나라"), ("34. 누나가 있습니다.", "① 가족", "② 고향"),
    ("35. 사과를 먹습니다.", "① 과일", "② 친구"),
)  # fmt: skip


def answers_below_the_other_column(tasks: Sequence[Sequence[str]] = TESTED, size: float = 10, left: int = 3) -> bytes:
    """Two columns of tasks; the answers of the last one at the left stand below all at the right, with room above."""
    paper = Book()
    for at, (question, *answers) in enumerate(tasks):
        column, row = divmod(at, left)
        y = 70 + (4.5 * size + 12) * row
        paper.put(40 + 185 * column, y, question, size)
        y += 12 if at == left - 1 else 0
        paper.lines(58 + 185 * column, y + 1.5 * size, answers, size, 1.5 * size)
    return paper.bytes()


def answers_below_a_text(texts: Sequence[str] = (STORY, TALE), size: float = 9, answers: Rows = (("um acht", "um neun"),
        ("im Hof", "im Keller"))) -> bytes:  # fmt: skip
    """Two columns of prose; in the first a question, with its answers set in as those of another above the text, and
    below all that stands in the second."""
    paper = Book()
    for x, text in zip((40, 215), texts, strict=True):
        paper.lines(x, 100 if x == 40 else 70, paper.wrapped(text, 155, size), size, 1.4 * size)
    paper.put(40, 70, "Wann beginnt es?", size)
    paper.lines(58, 70 + 1.4 * size, answers[0][:1], size, 1.4 * size)
    y = 100 + 1.4 * size * len(paper.wrapped(texts[0], 155, size))
    paper.put(40, y, "Wo findet es statt?", size)
    paper.lines(58, y + 2.6 * size, answers[1], size, 1.4 * size)
    return paper.bytes()


ENTRIES: Rows = (
    ("0181", "교실", "n. classroom", "학생들이 교실에 있어요."),
    ("0182", "배우다", "v. to learn", "저는 한국어를 배워요."),
    ("0183", "숙제", "n. homework", "어제 숙제가 많았어요."),
    ("0184", "시험", "n. exam", "시험이 어려웠어요."),
)
WÖRTER: Rows = (
    ("21", "der Fluss", "river", "Der Fluss ist tief."),
    ("22", "das Ufer", "bank", "Am Ufer sitzt ein Mann."),
    ("23", "die Brücke", "bridge", "Wir gehen über die Brücke."),
)


def boxes_below_numbers(rows: Rows = ENTRIES, size: float = 9, boxes: str = "□□", step: float = 40) -> bytes:
    """Entries with a number each, and boxes to tick below it; beside them a word, and its meaning over an example."""
    paper = Book()
    for at, (number, word, meaning, example) in enumerate(rows):
        y = 70 + step * at
        paper.put(40, y, number, 0.85 * size)
        paper.put(40, y + 1.25 * size, boxes, 0.85 * size)
        paper.put(75, y + 0.3 * size, word, 1.3 * size, "B")
        paper.lines(165, y, (meaning, example), size, 1.4 * size)
    return paper.bytes()


TALK = (
    "Guten Morgen, Herr Schulz! Sie sind heute früh hier.", "Ja, ich stehe jeden Tag um halb sechs auf.",
    "Das ist ja furchtbar! Ich schlafe immer bis sieben.", "Und wann fangen Sie mit der Arbeit an?",
)  # fmt: skip


def task_below_a_note(
    talk: Sequence[str] = TALK,
    note: Sequence[str] = ("auf|stehen", "Ich stehe auf.", "an|fangen", "Er fängt an."),
    task: str = "Richtig oder falsch?",
    marks: str = "rf",
    claims: Sequence[str] = ("a Herr Schulz steht um sechs Uhr auf.", "b Der Kurs beginnt um neun."),
    size: float = 9,
) -> bytes:
    """A note in a frame beside a talk, and below both the next task, whose marks stand below the note."""
    paper = Book()
    paper.put(40, 70, "2", 1.5 * size, "B")
    paper.lines(65, 70, talk, size, 1.5 * size)
    paper.rect(290, 58, 105, 1.5 * size * len(note) + 8)
    paper.lines(296, 70, note, 0.8 * size, 1.5 * size)
    y = 70 + 1.5 * size * len(talk) + 1.6 * size
    paper.put(40, y, "3", 1.5 * size, "B")
    paper.put(65, y, task, size, "B")
    for at, mark in enumerate(marks):
        paper.put(335 + 20 * at, y + 1.7 * size, mark, size)
    paper.lines(65, y + 3.2 * size, claims, size, 1.5 * size)
    return paper.bytes()


def tasks_side_by_side_below_marks(texts: Sequence[str] = (PROSE, MORE), size: float = 9, marks: str = "rf") -> bytes:
    """A task whose marks stand above its claims, and below it two tasks beside each other, one of them below them."""
    paper = Book()
    paper.put(40, 70, "3", 1.5 * size, "B")
    paper.put(65, 70, "Richtig oder falsch?", size, "B")
    for at, mark in enumerate(marks):
        paper.put(335 + 20 * at, 70 + 1.7 * size, mark, size)
    claims = ("a Minji schläft bis sieben.", "b Der Kurs beginnt um neun.")
    y = paper.lines(65, 70 + 3.2 * size, claims, size, 1.5 * size) + size
    for number, (x, text) in enumerate(zip((40, 220), texts, strict=True), 4):
        paper.put(x, y, str(number), 1.5 * size, "B")
        paper.put(x + 22, y, "Ergänzen Sie.", size, "B")
        paper.lines(x + 22, y + 1.7 * size, paper.wrapped(text, 140, size), size, 1.5 * size)
    return paper.bytes()


LEKTIONEN: Sequence[Sequence[Sequence[str]]] = (
    (("Lektion 1", "1 a 2 b 3 c", "2 kommt, heißt", "3 Ich bin Tom."), ("Lektion 2", "1 c 2 a 3 b", "2 habe, hast"),
        ("Lektion 3", "1 b 2 b", "2 der Tisch", "3 Er ist alt.")),
    (("Lektion 4", "1 a 2 a", "2 esse, isst"), ("Lektion 5", "1 c 2 a", "2 am Montag")),
)  # fmt: skip


def answers_by_lesson(columns: Sequence[Sequence[Sequence[str]]] = LEKTIONEN, size: float = 9) -> bytes:
    """A key in two columns, its lessons counted down them; heads of the first stand below all that is in the second."""
    paper = Book()
    for x, lessons in zip((40, 215), columns, strict=True):
        y = 70.0
        for head, *answers in lessons:
            paper.put(x, y, head, size + 1, "B")
            y = paper.lines(x, y + 1.6 * size, answers, size, 1.5 * size) + 0.6 * size
    return paper.bytes()


BIRTHDAYS = (
    ("Jana:", "Im Herbst wird mein Bruder dreißig. Er hat am", "3. Oktober Geburtstag, und wir feiern im Garten."),
    ("Timo:", "Das ist schön. Ich komme gern zu euch."),
)
TODO = (
    "1. Wann wird der Bruder von Jana dreißig Jahre",
    "alt?",
    "2. Wo feiern sie, und wer kommt noch zu dem Fest,",
    "3. Was bringt Timo mit?",
)


def dates_at_line_begins(
    talk: Sequence[Sequence[str]] = BIRTHDAYS, tasks: Sequence[str] = TODO, size: float = 10
) -> bytes:
    """A line of a turn that begins with a date, above tasks whose numbers count on, one below a line without an end."""
    paper = Book()
    y = 70.0
    for speaker, *lines in talk:
        y = paper.lines(40, y, (f"{speaker} {lines[0]}", *lines[1:]), size, 1.4 * size)
    paper.lines(40, y + size, tasks, size, 1.4 * size)
    return paper.bytes()


FRUIT = (
    (("der Apfel", "사과"), ("die Birne", "배"), ("das Obst", "과일")),
    (("der Käse", "치즈"), ("die Milch", "우유"), ("das Brot", "빵")),
)


def meanings_below_words(
    rows: Sequence[Sequence[tuple[str, str]]] = FRUIT,
    glossary: Sequence[str] = (
        "eine große Wohnung 넓은 집",
        "sich die Zähne putzen 이를 닦다",
        "ein Bad nehmen 목욕하다",
    ),
    size: float = 10,
) -> bytes:
    """Words in rows, as below pictures, each with what it means below it, and a frame with lines that end in Korean and
    begin with small letters."""
    paper = Book()
    for at, row in enumerate(rows):
        for place, (word, meaning) in enumerate(row):
            paper.put(40 + 110 * place, 70 + 70 * at, word, size)
            paper.put(40 + 110 * place, 70 + 70 * at + 1.3 * size, meaning, 0.9 * size)
    paper.rect(40, 190, 330, 20 + 1.4 * size * len(glossary))
    paper.lines(50, 195 + 1.4 * size, glossary, size, 1.4 * size)
    return paper.bytes()


KEY = ("Lektion 1", "1a 1 heiße, 2 kommst, 3 bin", "1b 1c, 2a, 3d, 4b und 5e", "2 richtig: 1, 3 und 4; b 0172 /",
    "33 12 90, c 0711 / 55 81", "Lektion 2", "1 2 Bruder, 3 Onkel, 4 Tante")  # fmt: skip


정답 = ("1과 연습 1: 1) -e 2) -st 3) -t", "1과 연습 2: 1) Mina 2) heißt", "2과 연습 1: 1) habe 2) hast",
    "2과 연습 2: 1) ein Auto 2) Zeit", "3과 연습 1: 1) den 2) die", "3과 연습 2: 1) Apfel 2) Tee")  # fmt: skip


def answers_below_plain_heads(key: Sequence[str] = KEY, size: float = 10, head: str = "Lösungen") -> bytes:
    """A key in lines about as long as each other, its heads in the letters of the rest."""
    paper = Book()
    paper.put(40, 55, head, size + 4, "B")
    paper.lines(40, 85, key, size, 1.35 * size)
    return paper.bytes()


TASKS = (
    ("1. Ergänzen Sie.", "a) Der Bus ____ um neun ab.", "b) Wir ____ in Bonn um.", "c) Ich ____ jetzt aus."),
    ("2. Antworten Sie.", "a) Wann fährt der Zug ab?", "b) Wo steigst du um?", "c) Wer kommt heute an?"),
)


def tasks_with_parts_side_by_side(tasks: Sequence[Sequence[str]] = TASKS, size: float = 10) -> bytes:
    """Two tasks beside each other, their heads in plain letters, each with parts from a) on."""
    paper = Book()
    for x, texts in zip((40, 230), tasks, strict=True):
        paper.lines(x, 60, texts, size, 1.6 * size)
    return paper.bytes()


STEPS: Sequence[tuple[str, str, Rows]] = (
    ("A1", "Hören Sie und sprechen Sie nach.", (("● Woher kommst du?", "▲ Aus Bonn."), ("● Und Eva?", "▲ Aus Graz."))),
    ("A2", "Ordnen Sie zu.", (("1 Wer ist das?", "2 Wo wohnt er?"), ("a In Linz.", "b Das ist Jan."))),
    ("A3", "Fragen Sie im Kurs.", (("Wie alt bist du?", "Was machst du?"),)),
)
SECTIONS: Sequence[tuple[str, str, Rows]] = (
    (
        "2.9",
        "읽고 맞는 것을 고르세요.",
        (("가 친구를 만나요.", "나 집에서 쉬어요."), ("다 일을 해요.", "라 운동을 해요.")),
    ),
    ("2.10", "대화를 듣고 따라 하세요.", (("지수: 어디에 가요?", "준호: 시장에 가요."),)),
)

TALK = ("● Was kostet der Tisch?", "▲ Neunzig Euro.", "● Und die Lampe dort?", "▲ Die ist nicht zu verkaufen.")


def labels_left_of_steps(steps: Sequence[tuple[str, str, Rows]] = STEPS, size: float = 10, inset: float = 28) -> bytes:
    """Tasks whose labels have a letter or a section's number, left of all that they are about; columns are in some."""
    paper = Book()
    y = 70.0
    for label, instruction, columns in steps:
        paper.put(40, y, label, size, "B")
        paper.put(40 + inset, y, instruction, size, "B")
        for at, rows in enumerate(columns):
            paper.lines(40 + inset + 130 * at, y + 1.6 * size, rows, size, 1.4 * size)
        y += 1.6 * size + 1.4 * size * max(map(len, columns)) + 1.2 * size
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "lists_with_heads_side_by_side": lists_with_heads_side_by_side,
    "lists_with_heads_side_by_side_in_english": lambda: lists_with_heads_side_by_side((RIVERS, WALKS), 10, 13, 9),
    "gaps_in_brackets": gaps_in_brackets,
    "numbers_beside_boxes": numbers_beside_boxes,
    "numbers_beside_boxes_in_german": lambda: numbers_beside_boxes(ZETTEL, 9, 7),
    "answers_below_the_other_column": answers_below_the_other_column,
    "answers_below_a_text": answers_below_a_text,
    "task_below_a_note": task_below_a_note,
    "tasks_side_by_side_below_marks": tasks_side_by_side_below_marks,
    "answers_by_lesson": answers_by_lesson,
    "answers_below_plain_heads": answers_below_plain_heads,
    "answers_behind_the_same_words": lambda: answers_below_plain_heads(정답, 10, "정답"),
    "meanings_below_words": meanings_below_words,
    "tasks_with_parts_side_by_side": tasks_with_parts_side_by_side,
    "dates_at_line_begins": dates_at_line_begins,
    "labels_left_of_steps": labels_left_of_steps,
    "labels_of_sections": lambda: labels_left_of_steps(SECTIONS, 9, 36),
    "label_of_one_step": lambda: labels_left_of_steps((("C1", "Lesen Sie das Gespräch.", (TALK,)),)),
    "boxes_below_numbers": boxes_below_numbers,
    "boxes_below_numbers_in_german": lambda: boxes_below_numbers(WÖRTER, 10, "□", 48),
}
