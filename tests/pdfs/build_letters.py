"""Builds the traps that letters and words are."""

import itertools
import math
import textwrap
import unicodedata
from collections.abc import Callable, Sequence

import pypdfium2
from fpdf.enums import TextMode

from tests.pdfs.build import MORE, PROSE, Paper

KOREAN = (
    "어제 저녁에 동생하고 같이 영화관에 갔습니다 영화가 아주 재미있었습니다 영화가 끝난 다음에 근처 식당에서 "
    "불고기를 먹었습니다 식당에 사람이 많아서 조금 기다렸지만 음식이 맛있어서 기분이 좋았습니다"
)

WEEKEND = (
    "지난 주말에 저는 친구하고 같이 한강 공원에 가서 자전거를 타고 도시락을 먹었습니다. 날씨가 아주 맑아서 사람들이 "
    "많이 나와 있었고 아이들은 잔디밭에서 공을 차고 있었습니다."
)
TRAVEL = (
    ("der Bahnhof", "기차역"), ("die Fahrkarte", "표"), ("abfahren", "출발하다"), ("ankommen", "도착하다"),
    ("umsteigen", "갈아타다"), ("das Gleis", "승강장"), ("der Koffer", "여행 가방"), ("die Verspätung", "연착"),
)  # fmt: skip
FOOD = (
    ("der Apfel", "사과"), ("die Birne", "배"), ("das Brot", "빵"), ("die Milch", "우유"), ("der Käse", "치즈"),
    ("das Ei", "달걀"), ("der Reis", "쌀"), ("die Suppe", "국"),
)  # fmt: skip

LETTERS = (
    "저는 어제 친구에게 편지를 썼습니다. 동생에게도 선물을 보냈습니다. 우리는 다른 사람에게 친절하게 말합니다. "
    "선생님에게 질문을 하고 학교에서 배운 것을 부모님에게 이야기합니다. 모르는 사람에게 길을 물을 때는 먼저 인사를 "
    "합니다. 과일 가게에서 사과를 사고 배도 샀습니다. 시간을 잘 지키는 사람이 되고 싶습니다."
)
MEANINGS = (
    ("vorstellen", ("자기를 다른 사람에게 소개하다",), "Ich stelle mich kurz vor."),
    ("pünktlich", ("시간을 지키는",), "Der Zug ist heute pünktlich."),
    ("Obst", ("사과", "배"), "Ich esse jeden Tag Obst."),
    ("schreiben", ("멀리 있는 부모님에게 편지를 쓰다",), "Ich schreibe meinen Eltern."),
)

SOFT = (
    "Die Lehrer-Schüler-Gruppe trifft sich jeden Mon-",
    "tag. Dort liegt auch das deutsch-koreanische",
    "Wörterbuch; eine deutsch-",
    "koreanische Zeitung und die Hin- und Rückfahr-",
    "karten für die Ein- und Ausfahrt bringen wir",
    "mit.",
)
SOFT_WORDS = (
    "My mother-in-law bought a second-",
    "hand car, and it was well-kept.",
    "She also has a second-hand bike and three un-",
    "usual hats.",
)
LINES_SPREAD = (
    "어제는 비가 많이 와서 집에서 책을 읽고 음악을 들으면서 쉬",
    "었습니다. 저녁에는 동생이 볶음밥을 해 주었는데 맛있어서 깜짝",
    "놀랐습니다. 다음 주말에는 날씨가 좋으면 산으로 여행을 가려",
    "고 합니다.",
)
LARGE_SPREAD = (
    "점심에는 시장 옆의 작은 식당에서 국밥을 먹었는데 값",
    "도 싸고 아주 맛있었습니다. 저녁이 되자 갑자기 비가 내",
    "려서 모두 우산을 사고 서둘러 버스 정류장",
    "으로 돌아왔습니다.",
)
ENDINGS_SPREAD = (
    "점심시간에는 사무실에서 일하는 동료",
    "들과 함께 걸으면서 읽은 소설에 대해",
    "이야기를 나눕니다. 저녁에는 시장",
    "근처의 식당에서 밥을 먹고 이름",
    "이 예쁜 찻집에 가서 이야기합니다.",
)
ENDINGS_LARGE = (
    "봄에는 아이들이 학교 뒤에서 놀 수",
    "있습니다. 여름에는 친구를 데리",
    "러 역에 가고 가을에는 산길",
    "이 좋아서 등산을 합니다.",
)
BEHIND_LATIN = (
    "조동사 müssen, können, wollen 뒤에서는 zu",
    "없이 원형만 씁니다. 도시에서는 아침마다 Bahnhof ",
    "앞에 사람이 많습니다. 저는 오늘 저녁에 München",
    "에서 출발합니다. 동생은 늘 큰 가방을 들고 Oma",
    "하고 같이 옵니다.",
)
BEHIND_LATIN_LARGE = (
    "이런 물음에서는 동사 Kommst",
    "다음에 주어가 옵니다. 저는 늘 Mia",
    "처럼 말하고 싶습니다. 내일은 꼭 ",
    "일찍 일어나야 합니다.",
)


