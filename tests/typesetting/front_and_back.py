"""What stands around the lessons' blocks: title page, contents, preface, a unit's opening, answers, word list."""

import unicodedata

from tests.typesetting.blocks import ROW, Block, paragraphs, prose, rows, ruled, word_columns
from tests.typesetting.page import CORAL, GREY, INK, MIST, PETROL, WHITE, Page

PREFACE = "Vorwort · 머리말"
ANSWERS = "Lösungen · 정답"
WORDS = "Wortliste · 단어 목록"


def entry(number: int, lesson: Block) -> str:
    """A unit's name in contents and bookmarks."""
    return f"Lektion {number}  {lesson['title']} · {lesson['korean']}"


def title_page(page: Page, book: Block) -> None:
    page.add_page()
    page.set_fill_color(*PETROL)
    page.rect(0, 0, page.w, 168, "F")
    crane(page, 88, 58)
    page.set_y(104)
    page.type(34, WHITE, "B")
    page.text_block(f"{book['korean']} {book['level']}", 15, align="C")
    page.type(20, WHITE)
    page.text_block(f"{book['title']} {book['level']}", 12, align="C")
    page.set_y(182)
    page.type(13, PETROL, "B")
    page.text_block(book["subtitle"], 8, align="C")
    page.type(11, GREY)
    page.text_block(book["subtitle_german"], 7, align="C")
    page.set_y(222)
    page.type(10, CORAL, "B")
    page.text_block("LinguaRAG", 6, align="C")


def crane(page: Page, x: float, y: float) -> None:
    """A folded paper crane around the point (x, y)."""
    for colour, corners in (
        ((196, 222, 228), ((0, 12), (-14, -26), (8, 2))),
        (WHITE, ((0, 12), (30, -22), (10, 16))),
        ((222, 238, 241), ((0, 12), (10, 16), (4, 26))),
        ((196, 222, 228), ((0, 12), (4, 26), (-10, 14))),
        (WHITE, ((-10, 14), (0, 12), (-34, -10))),
        (CORAL, ((-34, -10), (-27.5, -4.2), (-38, -4))),
        ((222, 238, 241), ((4, 26), (10, 16), (38, 22))),
    ):
        page.set_fill_color(*colour)
        page.polygon([(x + dx, y + dy) for dx, dy in corners], style="F")


def imprint(page: Page, book: Block) -> None:
    page.add_page()
    page.set_y(120)
    page.type(8.5, INK)
    for line in book["imprint"].strip().splitlines():
        page.text_block(line, 4.8) if line else page.ln(4)


def contents(page: Page, lessons: list[Block], starts: dict[str, int]) -> None:
    page.begin("Inhalt · 차례", "Inhalt · 차례")
    heading(page, "Inhalt · 차례")
    contents_line(page, PREFACE, starts)
    page.ln(3)
    for number, lesson in enumerate(lessons, 1):
        contents_line(page, entry(number, lesson), starts, "B")
        page.type(8, GREY)
        page.text_block(" · ".join(lesson["goals"]), 4.6)
        page.ln(3.6)
    contents_line(page, ANSWERS, starts)
    contents_line(page, WORDS, starts)


def contents_line(page: Page, name: str, starts: dict[str, int], style: str = "") -> None:
    """The name, dots, and the page number against the right margin."""
    page.type(10.5, INK, style)
    number = str(starts.get(name, 0))
    room = page.epw - page.get_string_width(name) - page.get_string_width(number) - 4
    page.cell(page.get_string_width(name) + 2, 6.4, name)
    page.type(10.5, GREY)
    page.cell(room, 6.4, "." * int(room / page.get_string_width(".")), align="R")
    page.type(10.5, PETROL, "B")
    page.cell(0, 6.4, number, align="R", new_x="LMARGIN", new_y="NEXT")


def heading(page: Page, text: str) -> None:
    page.type(20, PETROL, "B")
    page.text_block(text, 10)
    page.rule(page.y + 1, CORAL, 0.8, w=24)
    page.set_y(page.y + 6)


def preface(page: Page, book: Block) -> None:
    page.begin(PREFACE, PREFACE)
    heading(page, PREFACE)
    for part in book["preface"]:
        page.type(11.5, PETROL, "B")
        page.text_block(part["title"], 7)
        page.ln(1)
        for text in paragraphs(part["text"]):
            prose(page, text)
            page.ln(1.2)
        page.ln(1.8)
    if "sounds" in book:
        ruled(page, book["sounds"])


def opening(page: Page, number: int, lesson: Block) -> None:
    """A unit's first page: a banner with its number, its title in both languages, and what is learned."""
    page.begin(entry(number, lesson), f"Lektion {number}  {lesson['title']} · {lesson['korean']}")
    page.set_fill_color(*PETROL)
    page.rect(0, 0, page.w, 44, "F")
    page.set_y(13)
    page.type(13, (190, 222, 228), "B")
    page.text_block(f"Lektion {number}", 7)
    page.type(22, WHITE, "B")
    page.text_block(f"{lesson['title']} · {lesson['korean']}", 12)
    page.set_fill_color(*MIST)
    page.rect(0, 44, page.w, 10, "F")
    page.set_y(46.5)
    page.type(8.5, PETROL)
    page.text_block("**Lernziele** " + " · ".join(lesson["goals"]), 5)
    page.set_y(61)


def answer_key(page: Page, lessons: list[Block]) -> None:
    page.begin(ANSWERS, ANSWERS)
    heading(page, ANSWERS)
    for number, lesson in enumerate(lessons, 1):

        def answers(number: int = number, lesson: Block = lesson) -> None:
            page.type(12, PETROL, "B")
            page.text_block(f"Lektion {number}", 7)
            for block in lesson["block"]:
                if block["kind"] == "exercise":
                    page.type(9.5)
                    page.text_block(f"**Übung {block['number']}**  {numbered_answers(block['answers'])}", 5.4)

        page.together(answers, after=4)


def numbered_answers(answers: str) -> str:
    return "  ".join(f"{place}. {answer}" for place, answer in enumerate(answers.split(" · "), 1))


def word_list(page: Page, lessons: list[Block]) -> None:
    """All words of all lessons, sorted as a German dictionary does: without articles, ä like a."""
    page.begin(WORDS, WORDS)
    heading(page, WORDS)
    page.type(9, GREY)
    page.text_block("괄호 안의 수는 그 단어를 배우는 단원입니다.", 5)
    page.ln(3)
    entries = sorted(
        (
            [german, f"{korean} ({number})"]
            for number, lesson in enumerate(lessons, 1)
            for block in lesson["block"]
            if block["kind"] == "words"
            for german, korean in rows(block["words"])
        ),
        key=lambda pair: dictionary_key(pair[0]),
    )
    while entries:
        lines = int((page.h - page.b_margin - page.y) / ROW)
        word_columns(page, [entries[:lines], entries[lines : 2 * lines]])
        entries = entries[2 * lines :]
        if entries:
            page.add_page()


def dictionary_key(german: str) -> str:
    word = german.split(", ")[0]
    for article in ("der ", "die ", "das "):
        word = word.removeprefix(article)
    return unicodedata.normalize("NFD", word.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
