"""Builds the PDFs about what touches, or stands apart, in lessons and handouts: names of speakers, letters of words,
lines of one text beside another.

Each kind of page is built twice, with other texts and sizes.
"""

from collections.abc import Callable, Sequence

from tests.pdfs.build import PROSE, Paper
from tests.pdfs.build_layouts import Book
from tests.pdfs.build_letters import put_below, set_with_readings

Texts = Sequence[Sequence[str]]


def names_that_touch(
    turns: Texts = (
        ("Frau Albers:", "Guten Morgen, was kann ich für Sie tun?"),
        ("Herr Noh:", "Ich suche ein Zimmer."),
        ("Frau Albers:", "Dann füllen Sie bitte das hier aus."),
    ),
    size: float = 10,
) -> bytes:
    """A dialogue in which nothing parts the speakers' names, in bold letters, from what they say."""
    paper = Paper()
    for at, (name, said) in enumerate(turns):
        y = 70 + 1.5 * size * at
        paper.put(40, y, name, size, "B")
        paper.put(40 + paper.get_string_width(name), y, said, size)
    return paper.bytes()


def letterspaced_unevenly(
    heads: Texts = (("WICHTIG", "4 8 8 3 5 7"), ("SO GEHT ES", "6 14 0 7 4 6 15 0 5")), size: float = 12
) -> bytes:
    """Heads whose letters were pushed apart by hand."""
    paper = Paper()
    for at, (head, gaps) in enumerate(heads):
        x, y = 40.0, 70 + 120 * at
        for letter, gap in zip(head, [*map(float, gaps.split()), 0.0], strict=True):
            if letter != " ":
                paper.put(x, y, letter, size, "B")
                x += paper.get_string_width(letter)
            x += gap
        paper.prose(40, y + 10, PROSE)
    return paper.bytes()


PINYIN = (
    (("今天", "jīntiān"), ("天氣", "tiānqì"), ("好", "hǎo"), ("，", ""), ("去", "qù"), ("公園", "gōngyuán")),
    (("老", "lǎo"), ("友", "yǒu"), ("也", "yě"), ("去", "qù"), ("。", "")),
)  # fmt: skip


def pinyin_above(lines: Sequence[Sequence[tuple[str, str]]] = PINYIN, size: float = 18) -> bytes:
    """Chinese with its sound above it, word by word."""
    paper = Paper()
    for at, parts in enumerate(lines):
        set_with_readings(paper, 40, 70 + 1.8 * size * at, parts, size)
    paper.put(40, 180, "Lesen Sie den Satz laut.")
    return paper.bytes()


def pinyin_of_a_title(title: str = "老友去公園", sound: str = "lǎo yǒu qù gōng yuán", size: float = 22) -> bytes:
    """A title and its sound in a line of its own above it, which begins where the title does."""
    paper = Paper()
    paper.put(40, 80, title, size)
    paper.put(40, 80 - 1.1 * size, sound, 10)
    paper.prose(40, 100, PROSE)
    return paper.bytes()


def short_ends_of_vertical_lines(
    lines: Sequence[str] = ("むかしむかしおじいさんとおば", "あさん。", "おじいさんはやまへしばかりに", "いく。"),
    size: float = 14,
) -> bytes:
    """Paragraphs from top to bottom whose last lines have a letter or some."""
    paper = Paper()
    put_below(paper, lines, 340, 80, size, 1.2 * size)
    return paper.bytes()


def forms_beside_sentences(
    sides: Texts = (
        ("Formen", "ich hätte", "ich wäre", "ich könnte", "ich würde"),
        ("Sätze", "Ich hätte gern einen Kaffee mit", "Milch und ein Stück Kuchen.", "Wärst du so nett und machst das",
         "Fenster zu?"),
    ),
    size: float = 10,
) -> bytes:  # fmt: skip
    """A list at the left; at the right, level with it, sentences that take two lines each."""
    paper = Book()
    for x, lines in zip((40, 190), sides, strict=True):
        paper.put(x, 70, lines[0], size)
        paper.lines(x, 70 + 1.4 * size, lines[1:], size, 1.4 * size)
    return paper.bytes()


