"""Builds the PDFs about boxes and short texts that stand beside each other and are read from top to bottom, about
pictures, boxes and heads around which a text runs, and about entries in columns.

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


def head_between_columns(texts: Sequence[str] = (STORY, TALE), head: str = "Am Abend", size: float = 9) -> bytes:
    """A head at the left that is not bold, and two columns above it and below."""
    paper = Book()
    y = 70.0
    for place, text in enumerate(texts):
        lines = paper.wrapped(text, 155, size)
        half = (len(lines) + 1) // 2
        paper.lines(40, y, lines[:half], size, 1.35 * size)
        paper.lines(220, y, lines[half:], size, 1.35 * size)
        y += 1.35 * size * half + 20
        if place == 0:
            paper.put(40, y, head, 1.5 * size)
            y += 24
    return paper.bytes()


INDEX = (
    "Adjektiv", "Akkusativ", "Artikel", "Dativ", "Frage", "Futur", "Genitiv", "Imperativ", "Infinitiv", "Komparativ",
    "Modalverb", "Nebensatz", "Passiv", "Perfekt", "Plural", "Pronomen", "Relativsatz", "Verb",
)  # fmt: skip
찾아보기 = (
    "가격", "나이", "날씨", "달력", "동사", "명사", "문장", "발음", "부사", "숫자", "시간", "약속", "요일", "조사",
    "칭찬", "형용사",
)  # fmt: skip


def index_in_columns(entries: Sequence[str] = INDEX, columns: int = 3, size: float = 8) -> bytes:
    """Entries with their pages behind dots, level in all columns."""
    paper = Book()
    high = -(-len(entries) // columns)
    for at, entry in enumerate(entries):
        paper.plain(size)
        x, y = 40 + 340 / columns * (at // high), 70 + 1.5 * size * (at % high)
        number = str(12 + 3 * at)
        room = 340 / columns - 20 - paper.get_string_width(entry + number)
        paper.put(x, y, entry, size)
        paper.put(x + paper.get_string_width(entry) + 2, y, "." * int(room / paper.get_string_width(".") - 1), size)
        paper.put(x + 340 / columns - 14 - paper.get_string_width(number), y, number, size)
    return paper.bytes()


SENTENCES = (
    "Morgens ____ Jonas die Kräuter.", "Er ____ Tomaten in Töpfe.", "In der Pause ____ alle Tee.",
    "Die Chefin ____ von früher.", "Am Abend ____ er nach Hause.", "Am Sonntag ____ der Laden zu.",
)  # fmt: skip
문장 = (
    "저는 아침에 물을 ____.", "민수는 토마토를 ____.", "우리는 차를 ____.", "선생님이 이야기를 ____.",
    "저녁에 집에 ____.", "일요일에 가게가 ____.",
)  # fmt: skip


def numbers_without_dots(sentences: Sequence[str] = SENTENCES, size: float = 10, task: str = "Ergänzen Sie.") -> bytes:
    """Sentences to fill in, counted down two columns, under a bold task and above the next."""
    paper = Book()
    paper.put(40, 60, f"4 {task}", size, "B")
    for at, sentence in enumerate(sentences):
        x, y = 40 + 180 * (at // 3), 82 + 1.6 * size * (at % 3)
        paper.put(x, y, f"{at + 1} {sentence}", size)
    paper.put(40, 82 + 6.4 * size, "5 " + task[:-1] + ", bitte, und schreiben", size, "B")
    return paper.bytes()


VERB_BOXES = (
    ("gehen", "gehe", "gehst", "geht"),
    ("fahren", "fahre", "fährst", "fährt"),
    ("sein", "bin", "bist", "ist"),
)


def verbs_in_boxes(verbs: Texts = VERB_BOXES, text: str = TALE, size: float = 9.5) -> bytes:
    """Persons and forms as near as a few words, in a box for each verb."""
    paper = Book()
    for at, (verb, *forms) in enumerate(verbs):
        x = 46 + 90.0 * at
        paper.rect(x - 6, 60, 74, 78)
        paper.put(x, 74, verb, size, "B")
        for row, (person, form) in enumerate(zip(("ich", "du", "er", "sie"), [*forms, forms[-1]], strict=True)):
            paper.put(x, 90 + 14 * row, person, size)
            paper.put(x + 22, 90 + 14 * row, form, size)
    paper.lines(40, 165, paper.wrapped(text, 330, size), size, 14)
    return paper.bytes()


def past_a_box_over_a_column(
    text: str = STORY, said: Sequence[str] = ("Merke", "Bremen liegt an", "der Weser.")
) -> bytes:
    """A sentence goes on past a box in its column, and from the column's foot to the head of the next."""
    paper = Book()
    lines = paper.wrapped(text, 155, 10)
    paper.lines(40, 70, lines[:4], 10, 14)
    paper.rect(40, 118, 155, 52)
    paper.lines(48, 132, said, 9.5, 14)
    half = len(lines) // 2
    paper.lines(40, 188, lines[4:half], 10, 14)
    paper.lines(220, 70, lines[half:], 10, 14)
    return paper.bytes()


def spaces_in_some_lines(text: str = STORY, size: float = 10) -> bytes:
    """Some lines have space characters; in the others each word was placed for itself, as near as a space puts it."""
    paper = Book()
    paper.lines(40, 70, paper.wrapped(TALE, 330, size), size, 14)
    for at, line in enumerate(paper.wrapped(text, 330, size)):
        x = 40.0
        for word in line.split():
            paper.put(x, 160 + 14 * at, word, size)
            x += paper.get_string_width(word) + 0.24 * size
    return paper.bytes()


