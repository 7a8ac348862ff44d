"""Documents with units, announced in many ways, and documents without, which look as if they had some.

`LAYOUTS` have units (their spans are given with them), `HANDOUTS` have none. They are what the confidence of
`ingest.units` is calibrated on; `build_unit_layouts` writes them to files.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build import MORE, PROSE, Paper

Span = tuple[int, int, int]
"""unit's number, first and last page"""

GERMAN = ("Guten Morgen", "Im Supermarkt", "Meine Freunde", "Der Ausflug", "Beim Arzt", "Die Reise")
KOREAN = ("가족", "음식", "쇼핑", "여행", "날씨", "학교")
HANGUL = "민준 씨는 오늘 시장에서 사과하고 바나나를 샀습니다. 과일은 아주 싸고 맛있었습니다. 점심에는 밥을 먹었습니다. "
ENGLISH = ("Family", "Food", "At work", "A trip", "Weather", "School")


def _foot(paper: Paper, number: int | str) -> None:
    paper.put(205, 575, str(number), 8)


TASK = "1. Lesen Sie und antworten Sie."
SECTIONS = ("Lesen", "Sprechen")


def _text(paper: Paper, y: float, times: int = 2, text: str = PROSE + " " + MORE, task: str = "") -> float:
    """A page of a lesson, which has its sections, if there is a `task`."""
    for place in range(times):
        if task:
            paper.put(40, y + 10, SECTIONS[place % 2], 11, "B")
            y += 16
        y = paper.prose(40, y, text) + 10
    if task:
        paper.put(40, y + 10, task)
    return y


def a_page_each(
    announce: Callable[[int], tuple[str, ...]], sizes: Sequence[float] = (16,), pages: int = 2, units: int = 5,
    text: str = PROSE + " " + MORE, first: int = 1, foot: int = 0, bold: bool = True,
    again: Callable[[int], tuple[str, ...]] = lambda _n: (), task: str = TASK,
) -> tuple[bytes, list[Span]]:  # fmt: skip
    """Each unit begins on a page of its own, with one or more lines; its other pages may begin with some `again`, and
    each ends with a task."""
    paper = Paper()
    spans = []
    for at in range(units * pages):
        if at:
            paper.add_page()
        unit, y = first + at // pages, 70.0
        if at % pages == 0:
            spans.append((unit, at + 1, at + pages))
        for line, size in zip(again(unit) if at % pages else announce(unit), (*sizes, *sizes), strict=False):
            paper.put(40, y, line, size, "B" if bold else "")
            y += size + 14
        _text(paper, y, 2, text, task)
        _foot(paper, at + 1 + foot)
    return paper.bytes(), spans


def mid_page(
    announce: Callable[[int], str],
    titles: Sequence[str],
    outline: bool,
    size: float = 14,
    text: str = PROSE + " " + MORE,
    below: str = "",
    over: Sequence[str] = (),
) -> tuple[bytes, list[Span]]:
    """Units run on: one begins where the one before ends. `below`: a heading between a unit's own and its text, `over`
    those in turn at the heads of the pages on which a unit goes on."""
    paper = Paper()
    y, page, spans = 60.0, 1, []
    for unit, title in enumerate(titles, 1):
        if y > 440:
            paper.add_page()
            y, page = 60.0, page + 1
        if outline:
            paper.start_section(title)
        paper.heading(y, announce(unit), size)
        if below:
            paper.heading(y := y + 22, below, 13)
        first = page
        for part in range(8):
            if y > 470:
                paper.add_page()
                y, page = 50.0, page + 1
                if over:
                    paper.heading(y, over[page % len(over)], 12)
            y = paper.prose(40, y + 12, f"{unit}{part} {text}")
        spans.append((unit, first, page))
        y += 36
    return paper.bytes(), spans