def level_turns_of_signs(
    sides: Texts = (
        ("● Ich hätte gern zwei Brötchen und ein", "Stück Käsekuchen.", "▲ Gern. Sonst noch etwas?", "● Nein, danke."),
        ("● Zwei Karten für heute, bitte.", "▲ Um sechs oder um neun?", "● Um neun.", "▲ Das macht elf Euro."),
    ),
    size: float = 8,
) -> bytes:
    """Dialogues side by side, one of whose speakers says one thing only."""
    paper = Book()
    paper.add_font("DejaVu", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    paper.set_fallback_fonts(["DejaVu", "Nanum"], exact_match=False)
    for x, lines in zip((40, 220), sides, strict=True):
        paper.lines(x, 80, lines, size, 1.4 * size)
    return paper.bytes()


def room_between_scripts(
    lines: Texts = (("東京", "PDF", "日本語", "3", "日行"), ("車", "2", "山")), size: float = 12
) -> bytes:
    """Latin letters and figures in Japanese, a quarter of a letter away from it."""
    paper = Book()
    for at, parts in enumerate(lines):
        x = 40.0
        for part in parts:
            paper.put(x, 70 + 1.6 * size * at, part, size)
            x += paper.get_string_width(part) + 0.25 * size
    return paper.bytes()


def short_lines_of_forms(
    lists: Texts = (("ich kann", "du kannst", "er kann", "wir können", "ihr könnt", "sie können"),), size: float = 10
) -> bytes:
    """A verb's forms below each other in a narrow column, beside a text."""
    paper = Paper()
    for at, forms in enumerate(lists):
        for row, form in enumerate(forms):
            paper.put(40 + 70 * at, 80 + 1.5 * size * row, form, size)
    paper.prose(220, 73, PROSE, 160, "L")
    return paper.bytes()


def lines_in_empty_cells(
    rows: Texts = (
        ("Infinitiv", "ich", "er, sie"),
        ("wollen", "will", ""),
        ("", "kann", "kann"),
        ("dürfen", "", "darf"),
    ),
    size: float = 10,
) -> bytes:
    """A table to fill in: a line to write on in each empty cell."""
    paper = Book()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            x, y = 40 + 100 * column, 70 + 2.4 * size * row
            paper.rect(x, y, 100, 2.4 * size)
            if cell:
                paper.put(x + 6, y + 1.6 * size, cell, size)
            else:
                paper.line(x + 6, y + 1.8 * size, x + 60, y + 1.8 * size)
    return paper.bytes()


def speakers_in_japanese(
    lines: Sequence[str] = (
        "東山：　おはようございます。きょうはえきのま",
        "　　　えのみせへいきましょうか。",
        "日車：　はい。",
    ),
    size: float = 12,
) -> bytes:
    """A dialogue whose lines but the first of each turn are set in."""
    paper = Book()
    for at, line in enumerate(lines):
        text = line.lstrip("　")
        paper.put(40 + size * (len(line) - len(text)), 70 + 1.5 * size * at, text, size)
    return paper.bytes()


def cards_with_room_between(
    cards: Sequence[str] = (
        "Zimmer frei in netter WG, mit Balkon und Garten.",
        "Fahrrad, fast neu, mit Korb. Preis nach Absprache.",
        "Wer hat unsere graue Katze mit den weißen Pfoten gesehen?",
        "Zwei starke Männer helfen schnell und günstig beim Umzug.",
    ),
    size: float = 9,
    fill: bool = False,
) -> bytes:
    """Small ads in boxes, two in a row: the edges of all boxes would make a table."""
    paper = Book()
    paper.set_fill_color(238, 243, 226)
    for at, text in enumerate(cards):
        x, y = 40 + 170 * (at % 2), 80 + (15 + 7 * size) * (at // 2)
        paper.rect(x, y, 155, 7 * size, style="F" if fill else "D")
        paper.lines(x + 8, y + 1.8 * size, paper.wrapped(text, 139, size), size, 1.4 * size)
    return paper.bytes()


def words_in_boxes(
    words: Sequence[str] = ("Ich", "fahre", "morgen", "mit dem Bus", "nach Bonn."), size: float = 10
) -> bytes:
    """A sentence whose parts stand on coloured areas."""
    paper = Book()
    paper.set_fill_color(223, 234, 245)
    x = 40.0
    for word in words:
        paper.plain(size)
        width = paper.get_string_width(word) + 12
        paper.rect(x, 80 - 1.3 * size, width, 1.9 * size, style="F")
        paper.put(x + 6, 80, word, size)
        x += width + 4
    return paper.bytes()


def numbers_of_two_columns(
    columns: Texts = (
        ("Wo arbeitet Herr Lindner und was macht er dort den ganzen Tag?", "Seit wann lebt er in Dresden?"),
        ("Warum möchte seine Frau lieber aufs Land?", "Wann besuchen sie ihre Tochter in Hamburg?"),
    ),
    size: float = 10,
) -> bytes:
    """Questions in two columns that count on, their numbers set off to the left."""
    paper = Book()
    number = 1
    for x, texts in zip((40, 220), columns, strict=True):
        y = 80.0
        for text in texts:
            paper.put(x, y, str(number), size, "B")
            y = paper.lines(x + 2 * size, y, paper.wrapped(text, 130, size), size, 1.4 * size)
            number += 1
    return paper.bytes()


def many_small_notes(
    notes: Sequence[str] = (
        "die Bäckerei: 빵집",
        "aufstehen: 일어나다",
        "fertig: 다 된",
        "das Brot: 빵",
        "um vier: 네 시에",
    ),
    text: str = PROSE,
    size: float = 7,
) -> bytes:
    """Beside a text more notes than it has lines, each a little above one."""
    paper = Book()
    paper.lines(40, 80, paper.wrapped(text, 240, 10), 10, 15)
    paper.lines(310, 72, notes, size, 15)
    return paper.bytes()


def words_and_meanings(
    rows: Texts = (
        ("1", "선생님", "N", "Lehrer, Lehrerin"), ("2", "학생", "N", "Schüler, Student"),
        ("3", "알다", "V", "kennen, kennenlernen"), ("4", "기쁘다", "A", "froh, sich freuen"),
        ("5", "무엇", "P", "was"), ("6", "이름", "N", "Name"),
    ),
    size: float = 10,
) -> bytes:  # fmt: skip
    """Words with what they are and what they mean: small letters below others are no sentence that goes on."""
    paper = Book()
    for at, cells in enumerate(rows):
        for x, cell in zip((40, 65, 115, 140), cells, strict=True):
            paper.put(x, 80 + 1.6 * size * at, cell, size)
    return paper.bytes()


def translations_at_the_edge(
    rows: Texts = (
        ("▶ 저는 한국어를 할 수 있어요.", "Ich kann Koreanisch."),
        ("▶ 오늘은 집에 갈 수 없어요.", "Heute kann ich nicht kommen."),
        ("▶ 매운 음식을 먹을 수 있어요?", "Kannst du scharf essen?"),
    ),
    size: float = 10,
) -> bytes:
    """Examples, and flush with the right edge what they mean."""
    paper = Book()
    for at, (said, meant) in enumerate(rows):
        paper.put(40, 80 + 1.8 * size * at, said, size)
        paper.plain(size)
        paper.put(380 - paper.get_string_width(meant), 80 + 1.8 * size * at, meant, size)
    return paper.bytes()


def letters_before_ads(
    ads: Sequence[str] = (
        "Tanzkurse für Paare, jeden Freitag ab 19 Uhr.",
        "Gitarre lernen! Unterricht für Kinder ab sechs.",
        "Wir kochen vegetarisch, alle Zutaten inklusive.",
        "Yoga am Morgen, Probestunde im Stadtpark.",
    ),
    size: float = 9,
) -> bytes:
    """Texts to choose from, two in a row, with a letter before each."""
    paper = Book()
    for at, text in enumerate(ads):
        x, y = 40 + 180 * (at % 2), 80 + 4.5 * size * (at // 2)
        paper.put(x, y, "ABCD"[at], size, "B")
        paper.lines(x + 3 * size, y, paper.wrapped(text, 120, size), size, 1.4 * size)
    return paper.bytes()


def level_verses(
    stanzas: Texts = (
        ("Am Abend, wenn die Lichter gehn,", "dann bleib ich noch am Fenster stehn.",
         "Der Mond schaut still zu mir herein", "und lässt mich nicht allein.",
         "Mond, mein Freund,", "du bist so weit,", "leuchtest durch die Zeit."),
        ("Am Morgen, wenn die Sonne lacht,", "vergess ich schnell die lange Nacht.",
         "Doch weiß ich gut, er kommt zurück", "und bringt mir neues Glück.",
         "Mond, mein Freund,", "du bist so weit,", "leuchtest durch die Zeit."),
    ),
    size: float = 10,
) -> bytes:  # fmt: skip
    """Two stanzas side by side, and one below."""
    paper = Book()
    for x, lines in zip((40, 240), stanzas, strict=True):
        end = paper.lines(x, 80, lines[:4], size, 1.4 * size)
        paper.lines(x + 20, end + size, lines[4:], size, 1.4 * size)
    paper.lines(60, 330, ("Der Morgen kommt mit grauem Licht,", *stanzas[1][4:]), size, 1.4 * size)
    return paper.bytes()


def times_set_higher(
    rows: Texts = (
        ("00:04", "Willkommen bei Radio Nord, liebe Hörerinnen, willkommen auch Ihnen, liebe Hörer."),
        ("00:19", "Bei mir im Studio ist Frau Petersen."),
        ("00:25", "Vielen Dank für die Einladung, ich freue mich sehr."),
    ),
    size: float = 11,
) -> bytes:
    """A transcript with times in small letters, which end a little above the lines that they stand beside."""
    paper = Book()
    y = 80.0
    for time, said in rows:
        paper.put(40, y - 2.2, time, 0.8 * size)
        y = paper.lines(85, y, paper.wrapped(said, 290, size), size, 1.45 * size) + 0.28 * size
    return paper.bytes()


def quotation_in_large_letters(
    quotation: Sequence[str] = ("„Ich lerne heute", "noch Koreanisch.“"),
    question: str = "Wer ist diese Frau, die so früh aufsteht?",
    text: str = PROSE,
    size: float = 15,
) -> bytes:
    """A sentence of an interview, beside it in large letters."""
    paper = Book()
    paper.put(40, 80, question, 10, "B")
    paper.lines(40, 105, paper.wrapped(text, 200, 10), 10, 15)
    paper.lines(270, 83, quotation, size, 1.45 * size)
    return paper.bytes()


def syllables_in_a_table(rows: Sequence[str] = ("가거고구", "나너노누", "다더도두"), size: float = 16) -> bytes:
    """Syllables to be written, one in each cell."""
    paper = Book()
    for row, syllables in enumerate(rows):
        for column, syllable in enumerate(syllables):
            x, y = 40 + 1.9 * size * column, 60 + 1.9 * size * row
            paper.rect(x, y, 1.9 * size, 1.9 * size)
            paper.put(x + 0.5 * size, y + 1.3 * size, syllable, size)
    return paper.bytes()


def line_below_boxes(
    tips: Sequence[str] = (
        "Schreiben Sie die Wörter auf kleine Karten und üben Sie jeden Tag zehn Minuten.",
        "Lernen Sie Nomen mit Artikel.",
    ),
    below: str = "Und wie lernen Sie? Fragen Sie im Kurs.",
    size: float = 10,
) -> bytes:
    """Two boxes side by side, and under the taller one a line as broad as it."""
    paper = Book()
    for x, text in zip((40, 230), tips, strict=True):
        lines = paper.wrapped(text, 154, size)
        paper.rect(x, 80, 170, 1.4 * size * len(lines) + size)
        end = paper.lines(x + 8, 80 + 1.4 * size, lines, size, 1.4 * size)
        if x == 40:
            paper.put(x, end + 1.6 * size, below, size)
    return paper.bytes()


def index_of_topics(
    columns: Texts = (
        ("Adjektiv 24–29", "  Deklination 26", "  Steigerung 28, 102", "Adverb 31", "Akkusativ 12, 44", "Artikel 8–11"),
        ("  bestimmter 8", "  unbestimmter 9", "Dativ 45, 88–91", "Futur 120", "Imperativ 56", "Nebensatz 81"),
    ),
    size: float = 9,
) -> bytes:
    """Topics with their pages, in two columns; some belong to the one above."""
    paper = Book()
    for x, lines in zip((40, 200), columns, strict=True):
        for row, line in enumerate(lines):
            topic = line.lstrip()
            paper.put(x + 6 * (len(line) - len(topic)), 80 + 1.4 * size * row, topic, size)
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "names_that_touch": names_that_touch,
    "letterspaced_unevenly": letterspaced_unevenly,
    "pinyin_above": pinyin_above,
    "pinyin_above_large": lambda: pinyin_above(
        ((("老友", "lǎoyǒu"), ("去", "qù"), ("公園", "gōngyuán"), ("。", "")),), 26
    ),
    "pinyin_of_a_title": pinyin_of_a_title,
    "short_ends_of_vertical_lines": short_ends_of_vertical_lines,
    "forms_beside_sentences": forms_beside_sentences,
    "level_turns_of_signs": level_turns_of_signs,
    "level_turns_of_signs_in_korean": lambda: level_turns_of_signs(
        (
            ("● 안녕하세요. 표 두 장 주세요.", "▲ 여섯 시예요, 아홉 시예요?", "● 아홉 시요.", "▲ 네, 여기 있어요."),
            ("● 빵 두 개하고 치즈 케이크 한", "조각 주세요.", "▲ 또 필요하신 것 있으세요?", "● 아니요, 됐어요."),
        ),
        9,
    ),
    "room_between_scripts": room_between_scripts,
    "room_between_scripts_in_korean": lambda: room_between_scripts(
        (("제", "3", "과 하루 일과와 주말"),), 15
    ),
    "lines_in_empty_cells": lines_in_empty_cells,
    "speakers_in_japanese": speakers_in_japanese,
    "short_lines_of_forms": short_lines_of_forms,
    "short_lines_of_forms_in_spanish": lambda: short_lines_of_forms(
        (("yo tengo", "tú tienes", "él tiene", "nosotros tenemos", "ellos tienen"),), 11
    ),
    "cards_with_room_between": cards_with_room_between,
    "cards_with_room_between_in_korean": lambda: cards_with_room_between(
        ("방 있습니다. 역에서 오 분, 햇빛이 잘 들어요.", "자전거 팝니다. 거의 새것이고 바구니도 있어요.",
         "고양이를 찾습니다. 회색이고 발이 하얀색이에요.", "이사를 빠르고 싸게 도와 드립니다. 전화 주세요."),
        10, fill=True,
    ),
    "words_in_boxes": words_in_boxes,
    "words_in_boxes_in_spanish": lambda: words_in_boxes(
        ("Mañana", "mi hermana", "no va", "al cine", "con Ana."), 11
    ),
    "numbers_of_two_columns": numbers_of_two_columns,
    "numbers_of_two_columns_in_korean": lambda: numbers_of_two_columns(
        (("민준 씨는 어디에서 무슨 일을 하루 종일 합니까?", "언제부터 그 도시에 살았습니까?"),
         ("왜 아내는 시골로 이사하고 싶어 합니까?", "두 사람은 언제 딸을 만나러 갑니까?")), 9
    ),
    "many_small_notes": many_small_notes,
    "words_and_meanings": words_and_meanings,
    "translations_at_the_edge": translations_at_the_edge,
    "letters_before_ads": letters_before_ads,
    "level_verses": level_verses,
    "times_set_higher": times_set_higher,
    "quotation_in_large_letters": quotation_in_large_letters,
    "quotation_in_large_letters_in_english": lambda: quotation_in_large_letters(
        ("“I hear it hoot", "every night.”"), "Who lives in this old barn of yours, Ann?",
        "An old owl lives in the barn. “I hear it hoot every night”, says Ann, who lives next door and sleeps badly.",
        17,
    ),
    "syllables_in_a_table": syllables_in_a_table,
    "syllables_in_a_table_small": lambda: syllables_in_a_table(("바버보부브", "사서소수스", "자저조주즈"), 12),
    "line_below_boxes": line_below_boxes,
    "index_of_topics": index_of_topics,
    "index_of_topics_in_english": lambda: index_of_topics(
        (("Adverbs 14–16, 70", "Articles 8", "  definite 9", "  indefinite 10, 12", "Clauses 44", "Commas 90–93"),
         ("  in lists 91", "  in letters 92", "Questions 20, 33", "  indirect 34", "Tenses 50–68", "  past 52")), 10
    ),
}  # fmt: skip
