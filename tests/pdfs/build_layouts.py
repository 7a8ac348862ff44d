"""Builds the PDFs about what belongs together on a page.

Each kind of page is a function of what varies between books (sizes, gaps, languages), and is built at least twice.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build import FONTS, MORE, PROSE, Paper

STORY = (
    "Im Herbst zieht Jonas nach Bremen, weil er dort eine Stelle als Gärtner gefunden hat. Seine Wohnung liegt in "
    "der Nähe vom Fluss, und abends hört er die Schiffe. An den ersten Tagen kennt er niemanden. Dann klopft seine "
    "Nachbarin an die Tür und bringt ihm einen Teller mit warmem Apfelkuchen. Sie heißt Frau Sommer und wohnt seit "
    "vierzig Jahren im Haus. Jonas erzählt ihr von den Rosen im Park, und sie zeigt ihm ihren kleinen Balkon."
)
TALE = (
    "Every summer my grandmother took us to the lake, where she had rented the same wooden house for thirty years. "
    "We swam before breakfast, and in the afternoon we read old magazines that smelled of dust. When it rained, she "
    "taught us card games and told us how she had crossed the mountains as a child with nothing but a blue suitcase."
)
이야기 = (
    "지난 여름에 우리 가족은 제주도로 여행을 갔습니다. 아침에는 바닷가를 천천히 걷고 오후에는 작은 시장에서 귤과 "
    "옥수수를 샀습니다. 저녁이 되면 할머니께서 옛날이야기를 들려주셨는데, 동생은 늘 이야기가 끝나기 전에 잠이 "
    "들었습니다. 마지막 날에는 비가 와서 집에서 같이 만두를 만들었습니다."
)  # fmt: skip

Rows = Sequence[tuple[str, ...]]

GAPS: Rows = (
    ("1. Ich", "muss", "heute lange arbeiten."),
    ("2. Du", "darfst", "hier nicht parken."),
    ("3. Wir", "wollen", "morgen ins Kino gehen."),
)
빈칸: Rows = (
    ("1. 저는", "학교에", "가요."), ("2. 지은 씨는", "빵을", "먹어요."), ("3. 우리는", "한국어를", "배워요."),
)  # fmt: skip


class Book(Paper):
    """A4, with a typewriter's face."""

    def __init__(self) -> None:
        super().__init__()
        self.add_font("Mono", "", f"{FONTS}/dejavu/DejaVuSansMono.ttf")

    def plain(self, size: float = 10, style: str = "") -> None:
        self.font_family = ""  # else fpdf2 leaves the fallback's font on after a first cell in Korean
        super().plain(size, style)

    def wrapped(self, text: str, width: float, size: float) -> list[str]:
        self.plain(size)
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.get_string_width(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def lines(self, x: float, y: float, texts: Sequence[str], size: float, lead: float, style: str = "") -> float:
        """Lines one below the other from the baseline `y`; gives the next one's baseline."""
        for text in texts:
            self.put(x, y, text, size, style)
            y += lead
        return y


# --- order


def picture_over_column(text: str = STORY, size: float = 9.5, lead: float = 13, picture: float = 90) -> bytes:
    """A picture stands above the left column, so that the right one begins higher."""
    paper = Book()
    paper.put(40, 55, "Kapitel 4", 16, "B")
    lines = paper.wrapped(text, 155, size)
    paper.set_fill_color(120, 150, 90)
    paper.rect(40, 75, 155, picture, style="F")
    half = len(lines) // 2
    paper.lines(40, 75 + picture + 15, lines[:half], size, lead)
    paper.lines(220, 85, lines[half:], size, lead)
    return paper.bytes()


def picture_over_right_column(text: str = TALE, size: float = 10, lead: float = 14) -> bytes:
    """The same at the right, below a line across the page."""
    paper = Book()
    paper.put(40, 60, "Read the text and answer the questions in your exercise book.", size)
    lines = paper.wrapped(text, 155, size)
    half = len(lines) * 2 // 3
    paper.lines(40, 95, lines[:half], size, lead)
    paper.set_fill_color(90, 90, 160)
    paper.rect(220, 85, 150, 60, style="F")
    paper.lines(220, 165, lines[half:], size, lead)
    return paper.bytes()


ORDERS = (
    ["Frau Weber: Haben Sie die Jacke", "auch in Blau?", "Herr Ott: Leider nein, aber in", "Grün haben wir sie noch.",
     "Frau Weber: Schade, danke.", "Herr Ott: Auf Wiedersehen."],
    ["Lena: Kommst du am Sonntag mit", "an den See?", "Paul: Ja, sehr gern. Wann fahrt", "ihr denn los?",
     "Lena: Um zehn.", "Paul: Gut, bis Sonntag."],
)  # fmt: skip
DIALOGUES = (
    ["Ann: Could you tell me where the", "next bus to the museum leaves?", "Man: Over there, but you have to",
     "buy a ticket first.", "Ann: Thanks a lot."],
    ["Ben: I've lost my wallet, and all", "my cards were in it.", "Clerk: When did you see it for the",
     "last time?", "Ben: This morning."],
)  # fmt: skip
대화 = (
    ["민수: 이번 주말에 시간이 있으면 같이", "영화를 볼까요?", "지은: 네, 좋아요. 그런데 토요일에는", "약속이 있어요.",
     "민수: 그럼 일요일에 만나요."],
    ["점원: 어서 오세요. 무엇을 찾으시는지", "말씀해 주세요.", "손님: 친구에게 줄 선물을 사려고",
     "하는데 뭐가 좋을까요?", "점원: 이 찻잔은 어떠세요?"],
)  # fmt: skip


def dialogues_side_by_side(
    texts: tuple[list[str], list[str]] = ORDERS,
    heads: tuple[str, str] = ("Dialog 1", "Dialog 2"),
    size: float = 9.5,
    lead: float = 13,
    right: float = 225,
) -> bytes:
    """Two ragged dialogues whose lines stand level."""
    paper = Book()
    for x, head, lines in zip((40, right), heads, texts, strict=True):
        if head:
            paper.put(x, 60, head, size + 1, "B")
        paper.lines(x, 76, lines, size, lead)
    return paper.bytes()


TASKS = (
    ("Wohin geht Herr Ott?", "a  ins Kino", "b  nach Hause", "c  zum Arzt"),
    ("Was kauft Lena?", "a  Blumen", "b  einen Hut", "c  nichts"),
    ("Wann beginnt der Kurs?", "a  um neun", "b  um zehn", "c  um elf"),
    ("Wer ruft an?", "a  die Tante", "b  der Chef", "c  niemand"),
)


def task_numbers_in_a_margin(
    tasks: Rows = TASKS, size: float = 10, number: float = 18, first: int = 1, drop: float = 5, step: float = 64
) -> bytes:
    """Numbers of tasks in a margin of their own, larger than the text and not quite level with it."""
    paper = Book()
    for place, (question, *choices) in enumerate(tasks):
        y = 70 + step * place
        paper.put(30, y + drop, str(first + place), number, "B")
        paper.put(56, y, question, size)
        for column, choice in enumerate(choices):
            paper.put(56 + 110 * column, y + 30, choice, size)
    return paper.bytes()


QUESTIONS = (
    "Lesen Sie den Text auf der nächsten Seite und ordnen Sie die Überschriften den Absätzen zu. Eine "
    "Überschrift bleibt übrig.",
    "Sprechen Sie mit Ihrer Partnerin über das letzte Wochenende und machen Sie dabei Notizen zu ihren Antworten.",
    "Schreiben Sie nun eine kurze Nachricht an Ihre Familie, in der Sie von Ihrem Kurs und der Stadt erzählen.",
)


def task_numbers_beside_prose(texts: Sequence[str] = QUESTIONS, size: float = 10, number: float = 14) -> bytes:
    """Each number stands beside an instruction of several lines."""
    paper = Book()
    y = 70.0
    for place, text in enumerate(texts, 1):
        paper.put(40, y + 2, str(place), number, "B")
        y = paper.lines(64, y, paper.wrapped(text, 300, size), size, 1.35 * size) + 12
    return paper.bytes()


def notes_in_a_margin(
    text: str = STORY, notes: Rows = (("der Gärtner:", "정원사"), ("die Nähe:", "근처")), left: bool = False,
    size: float = 10, small: float = 8,
) -> bytes:  # fmt: skip
    """Words are explained in the margin, level with lines of the text."""
    paper = Book()
    x, margin = (130, 30) if left else (40, 310)
    lines = paper.wrapped(text, 250, size)
    paper.lines(x, 70, lines, size, 1.4 * size)
    for place, note in enumerate(notes):
        paper.lines(margin, 70 + 1.4 * size * (1 + 4 * place), note, small, 1.4 * size)
    return paper.bytes()


def watermark_of_areas(text: str = PROSE + " " + MORE, size: float = 10, x: float = 150, step: float = 60) -> bytes:
    """The letters of a watermark are areas behind the lines of a text."""
    paper = Book()
    paper.set_fill_color(225, 225, 225)
    for place in range(4):
        left = x + step * place
        paper.polygon([(left, 70), (left + 50, 82), (left + 46, 150), (left + 8, 140)], style="F")
    paper.lines(40, 75, paper.wrapped(text, 340, size), size, 1.5 * size)
    return paper.bytes()


def shaded_behind_text(text: str = TALE, size: float = 10) -> bytes:
    """A band of colour behind some lines of a text, as wide as the page."""
    paper = Book()
    paper.set_fill_color(240, 235, 220)
    paper.rect(0, 92, 420, 50, style="F")
    paper.lines(40, 75, paper.wrapped(text, 320, size), size, 1.4 * size)
    return paper.bytes()


def typewriter(text: str = STORY, size: float = 9, width: int = 60, justified: bool = False) -> bytes:
    """Prose in a typewriter's face: all letters, and so many words, stand below each other."""
    paper = Book()
    lines, line = [], ""
    for word in text.split():
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    if justified:
        lines = [*(_justified(line, width) for line in lines[:-1]), lines[-1]]
    paper.set_font("Mono", "", size)
    for place, line in enumerate(lines):
        paper.text(40, 70 + 1.3 * size * place, line)
    return paper.bytes()


def _justified(line: str, width: int) -> str:
    words = line.split()
    missing = width - len(line)
    for place in range(missing):
        words[place % (len(words) - 1)] += " "
    return " ".join(words)


# --- rows

STEMS: Rows = (
    ("der Apfel, Äpfel", "Der Apfel ist rot."), ("dies-", "Dieses Buch ist neu."), ("denken", "Ich denke an dich."),
    ("das Ei, -er", "Das Ei ist noch zu weich."), ("welch-", "Welcher Bus kommt jetzt?"),
    ("wohnen", "Wir wohnen in Köln."), ("nächst-", "Nächste Woche habe ich frei."), ("nehmen", "Nimmst du Zucker?"),
)  # fmt: skip


def word_list_with_stems(rows: Rows = STEMS, size: float = 9, lead: float = 14, right: float = 130) -> bytes:
    """Some entries are stems that end in a hyphen; the next begins with a small letter."""
    paper = Book()
    for place, (word, example) in enumerate(rows):
        paper.put(40, 70 + lead * place, word, size)
        paper.put(right, 70 + lead * place, example, size)
    return paper.bytes()


LONG: Rows = (
    ("anrufen", "to call somebody on the phone", "Ruf mich bitte morgen früh an."),
    ("bezahlen", "to pay", "Wir möchten gern zusammen bezahlen."),
    ("einkaufen", "to go shopping for the things one needs", "Er kauft ein."),
    ("mitkommen", "to come along", "Kommst du heute mit in den Park?"),
    ("zuhören", "to listen", "Hört gut zu!"),
)


def cells_of_lines(
    rows: Rows = LONG, columns: Sequence[float] = (40, 130, 270), widths: Sequence[float] = (80, 110, 110),
    size: float = 9.5, lead: float = 12, gap: float = 6, centred: bool = True,
) -> bytes:  # fmt: skip
    """A list without rules whose cells take one to three lines; `centred`: the others are centred on them."""
    paper = Book()
    paper.put(40, 48, "Wortliste", 14, "B")
    y = 70.0
    for row in rows:
        cells = [paper.wrapped(text, width, size) for text, width in zip(row, widths, strict=True)]
        most = max(map(len, cells))
        for x, lines in zip(columns, cells, strict=True):
            paper.lines(x, y + (most - len(lines)) / 2 * lead * centred, lines, size, lead)
        y += most * lead + gap
    return paper.bytes()


SENTENCES: Rows = (
    ("Ich habe heute leider keine Zeit, weil ich noch lernen muss.", "저는 아직 공부해야 해서 오늘은 시간이 없어요."),
    ("Können Sie mir bitte helfen?", "저를 좀 도와주시겠어요?"),
    ("Wir treffen uns um acht Uhr vor dem Kino in der Altstadt.", "우리는 여덟 시에 구시가지 극장 앞에서 만나요."),
    ("Am Abend ruft er oft seine alte Freundin aus der Schule an.", "저녁에 그는 자주 옛 학교 친구에게 전화해요."),
)  # fmt: skip


def sentences_in_pairs(rows: Rows = SENTENCES, size: float = 10, lead: float = 13, gap: float = 7) -> bytes:
    """Sentences of one or two lines and their translations, with room between the pairs alone."""
    paper = Book()
    y = 70.0
    for row in rows:
        cells = [paper.wrapped(text, width, size) for text, width in zip(row, (150, 130), strict=True)]
        for x, lines in zip((40, 215), cells, strict=True):
            paper.lines(x, y, lines, size, lead)
        y += max(map(len, cells)) * lead + gap
    return paper.bytes()


PAIRS: Rows = (
    ("die Haltestelle", "stop (of a bus or a tram)"), ("umsteigen", "to change trains"), ("der Fahrplan", "timetable"),
    ("verpassen", "to miss something, to be too late for it"), ("abfahren", "to leave"),
    ("die Verspätung", "delay"), ("pünktlich", "on time"), ("das Gleis", "track, the place where trains stop"),
)  # fmt: skip


def word_list_in_two_columns(rows: Rows = PAIRS, size: float = 8.5, lead: float = 11, gap: float = 5) -> bytes:
    """Two columns of pairs; a translation of two lines goes on below itself."""
    paper = Book()
    half = -(-len(rows) // 2)
    for x, part in ((40, rows[:half]), (225, rows[half:])):
        y = 70.0
        for word, meaning in part:
            paper.put(x, y, word, size, "B")
            y = paper.lines(x + 80, y, paper.wrapped(meaning, 85, size), size, lead) + gap
    return paper.bytes()


VERBS: Rows = (
    ("Infinitiv", "Präteritum", "Perfekt"), ("gehen", "ging", "ist gegangen"), ("sehen", "sah", "hat gesehen"),
    ("nehmen", "nahm", "hat genommen"), ("bleiben", "blieb", "ist geblieben"), ("essen", "aß", "hat gegessen"),
)  # fmt: skip


かな = (
    "きのうのよるはともだちといっしょにえきのちかくのちいさなみせでばんごはんをたべました。あさからあめがふっていたので、"
    "みちにはあまりひとがいませんでした。かえりのでんしゃのなかではつかれてねむってしまい、えきをひとつのりすごしました。"
)  # fmt: skip


def columns_of_japanese(text: str = かな, size: float = 10, letters: int = 15, gap: float = 10) -> bytes:
    """Two columns on one grid, a letter's width apart, in lines without spaces."""
    paper = Book()
    lines = [text[at : at + letters] for at in range(0, len(text), letters)]
    half = (len(lines) + 1) // 2
    for column, part in enumerate((lines[:half], lines[half:])):
        paper.lines(40 + column * (letters * size + gap), 60, part, size, 1.5 * size)
    return paper.bytes()


STEMS_IN_PAIRS = (
    ("der Baum", "나무"), ("jed-", "모든"), ("das Fenster", "창문"), ("letzt-", "지난"), ("ankommen", "도착하다"),
    ("bald", "곧"), ("die Ecke", "모퉁이"), ("heiraten, heiratet", "결혼하다"),
    ("kein-", "하나도 없는"), ("langsam", "느린"),
)  # fmt: skip


def banded_table(
    rows: Rows = VERBS, whole: bool = False, rules: bool = True, framed: bool = False, size: float = 10
) -> bytes:
    """Every second row is shaded, in one area or cell by cell, and thin rules part the rows only, or frame them."""
    paper = Book()
    for place, row in enumerate(rows):
        top = 70 + 2 * size * place
        paper.set_fill_color(222, 234, 246)
        if place % 2 == 0:
            for column in range(1 if whole else 3):
                paper.rect(40 + 110 * column, top, 330 if whole else 110, 2 * size, style="F")
        if rules:
            paper.set_line_width(0.5)
            paper.line(40, top + 2 * size, 370, top + 2 * size)
        if framed:
            paper.rect(40, top, 330, 2 * size)
        for column, cell in enumerate(row):
            paper.put(50 + 110 * column, top + 1.4 * size, cell, size, "B" if place == 0 else "")
    return paper.bytes()


def banded_long_cells(rows: Rows = LONG, size: float = 9) -> bytes:
    """The same with cells of several lines and no rules."""
    paper = Book()
    paper.put(40, 48, "Wortliste", 14, "B")
    y = 70.0
    for place, row in enumerate(rows):
        cells = [paper.wrapped(text, width, size) for text, width in zip(row, (80, 100, 120), strict=True)]
        height = max(map(len, cells)) * 1.25 * size + 6
        if place % 2:
            paper.set_fill_color(235, 235, 245)
            paper.rect(36, y, 350, height, style="F")
        for x, lines in zip((40, 130, 250), cells, strict=True):
            paper.lines(x, y + 3 + size, lines, size, 1.25 * size)
        y += height
    return paper.bytes()


def round_frame(rows: Rows = VERBS, size: float = 10, radius: float = 10, clipped: bool = False) -> bytes:
    """A ruled table in a frame with round corners: nothing straight closes its first and its last row."""
    paper = Book()
    height, bottom = 2 * size, 70 + 2 * size * len(rows)
    if clipped:  # the outer lines end where the corners begin
        for y in (70.0, bottom):
            paper.line(40 + radius, y, 370 - radius, y)
        for x in (40.0, 370.0):
            paper.line(x, 70 + radius, x, bottom - radius)
    else:
        paper.rect(40, 70, 330, bottom - 70, round_corners=True, corner_radius=radius)
    for place in range(1, len(rows)):
        paper.line(40, 70 + height * place, 370, 70 + height * place)
    for x in (150, 260):
        paper.line(x, 70, x, bottom)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            paper.put(50 + 110 * column, 70 + height * place + 1.4 * size, cell, size)
    return paper.bytes()


def merged_cells(size: float = 10) -> bytes:
    """Cells that span rows, and cells that span columns."""
    paper = Book()
    paper.plain(size)
    paper.set_xy(40, 70)
    with paper.table(col_widths=(1, 1, 1), width=330, padding=3, text_align="LEFT", line_height=1.3 * size) as table:
        for cells in (
            [("Person", 1, 1), ("Singular und Plural im Präsens", 1, 2)],
            [("1. Person", 2, 1), ("ich", 1, 1), ("komme", 1, 1)],
            [("wir", 1, 1), ("kommen", 1, 1)],
            [("2. Person", 1, 1), ("du", 1, 1), ("kommst", 1, 1)],
        ):
            row = table.row()
            for text, deep, wide in cells:
                row.cell(text, rowspan=deep, colspan=wide)
    return paper.bytes()


# --- running heads


def section_heads(name: str = "Grammatik in Bildern", pages: int = 8, two: bool = True) -> bytes:
    """Section heads that last two pages, beside the book's name or alone, and a page without anything else."""
    paper = Book()
    for number in range(1, pages + 1):
        if number > 1:
            paper.add_page()
        section = f"{(number + 1) // 2}. {('Nomen', 'Verben', 'Adjektive', 'Adverbien')[(number - 1) // 2]}"
        left, right = (name, section) if number % 2 else (section, name)
        if two:
            paper.put(40, 36, left, 8)
            paper.put(280, 36, right, 8)
        else:
            paper.put(40 if number % 2 else 300, 36, section.upper(), 8)
        paper.line(40, 42, 380, 42)
        if number != 6:
            paper.prose(40, 70, f"Das ist der Text Nummer {number}. " + (PROSE, MORE, STORY)[number % 3])
        paper.put(205, 570, str(number), 8)
    return paper.bytes()


LETTERHEAD = (
    "Sprachschule am Hafen", "Kaiserstraße 12, 28195 Bremen", "Telefon 0421 555 123", "www.sprachschule.example",
    "Kursleitung: Frau Sommer",
)  # fmt: skip


def letterhead(lines: Sequence[str] = LETTERHEAD[:4], size: float = 9) -> bytes:
    """A head of four or more lines on each page."""
    paper = Book()
    for number, text in enumerate((PROSE, MORE, STORY, TALE)):
        if number:
            paper.add_page()
        below = paper.lines(40, 30, lines, size, 1.3 * size)
        paper.put(40, below + 30, f"Arbeitsblatt {number + 1}", 14, "B")
        paper.prose(40, below + 45, text)
    return paper.bytes()


def task_on_each_page(task: str = "Ergänze die Sätze:", gaps: Rows = GAPS, head: str = "Deutsch leicht") -> bytes:
    """The same task at the same place, as far from its sentences as those stand in groups, below a running head."""
    paper = Book()
    for number in range(1, 5):
        if number > 1:
            paper.add_page()
        paper.put(40, 30, head, 8)
        y = paper.lines(40, 60, [task], 10, 24)
        for verb in range(3):
            sentences = [f"{one} {'_' * (number + verb + 3)} {three}" for one, _, three in gaps]
            y = paper.lines(40, y, sentences, 10, 14) + 10
        paper.put(205, 575, str(number), 8)
    return paper.bytes()


def prose_on_each_page(text: str = かな, letters: int = 30) -> bytes:
    """Pages of little text that begin with the same paragraph, in lines without spaces."""
    paper = Book()
    for number in range(1, 5):
        if number > 1:
            paper.add_page()
        y = 50.0
        for part in (text, text[number:]):
            y = 10 + paper.lines(40, y, [part[at : at + letters] for at in range(0, len(part), letters)], 10, 14)
        paper.put(205, 575, str(number), 8)
    return paper.bytes()


def watermark_text(word: str = "ENTWURF", size: float = 60, pages: int = 4) -> bytes:
    """A level word in pale grey behind the text of each page."""
    paper = Book()
    for number, text in enumerate((PROSE, STORY, MORE + " " + PROSE, TALE)[:pages]):
        if number:
            paper.add_page()
        paper.set_text_color(215, 215, 215)
        paper.put(70, 160, word, size, "B")
        paper.set_text_color(0, 0, 0)
        paper.lines(40, 90, paper.wrapped(text + " " + MORE, 320, 10), 10, 14)
    return paper.bytes()


# --- sentences that go on


def sentence_over_pages(text: str = STORY + " " + PROSE, size: float = 10, note: bool = False) -> bytes:
    """A sentence goes on over the page, perhaps past a footnote."""
    paper = Book()
    lines = paper.wrapped(text, 320, size)
    half = len(lines) // 2
    for place, part in enumerate((lines[:half], lines[half:])):
        if place:
            paper.add_page()
        paper.lines(40, 70, part, size, 1.4 * size)
        if note and not place:
            paper.line(40, 530, 120, 530)
            paper.put(40, 542, "1 Bremen liegt an der Weser.", 7)
        paper.put(205, 575, str(place + 7), 8)
    return paper.bytes()


def sentence_past_a_box(text: str = STORY, size: float = 10) -> bytes:
    """A framed tip stands between two lines of a sentence."""
    paper = Book()
    lines = paper.wrapped(text, 320, size)
    y = paper.lines(40, 70, lines[:3], size, 1.4 * size)
    paper.set_fill_color(230, 240, 230)
    paper.rect(40, y, 320, 50, style="DF")
    paper.put(50, y + 18, "Merke", 10, "B")
    paper.put(50, y + 36, "„Weil“ schickt das Verb ans Ende.", 10)
    paper.lines(40, y + 70, lines[3:], size, 1.4 * size)
    return paper.bytes()


def sentence_over_columns(text: str = TALE, size: float = 9.5, lead: float = 13, columns: int = 3) -> bytes:
    """Narrow ragged columns; sentences go on from one to the next."""
    paper = Book()
    width = (340 - 15 * (columns - 1)) / columns
    lines = paper.wrapped(text, width, size)
    each = -(-len(lines) // columns)
    for column in range(columns):
        paper.lines(40 + (width + 15) * column, 70, lines[each * column : each * (column + 1)], size, lead)
    return paper.bytes()


MEETINGS: Rows = (
    ("약속하다", "to arrange a meeting with a friend", "내일 만나기로 약속했어요."),
    ("빌리다", "to borrow", "도서관에서 책을 세 권 빌렸어요."),
    ("돌려주다", "to give something back to its owner", "꼭 돌려주세요."),
    ("고르다", "to choose", "하나만 고르세요."),
)  # fmt: skip

MEETING = (
    ("Lisa", "Hast du am Freitag Zeit für einen Kaffee?"),
    ("Tom", "Leider nicht, ich muss bis acht Uhr arbeiten und dann noch einkaufen."),
    ("Lisa", "Schade. Und am Samstag?"),
    ("Tom", "Da passt es mir gut."),
)
TABLE = (
    ("Herr Kim", "Ist hier noch frei?"),
    ("Frau Li", "Ja, bitte setzen Sie sich doch zu uns an den Tisch."),
    ("Herr Kim", "Vielen Dank. Woher kommen Sie?"),
    ("Frau Li", "Aus Peking."),
)


def speakers_in_columns(
    left: Rows = MEETING, right: Rows = TABLE, size: float = 9, names: float = 45, heads: bool = True
) -> bytes:
    """Two dialogues side by side, whose speakers have columns of their own."""
    paper = Book()
    for number, (x, turns) in enumerate(((40, left), (225, right)), 1):
        if heads:
            paper.put(x, 60, f"Dialog {number}", 11, "B")
        y = 80.0
        for name, text in turns:
            paper.put(x, y, name, size)
            y = paper.lines(x + names, y, paper.wrapped(text, 160 - names, size), size, 1.4 * size)
    return paper.bytes()


KEYS = tuple(
    tuple(line for task in range(first, first + 4) for line in (f"Übung {task} bin, bist, ist,", "sind, seid, hat"))
    for first in (1, 5, 9)
)


def level_columns(columns: Sequence[Sequence[str]] = KEYS, size: float = 8, lead: float = 11) -> bytes:
    """Short entries of one or two lines, in columns whose lines stand level."""
    paper = Book()
    for place, lines in enumerate(columns):
        paper.lines(40 + place * 360 / len(columns), 70, lines, size, lead)
    return paper.bytes()


def note_beside_a_paragraph(text: str = STORY, size: float = 10, left: bool = False) -> bytes:
    """The first lines of a paragraph are short, as a framed note stands beside them; the others run below it."""
    paper = Book()
    paper.rect(40 if left else 265, 60, 115, 54)
    paper.put(50 if left else 275, 80, "Merke", 9, "B")
    paper.put(50 if left else 275, 96, "Das Verb steht", 9)
    paper.put(50 if left else 275, 110, "am Ende.", 9)
    beside = paper.wrapped(text, 205, size)[:4]
    paper.lines(170 if left else 40, 70, beside, size, 1.4 * size)
    rest = text.removeprefix(" ".join(beside)).strip()
    paper.lines(40, 70 + 4 * 1.4 * size, paper.wrapped(rest, 335, size), size, 1.4 * size)
    return paper.bytes()


def striped_rows(rows: Rows = LONG, whole: bool = True, size: float = 9, room: float = 10) -> bytes:
    """Every second row of a list is shaded, with much room around the text of its cells."""
    paper = Book()
    y = 60.0
    for place, row in enumerate(rows):
        cells = [paper.wrapped(text, width, size) for text, width in zip(row, (80, 100, 110), strict=True)]
        high = max(map(len, cells)) * 1.3 * size + room
        paper.set_fill_color(228, 236, 244)
        for x, right in ((40, 385),) if whole else ((40, 130), (130, 250), (250, 385)):
            if place % 2:
                paper.rect(x, y, right - x, high, style="F")
        for x, lines in zip((40, 130, 250), cells, strict=True):
            paper.lines(x, y + room / 2 + size, lines, size, 1.3 * size)
        y += high
    return paper.bytes()


def names_above_a_table(
    names: Sequence[str] = ("Montag", "Dienstag", "Mittwoch"), rows: Rows = VERBS[1:], title: str = "Verben am Montag"
) -> bytes:
    """What the columns are called stands above the rules."""
    paper = Book()
    paper.put(40, 50, title, 14, "B")
    for column, name in enumerate(names):
        paper.put(50 + 110 * column, 78, name, 10, "B")
        for place, row in enumerate(rows):
            paper.rect(40 + 110 * column, 84 + 22 * place, 110, 22)
            paper.put(50 + 110 * column, 99 + 22 * place, row[column], 10)
    return paper.bytes()


def dotted_gaps(rows: Rows = GAPS, dot: float = 0.8, size: float = 10) -> bytes:
    """Gaps to fill in as rows of small squares, in a frame that is drawn so too."""
    paper = Book()

    def dots(x: float, y: float, end: float, down: bool = False) -> None:
        while (y if down else x) < end:
            paper.rect(x, y, dot, dot, style="F")
            x, y = (x, y + 2 * dot) if down else (x + 2 * dot, y)

    paper.set_fill_color(0)
    for y in (55.0, 85.0):
        dots(40.0, y, 360)
    for x in (40.0, 360.0):
        dots(x, 55, 85, down=True)
    paper.put(60, 73, " · ".join(word for _, word, _ in rows), size)
    for place, (before, _, after) in enumerate(rows):
        y = 110.0 + 22 * place
        paper.put(40, y, before, size)
        gap = 44 + paper.get_string_width(before)
        dots(gap, y + 1, gap + 60)
        paper.put(gap + 64, y, after, size)
    return paper.bytes()


def speech_bubbles() -> bytes:
    """Two pictures of a comic, side by side, in each two bubbles with centred lines."""
    paper = Paper()
    for x, bubbles in (
        (40, ("Entschuldigung, wo ist denn hier der Bahnhof?", "Gehen Sie geradeaus und dann links.")),
        (205, ("Vielen Dank! Ist das weit von hier?", "Nein, nur fünf Minuten zu Fuß.")),
    ):
        paper.rect(x, 60, 158, 170)
        for place, text in enumerate(bubbles):
            left, top = x + 8 + 38 * place, 70 + 80 * place
            paper.ellipse(left, top, 104, 66)
            paper.prose(left + 12, top + 12, text, width=80, align="C", size=9)
    paper.prose(40, 250, "Später treffen sie sich am Bahnhof wieder.")
    return paper.bytes()


def steps_in_boxes() -> bytes:
    """Boxes of different heights beside each other, with arrows between them."""
    paper = Paper()
    for place, text in enumerate(("Lesen Sie den Text.", "Markieren Sie alle Verben im Text.", "Schreiben Sie Sätze.")):
        x, high = 40 + 118 * place, 44 if place == 1 else 32
        paper.rect(x, 80 - high / 2, 90, high)
        paper.prose(x + 8, 80 - high / 2 + 4, text, width=74, align="C", size=8)
        if place < 2:
            paper.put(x + 100, 83, "»")
    return paper.bytes()


def first_line_beside_a_box() -> bytes:
    """A paragraph that begins beside a box, with one line, and goes on below it."""
    paper = Paper()
    paper.rect(230, 60, 140, 44)
    paper.prose(238, 66, "Nach aus, bei und mit steht immer der Dativ.", width=124, align="L", size=9)
    for at, line in enumerate(
        ("Am Samstag besucht Lena ihre", "Tante, die einen Garten hat.", "Der Onkel pflanzt Tomaten,")
    ):
        paper.put(40, 70 + 14 * at + 6 * (at > 1), line)
    for at, line in enumerate(
        ("während die Tante in der Küche einen Kuchen mit sehr vielen Äpfeln", "und Nüssen backt.")
    ):
        paper.put(40, 118 + 14 * at, line)
    return paper.bytes()


def double_spaced() -> bytes:
    paper = Paper()
    paper.plain(11)
    paper.set_xy(40, 60)
    paper.multi_cell(300, 26, PROSE)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "picture_over_column": picture_over_column,
    "picture_over_right_column": picture_over_right_column,
    "picture_over_column_of_wide_lines": lambda: picture_over_column(TALE, 11, 18.7, 60),
    "dialogues_side_by_side": dialogues_side_by_side,
    "dialogues_in_korean": lambda: dialogues_side_by_side(대화, ("", ""), 9, 16, 220),
    "dialogues_without_heads": lambda: dialogues_side_by_side(DIALOGUES, ("", ""), 8, 10, 205),
    "task_numbers_in_a_margin": task_numbers_in_a_margin,
    "small_task_numbers_in_a_margin": lambda: task_numbers_in_a_margin(size=9, number=14, first=7, drop=2, step=50),
    "task_numbers_beside_prose": task_numbers_beside_prose,
    "notes_in_a_margin": notes_in_a_margin,
    "notes_in_the_left_margin": lambda: notes_in_a_margin(left=True),
    "watermark_of_areas": watermark_of_areas,
    "shaded_behind_text": shaded_behind_text,
    "typewriter": typewriter,
    "typewriter_justified": lambda: typewriter(TALE, size=10, width=54, justified=True),
    "word_list_with_stems": word_list_with_stems,
    "cells_of_lines": cells_of_lines,
    "cells_of_lines_level": lambda: cells_of_lines(MEETINGS, centred=False, gap=4),
    "cells_of_lines_without_gaps": lambda: cells_of_lines(centred=False, gap=0),
    "sentences_in_pairs": sentences_in_pairs,
    "sentences_in_close_pairs": lambda: sentences_in_pairs(size=8, lead=10, gap=3),
    "word_list_in_two_columns": word_list_in_two_columns,
    "word_list_in_two_columns_without_gaps": lambda: word_list_in_two_columns(gap=0),
    "stems_in_two_columns": lambda: word_list_in_two_columns(STEMS_IN_PAIRS),
    "columns_of_japanese": columns_of_japanese,
    "columns_of_japanese_wide": lambda: columns_of_japanese(size=12, letters=12, gap=16),
    "banded_table": banded_table,
    "banded_framed_rows": lambda: banded_table(framed=True),
    "banded_rows": lambda: banded_table(whole=True, rules=False),
    "banded_long_cells": lambda: banded_long_cells(MEETINGS),
    "round_frame": round_frame,
    "round_frame_of_lines": lambda: round_frame(clipped=True, size=12, radius=15),
    "merged_cells": merged_cells,
    "section_heads": section_heads,
    "section_heads_alone": lambda: section_heads(two=False),
    "letterhead": letterhead,
    "letterhead_large": lambda: letterhead(LETTERHEAD, size=11),
    "task_on_each_page": task_on_each_page,
    "task_on_each_page_in_korean": lambda: task_on_each_page("빈칸을 채우십시오.", 빈칸, "쉬운 한국어"),
    "prose_on_each_page": prose_on_each_page,
    "watermark_text": watermark_text,
    "watermark_text_once": lambda: watermark_text("SAMPLE", 50, pages=1),
    "sentence_over_pages": sentence_over_pages,
    "sentence_past_a_note": lambda: sentence_over_pages(이야기 + " " + 이야기, size=9, note=True),
    "sentence_past_a_box": sentence_past_a_box,
    "sentence_over_columns": sentence_over_columns,
    "speakers_in_columns": speakers_in_columns,
    "keys_in_level_columns": level_columns,
    "note_beside_a_paragraph": note_beside_a_paragraph,
    "note_left_of_a_paragraph": lambda: note_beside_a_paragraph(TALE, 9, left=True),
    "striped_rows": striped_rows,
    "striped_cells": lambda: striped_rows(MEETINGS, whole=False, room=14),
    "names_above_a_table": names_above_a_table,
    "speech_bubbles": speech_bubbles,
    "double_spaced": double_spaced,
    "steps_in_boxes": steps_in_boxes,
    "first_line_beside_a_box": first_line_beside_a_box,
    "dotted_gaps": dotted_gaps,
    "dotted_gaps_in_korean": lambda: dotted_gaps(빈칸, 1.2),
    "cells_of_three_lines": lambda: cells_of_lines(
        (
            ("die Verabredung", "약속", "Ich habe um drei Uhr eine Verabredung mit meiner Kollegin."),
            ("abholen", "데리러 가다", "Kannst du mich vom Bahnhof abholen?"),
            ("pünktlich", "시간을 잘 지키는", "Der Zug ist heute pünktlich, obwohl es seit gestern schneit."),
        )
    ),
    "sentence_over_two_columns": lambda: sentence_over_columns(이야기, columns=2, size=9),
}