def set_lines(paper: Paper, lines: Sequence[str], x: float = 40, y: float = 70, size: float = 10) -> None:
    for row, line in enumerate(lines):
        paper.put(x, y + 1.5 * size * row, line, size)


def broken_between_syllables(paper: Paper, text: str, width: float, size: float = 10) -> list[str]:
    """Lines as word processors make them: full, whatever the last word is; a space may end a line, never begin one."""
    paper.plain(size)
    lines, line = [], ""
    for char in text:
        if char != " " and paper.get_string_width(line + char) > width:
            lines.append(line)
            line = ""
        line += char
    return [*lines, line]


def korean_lines() -> bytes:
    paper = Paper()
    set_lines(paper, broken_between_syllables(paper, KOREAN, 170))
    return paper.bytes()


def korean_lines_in_two_columns() -> bytes:
    """Larger, in columns, and with sentences that end."""
    paper = Paper()
    text = KOREAN.replace("습니다 ", "습니다. ") + "."
    for x, size in ((40, 11.0), (230, 11.0)):
        set_lines(paper, broken_between_syllables(paper, text, 150, size), x, 70, size)
    return paper.bytes()


def korean_lines_without_spaces_at_their_ends() -> bytes:
    """Each line is as full as it can be, so words are broken; no space at any end tells it."""
    paper = Paper()
    text = (
        "선생님께서는 학생들에게 한국어문법을 가르치시면서 재미있는 이야기를 들려주셨습니다 그래서 우리들은 "
        "매일아침 즐겁게 공부했습니다"
    )
    lines = broken_between_syllables(paper, text, 104)
    assert not any(line.endswith(" ") for line in lines)
    set_lines(paper, lines)
    return paper.bytes()


def korean_words_in_lines() -> bytes:
    """Lines that end with words, though no space stands at their ends."""
    paper = Paper()
    lines = (
        "오늘은 날씨가 아주 좋습니다 그래서 친구와",
        "공원에서 산책을 했습니다 꽃이 많이",
        "피어서 정말 아름다웠습니다 다음 주에도",
        "다시 가고 싶습니다",
    )
    set_lines(paper, lines)
    return paper.bytes()


def korean_words_in_narrow_cells() -> bytes:
    """Words that go on in a cell's next line, and two words one below the other: in a table with rules under a text,
    and in one without on a page of its own."""
    paper = Paper()
    set_lines(paper, broken_between_syllables(paper, LETTERS, 330), y=60)
    for y, ruled in ((160, True), (60, False)):
        if not ruled:
            paper.add_page()
        for key, cells, sentence in MEANINGS:
            lines = [line.strip() for cell in cells for line in broken_between_syllables(paper, cell, 80)]
            if ruled:
                for x, width in ((36, 84), (120, 92), (212, 168)):
                    paper.rect(x, y - 14, width, 14 * len(lines) + 8)
            paper.put(40, y, key)
            for row, line in enumerate(lines):
                paper.put(126, y + 14 * row, line)
            paper.put(218, y, sentence)
            y += 14 * len(lines) + (8 if ruled else 6)
    return paper.bytes()