def captions_over_columns(
    captions: Sequence[str] = ("Ein Apfelkuchen", "Am Fluss", "Rosen im Park"),
    text: str = STORY,
    size: float = 9.5,
) -> bytes:
    """Three pictures with captions over two columns, of which the right one begins a little higher."""
    paper = Book()
    paper.put(40, 55, captions[1], 14, "B")
    paper.set_fill_color(120, 150, 190)
    for at, caption in enumerate(captions):
        paper.rect(40 + 120 * at, 75, 110, 70, style="F")
        paper.put(40 + 120 * at, 156, caption, 7.5)
    lines = paper.wrapped(text, 165, size)
    half = len(lines) // 2
    paper.lines(40, 175, lines[:half], size, 14)
    paper.lines(222, 170, lines[half:], size, 14)
    return paper.bytes()


def contents_in_two_languages(
    rows: Texts = (
        ("1 인사", "Guten Tag!", "인사와 소개", "6"),
        ("2 가족", "Meine Familie", "소유 관사", "14"),
        ("3 쇼핑", "Auf dem Markt", "4격", "22"),
        ("4 시간", "Wie spät ist es?", "분리 동사", "30"),
    ),
) -> bytes:
    """A table of contents whose columns are in Korean, German, Korean, and have page numbers."""
    paper = Book()
    paper.put(40, 55, "차례", 14, "B")
    for at, row in enumerate(rows):
        for x, text in zip((40, 120, 230, 360), row, strict=True):
            paper.put(x, 80 + 20 * at, text, 9.5)
    return paper.bytes()


def line_numbers(text: str = f"{STORY} {TALE}", size: float = 10, number: float = 28, smaller: float = 7) -> bytes:
    """The number of every fifth line beside it."""
    paper = Book()
    for at, line in enumerate(paper.wrapped(text, 300, size), 1):
        y = 60 + 14.0 * at
        paper.put(60, y, line, size)
        if at % 5 == 0:
            paper.put(number, y, str(at), smaller)
    return paper.bytes()


VERBS = (
    ("geben", "gab", "주다"),
    ("nehmen", "nahm", "잡다"),
    ("sehen", "sah", "보다"),
    ("lesen", "las", "읽다"),
    ("", "las vor", "읽어 주다"),
    ("helfen", "half", "돕다"),
    ("treffen", "traf", "만나다"),
    ("essen", "aß", "먹다"),
)
OTHERS = (("machen", "machte", "하다"), ("kaufen", "kaufte", "사다"))


def groups_between_rules(groups: Sequence[Texts] = (VERBS, OTHERS), size: float = 9.5) -> bytes:
    """A table with rules around groups of its rows, of which one goes without its first cell."""
    paper, y = Book(), 60.0
    for rows in ((("Infinitiv", "Präteritum", "뜻"),), *groups):
        paper.line(40, y - 1.2 * size, 300, y - 1.2 * size)
        for row in rows:
            for x, text in zip((40, 120, 210), row, strict=True):
                if text:
                    paper.put(x, y, text, size)
            y += 1.3 * size
        y += 0.6 * size
    paper.line(40, y - 1.2 * size, 300, y - 1.2 * size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "groups_between_rules": groups_between_rules,
    "line_numbers": line_numbers,
    "line_numbers_at_the_right": lambda: line_numbers(이야기, 11, 385, 9),
    "contents_in_two_languages": contents_in_two_languages,
    "captions_over_columns": captions_over_columns,
    "captions_over_columns_in_korean": lambda: captions_over_columns(("아침 시장", "바닷가", "할머니의 집"), 이야기, 9),
    "bubbles_beside_each_other": bubbles,
    "fields_in_rows": fields_in_rows,
    "fields_in_rows_in_korean": lambda: fields_in_rows(
        (("성", "김", "이름", "민수"), ("주소", "한강로 7", "도시", "서울"), ("생일", "5월 3일", "직업", "요리사")), 9
    ),
    "texts_with_level_heads": texts_with_level_heads,
    "texts_with_level_heads_in_english": lambda: texts_with_level_heads(LESSONS, 9, 2),
    "sides_of_a_timeline": sides_of_a_timeline,
    "box_of_one_line": box_of_one_line,
    "box_of_one_line_in_korean": lambda: box_of_one_line(이야기, "알고 있어요? 제주도는 섬이에요.", 9),
    "picture_between_columns": picture_between_columns,
    "picture_between_columns_large": lambda: picture_between_columns((TALE, STORY), 10.5, 14),
    "head_between_columns": head_between_columns,
    "head_between_columns_in_korean": lambda: head_between_columns((이야기, 이야기), "다음 날", 9.5),
    "index_in_columns": index_in_columns,
    "index_in_columns_in_korean": lambda: index_in_columns(찾아보기, 2, 9),
    "numbers_without_dots": numbers_without_dots,
    "numbers_without_dots_in_korean": lambda: numbers_without_dots(문장, 9),
    "verbs_in_boxes": verbs_in_boxes,
    "past_a_box_over_a_column": past_a_box_over_a_column,
    "spaces_in_some_lines": spaces_in_some_lines,
    "stretched_line_at_a_head": stretched_line_at_a_column_s_head,
}