def word_lists(announce: Callable[[int], str], ruled: bool, units: int = 6) -> tuple[bytes, list[Span]]:
    """Two units a page, each named in a row of the list, without titles."""
    paper = Paper()
    words = [("der Tisch", "책상"), ("die Lampe", "전등"), ("kaufen", "사다"), ("wohnen", "살다"), ("lesen", "읽다")]
    spans = []
    for at in range(units // 2):
        if at:
            paper.add_page()
        rows = []
        for unit in (2 * at + 1, 2 * at + 2):
            spans.append((unit, at + 1, at + 1))
            rows += [(announce(unit), ""), *words, *((f"{german} {unit}", korean) for german, korean in words)]
        paper.set_xy(40, 50)
        paper.plain()
        with paper.table(rows, col_widths=(1, 1), width=300, padding=3, text_align="LEFT", line_height=10,
                         borders_layout="ALL" if ruled else "NONE", first_row_as_headings=False):  # fmt: skip
            pass
        _foot(paper, at + 1)
    return paper.bytes(), spans


def beside_its_title(
    number: float, word: tuple[str, float, float] | None, title: float, tasks: bool = False
) -> tuple[bytes, list[Span]]:
    """A unit's number at the left (`number`: its size) or at the right (below 0), its title beside it in a size of its
    own; with a `word` (and where that stands) over the number. `tasks`: the other pages begin with a large number."""
    paper = Paper()
    for at in range(15):
        unit, first = 1 + at // 3, at % 3 == 0
        if at:
            paper.add_page()
        if first:
            x = 40 if number > 0 else 350
            paper.put(x, 80, str(unit), abs(number), "B")
            paper.put(75 if number > 0 else 40, 80, ENGLISH[unit], title, "B")
            if word:
                paper.put(*word[1:], word[0], 9)
        elif tasks:
            paper.put(40, 70, f"{at}.", 10)
        _text(paper, 95, task=TASK)
        _foot(paper, at + 1)
    return paper.bytes(), [(unit, 3 * unit - 2, 3 * unit) for unit in range(1, 6)]


def in_volumes() -> tuple[bytes, list[Span]]:
    """Between the units, pages that open a part of the book, each with a blank one behind it."""
    paper = Paper()
    spans, page = [], 0
    for unit in range(1, 7):
        for text, size in ((f"Teil {1 + unit // 3}", 30), ("", 0)) if unit % 3 == 1 else ():
            page += 1
            if page > 1:
                paper.add_page()
            if text:
                paper.put(150, 250, text, size)
        paper.add_page()
        paper.heading(70, f"Lektion {unit} {GERMAN[unit - 1]}", 18)
        _text(paper, 90)
        paper.add_page()
        _text(paper, 50)
        spans.append((unit, page + 1, page + 2))
        page += 2
    return paper.bytes(), spans


def contents_in_two_columns(word: str, title: str) -> tuple[bytes, list[Span]]:
    """Only the contents page says which unit a title is of; its entries stand in two columns."""
    paper = Paper()
    paper.heading(70, title, 16)
    for unit in range(1, 7):
        x, y = 40 + 175 * (unit > 3), 60 + 40 * (1 + (unit - 1) % 3)
        paper.put(x, y, f"{word} {unit} {ENGLISH[unit - 1]} . . . . {2 * unit}", 9)
        paper.put(x, y + 14, "Wörter: Alltag", 9)
    _foot(paper, 1)
    for page in range(2, 14):
        paper.add_page()
        if page % 2 == 0:
            paper.heading(70, ENGLISH[page // 2 - 1], 20)
        _text(paper, 90)
        _foot(paper, page)
    return paper.bytes(), [(unit, 2 * unit, 2 * unit + 1) for unit in range(1, 7)]


def under_larger_sections(announce: Callable[[int], str], sections: Sequence[str]) -> tuple[bytes, list[Span]]:
    """Units named in bold letters of the text's size, with sections in larger ones: four that come again, and two of
    the last unit alone."""
    paper = Paper()
    for at in range(15):
        if at:
            paper.add_page()
        if at % 3 == 0:
            paper.put(150, 55, announce(1 + at // 3), 10, "B")
        paper.put(40, 80, sections[at % 4 if at < 12 else 4 + at % 2], 12, "B")
        _text(paper, 100)
        _foot(paper, at + 1)
    return paper.bytes(), [(unit, 3 * unit - 2, 3 * unit) for unit in range(1, 6)]


def with_printed_numbers(number: Callable[[int], str]) -> tuple[bytes, list[Span]]:
    """`number`: what is printed on a page, by the PDF's count; '' for nothing."""
    paper = Paper()
    for page in range(1, 13):
        if page > 1:
            paper.add_page()
        if page % 3 == 1:
            paper.heading(70, f"Lektion {1 + page // 3} {GERMAN[page // 3]}", 18)
        _text(paper, 90)
        if number(page):
            _foot(paper, number(page))
    return paper.bytes(), [(unit, 3 * unit - 2, 3 * unit) for unit in range(1, 5)]


def sections(announce: Callable[[int], str], sub: str = "{}.{} Dialog") -> tuple[bytes, list[Span]]:
    """Chapters with numbered sections in smaller letters."""
    paper = Paper()
    spans = []
    for chapter in range(1, 5):
        if chapter > 1:
            paper.add_page()
        spans.append((chapter, 2 * chapter - 1, 2 * chapter))
        paper.heading(70, announce(chapter), 20)
        y = 90.0
        for part in (1, 2):
            paper.heading(y + 20, sub.format(chapter, part), 13)
            y = _text(paper, y + 30, 1)
        paper.add_page()
        paper.heading(70, sub.format(chapter, 3), 13)
        _text(paper, 80)
    return paper.bytes(), spans


def with_back_matter(title: str) -> tuple[bytes, list[Span]]:
    paper = Paper()
    for unit in range(1, 5):
        if unit > 1:
            paper.add_page()
        paper.heading(70, f"Lektion {unit} {GERMAN[unit]}", 16)
        _text(paper, 90)
        paper.add_page()
        _text(paper, 50)
    for page in (1, 2):
        paper.add_page()
        if page == 1:
            paper.put(40, 60, title, 10)
        _text(paper, 90, 1, "1 bin  2 bist  3 ist  4 sind  5 seid  6 sind  1 habe  2 hast  3 hat")
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, 5)]


def with_supplement(
    supplement: Sequence[str], outline: bool = False, each: str = "", pages: int = 1
) -> tuple[bytes, list[Span]]:
    """What follows the units has headings as large as theirs, `pages` pages each; `each`: a heading that all units have
    on a page of its own."""
    paper = Paper()

    def head(text: str) -> None:
        if outline:
            paper.start_section(text)
        paper.heading(70, text, 16)

    for unit in range(1, 5):
        if unit > 1:
            paper.add_page()
        head(f"Lektion {unit} {GERMAN[unit]}")
        _text(paper, 90)
        paper.add_page()
        if each:
            head(each)
        _text(paper, 90)
    for text in supplement:
        paper.add_page()
        head(text)
        _text(paper, 90, pages)
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, 5)]


def sideways(name: str = "Kapitel {}") -> tuple[bytes, list[Span]]:
    """A chapter's name stands sideways in the margin, its title over the text."""
    paper = Paper()
    for unit in range(1, 5):
        if unit > 1:
            paper.add_page()
        with paper.rotation(90, 25, 200):
            paper.put(25, 200, name.format(unit), 16)
        paper.heading(70, GERMAN[unit], 20)
        _text(paper, 90)
        paper.add_page()
        _text(paper, 50)
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, 5)]