def letterspaced() -> bytes:
    """A heading and two lines whose letters stand apart, by the setting of the type and by typed spaces, beside plain
    ones; and letters that are listed."""
    paper = Paper()
    paper.set_char_spacing(6)
    paper.put(40, 70, "GRAMMATIK IM BLICK", 14)
    paper.set_char_spacing(4.5)
    paper.put(40, 100, "Achtung: das Verb steht hinten")
    paper.set_char_spacing(0)
    paper.put(40, 130, "B e a c h t e n   S i e")
    paper.put(160, 130, "den Akkusativ nach „für“")
    paper.put(40, 160, "a e i o u")
    paper.put(40, 190, "A B C D E F")
    paper.prose(40, 210, "Das Alphabet hat sechsundzwanzig Buchstaben, dazu kommen die Umlaute und das Eszett.")
    return paper.bytes()


def letterspaced_a_little() -> bytes:
    """Letters about as far apart as words are elsewhere, with spaces between the words."""
    paper = Paper()
    for row, (spacing, text) in enumerate(
        ((3.0, "Achtung, der Dativ steht nach mit"), (2.0, "und der Akkusativ steht nach durch"), (0, "Das ist alles."))
    ):
        paper.set_char_spacing(spacing)
        paper.put(40, 70 + 24 * row, text)
    return paper.bytes()


def letterspaced_korean() -> bytes:
    paper = Paper()
    x = 40.0
    for char in "우리 가족 소개":
        paper.put(x, 70, char, 14)
        x += paper.get_string_width(char) + 7
    paper.put(40, 100, "가 나 다 라 마")
    paper.put(40, 130, "우리 가족은 모두 다섯 명입니다. 부모님과 누나, 그리고 동생이 있습니다.")
    return paper.bytes()


_MARKS = {"\u0301": "´", "\u0308": "¨", "\u0303": "˜", "\u0300": "`", "\u0302": "ˆ", "\u030c": "ˇ", "\u0327": "¸"}


def put_with_accents_apart(paper: Paper, x: float, y: float, text: str, first: bool, size: float = 12) -> None:
    """Each accent is a glyph of its own over its letter, painted before it or after."""
    paper.plain(size)
    for char in text:
        letter, *marks = list(unicodedata.normalize("NFD", char))
        width = paper.get_string_width(letter)
        over = [(_MARKS[mark], x + (width - paper.get_string_width(_MARKS[mark])) / 2) for mark in marks]
        dotless = "ı" if letter == "i" and marks else letter
        for glyph, place in (*over, (dotless, x)) if first else ((dotless, x), *over):
            paper.put(place, y, glyph, size)
        x += width


def accents_before_letters() -> bytes:
    paper = Paper()
    put_with_accents_apart(paper, 40, 70, "Die Vögel fliegen über die Dächer von Zürich.", first=True)
    put_with_accents_apart(paper, 40, 100, "El niño está aquí con su mamá.", first=True)
    return paper.bytes()


def accents_after_letters() -> bytes:
    paper = Paper()
    put_with_accents_apart(paper, 40, 70, "Le garçon déjà fatigué rêve près de la forêt.", first=False, size=10)
    put_with_accents_apart(paper, 40, 100, "Äpfel, Öl und Übung: čeština", first=False, size=16)
    return paper.bytes()


