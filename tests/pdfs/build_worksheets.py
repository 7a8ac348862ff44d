"""Builds the traps that worksheets, slides and glossaries are, as browsers and word processors print them."""

from collections.abc import Callable, Sequence

from fpdf.fonts import TTFFont

from tests.pdfs.build import PROSE, Paper
from tests.pdfs.build_fonts import LATO, NANUM, numbered
from tests.pdfs.build_letters import set_lines


def words_to_fill_in(
    words: Sequence[str] = ("aber", "denn", "oder", "und", "sondern"),
    tasks: Sequence[str] = (
        "1. Ich trinke keinen Kaffee, ____ Tee.",
        "2. Kommst du mit, ____ bleibst du hier?",
        "3. Sie bleibt zu Hause, ____ sie ist krank.",
    ),
    task: str = "Ergänzen Sie die Wörter aus dem Kasten.",
    size: float = 10,
) -> bytes:
    """A row of words in a frame above sentences that are no longer than it."""
    paper = Paper()
    paper.put(40, 60, task, size)
    paper.rect(40, 72, 280, 26)
    for place, word in enumerate(words):
        paper.put(52 + 270 / len(words) * place, 88, word, size)
    set_lines(paper, tasks, 40, 126, 1.6 * size / 1.5)
    return paper.bytes()


def answers_in_rows(
    tasks: Sequence[tuple[str, Sequence[str]]] = (
        ("1. Der Zug nach Ulm fährt um", ("a) 9.15 Uhr", "b) 9.50 Uhr", "c) 19.15 Uhr")),
        ("2. Frau Seo kauft", ("a) einen Mantel", "b) einen Rock", "c) eine Bluse")),
    ),
    below: str = "(5 Punkte)",
    inset: float = 20,
) -> bytes:
    """Answers to choose from in a row below each task, which is shorter than the first of them is broad."""
    paper = Paper()
    paper.put(40, 60, "Lesen Sie und kreuzen Sie an: a, b oder c?")
    for place, (task, answers) in enumerate(tasks):
        paper.put(40, 90 + 50 * place, task)
        for at, answer in enumerate(answers):
            paper.put(40 + inset + 110 * at, 115 + 50 * place, answer)
    paper.put(40, 90 + 50 * len(tasks), below)
    return paper.bytes()


def meanings_with_examples(
    entries: Sequence[tuple[str, Sequence[str]]] = (
        ("aufstehen", ("일어나다: Ich stehe jeden Tag um sieben auf, weil der", "und vorher noch frühstücken will.")),
        ("einkaufen", ("장을 보다: Wir kaufen samstags ein.",)),
        ("fernsehen", ("텔레비전을 보다: Abends sieht er fern.",)),
    ),
) -> bytes:
    """Cells of two languages, of which one goes on in the next line in the second alone."""
    paper = Paper()
    y = 70.0
    for word, lines in entries:
        paper.put(40, y, word, 10, "B")
        set_lines(paper, lines, 130, y)
        y += 15 * len(lines) + 7
    return paper.bytes()


def entries_in_small_letters(
    entries: Sequence[str] = ("lernen – 배우다", "spielen – 놀다", "die Gurke – 오이", "gut kochen – 요리를 잘하다"),
    prose: str = PROSE,
) -> bytes:
    """A list of words with small letters above prose, all about as long as each other."""
    paper = Paper()
    set_lines(paper, entries, 40, 60)
    paper.prose(40, 140, prose)
    return paper.bytes()


def bubbles_of_shades(
    turns: Sequence[Sequence[str]] = (
        ("Was fehlt Ihnen denn? Haben", "Sie Schmerzen?"),
        ("Mein Hals tut weh, und ich huste", "seit drei Tagen."),
        ("Machen Sie bitte den Mund auf.",),
        ("Ist es schlimm?",),
    ),
) -> bytes:
    """Bubbles that take turns at two sides, each painted as many areas for the shades of its colour."""
    paper = Paper()
    paper.heading(50, "Im Gespräch")
    for at, lines in enumerate(turns):
        x, y = 40 + 175 * (at % 2), 70 + 36 * at
        for shade in range(20):
            paper.set_fill_color(200 + 2 * shade, 220, 255)
            paper.rect(x, y, 165, 50 - 2 * shade, style="F")
        for row, line in enumerate(lines):
            paper.plain()
            paper.put(x + (165 - paper.get_string_width(line)) / 2, y + 20 + 13 * row, line)
    return paper.bytes()


def dialogues_of_signs(
    sides: Sequence[Sequence[str]] = (
        ("Dialog A", "▲ Ist hier noch frei?", "● Ja, bitte.", "▲ Danke. Ich heiße Sora.", "● Ich bin Felix."),
        ("Dialog B", "▲ Wie spät ist es?", "● Es ist Viertel nach drei.", "▲ Oh, schon so spät!", "● Wir müssen los."),
    ),
) -> bytes:
    """Two dialogues whose lines stand level, their speakers told by signs."""
    paper = Paper()
    for x, (head, *lines) in zip((40, 230), sides, strict=True):
        paper.put(x, 60, head, 10, "B")
        set_lines(paper, lines, x, 78)
    return paper.bytes()