def number_alone(word: str = "") -> tuple[bytes, list[Span]]:
    """A giant number, far from its word on one line, or with a page to itself."""
    paper = Paper()
    for unit in range(1, 6):
        if unit > 1:
            paper.add_page()
        if word:
            paper.put(40, 100, word, 15)
            paper.put(330, 100, str(unit), 60)
        else:
            paper.put(180, 250, str(unit), 90)
            paper.add_page()
        paper.put(40, 140, GERMAN[unit], 22)
        _text(paper, 160, task=TASK)
        if word:
            paper.add_page()
            _text(paper, 50)
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, 6)]


def below_its_goals() -> tuple[bytes, list[Span]]:
    """The title at the foot of a page that has only a picture and what will be learnt over it."""
    paper = Paper()
    for unit in range(1, 6):
        if unit > 1:
            paper.add_page()
        paper.put(40, 330, "Sie lernen: nach Namen fragen, sich vorstellen", 10)
        paper.put(40, 350, "Sie wiederholen: Zahlen bis zwanzig", 10)
        paper.put(40, 470, f"Einheit {unit}", 14, "B")
        paper.put(40, 500, GERMAN[unit], 24, "B")
        for _ in range(2):
            paper.add_page()
            _text(paper, 50, task=TASK)
    return paper.bytes(), [(unit, 3 * unit - 2, 3 * unit) for unit in range(1, 6)]