def shadows() -> bytes:
    """Lines printed twice, the second time a little higher and further left: as shadows, small and large."""
    paper = Paper()
    lines = (
        (40, 69.3, "Die Überschrift mit Schatten", 12), (41, 101.0, "Noch eine, die anders liegt", 12),
        (40, 160.0, "Ein großer Titel", 36),
    )  # fmt: skip
    for x, y, text, size in lines:
        paper.set_text_color(120, 120, 120)
        paper.put(x + 0.75 * size / 12, y + 0.75 * size / 12, text, size)
        paper.set_text_color(0, 0, 0)
        paper.put(x, y, text, size)
    return paper.bytes()


def bold_beside_plain() -> bytes:
    """Bold words parted from their plain neighbours by a gap alone, and one that is bold in its middle."""
    paper = Paper()
    rows = (
        [("B", "Schreiben"), ("", "Sie einen Brief an Ihre Freundin in Bremen.")],
        [("", "Antworten Sie mit"), ("B", "ja"), ("", "oder"), ("B", "nein"), ("", "und mit einem ganzen Satz.")],
        [("B", "Teil 2"), ("", "hat zehn Fragen, und jede hat nur eine Antwort.")],
    )
    for row, parts in enumerate(rows):
        x = 40.0
        for style, text in parts:
            paper.put(x, 70 + 16 * row, text, 10, style)
            x += paper.get_string_width(text) + 2.2
    x = 40.0
    for style, text in (("", "Er ist ge"), ("B", "gang"), ("", "en und kommt nicht wieder.")):
        paper.put(x, 130, text, 10, style)
        x += paper.get_string_width(text)
    return paper.bytes()


def bold_korean_beside_plain() -> bytes:
    paper = Paper()
    paper.put(40, 70, "der Tisch", 12, "B")
    paper.put(40 + paper.get_string_width("der Tisch") + 3, 70, "책상 위에 책이 있습니다.", 12)
    paper.put(40, 100, "das Buch", 9, "B")
    paper.put(40 + paper.get_string_width("das Buch") + 2, 100, "liegt dort.", 9)
    paper.put(40, 130, "In diesem Heft stehen alle Wörter der Lektion noch einmal in einer Liste.")
    return paper.bytes()


def hyphens_that_belong() -> bytes:
    """English and German words with a hyphen of their own at a line's end; the book itself has some of them whole."""
    paper = Paper()
    lines = (
        "We met a good-looking man with a two-",
        "year-old daughter. He is a part-time teacher and a first-",
        "class swimmer, and he likes old-",
        "fashioned music. He lives in a sky-",
        "scraper and is very inter-",
        "ested in the self-",
        "service restaurant. He said that he works part-",
        "time and has no time for any-",
        "thing else, and then he showed us his apart-",
        "ment in the middle of the city near the large old station.",
    )
    set_lines(paper, lines)
    german = (
        "Das französisch-",
        "deutsche Theater spielt ein Stück für Jung und Alt, und die Schau-",
        "spieler kommen aus Ost-",
        "Berlin. Die nord-",
        "deutschen Städte haben Fahrrad-",
        "wege und S-",
        "Bahnhöfe, und der ICE-",
        "Zug hält hier auch am Sonntag um acht.",
    )
    set_lines(paper, german, y=260)
    return paper.bytes()


def hyphens_the_book_knows() -> bytes:
    """Words that only the rest of the book tells: each stands there whole."""
    paper = Paper()
    lines = (
        "Der Haupt-",
        "bahnhof liegt am Markt, und das E-",
        "Bike steht davor. Die Online-",
        "plattform und das Online-",
        "wörterbuch sind neu. Wer mit-",
        "kommt, nimmt ein Woll-",
        "tuch mit, denn es ist kalt geworden und bleibt es wohl auch.",
    )
    set_lines(paper, lines)
    paper.add_page()
    paper.prose(
        40, 70, "Am Hauptbahnhof. Die Online-plattform ist da. Ein Onlinewörterbuch hilft. Das Wolltuch ist rot."
    )
    return paper.bytes()


