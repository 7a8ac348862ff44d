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


Turn = tuple[str, str, str, str]
_TURNS: Sequence[Turn] = (
    ("A", "Guten Tag! Wie heißen Sie?", "구텐 탁 비 하이센 지", "안녕하세요! 성함이 어떻게 되세요?"),
    ("B", "Ich heiße Eun-a Ko und wohne in Bonn.", "이히 하이세 은아 고", "고은아이고 본에 살아요."),
    ("A", "Freut mich. Ich bin Jan.", "프로이트 미히", "반가워요. 저는 얀이에요."),
)
_WORDS = (
    ("der Tag", "탁", "낮"),
    ("heißen", "하이센", "불리다"),
    ("wohnen", "보넨", "살다"),
    ("freuen", "프로이엔", "기쁘다"),
)


def a_dialogue_over_its_words(
    turns: Sequence[Turn] = _TURNS, words: Sequence[tuple[str, str, str]] = _WORDS, size: float = 10
) -> bytes:
    """Turns in large letters, how they sound below them in small ones, and what they mean at the right; then words in
    other columns, with a note in a box beside them."""
    paper = Paper()
    for row, (speaker, said, sound, meaning) in enumerate(turns):
        y = 70 + 3.4 * size * row
        paper.put(40, y, speaker, size, "B")
        paper.put(64, y, said, 1.05 * size, "B")
        paper.put(64, y + 1.3 * size, sound, 0.75 * size)
        paper.put(260, y, meaning, 0.85 * size)
    top = 70 + 3.4 * size * len(turns) + size
    for row, cells in enumerate(words):
        for x, cell in zip((40, 110, 180), cells, strict=True):
            paper.put(x, top + 2 * size * row, cell, size)
    paper.set_fill_color(240, 230, 210)
    paper.rect(268, top - 1.5 * size, 112, 7 * size, style="F")
    paper.put(276, top, "Tipp", size, "B")
    paper.prose(276, top + 0.6 * size, "Lesen Sie laut und langsam.", 96, align="L", size=size)
    return paper.bytes()


def a_dialogue_over_its_words_in_small_letters() -> bytes:
    turns = (
        ("Min", "Hast du morgen Zeit?", "하스트 두 모르겐", "내일 시간 있어?"),
        ("Uli", "Ja, am Abend schon, aber nicht lange.", "야 암 아벤트 숀", "응, 저녁에, 하지만 잠깐만."),
        ("Min", "Dann komm um acht.", "단 콤 움 아흐트", "그럼 여덟 시에 와."),
        ("Uli", "Gern, bis dann!", "게른 비스 단", "좋아, 그때 봐!"),
    )
    words = (("morgen", "모르겐", "내일"), ("die Zeit", "차이트", "시간"), ("kommen", "코멘", "오다"))
    return a_dialogue_over_its_words(turns, words, 9)


def columns_of_a_few_lines() -> bytes:
    """Texts in two columns that are as long as each other but for the last line."""
    paper = Paper()
    texts = (
        (
            "In Deutschland gibt man sich zur",
            "Begrüßung die Hand und sieht dem",
            "anderen in die Augen. Im Norden hört",
        ),
        ("man auch am Abend ‚Moin‘, im Süden", "sagen viele ‚Servus‘."),
        (
            "독일에서는 처음 만난 사람과 악수를 하고",
            "눈을 바라봅니다. 남부에서는 인사말이 조",
            "금 다르고, 북부에서는 낮에도 아침 인사를",
        ),
        ("합니다. 친한 사이에서는 인사말이 짧아집", "니다. 손을 흔들기도 합니다."),
        ("독일에서는 처음 만난 사람과 악수를 하고", "눈을 바라봅니다. 남부에서는 인사말이 조"),
        ("금 다릅니다. 그러니 먼저 잘 듣고, 같은", "말로 대답하세요."),
    )
    for at, lines in enumerate(texts):
        x, top = 40 + 186 * (at % 2), 70 + 120 * (at // 2)
        if not at % 2:
            paper.put(x, top, "Kultur", 13, "B")
        for row, line in enumerate(lines):
            paper.put(x, top + 25 + 14 * row, line)
    return paper.bytes()


def answers_in_columns() -> bytes:
    """The answers to several lessons in three columns, whose heads stand at other heights."""
    paper = Paper()
    units = (
        ("Lektion 1", "1 a. bin  b. ist", "2 a. Ich heiße Mia.", "b. Woher kommst du?"),
        ("Lektion 2", "1 a. eine  b. kein", "2 a. Das ist ein Heft.", "b. Nein, eine Uhr."),
        ("Lektion 3", "1 a. habt  b. hat", "2 a. Wie alt bist du?", "b. Ich bin elf."),
        ("Lektion 4", "1 a. isst  b. nimmt", "2 a. Was trinkst du?", "b. Einen Tee, bitte."),
        ("Lektion 5", "1 a. um  b. am", "2 a. Es ist halb vier.", "b. Am Montag."),
        ("Lektion 6", "1 a. auf  b. ein", "2 a. Wann stehst du auf?", "b. Sehr früh."),
    )
    for at, (head, *answers) in enumerate(units):
        x, y = 40 + 120 * (at // 2), 76 + 64 * (at % 2) - 6 * (at > 1)
        paper.put(x, y, head, 8.6, "B")
        for row, answer in enumerate(answers, 1):
            paper.put(x, y + 12.4 * row, answer, 8)
    return paper.bytes()


def index_of_nouns() -> bytes:
    """An index whose nouns have their articles before them, and one entry in another place."""
    paper = Paper()
    entries = (
        "die Ampel 8", "anrufen 7", "der Bahnhof 8", "bleiben 10", "die Brücke 8", "danke 1", "der Gast 12",
        "das Glas 5", "halb 6", "das Heft 3", "die Jacke 9", "jetzt 2", "das Kind 4", "der Kopf 11", "ledig 4",
        "die Mappe 3", "mitbringen 12", "letzte Nacht 9", "das Obst 5", "passen 9",
    )  # fmt: skip
    paper.heading(60, "Wörter")
    for at, entry in enumerate(entries):
        paper.put(40 + 120 * (at // 10), 80 + 12 * (at % 10), entry, 8)
    return paper.bytes()


TRAPS: tuple[Callable[[], bytes], ...] = (
    initial, choices_in_two_columns, boxes_to_tick,
    heads_over_columns, rules_under_cells, a_lesson_of_lists, a_lesson_of_lists_in_korean, a_dialogue_over_its_words,
    a_dialogue_over_its_words_in_small_letters, columns_of_a_few_lines, answers_in_columns, index_of_nouns,
)  # fmt: skip