def two_a_page_at_one_height() -> tuple[bytes, list[Span]]:
    """The second unit of each page stands where that of the others does, as large as a watermark."""
    paper = Paper()
    for unit in range(1, 9):
        if unit > 1 and unit % 2:
            paper.add_page()
        top = 70 if unit % 2 else 320
        paper.heading(top, f"Lektion {unit} {ENGLISH[unit % 6]}", 22)
        paper.prose(40, top + 20, f"{PROSE} {MORE}")
    return paper.bytes(), [(unit, (unit + 1) // 2, (unit + 1) // 2) for unit in range(1, 9)]


def number_behind_the_title() -> tuple[bytes, list[Span]]:
    """A bar on each page, with the title at its left and the unit at its right."""
    paper = Paper()
    for at in range(8):
        if at:
            paper.add_page()
        paper.put(40, 70, GERMAN[1 + at // 2], 14)
        paper.put(330, 70, f"Lektion {1 + at // 2}", 14)
        _text(paper, 90)
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, 5)]


def in_running_heads(head: Callable[[int], str], sections: Sequence[str]) -> tuple[bytes, list[Span]]:
    """The pages themselves name sections alone."""
    paper = Paper()
    for at in range(12):
        if at:
            paper.add_page()
        paper.put(40, 30, head(1 + at // 3), 8)
        paper.put(40, 70, sections[at % 3], 14, "B")
        _text(paper, 90)
        _foot(paper, at + 1)
    return paper.bytes(), [(unit, 3 * unit - 2, 3 * unit) for unit in range(1, 5)]


def with_small_tails(head: str, tail: str) -> tuple[bytes, list[Span]]:
    """Behind a unit's number, in smaller letters, what it is about; no space character between the two."""
    paper = Paper()
    for unit in range(1, 5):
        if unit > 1:
            paper.add_page()
        paper.put(40, 70, head.format(unit), 18, "B")
        paper.put(paper.x + 3.2, 69.1, tail.format(GERMAN[unit]), 9, "B")
        _text(paper, 90)
        paper.add_page()
        _text(paper, 50)
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, 5)]


def with_reviews_and_an_overview() -> tuple[bytes, list[Span]]:
    """A review after each second unit, and at the end an overview of the grammar, all headed as the units are."""
    paper = Paper()
    spans, page = [], 0
    for unit in range(1, 5):
        for text in (
            f"Lektion {unit} {GERMAN[unit]}",
            "",
            *([f"Zwischenstation {unit // 2}"] if unit % 2 == 0 else []),
        ):
            page += 1
            if page > 1:
                paper.add_page()
            if text:
                paper.heading(70, text, 18)
            _text(paper, 90)
        spans.append((unit, page - 1 - (unit % 2 == 0), page - (unit % 2 == 0)))
    paper.add_page()
    paper.heading(70, "Formen auf einen Blick", 18)
    _text(paper, 90)
    return paper.bytes(), spans


def with_contents(word: str, title: str) -> tuple[bytes, list[Span]]:
    """A cover, a preface in Roman numbers, a contents page; pages are counted anew after them."""
    paper = Paper()
    paper.heading(250, "Deutsch für alle", 30)
    paper.add_page()
    paper.heading(70, "Vorwort", 16)
    _text(paper, 90)
    _foot(paper, "ii")
    paper.add_page()
    paper.heading(70, title, 16)
    for unit in range(1, 6):
        paper.put(40, 90 + 20 * unit, f"{word} {unit} {GERMAN[unit]} {'. ' * 30}")
        paper.put(360, 90 + 20 * unit, str(2 * unit - 1))
    _foot(paper, "iii")
    for page in range(1, 11):
        paper.add_page()
        y = 50.0
        if page % 2:
            paper.put(40, 70, f"{word} {(page + 1) // 2}", 12, "B")
            paper.put(40, 100, GERMAN[(page + 1) // 2], 20, "B")
            y = 120
        _text(paper, y)
        _foot(paper, page)
    return paper.bytes(), [(unit, 2 * unit + 2, 2 * unit + 3) for unit in range(1, 6)]


def beside_an_outline(
    announce: Callable[[int], Sequence[str]], titles: Sequence[str], text: str
) -> tuple[bytes, list[Span]]:
    """The outline has the titles, and the pages the numbers too; what follows the last unit has a letter."""
    paper = Paper()
    for unit, title in enumerate(titles, 1):
        if unit > 1:
            paper.add_page()
        paper.start_section(title)
        y = 70.0
        for line in announce(unit):
            paper.put(40, y, line, 18, "B")
            y += 30
        _text(paper, y, 2, text)
        paper.add_page()
        paper.start_section(f"{title} 2", level=1)
        paper.put(40, 70, f"{unit}.1 {title} 2", 13, "B")
        _text(paper, 90, 2, text)
    for letter, title in (("A", "ABC"), ("B", "0–9")):
        paper.add_page()
        paper.start_section(title)
        paper.put(40, 70, f"{letter} {title}", 18, "B")
        _text(paper, 90, 1, text)
    return paper.bytes(), [(unit, 2 * unit - 1, 2 * unit) for unit in range(1, len(titles) + 1)]


def spreads(announce: Callable[[int], str], first: int = 8, number: str = "{}") -> tuple[bytes, list[Span]]:
    """Two book pages on each landscape page; each unit has three of them, so that some begin at the right."""
    paper = Paper()
    paper.pages.clear()
    paper.page = 0
    begins: list[int] = []
    for at in range(12):
        sheet, right = divmod(at, 2)
        if not right:
            paper.add_page(orientation="L", format=(595, 842))
        x = 50 + 421 * right
        y = 60.0
        if at % 3 == 0:
            begins.append(sheet + 1)
            paper.put(x, 70, announce(at // 3 + 1), 16, "B")
            y = 90
        for _ in range(3):
            y = paper.prose(x, y, f"{at} {PROSE}", 320) + 8
        paper.put(x + 160, 570, number.format(first + at), 9)
    last = [2, 3, 5, 6]
    return paper.bytes(), [(n, *span) for n, span in enumerate(zip(begins, last, strict=True), 1)]


def with_contents_at_the_end() -> tuple[bytes, list[Span]]:
    paper = Paper()
    for unit in range(1, 6):
        paper.heading(70, f"Lektion {unit} {GERMAN[unit]}", 20)
        _text(paper, 90)
        paper.add_page()
    paper.heading(60, "Inhalt", 18)
    for unit in range(1, 6):
        paper.put(40, 80 + 20 * unit, f"Lektion {unit} {GERMAN[unit]} {'.' * 40} {unit}")
    return paper.bytes(), [(unit, unit, unit) for unit in range(1, 6)]


LAYOUTS: dict[str, Callable[[], tuple[bytes, list[Span]]]] = {
    "Lektion n: title": lambda: a_page_each(lambda n: (f"Lektion {n}: {GERMAN[n]}",)),
    "Lektion n, not bold": lambda: a_page_each(lambda n: (f"Lektion {n} – {GERMAN[n]}",), (14,), bold=False, foot=30),
    "number, Korean of two syllables": lambda: a_page_each(lambda n: (f"{n} {KOREAN[n]}",), (20,), text=HANGUL * 2),
    "number, German of two letters": lambda: a_page_each(
        lambda n: (f"{n} {('Ab', 'Zu', 'In', 'Um', 'Ob', 'Da')[n]}",), (18,)
    ),
    "number over the title": lambda: a_page_each(lambda n: (str(n), GERMAN[n]), (30, 18)),
    "Japanese": lambda: a_page_each(
        lambda n: (f"第{n}課 {('旅行', '家族', '食事', '買物', '天気', '学校')[n]}",), text=HANGUL * 2
    ),
    "Chinese, Han numerals": lambda: a_page_each(
        lambda n: (f"第{'一二三四五六'[n - 1]}課 {'家友食行天学'[n]}",), text=HANGUL * 2
    ),
    "number, one Chinese character": lambda: a_page_each(
        lambda n: (f"{n} {'家友食水雨旅'[n]}",), (20,), text=HANGUL * 2
    ),
    "number and dot, one character": lambda: a_page_each(
        lambda n: (f"{n}.{'家友食水雨旅'[n]}",), (18,), units=4, text=HANGUL * 2
    ),
    "Chapter in letters": lambda: a_page_each(
        lambda n: (f"Chapter {('One', 'Two', 'Three', 'Four', 'Five')[n - 1]}", ENGLISH[n]), (24, 14)
    ),
    "Erste Lektion": lambda: a_page_each(
        lambda n: (f"{('Erste', 'Zweite', 'Dritte', 'Vierte')[n - 1]} Lektion: {GERMAN[n]}",), units=4
    ),
    "Kap.": lambda: a_page_each(lambda n: (f"Kap. {n}: {GERMAN[n]}",), foot=16),
    "Roman, articles": lambda: a_page_each(
        lambda n: (f"{('I', 'II', 'III', 'IV', 'V')[n - 1]}. Das {('Nomen', 'Verb', 'Wort', 'Essen', 'Haus')[n - 1]}",)
    ),
    "Roman": lambda: a_page_each(lambda n: (f"{('I', 'II', 'III', 'IV', 'V')[n - 1]}. {GERMAN[n]}",)),
    "Roman over the title": lambda: a_page_each(lambda n: (("I", "II", "III", "IV", "V")[n - 1], GERMAN[n]), (24, 16)),
    "Chapter in Roman": lambda: a_page_each(
        lambda n: (f"CHAPTER {('I', 'II', 'III', 'IV', 'V')[n - 1]}", ENGLISH[n]), (12, 18)
    ),
    "DAY without titles": lambda: a_page_each(lambda n: (f"DAY {n}",), (18,), units=7),
    "DAY of two digits": lambda: a_page_each(lambda n: (f"Day {n}", ENGLISH[n % 6]), (18, 14), first=12),
    "Tag": lambda: a_page_each(lambda n: (f"Tag {n}", GERMAN[n]), (14, 18), pages=3),
    "n. Woche": lambda: a_page_each(lambda n: (f"{n}. Woche: {GERMAN[n]}",), pages=3),
    "Korean weeks": lambda: a_page_each(lambda n: (f"{n}주차 {KOREAN[n]}",), (18,), text=HANGUL * 2),
    "Korean sessions": lambda: a_page_each(lambda n: (f"제{n}회", KOREAN[n]), (14, 18), text=HANGUL * 2),
    "Unidad": lambda: a_page_each(lambda n: (f"UNIDAD {n}", GERMAN[n]), (12, 22), foot=6),
    "Russian": lambda: a_page_each(
        lambda n: (f"Урок {n}. Поездка",), text="Сегодня мы едем в город и читаем книгу. " * 8
    ),
    "an unknown word": lambda: a_page_each(lambda n: (f"Etappe {n}", GERMAN[n]), (12, 20)),
    "in brackets": lambda: a_page_each(lambda n: (f"【Unit {n}】 {ENGLISH[n]}",)),
    "mid page, numbers, outline without": lambda: mid_page(lambda n: f"{n} {GERMAN[n]}", GERMAN[1:], True),
    "mid page, outline alone": lambda: mid_page(lambda n: GERMAN[n], GERMAN[1:], True),
    "mid page, Korean outline alone": lambda: mid_page(lambda n: KOREAN[n], KOREAN[1:], True, text=HANGUL * 3),
    "mid page, Lektion": lambda: mid_page(lambda n: f"Lektion {n} {GERMAN[n]}", GERMAN[1:], False),
    "mid page, Roman": lambda: mid_page(
        lambda n: f"{('I', 'II', 'III', 'IV', 'V')[n - 1]} {GERMAN[n]}", GERMAN[1:], False
    ),
    "mid page, gwa": lambda: mid_page(lambda n: f"제{n}과 {KOREAN[n]}", KOREAN[1:], False, text=HANGUL * 3),
    "rows of a ruled table, Lektion": lambda: word_lists(lambda n: f"Lektion {n}:", True),
    "rows of a ruled table, gwa": lambda: word_lists(lambda n: f"{n}과", True),
    "rows of a ruled table, DAY": lambda: word_lists(lambda n: f"DAY {n}", True),
    "rows without rules, Lektion": lambda: word_lists(lambda n: f"Lektion {n}", False),
    "rows without rules, gwa": lambda: word_lists(lambda n: f"{n}과", False),
    "rows of a ruled table, Tag": lambda: word_lists(lambda n: f"Tag {n}", True),
    "rows of a ruled table, Japanese": lambda: word_lists(lambda n: f"第{n}課", True),
    "mid page, Woche": lambda: mid_page(lambda n: f"Woche {n}: {GERMAN[n]}", GERMAN[1:], False),
    "mid page, Korean weeks": lambda: mid_page(lambda n: f"{n}주차 {KOREAN[n]}", KOREAN[1:], False, text=HANGUL * 3),
    "Korean lessons of an hour": lambda: a_page_each(lambda n: (f"{n}차시",), text=HANGUL * 2, units=6),
    "Lektion 1.2": lambda: a_page_each(
        lambda n: (f"Lektion {n}.1 {GERMAN[n]}",), again=lambda n: (f"Lektion {n}.2 {GERMAN[n - 1]}",)
    ),
    "Unit 1.2": lambda: a_page_each(
        lambda n: (f"Unit {n}.1", ENGLISH[n]), (12, 18), again=lambda n: (f"Unit {n}.2", ENGLISH[n - 1])
    ),
    "number far larger than its title": lambda: beside_its_title(36, None, 10),
    "number far larger than its small title": lambda: beside_its_title(44, None, 9),
    "number at the right of its title": lambda: beside_its_title(-20, None, 20),
    "number in a circle at the right": lambda: beside_its_title(-24, None, 18, tasks=True),
    "word over the number, title beside": lambda: beside_its_title(20, ("UNIT", 40, 58), 18),
    "word over the number at the right": lambda: beside_its_title(-22, ("Lesson", 350, 56), 20),
    "parts with blank pages": in_volumes,
    "contents in two columns, Lektion": lambda: contents_in_two_columns("Lektion", "Inhalt"),
    "contents in two columns, Unit": lambda: contents_in_two_columns("Unit", "Contents"),
    "under larger sections, Lektion": lambda: under_larger_sections(
        lambda n: f"LEKTION {n}", ("Lesen", "Verben", "Wörter", "Hören", "Im Zug", "Ein Brief")
    ),
    "under larger sections, gwa": lambda: under_larger_sections(
        lambda n: f"제{n}과", ("읽기", "새 단어", "문법", "발음", "인사하기", "길 묻기")
    ),
    "printed numbers that begin anew": lambda: with_printed_numbers(lambda page: str((page - 1) % 6 + 1)),
    "printed numbers that leave pages out": lambda: with_printed_numbers(lambda page: str(page + 10 + 4 * (page > 6))),
    "printed numbers missing on first pages": lambda: with_printed_numbers(
        lambda page: "" if page % 3 == 1 else str(page + 20)
    ),
    "printed numbers missing on left pages": lambda: with_printed_numbers(
        lambda page: f"- {page + 5} -" if page % 2 else ""
    ),
    "chapters and sections": lambda: sections(lambda n: f"{n} {GERMAN[n].upper()}"),
    "chapters with a dot": lambda: sections(lambda n: f"{n}. {ENGLISH[n]}", "{}.{}. Reading"),
    "back matter in two languages": lambda: with_back_matter("Lösungen / 정답"),
    "back matter in body type": lambda: with_back_matter("Answer key"),
    "back matter, words": lambda: with_back_matter("Wortschatz"),
    "back matter, Korean grammar": lambda: with_back_matter("문법 요약"),
    "supplement": lambda: with_supplement(["Prüfungstraining"], pages=2),
    "supplement that counts anew": lambda: with_supplement([f"Lektion {n}: Hörtexte" for n in range(1, 5)]),
    "supplement that all units have, outline": lambda: with_supplement([], True, "Glossar"),
    "workbook behind the textbook": lambda: with_supplement(
        ["Arbeitsbuch", *(f"Lektion {n} {GERMAN[n]}" for n in range(1, 5))]
    ),
    "chapter sideways": sideways,
    "lesson sideways": lambda: sideways("Lektion {}"),
    "number far from its word": lambda: number_alone("UNIT"),
    "number on a page of its own": number_alone,
    "running heads, title first": lambda: in_running_heads(
        lambda n: f"{GERMAN[n]} | Lektion {n}", ("Wortschatz", "Lesen", "Hören")
    ),
    "running heads, course first": lambda: in_running_heads(
        lambda n: f"Deutsch A1      Lektion {n}", ("Hören", "Lesen", "Wortschatz")
    ),
    "small tails": lambda: with_small_tails("Unit {}", "{}, nach Namen und Preisen fragen, Zahlen bis hundert"),
    "small tails, gwa": lambda: with_small_tails("제{}과", "{}, 이름 묻기, 나라와 직업 말하기"),
    "reviews and an overview": with_reviews_and_an_overview,
    "two a page at one height": two_a_page_at_one_height,
    "number behind the title": number_behind_the_title,
    "L n": lambda: a_page_each(lambda n: (f"L{n} {GERMAN[n]}",)),
    "titles of three lines": lambda: a_page_each(
        lambda n: (
            f"Lektion {n}: Sich vorstellen, nach dem",
            f"Weg zum Bahnhof fragen, Fahrkarten ({n})",
            "kaufen und in der Stadt ein Zimmer für",
            "drei Nächte finden",
        ),
        (20, 20),
    ),
    "contents, Lektion": lambda: with_contents("Lektion", "Inhalt"),
    "contents, Unit": lambda: with_contents("Unit", "Contents"),
    "outline with titles alone, numbers": lambda: beside_an_outline(
        lambda n: (f"{n} {GERMAN[n]}",), GERMAN[1:5], f"{PROSE} {MORE}"
    ),
    "outline with titles alone, in quotation marks": lambda: beside_an_outline(
        lambda n: (f"{n} »{GERMAN[n]}«",), [f"“{title}”" for title in GERMAN[1:5]], f"{PROSE} {MORE}"
    ),
    "outline with titles alone, Kapitel": lambda: beside_an_outline(
        lambda n: (f"Kapitel {n}", GERMAN[n]), GERMAN[1:5], f"{PROSE} {MORE}"
    ),
    "outline with titles alone, gwa": lambda: beside_an_outline(
        lambda n: (f"제{n}과 {KOREAN[n]}",), KOREAN[1:5], HANGUL * 2
    ),
    "spreads": lambda: spreads(lambda n: f"Lektion {n}: {GERMAN[n]}"),
    "spreads, Korean numbers": lambda: spreads(lambda n: f"{n}과 {KOREAN[n]}", 102, "- {} -"),
    "numbers, titles in two languages": lambda: a_page_each(lambda n: (f"{n} {GERMAN[n]}", KOREAN[n]), (20, 14)),
    "exam sets": lambda: a_page_each(lambda n: (f"실전 모의고사 {n}회",), (24,), 3, text=HANGUL * 2),
    "homework": lambda: a_page_each(lambda n: (f"Hausaufgaben Lektion {n}",), pages=1),
    "headings that go on": lambda: a_page_each(
        lambda n: (f"Lektion {n}: {GERMAN[n]}",), pages=3, again=lambda n: (f"Lektion {n}: {GERMAN[n]} (Fortsetzung)",)
    ),
    "dars": lambda: a_page_each(lambda n: (f"{n}-dars", GERMAN[n]), (20, 14)),
    "Etappe without titles": lambda: a_page_each(lambda n: (f"Etappe {n}",)),
    "Korean chapters": lambda: a_page_each(lambda n: (f"챕터 {n}. {KOREAN[n]}",), text=HANGUL * 2),
    "Korean ordinals": lambda: a_page_each(
        lambda n: (f"{('첫', '둘', '셋', '넷', '다섯')[n - 1]}째 마당", KOREAN[n]), (14, 20), text=HANGUL * 2
    ),
    "mid page, below a word list": lambda: mid_page(
        lambda n: f"Lektion {n}: {GERMAN[n]}", GERMAN[1:], False, 16, over=("Hören", "Sprechen", "Wortschatz")
    ),
    "mid page, in a book called Wortschatz": lambda: mid_page(
        lambda n: f"Lektion {n}: {GERMAN[n]}", GERMAN[1:], False, over=("Wortschatz A1",)
    ),
    "L n over the title": lambda: a_page_each(lambda n: (f"L{n}", GERMAN[n]), (30, 20)),
    "n A and n B": lambda: a_page_each(
        lambda n: (f"{n}A", GERMAN[n]), (26, 18), again=lambda n: (f"{n}B", GERMAN[n - 1])
    ),
    "n A and n B as large": lambda: a_page_each(
        lambda n: (f"{n}A {GERMAN[n]}",), (20,), again=lambda n: (f"{n}B {ENGLISH[n]}",)
    ),
    "module and lesson": lambda: a_page_each(
        lambda n: (f"Modul {(n + 1) // 2} – Lektion {n}", GERMAN[(n - 1) % 6]), (10, 20), units=6
    ),
    "Korean ordinals of lessons": lambda: a_page_each(
        lambda n: (f"{('첫', '둘', '셋', '넷', '다섯')[n - 1]}째 과", KOREAN[n]), (14, 20), text=HANGUL * 2
    ),
    "below its goals": below_its_goals,
    "contents at the end": with_contents_at_the_end,
    "mid page, bold in body type": lambda: mid_page(
        lambda n: f"Lektion {n}: {GERMAN[n]}", GERMAN[1:], False, size=10, below="Lesen"
    ),
}


# --- without units


def slides(outline: Callable[[int], str] | None, titles: Sequence[str] = (*GERMAN, *ENGLISH)) -> bytes:
    paper = Paper()
    paper.pages.clear()
    paper.page = 0
    for number, title in enumerate(titles, 1):
        paper.add_page(orientation="L", format=(420, 595))
        if outline:
            paper.start_section(outline(number))
        paper.heading(60, title, 26)
        paper.prose(40, 90, PROSE, 480, size=16)
    return paper.bytes()


def chapters(announce: Callable[[int], str], titles: Sequence[str]) -> bytes:
    """As a manual, a guide or a plan has them, with tables and numbered steps in each: no lessons."""
    paper = Paper()
    for number, title in enumerate(titles, 1):
        if number > 1:
            paper.add_page()
        paper.heading(60, f"{announce(number)} {title}".strip(), 20)
        y = paper.prose(40, 90, f"{PROSE} {MORE}") + 20
        for step in range(1, 5):
            paper.put(40, y, f"{step}. Drücken Sie die Taste {'ABCD'[step - 1]} und warten Sie.")
            y += 18
        paper.set_xy(40, y + 10)
        paper.plain()
        with paper.table([("Was", "Wie viel"), ("Strom", f"{number} kW"), ("Wasser", "12 l")], width=300):
            pass
        paper.add_page()
        _text(paper, 50)
    return paper.bytes()


def handout(
    headings: dict[int, Sequence[str]],
    pages: int,
    title: str = "Der Akkusativ",
    size: float = 14,
    body: int = 2,
    outline: bool = False,
) -> bytes:
    """`headings`: page -> numbered headings on it, spread over the page. `outline`: of all headings, as a program makes
    it from their styles."""
    paper = Paper()
    if outline:
        paper.start_section(title)
    if title:
        paper.heading(60, title, 20)
    for page in range(1, pages + 1):
        if page > 1:
            paper.add_page()
        y = 90.0 if page == 1 else 50.0
        for text in headings.get(page, ("",)):
            if text:
                paper.heading(y + 16, text, size)
            if text and outline:
                paper.start_section(text, level=1)
            y = _text(paper, y + 28, max(1, body // len(headings.get(page, ("",)))))
    return paper.bytes()


def worksheet(
    announce: Callable[[int], str],
    tasks: int = 9,
    size: float = 11,
    title: str = "",
    body: str = "1. Ich ____ aus Korea.  2. Du ____ aus Berlin.",
) -> bytes:
    paper = Paper()
    if title:
        paper.heading(50, title, 18)
    y = 80.0
    for task in range(1, tasks + 1):
        if y > 500:
            paper.add_page()
            y = 60.0
        paper.heading(y, announce(task), size)
        for line in range(4):
            paper.put(50, y + 18 + 16 * line, body)
        y += 110
    return paper.bytes()


MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli")

HANDOUTS: dict[str, Callable[[], bytes]] = {
    "slides, outline of Slide n": lambda: slides(lambda n: f"Slide {n}"),
    "slides, outline of Folie n": lambda: slides(lambda n: f"Folie {n}"),
    "slides, outline of Page n": lambda: slides(lambda n: f"Page {n}"),
    "slides, outline of Slide n: title": lambda: slides(lambda n: f"Slide {n}: {(*GERMAN, *ENGLISH)[n - 1]}"),
    "slides, outline in Korean": lambda: slides(lambda n: f"슬라이드 {n}"),
    "slides, outline of numbers": lambda: slides(lambda n: str(n)),
    "slides, outline of titles": lambda: slides(lambda n: (*GERMAN, *ENGLISH)[n - 1]),
    "slides without an outline": lambda: slides(None),
    "slides, several to a number": lambda: slides(
        None,
        [f"{n}. {title} ({at}/3)" for n, title in enumerate(("Vokale", "Silben", *GERMAN[:3]), 1) for at in (1, 2, 3)],
    ),
    "subsections in the middle": lambda: handout(
        {4: ("1. Bestimmter Artikel",), 5: ("2. Unbestimmter Artikel",), 6: ("3. Negativartikel",)}, 8
    ),
    "subsections, no dots": lambda: handout({3: ("1 Form",), 4: ("2 Gebrauch",), 5: ("3 Ausnahmen",)}, 7),
    "subsections on each page": lambda: handout(
        {1: ("1. Form",), 2: ("2. Gebrauch",), 3: ("3. Ausnahmen",), 4: ("4. Übungen",)}, 4
    ),
    "subsections, Roman": lambda: handout({2: ("I. Form",), 3: ("II. Gebrauch",), 4: ("III. Ausnahmen",)}, 6),
    "subsections in an outline": lambda: handout(
        {
            n + 2: (f"{n + 1}. {('Bestimmt', 'Unbestimmt', 'Negativ', 'Possessiv', 'Ohne')[n]}er Artikel",)
            for n in range(5)
        },
        6,
        "Der Artikel",
        15.75,
        outline=True,
    ),
    "subsections, several a page": lambda: handout({1: ("1 Form", "2 Gebrauch"), 2: ("3 Ausnahmen", "4 Beispiele")}, 3),
    "subsections in Korean": lambda: handout(
        {2: ("1. 주격 조사",), 3: ("2. 목적격 조사",), 4: ("3. 보조사",)}, 5, "조사 정리"
    ),
    "Aufgaben": lambda: worksheet(lambda n: f"Aufgabe {n}", title="Arbeitsblatt"),
    "Aufgaben, nothing larger": lambda: worksheet(lambda n: f"Aufgabe {n}: Ergänzen Sie", size=14),
    "Exercises": lambda: worksheet(lambda n: f"Exercise {n}", size=14),
    "Korean exercises": lambda: worksheet(lambda n: f"연습 {n}", size=14),
    "Korean questions": lambda: worksheet(lambda n: f"{n}번 문제", size=13),
    "tasks by number": lambda: worksheet(lambda n: f"{n} Lesen Sie den Text", title="Im Café"),
    "tasks by number, nothing larger": lambda: worksheet(lambda n: f"{n} Ergänzen Sie die Verben", size=11),
    "tasks by number, large": lambda: worksheet(lambda n: f"{n}. Schreiben Sie Sätze", size=14),
    "exam": lambda: handout(
        {1: ("Teil 1",), 2: ("Teil 2",), 3: ("Teil 3",), 4: ("Hören",), 5: ("Teil 1",), 6: ("Teil 2",), 7: ("Teil 3",)},
        8,
        "Lesen",
    ),
    "exam with tasks": lambda: handout(
        {1: ("Lesen, Teil 1", "Aufgabe 1"), 2: ("Lesen, Teil 2", "Aufgabe 2"), 3: ("Hören, Teil 1", "Aufgabe 3")},
        4,
        "Start Deutsch 1",
    ),
    "exam with an outline": lambda: slides(
        None, [f"{part} – Teil {n}" for part in ("Lesen", "Hören", "Schreiben") for n in (1, 2, 3)]
    ),
    "articles": lambda: handout({p: (f"Artikel {2 * p - 1}", f"Artikel {2 * p}") for p in range(1, 5)}, 4, ""),
    "years": lambda: handout({1: ("1949",), 2: ("1961",), 3: ("1989",), 4: ("1990",)}, 5, "Geschichte"),
    "years with titles": lambda: handout({1: ("1949 Gründung",), 2: ("1961 Mauerbau",), 3: ("1989 Mauerfall",)}, 5, ""),
    "dates": lambda: handout(
        {1: ("3. Oktober",), 2: ("9. November",), 3: ("24. Dezember",), 4: ("31. Dezember",)}, 5, ""
    ),
    "dates of a diary": lambda: handout({p: (f"{p}. Mai",) for p in range(1, 6)}, 5, "", 16),
    "months": lambda: handout({p: (f"{p}. {MONTHS[p - 1]}",) for p in range(1, 6)}, 5, ""),
    "Korean months": lambda: handout({p: (f"{p}월",) for p in range(1, 6)}, 5, ""),
    "dates 1.5.": lambda: handout({p: (f"{p}.5. Montag",) for p in range(1, 6)}, 5, ""),
    "prose": lambda: handout({}, 6),
    "novel": lambda: a_page_each(lambda n: (f"{n}. {GERMAN[n]}",), (20,), 3, task="")[0],
    "recipes": lambda: a_page_each(lambda n: (f"Rezept {n}: {ENGLISH[n]}",), (18,), 1, task="")[0],
    "manual": lambda: chapters("{}".format, ("Aufbau", "Anschluss", "Betrieb", "Reinigung", "Störungen", "Garantie")),
    "manual in chapters": lambda: chapters("Kapitel {}:".format, ("Aufbau", "Anschluss", "Betrieb", "Reinigung")),
    "guide of days": lambda: chapters("Tag {}:".format, ("Dresden", "Meißen", "Bautzen", "Görlitz", "Zittau")),
    "plan of weeks": lambda: chapters("Woche {}".format, ("",) * 6),
    "prose with an outline": lambda: slides(None, GERMAN),
    "programme of days": lambda: worksheet(lambda n: f"Tag {n}", 4, 14, "Klassenfahrt nach Berlin", PROSE[71:140]),
    "topics of an exam": lambda: worksheet(lambda n: f"Thema {n}: {GERMAN[n]}", 4, 13, "Sprechen, Teil 2", PROSE[:70]),
    "steps": lambda: handout({1: ("Schritt 1",), 2: ("Schritt 2",), 3: ("Schritt 3",)}, 4),
    "headings without numbers": lambda: handout(
        {1: ("Form",), 2: ("Gebrauch",), 3: ("Ausnahmen",), 4: ("Übungen",)}, 5
    ),
    "texts by number": lambda: handout({p: (f"Text {p}",) for p in range(1, 6)}, 5, "Lesetexte"),
    "sections in Korean, two a page": lambda: handout(
        {1: ("1. 은/는", "2. 이/가"), 2: ("3. 을/를", "4. 에"), 3: ("5. 에서", "6. 도")}, 3, "조사 정리"
    ),
    "questions, two a page": lambda: handout(
        {p: (f"{2 * p - 1}. {GERMAN[p]}: Was kostet das?", f"{2 * p}. {GERMAN[p - 1]}: Wo?") for p in (1, 2, 3)},
        3,
        "FAQ",
    ),
    "ranking": lambda: handout({p: (f"{p}. Platz: {GERMAN[p]}",) for p in range(1, 6)}, 5, "Die schönsten Wörter"),
    "puzzles": lambda: handout({p: (f"Rätsel {p}",) for p in range(1, 7)}, 6, ""),
    "rules": lambda: handout({p: (f"Regel {p}",) for p in range(1, 7)}, 6, ""),
    "rounds of a quiz": lambda: handout({p: (f"Quiz – Runde {p}",) for p in range(1, 6)}, 5, ""),
    "tests by number": lambda: handout({p: (f"Test {p}",) for p in range(1, 6)}, 5, ""),
}