def labels_at_a_table() -> bytes:
    """Labels of rows that stand sideways, upwards in one table and downwards in another; and a credit at a picture."""
    paper = Paper()
    for top, angle, rows in (
        (60, 90, (("SINGULAR", "ich gehe", "du gehst"), ("PLURAL", "wir gehen", "ihr geht"))),
        (250, -90, (("heute früh", "Ich frühstücke.", "Du schläfst."), ("morgen Abend", "Ich koche.", "Du liest."))),
    ):
        for row, (label, *cells) in enumerate(rows):
            y = top + 80 * row
            for x, width in ((40, 24), (64, 120), (184, 120)):
                paper.rect(x, y, width, 80)
            with paper.rotation(angle, 52, y + 40):
                paper.put(52 - paper.get_string_width(label) / 2, y + 43, label, 8)
            for place, cell in enumerate(cells):
                paper.put(72 + 120 * place, y + 44, cell, 10)
    paper.prose(40, 440, PROSE)
    with paper.rotation(90, 400, 480):
        paper.put(380, 480, "Foto: A. Beck", 6)
    return paper.bytes()


def upside_down_answers() -> bytes:
    """A puzzle with its answers upside down at the foot of the page."""
    paper = Paper()
    paper.prose(40, 60, PROSE)
    with paper.rotation(180, 210, 520):
        paper.put(60, 510, "Lösung: 1 Brot, 2 Käse,", 8)
        paper.put(60, 522, "3 Milch, 4 Eier", 8)
    return paper.bytes()


def notes_at_a_slant() -> bytes:
    """Two notes at small angles, a steep one and a watermark."""
    paper = Paper()
    paper.prose(40, 60, PROSE)
    with paper.rotation(8, 120, 200):
        paper.put(60, 200, "Nicht vergessen: Hausaufgaben!", 11)
    with paper.rotation(-12, 280, 250):
        paper.put(230, 250, "Bis Montag", 12)
        paper.put(230, 268, "um acht Uhr", 12)
    with paper.rotation(55, 100, 400):
        paper.put(60, 400, "steil hinauf", 10)
    paper.set_text_color(190, 190, 190)
    with paper.rotation(45, 210, 400):
        paper.put(60, 400, "MUSTERSEITE", 50)
    return paper.bytes()


def leaning_columns() -> bytes:
    """A page that leans as a whole, as on a scanner."""
    paper = Paper()
    with paper.rotation(2, 210, 297):
        paper.heading(60, "Zwei Menschen")
        paper.prose(40, 80, PROSE, 160)
        paper.prose(220, 80, MORE, 160)
        paper.prose(40, 260, WEEKEND)
    return paper.bytes()


def leaning_word_list() -> bytes:
    """A scan that leans, with the letters that a program has read in it, unseen."""
    paper, scanned = Paper(), Paper()
    for page, mode in ((scanned, TextMode.FILL), (paper, TextMode.INVISIBLE)):
        if page is paper:
            picture = pypdfium2.PdfDocument(scanned.bytes())[0].render(scale=1.5).to_pil()
            paper.image(picture.convert("1"), 0, 0, 420, 595)
        with page.local_context(text_mode=mode), page.rotation(-2.5, 210, 297):
            page.heading(60, "Wörter")
            for row, pairs in enumerate(zip(TRAVEL, FOOD, strict=True)):
                for x, word in zip((40, 130, 230, 320), itertools.chain(*pairs), strict=True):
                    page.put(x, 90 + 16 * row, word)
    return paper.bytes()


def leaning_word_by_word() -> bytes:
    """The same lean, where each word stands level in its place."""
    paper = Paper()
    rise = math.tan(math.radians(2))
    for row, line in enumerate(textwrap.wrap(f"{PROSE} {MORE}", 60)):
        x = 40.0
        for word in line.split():
            paper.put(x, 90 + 16 * row - rise * x, word)
            x += paper.get_string_width(word + " ")
    return paper.bytes()