def boxes_with_arrows(
    boxes: Sequence[Sequence[str]] = (("Subjekt", "ich"), ("Hilfsverb", "habe"), ("Partizip II", "gelernt")),
    head: str = "So bildet man das Perfekt:",
) -> bytes:
    """Boxes in a row that arrows lead through."""
    paper = Paper()
    paper.put(40, 60, head)
    for at, lines in enumerate(boxes):
        paper.rect(40 + 120 * at, 80, 90, 40)
        set_lines(paper, lines, 60 + 120 * at, 96)
        if at:
            paper.put(20 + 120 * at, 104, "→")
    return paper.bytes()


def gaps_below_their_letters(
    lines: Sequence[str] = ("Name: __________", "Ich ______ gern Tee, und er ______ Kaffee."), size: float = 14
) -> bytes:
    """Gaps of underscores in a font that says that nothing in it reaches as low."""
    paper = Paper()
    for font in paper.fonts.values():
        assert isinstance(font, TTFFont)
        font.desc.descent = -50
    set_lines(paper, lines, size=size)
    return paper.bytes()


def white_answers(
    rows: Sequence[tuple[str, str, str]] = (
        ("1. Der Hund", "schläft", "im Garten."),
        ("2. Die Kinder", "singen", "ein Lied."),
        ("3. Morgen", "fahren", "wir nach Ulm."),
    ),
) -> bytes:
    """What is to be written on a drawn line stands there in white, for those who know."""
    paper = Paper()
    for at, (before, answer, after) in enumerate(rows):
        y = 70 + 22 * at
        paper.put(40, y, before)
        x = 44 + paper.get_string_width(before)
        paper.line(x, y + 2, x + 60, y + 2)
        paper.set_text_color(255, 255, 255)
        paper.put(x + 5, y, answer)
        paper.set_text_color(0, 0, 0)
        paper.put(x + 63, y, after)
    return paper.bytes()


def notes_nearly_as_large(
    lines: Sequence[str] = ("wohnt in einem Reihenhaus|1| am Stadtrand und hat", "einen Kirschbaum|2| gepflanzt."),
    size: float = 11,
) -> bytes:
    """Marks of notes raised above the line, in letters hardly smaller than the text's."""
    paper = Paper()
    for row, line in enumerate(lines):
        before, mark, after = line.split("|")
        y = 70 + 19 * row
        paper.put(40, y, before, size)
        x = 40 + paper.get_string_width(before)
        paper.put(x, y - 0.48 * size, mark, 0.97 * size)
        paper.put(x + paper.get_string_width(mark), y, after, size)
    return paper.bytes()


def hyphens_in_letters(lines: Sequence[str], letter: str, font: str) -> bytes:
    """Behind a place to hyphenate stood this letter once, and the PDF says that it is both, wherever it stands."""
    return numbered(lines, font, meant=lambda char: f"\u00ad{char}" if char == letter else char)


def table_without_sides(
    rows: Sequence[tuple[str, Sequence[str]]] = (
        ("Verb", ("Bedeutung",)),
        ("aufgeben", ("verlieren wollen; auch einen Brief oder ein", "Paket zur Post bringen")),
        ("ausgeben", ("Geld bezahlen",)),
        ("eingeben", ("etwas in den Computer schreiben, zum Beispiel", "ein Passwort")),
        ("nachgeben", ("nicht länger streiten",)),
    ),
) -> bytes:
    """Rules across, and between the columns, but none at the outer sides."""
    paper = Paper()
    y = 60.0
    paper.line(40, y, 380, y)
    for word, lines in rows:
        paper.put(46, y + 3 + 6 * len(lines), word)
        set_lines(paper, lines, 186, y + 9, 8)
        high = 12 * len(lines)
        paper.line(180, y, 180, y + high)
        y += high
        paper.line(40, y, 180, y)
        paper.line(180, y, 380, y)
    return paper.bytes()