def leaning_block() -> bytes:
    """A text laid on a slide by hand, below others that are level."""
    paper = Paper()
    paper.heading(60, "Wichtige Dinge für die Reise", 18)
    with paper.rotation(-3, 210, 200):
        paper.prose(40, 120, PROSE, 330, size=12)
    paper.prose(40, 260, MORE)
    paper.prose(40, 400, WEEKEND)
    return paper.bytes()


def slanted_letters() -> bytes:
    """Plain letters slanted to be italics, without characters for their spaces."""
    paper = Paper()
    with paper.skew(ax=12, ay=0, x=210, y=297):
        paper.heading(60, "Zwei Menschen")
        paper.prose(40, 80, PROSE)
        paper.prose(40, 160, WEEKEND)
    return paper.bytes()


def page_upside_down() -> bytes:
    paper = Paper()
    with paper.rotation(180, 210, 297):
        paper.heading(60, "Auf dem Kopf")
        paper.prose(40, 80, PROSE)
    return paper.bytes()


def put_below(paper: Paper, columns: Sequence[str], x: float, y: float, size: float, pitch: float) -> None:
    for column, line in enumerate(columns):
        for row, char in enumerate(line):
            paper.put(x - 2 * size * column, y + pitch * row, char, size)


def vertical_lines() -> bytes:
    """Lines from top to bottom, the first at the right."""
    paper = Paper()
    put_below(
        paper, ("산에는꽃피네꽃이피네갈봄", "여름없이꽃이피네산에산에", "피는꽃은저만치혼자서피어"), 340, 80, 14, 17
    )
    return paper.bytes()


def vertical_lines_with_latin() -> bytes:
    """Names that lie on their side in lines from top to bottom."""
    paper = Paper()
    for x, parts in ((340, ("어제는", "Berlin", "에서", "친구")), (310, ("와", "Pizza", "를먹었어요"))):
        y = 80.0
        for part in parts:
            if part.isascii():
                with paper.rotation(-90, x + 2.5, y - 12):
                    paper.put(x + 2.5, y - 12, part, 13)
                y += paper.get_string_width(part) - 2
            else:
                put_below(paper, (part,), x, y, 14, 15)
                y += 15 * len(part)
    return paper.bytes()


def vertical_lines_beside_others() -> bytes:
    """A vertical title at the side of running text."""
    paper = Paper()
    put_below(paper, ("우리말공부",), 380, 80, 16, 19)
    paper.prose(40, 60, PROSE, 300)
    paper.prose(40, 160, MORE, 300)
    return paper.bytes()


def vertical_lines_with_spaces(
    lines: Sequence[str] = ("옛날 옛날에 깊은 산속에", "호랑이가 살았습니다"), size: float = 13, prose: bool = True
) -> bytes:
    """Words in lines from top to bottom, beside text in level lines or alone."""
    paper = Paper()
    put_below(paper, lines, 360, 80, size, 1.15 * size)
    if prose:
        paper.prose(40, 60, f"{PROSE} {MORE}", 250)
    return paper.bytes()


COMMANDS = tuple(
    f"{a}{b}{c} {b}{c}{a} {c}{a}"
    for a, b, c in zip(["grxplqn", "tqlmvr", "vzndk", "skxblq"] * 4, ["hpttw", "qvrnk", "bxjlz", "mqndrx"] * 4,
                       ["dwzsk", "plqmtv", "jrvxk", "fntqlw"] * 4, strict=True)
)  # fmt: skip


def strange_words() -> bytes:
    """After a page of prose, pages of words that are spelled like those of no language, under a running head."""
    paper = Paper()
    for page in range(1, 4):
        if page > 1:
            paper.add_page()
            set_lines(paper, [*COMMANDS[page:], *COMMANDS[:page]], 40, 80)
        else:
            paper.prose(40, 80, f"{PROSE} {MORE}")
        paper.put(40, 40, "Befehle", 8)
        paper.put(205, 575, str(page), 8)
    return paper.bytes()


def set_with_readings(paper: Paper, x: float, y: float, parts: Sequence[tuple[str, str]], size: float) -> None:
    """Characters and what stands small and centred above them, '' for nothing."""
    for text, reading in parts:
        paper.put(x, y, text, size)
        width = paper.get_string_width(text)
        if reading:
            paper.plain(size / 2)
            paper.put(x + (width - paper.get_string_width(reading)) / 2, y - 0.95 * size, reading, size / 2)
        x += width


EVENING = (
    (("わたしは、", ""), ("朝", "あさ"), ("六時", "ろくじ"), ("に", ""), ("家", "いえ"), ("の", ""), ("近", "ちか"),
     ("くの", "")),
    (("公園", "こうえん"), ("へ", ""), ("行", "い"), ("きます。", ""), ("先生", "せんせい"), ("と", ""),
     ("日本語", "にほんご")),
    (("を", ""), ("話", "はな"), ("します。", "")),
)  # fmt: skip
MORNING = (
    (("東", "とう"), ("京", "きょう"), ("の", ""), ("電", "でん"), ("車", "しゃ"), ("で", ""), ("新", "しん"),
     ("聞", "ぶん"), ("を", ""), ("友", "とも"), ("だちと", "")),
    (("山", "やま"), ("へ", ""), ("行", "い"), ("きます。", "")),
)  # fmt: skip


def readings_above(lines: Sequence[Sequence[tuple[str, str]]] = EVENING, size: float = 12) -> bytes:
    """Japanese whose characters have their reading above them, word by word."""
    paper = Paper()
    for at, parts in enumerate(lines):
        set_with_readings(paper, 40, 70 + 1.8 * size * at, parts, size)
    return paper.bytes()