def a_coursebook(
    lesson: Sequence[str] = (
        "Was ist richtig? Kreuzen Sie an.",
        "Spielen Sie das Gespräch mit Ihren Namen.",
        "Hören Sie.",
    ),
    captions: Sequence[Sequence[str]] = (("mein", "meine", "dein", "deine"), ("Koch", "Ärztin", "Lehrer", "Maler")),
) -> bytes:
    """A tab at the outer edge of each page, lower from lesson to lesson, letters of tasks in the margin, and words
    below small pictures."""
    paper = Paper()
    for number in range(3):
        if number:
            paper.add_page()
        paper.set_fill_color(200, 60, 40)
        paper.rect(392 if number % 2 else 0, 100 + 30 * number, 28, 40, style="F")
        paper.set_text_color(255)
        paper.put(400 if number % 2 else 10, 126 + 30 * number, str(number + 4), 14, "B")
        paper.set_text_color(0)
        paper.prose(70, 60, PROSE, 280)
        for row, task in enumerate(lesson):
            paper.put(48, 150 + 24 * row, "abc"[row], 10, "B")
            paper.put(70, 150 + 24 * row, task)
        paper.set_fill_color(225)
        for row, words in enumerate(captions):
            for place, word in enumerate(words):
                paper.rect(70 + 75 * place, 240 + 80 * row, 60, 40, style="F")
                paper.put(86 + 75 * place, 294 + 80 * row, word)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "words_to_fill_in": words_to_fill_in,
    "words_to_fill_in_in_korean": lambda: words_to_fill_in(
        ("그래서", "그런데", "하지만", "그리고"),
        ("1. 비가 옵니다. ____ 우산을 씁니다.", "2. 한국어는 어렵습니다. ____ 재미있습니다."),
        "알맞은 말을 골라 쓰세요.",
        11,
    ),
    "answers_in_rows": answers_in_rows,
    "answers_in_rows_in_korean": lambda: answers_in_rows(
        (
            ("1. 수진은 어디에 갑니까?", ("a. 학교", "b. 병원", "c. 시장")),
            ("2. 지금 몇 시입니까?", ("a. 두 시", "b. 세 시", "c. 네 시")),
            ("3. 무엇을 마십니까?", ("a. 물", "b. 우유", "c. 차")),
        ),
        "4. 누구와 갑니까?",
        0,
    ),
    "meanings_with_examples": meanings_with_examples,
    "meanings_with_examples_in_english": lambda: meanings_with_examples(
        (
            ("get up", ("일어나다: We get up at six because the train leaves", "at seven and we must not miss it.")),
            ("look for", ("찾다: She is looking for her keys.",)),
            ("turn off", ("끄다: Please turn off the lights.",)),
        )
    ),
    "entries_in_small_letters": entries_in_small_letters,
    "entries_in_small_letters_in_english": lambda: entries_in_small_letters(
        ("the window → 창문", "the front door → 현관문", "to close gently → 살며시 닫다"),
        "We moved into the new house in May. The garden was full of weeds, and nobody had lived there for years.",
    ),
    "bubbles_of_shades": bubbles_of_shades,
    "bubbles_of_shades_in_korean": lambda: bubbles_of_shades(
        (
            ("어디가 아파서 오셨어요? 열이", "있으세요?"),
            ("목이 많이 아프고 사흘 전부터", "기침을 해요."),
            ("입을 벌려 보세요.",),
        )
    ),
    "dialogues_of_signs": dialogues_of_signs,
    "dialogues_of_signs_in_spanish": lambda: dialogues_of_signs(
        (
            ("Diálogo 1", "■ ¿Está libre?", "◆ Sí, claro.", "■ Gracias. Soy Inés.", "◆ Yo soy Juan."),
            ("Diálogo 2", "■ ¿Qué hora es?", "◆ Son las tres.", "■ ¡Qué tarde!", "◆ Sí, nos vamos."),
        )
    ),
    "boxes_with_arrows": boxes_with_arrows,
    "boxes_with_arrows_in_korean": lambda: boxes_with_arrows(
        (("가다", "어간 가-"), ("가 + 았", "과거"), ("갔어요", "높임")), "과거형을 만드는 방법"
    ),
    "gaps_below_their_letters": gaps_below_their_letters,
    "gaps_below_their_letters_in_korean": lambda: gaps_below_their_letters(
        ("이름: ____________", "저는 ______ 에서 왔습니다."), 12
    ),
    "white_answers": white_answers,
    "white_answers_in_korean": lambda: white_answers(
        (
            ("1. 저는 밥을", "먹어요", "그리고 자요."),
            ("2. 동생은 책을", "읽어요", "매일."),
            ("3. 내일", "만나요", "우리."),
        )
    ),
    "notes_nearly_as_large": notes_nearly_as_large,
    "notes_nearly_as_large_in_korean": lambda: notes_nearly_as_large(
        ("할머니는 시골 초가집|1| 에서 사셨고 마당에는", "감나무|2| 가 있었다."), 13
    ),
    "table_without_sides": table_without_sides,
    "table_without_sides_in_korean": lambda: table_without_sides(
        (
            ("표현", ("뜻",)),
            ("손이 크다", ("씀씀이가 넉넉하다. 음식을 많이 만들거나", "선물을 많이 하는 사람에게 쓴다")),
            ("발이 넓다", ("아는 사람이 많다",)),
            ("귀가 얇다", ("남의 말을 쉽게 믿는다. 그래서 자주", "마음을 바꾸는 사람에게 쓴다")),
        )
    ),
    "hyphens_in_letters": lambda: hyphens_in_letters(
        ("Die größte Stadt der Republik ist Berlin.", "Dort arbeiten sehr viele junge Forscher."), "r", LATO
    ),
    "hyphens_in_letters_in_korean": lambda: hyphens_in_letters(
        ("어제 우리는 바다에 갔습니다.", "바람이 많이 불었지만 우리는 즐거웠습니다."), "우", NANUM
    ),
    "a_coursebook": a_coursebook,
    "a_coursebook_in_korean": lambda: a_coursebook(
        ("맞는 것을 고르세요.", "친구와 함께 대화를 연습하세요.", "잘 듣고 따라 하세요."),
        (("사과", "배", "귤", "감"), ("밥", "국", "김", "물")),
    ),
}