def _in_radicals(lines: Sequence[Sequence[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """As some fonts have them: radicals for the characters that look like them."""
    radicals = str.maketrans("日行車山生", "⽇⾏⾞⼭⽣")
    return [[(text.translate(radicals), reading) for text, reading in parts] for parts in lines]


def readings_above_each() -> bytes:
    """The same, character by character."""
    return readings_above(MORNING, 16)


def letterspaced_within_a_line(
    parts: Sequence[tuple[str, bool]] = (
        ("Vor dem Test: ", False), ("bitte leise", True), (" sein und ", False), ("genau lesen", True), (".", False),
    ),
    size: float = 11, spacing: float = 3.2,
) -> bytes:  # fmt: skip
    """Some words of a line are set apart by the room between their letters."""
    paper = Paper()
    paper.prose(40, 90, PROSE)
    x = 40.0
    for text, spaced in parts:
        for place, piece in enumerate(text if spaced else [text]):
            paper.put(x, 70, piece, size)
            x += paper.get_string_width(piece) + spaced * (spacing + 0.3 * (-1) ** place)  # as kerning makes it differ
    return paper.bytes()


def soft_hyphens_for_all(lines: Sequence[str] = SOFT, size: float = 10) -> bytes:
    """A font that gives a soft hyphen for each hyphen, wherever it stands."""
    paper = Paper()
    set_lines(paper, [line.replace("-", "\u00ad") for line in lines], size=size)
    return paper.bytes()


def korean_head_of_few(head: str = "목 차", size: float = 14, lines: Sequence[str] = ("1 가족", "2 음식")) -> bytes:
    """A head of two or three syllables with spaces between them."""
    paper = Paper()
    paper.put(180, 60, head, size)
    set_lines(paper, lines, 40, 100)
    return paper.bytes()


def korean_behind_latin_at_line_ends(lines: Sequence[str] = BEHIND_LATIN, size: float = 10) -> bytes:
    """Lines that end with a word of other letters, and no space: a Korean particle of it follows, or another word."""
    paper = Paper()
    set_lines(paper, lines, size=size)
    return paper.bytes()


def spaces_in_japanese(
    head: str = "3日 東京の山",
    lines: Sequence[str] = ("きのうは友だちと山へ行きました。山の上", "は新しい道で、電車は ありません。"),
    size: float = 16,
) -> bytes:
    """A space that is typed in a head of Japanese and in its text, narrower than a letter."""
    paper = Paper()
    paper.put(40, 60, head, size)
    set_lines(paper, lines, 40, 100)
    return paper.bytes()


def korean_lines_spread(lines: Sequence[str] = LINES_SPREAD, size: float = 10, width: float = 280) -> bytes:
    """Justified lines of Korean without a space at any end."""
    paper = Paper()
    for row, line in enumerate(lines):
        words = line.split()
        paper.plain(size)
        room = (width - sum(map(paper.get_string_width, words))) / (len(words) - 1) if row < len(lines) - 1 else 3
        x = 40.0
        for word in words:
            paper.put(x, 70 + 1.7 * size * row, word, size)
            x += paper.get_string_width(word) + room
    return paper.bytes()


TRAPS: tuple[Callable[[], bytes], ...] = (
    korean_lines, korean_lines_in_two_columns, korean_lines_without_spaces_at_their_ends, korean_words_in_lines,
    korean_words_in_narrow_cells,
    letterspaced, letterspaced_a_little, letterspaced_korean, accents_before_letters, accents_after_letters, shadows,
    bold_beside_plain,
    bold_korean_beside_plain, hyphens_that_belong, hyphens_the_book_knows, labels_at_a_table, upside_down_answers,
    notes_at_a_slant, leaning_columns, leaning_word_list, leaning_word_by_word, leaning_block, slanted_letters,
    page_upside_down, vertical_lines, vertical_lines_with_latin,
    vertical_lines_beside_others, strange_words,
    readings_above, readings_above_each, letterspaced_within_a_line, soft_hyphens_for_all,
    korean_lines_spread, vertical_lines_with_spaces,
    korean_head_of_few, korean_behind_latin_at_line_ends, spaces_in_japanese,
)  # fmt: skip
MORE_TRAPS: dict[str, Callable[[], bytes]] = {
    "korean_endings_at_line_ends": lambda: korean_lines_spread(ENDINGS_SPREAD, 10, 185),
    "korean_endings_at_line_ends_large": lambda: korean_lines_spread(ENDINGS_LARGE, 12, 195),
    "korean_behind_latin_at_line_ends_large": lambda: korean_behind_latin_at_line_ends(BEHIND_LATIN_LARGE, 13),
    "spaces_in_japanese_large": lambda: spaces_in_japanese("山の友だち 東京", ("新聞 電車 行きます", "友だち 山"), 20),
    "korean_head_of_few_large": lambda: korean_head_of_few(
        "도 서 관", 18, ("이 책은 처음 배우는 분을 위한 것입니다.",)
    ),
    "readings_above_radicals": lambda: readings_above(_in_radicals(EVENING)),
    "readings_above_radicals_large": lambda: readings_above(_in_radicals(MORNING), 16),
    "vertical_lines_with_spaces_alone": lambda: vertical_lines_with_spaces(
        ("어느 날 호랑이는 배가", "고파서 마을로 내려왔고", "모두 깜짝 놀랐습니다"), 15, prose=False
    ),
    "letterspaced_within_a_line_in_spanish": lambda: letterspaced_within_a_line(
        (("Lea la frase y marque la ", False), ("respuesta", True), (" que ", False), ("no vale", True), (".", False)),
        12,
        3.5,
    ),
    "soft_hyphens_for_all_in_english": lambda: soft_hyphens_for_all(SOFT_WORDS, 12),
    "korean_lines_spread_large": lambda: korean_lines_spread(LARGE_SPREAD, 11, 280),
}
