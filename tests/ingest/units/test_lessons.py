"""What is a course's lessons, and what else is counted or titled."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.pdf.document import Block, Document, Page
from ingest.units.evidence import SURE
from tests.ingest.units.documents import PLACES, PROSE, contents, course, find, page, spans, with_outline


@pytest.mark.parametrize("heading", ["第{}回 来信", "Kapitel {}", "Day {}"])
def test_chapters_with_no_lesson_inside_are_asked_about(heading: str) -> None:
    plan = find(course({2 * n: (heading.format(n),) for n in range(1, 6)}, 12))
    assert len(plan.units) == 5
    assert plan.confidence < SURE


REPORT = ("Einleitung", "Forschungsstand", "Wortschatzarbeit", "Fazit und Ausblick")


MANUAL = ("Der Akku", "Bilder aufnehmen", "Verbinden", "Index")


@pytest.mark.parametrize("titles", [REPORT, MANUAL])
def test_chapters_of_reports_and_manuals_are_no_units_unless_there_are_lessons_inside(titles: Sequence[str]) -> None:
    def document(*sections: str) -> Document:
        return course({at: (f"{at // 3 + 1} {titles[at // 3]}", *sections) for at in range(2, 14, 3)}, 13)

    assert not find(document("Überblick", "Tipps")).units
    assert len(find(document("Wortschatz", "Grammatik")).units) == 4


@pytest.mark.parametrize("name", ["Kapitel {}", "{}"])
def test_chapters_that_teach_another_subject_are_no_units(name: str) -> None:
    def chapter(at: int) -> Page:
        return Page(at, page(at, f"{name.format(at)} {PLACES[at - 1]}", "Zutaten", "Zubereitung").blocks[:-1])

    assert not find(Document(tuple(map(chapter, range(1, 6))))).units


@pytest.mark.parametrize(
    "titles",
    [
        ("Verbs", "Nouns", "Word order"),
        ("동사", "명사", "어순"),
        ("Der Akkusativ", "Perfekt", "Satzbau"),
        ("L’adjectif", "Le verbe", "L’adverbe"),
        ("Het lidwoord", "Het bijvoeglijk naamwoord", "Het werkwoord"),
    ],
)
def test_chapters_of_a_grammar_are_units_though_it_has_an_introduction(titles: Sequence[str]) -> None:
    names = ("Introduction", *titles)
    plan = find(course({at: (f"{at // 3 + 1} {names[at // 3]}",) for at in range(2, 14, 3)}, 13))
    assert [unit.title for unit in plan.units] == [*names]


@pytest.mark.parametrize(
    ("sections", "text", "sure"),
    [
        (("Key facts", "Quiz"), PROSE, False),
        (("Key facts", "Quiz"), "1 Complete the sentence: He ____ here.", True),
        (("Key facts", "Checklist"), "Gast: Hallo!\nWirt: Guten Tag.\nGast: Ein Zimmer?\nWirt: Gern.", False),
        (("Key facts", "Quiz"), "Wer darf in das Lager?\nWas trägt man dort?", False),
        (("Key facts", "Useful phrases"), PROSE, True),
        ((), PROSE, True),
    ],
)
def test_units_of_a_training_are_asked_about(sections: Sequence[str], text: str, sure: bool) -> None:
    def unit(number: int) -> Page:
        heads = page(number, f"Unit {number} {PLACES[number - 1]}", *sections)
        texts = [Block("paragraph", line, number, size=10) for line in text.splitlines() * 3]
        return replace(heads, blocks=(*heads.blocks, *texts))

    plan = find(Document(tuple(map(unit, range(1, 6)))))
    assert len(plan.units) == 5
    assert (plan.confidence >= SURE) == sure


@pytest.mark.parametrize(
    ("heading", "sections", "sure"),
    [
        ("Chapter {}", ("Overview", "Examples"), False),
        ("Chapter {}", ("Grammar", "Examples"), True),
        ("Chapter {} Introduction", ("Grammar", "Examples"), False),
        ("Chapter {}", ("읽기", "예"), True),
        ("Chapter {}", ("重要文法", "例文"), True),
        ("Κεφάλαιο {}:", ("Γραμματική", "Παραδείγματα"), True),
        ("{}. fejezet", ("Szöveg", "Szavak"), True),
        ("KW {}", ("Wortschatz", "Lesen"), True),
        ("Trainingseinheit {}", ("Lesen", "Beispiele"), True),
        ("Schritt {}", ("Lesen", "Beispiele"), False),
    ],
)
def test_chapters_and_others_that_have_a_skills_section_each_are_lessons(
    heading: str, sections: Sequence[str], sure: bool
) -> None:
    opening = course({2 * n + 1: (heading.format(n + 1), place) for n, place in enumerate(PLACES)}, 10).pages
    pages = [each if each.number % 2 else page(each.number, *sections, size=12) for each in opening]
    plan = find(Document(tuple(pages)))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert (plan.confidence >= SURE) == sure


def test_two_days_with_talks_on_skills_are_asked_about() -> None:
    talks = [page(2, "Block 1: Hören", size=12), page(4, "Block 2: Aussprache", "Block 3: Ende", size=12)]
    days = course({1: ("Tag 1",), 3: ("Tag 2",)}, 4).pages
    plan = find(Document((days[0], talks[0], days[2], talks[1])))
    assert spans(plan) == [(1, 1, 2), (2, 3, 4)]
    assert plan.confidence < SURE


WORDS = "der Tisch | 책상\ndie Lampe | 전등\nkaufen | 사다\nheute | 오늘"


CARDS = "der Tisch 책상\ndie Lampe 전등\nkaufen 사다\nheute 오늘"


TERMS = "이 문서는 the server 및 the browser 설정 방법을 자세히 설명합니다.\n다음 표에서 the table 내용을 확인하십시오."


STATUTES = (
    "이 회의 회원은 매년 한 번 열리는 총회에 참석하여 의견을 말하고 투표할 수 있는 권리를 가진다.\n"
    "Die Mitglieder haben das Recht, in der Versammlung, die jedes Jahr einmal stattfindet, zu sprechen und zu wählen."
)


TALK = STATUTES.splitlines()[-1]


TALKS = "\n".join(("On the vowels that we learn", "What is in a word", "Die Stellung des Verbs", TALK, TALK))


@pytest.mark.parametrize("heading", ["{}", "Kapitel {}:", "Day {}"])
@pytest.mark.parametrize(
    ("table", "sections", "sure"),
    [
        (WORDS, (), True),
        (CARDS, (), True),
        (TERMS, (), False),
        (STATUTES, (), False),
        (TALKS, (), False),
        (WORDS, ("Concept", "Code"), False),
    ],
)
def test_units_with_phrases_in_two_languages_are_lessons_unless_they_have_other_sections(
    heading: str, table: str, sections: Sequence[str], sure: bool
) -> None:
    def half(number: int) -> Page:
        title = Block("heading", f"{heading.format(number // 2)} {PLACES[number // 2 - 1]}", number, size=20)
        text = Block("table", "\n".join([table] * 9), number, size=10)
        heads = [Block("heading", section, number, size=12) for section in sections]
        return Page(number, (text,) if number % 2 else (title, *heads, text))

    plan = find(Document((Page(1, ()), *map(half, range(2, 12)))))
    assert spans(plan) == [(n, 2 * n, 2 * n + 1) for n in range(1, 6)]
    assert (plan.confidence >= SURE) == sure


@pytest.mark.parametrize("cover", [(), ("Deutsch für Anfänger",)])
def test_the_first_slide_is_the_first_lesson_unless_the_next_one_has_a_title_too(cover: Sequence[str]) -> None:
    def slide(number: int, title: str, size: float) -> Page:
        words = Block("table", CARDS, number, size=20)
        return Page(number, (Block("heading", title, number, size=size), words), width=800, height=600)

    titles = [(title, 40) for title in cover]
    titles += [slide for place in PLACES for slide in ((place, 40), ("단어", 30), ("연습", 30))]
    plan = find(Document(tuple(slide(number, *each) for number, each in enumerate(titles, 1))))
    assert spans(plan) == [(n, 3 * n - 2 + len(cover), 3 * n + len(cover)) for n in range(1, 6)]


def test_lessons_of_a_third_of_a_page_are_asked_about() -> None:
    """A teacher's plan of them."""
    pages = [
        Page(at, tuple(block for n in (0, 1, 2) for block in page(at, f"{3 * at + n - 2}차시: {PLACES[n]}").blocks))
        for at in (1, 2)
    ]
    plan = find(Document(tuple(pages)))
    assert [unit.number for unit in plan.units] == [1, 2, 3, 4, 5, 6]
    assert plan.confidence < SURE


@pytest.mark.parametrize("dated", [False, True])
def test_titles_without_numbers_and_dates_that_begin_anywhere_are_asked_about(dated: bool) -> None:
    def heads(number: int) -> list[Block]:
        title = f"Montag, {7 * number}. Mai" if dated else PLACES[number - 1]
        texts = [("heading", title, 18), ("heading", "Neue Wörter", 13), ("paragraph", PROSE, 10)]
        texts += [("heading", "Zum Hören", 13), ("paragraph", PROSE, 10)]
        return [
            Block("heading" if kind == "heading" else "paragraph", text, number, size=size)
            for kind, text, size in texts
        ]

    pages = [Page(number, (*heads(number - 1)[3:], *heads(number)[:3])) for number in range(2, 6)]
    plan = find(Document((Page(1, tuple(heads(1)[:3])), *pages, Page(6, tuple(heads(5)[3:])))))
    assert spans(plan) == [(n, n, n + 1) for n in range(1, 6)]
    assert plan.confidence < SURE


@pytest.mark.parametrize("line", ["{}", "{} …… {}"])
def test_titles_that_a_contents_page_lists_without_numbers_are_asked_about(line: str) -> None:
    """As in books for small screens."""
    starts = {3 * n: (PLACES[n - 1],) for n in range(1, 6)}
    listed = [Block("paragraph", line.format(PLACES[n - 1], 3 * n), 2, size=10) for n in range(1, 6)]
    front = Page(2, (Block("heading", "Inhalt", 2, size=16), *listed))
    cover = page(1, "Deutsch unterwegs", label=False)
    plan = find(Document((cover, front, *course(starts, 17).pages[2:])))
    assert spans(plan) == [(n, 3 * n, 3 * n + 2) for n in range(1, 6)]
    assert SURE > plan.confidence > 0.5
    swapped = replace(front, blocks=(front.blocks[0], *reversed(listed)))
    assert not find(Document((cover, swapped, *course(starts, 17).pages[2:]))).units


def test_titles_over_words_in_two_languages_are_asked_about() -> None:
    def cards(number: int) -> Page:
        title = Block("heading", PLACES[number - 1], number, size=24)
        return Page(number, (title, Block("table", "\n".join([CARDS] * 6), number, size=11)))

    plan = find(Document(tuple(map(cards, range(1, 6)))))
    assert spans(plan) == [(n, n, n) for n in range(1, 6)]
    assert plan.confidence < SURE


OTHERS = [
    "Übung", "Aufgabe", "Seite", "Tabelle", "Abbildung", "Abb.", "Figure", "Dialog", "Exercise", "Text", "Lesetext",
    "Test", "Modelltest", "Track", "CD", "Nr.", "Ejercicio", "Exercice", "연습", "대화", "→ Lektion", "→ Woche",
]  # fmt: skip


@pytest.mark.parametrize("word", OTHERS)
def test_what_books_count_inside_their_units_are_no_units(word: str) -> None:
    entries = {2 * number + 1: f"{word} {number}" for number in range(1, 7)}
    document = course({page: (text,) for page, text in entries.items()}, 14)
    assert find(document).units == ()
    assert find(Document((contents(1, entries), *document.pages[1:]))).units == ()


@pytest.mark.parametrize(
    "heading", ["Stunde {}", "{}. Stunde", "Handout {}", "Station {}", "Practice Test {}", "{}교시", ""]
)
def test_what_counts_the_units_of_few_courses_is_asked_about_if_nothing_else_counts(heading: str) -> None:
    counted = {2 * n + 1: (*filter(None, [heading.format(n + 1)]), place) for n, place in enumerate(PLACES)}
    sections = {at + 1: ("Lesen", "Beispiele") for at in counted}
    plan = find(course({**counted, **sections}, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert tuple(unit.title for unit in plan.units) == PLACES
    assert plan.confidence < SURE
    lessons = {at: (f"Lektion {at // 4 + 1}", *texts) if at % 4 == 1 else texts for at, texts in counted.items()}
    assert spans(find(course({**lessons, **sections}, 10))) == [(1, 1, 4), (2, 5, 8), (3, 9, 10)]


@pytest.mark.parametrize("heading", ["Modelltest {}", "STEP {}"])
def test_sets_with_sections_on_several_skills_are_units(heading: str) -> None:
    sets = {2 * n + 1: (heading.format(n + 1), place) for n, place in enumerate(PLACES)}
    plan = find(course({**sets, **{at + 1: ("Lesen", "Hören") for at in sets}}, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert plan.confidence >= SURE


@pytest.mark.parametrize(("name", "in_running_head"), [("Arbeitsblatt {}A", False), ("Fiche {}", True)])
def test_a_pack_of_worksheets_is_asked_about(name: str, in_running_head: bool) -> None:
    names = [name.format(n) for n in range(1, 6)]
    pages = [page(n, *[name] * (not in_running_head)) for n, name in enumerate(names, 1)]
    if in_running_head:
        pages = [
            replace(each, running=(name, str(n))) for n, (each, name) in enumerate(zip(pages, names, strict=True), 1)
        ]
    plan = find(Document(tuple(pages)))
    assert spans(plan) == [(n, n, n) for n in range(1, 6)]
    assert 0.55 < plan.confidence < SURE
    assert "unconfirmed" not in {remark.code for remark in plan.remarks}


def test_a_phrasebook_with_titles_alone_is_asked_about_and_prose_is_not() -> None:
    def situation(number: int, title: str, texts: Sequence[str]) -> Page:
        blocks = [Block("paragraph", text, number, size=10) for text in texts]
        return Page(number, (Block("heading", title, number, size=16), *blocks))

    def book(*texts: str) -> Document:
        return Document(tuple(situation(number, place, texts * 9) for number, place in enumerate(PLACES, 1)))

    asked = find(book("Ich hätte gern ein Zimmer mit Bad.", "욕실이 있는 방을 원합니다."))
    assert len(asked.units) == len(PLACES)
    plan = find(book("Ich hätte gern ein Zimmer mit Bad.", "I would like a room with a bath."))
    assert [(unit.number, unit.page_first, unit.title) for unit in plan.units] == [
        (n, n, place) for n, place in enumerate(PLACES, 1)
    ]
    assert plan.confidence < SURE
    assert not find(book("Ich hätte gern ein Zimmer mit Bad.", "Wo ist der Schlüssel?")).units
    assert not find(book("12,00 €", "Das ist ein Tisch, an dem man gut arbeiten kann.")).units  # a catalogue


@pytest.mark.parametrize("word", ["Teil", "Part", "Section", "파트", "STEP"])
def test_parts_may_be_those_of_an_exam_and_are_doubted(word: str) -> None:
    starts: dict[int, Sequence[str]] = {2 * n + 1: (f"{word} {n + 1}", PLACES[n]) for n in range(5)}
    plan = find(course(starts, 10))
    assert not plan.units or (plan.confidence < SURE and "unsure" in {remark.code for remark in plan.remarks})


@pytest.mark.parametrize(
    "heading",
    [
        "{}. Person",
        "{}. Mai",
        "{}월",
        "Aufgabe {}",
        "Slide {}",
        "Article {}",
        "{}. Text für alle",
        "第{}部分",
        "{}. Soru",
        "Ćwiczenie {}",
    ],
)
def test_what_is_counted_otherwise_is_no_unit(heading: str) -> None:
    starts: dict[int, Sequence[str]] = {n: (heading.format(n),) for n in range(1, 5)}
    assert find(course(starts, 4)).units == ()


@pytest.mark.parametrize("heading", ["Tag {}", "Session {}", "Thema {}: Reisen", "{}. 은/는"])
@pytest.mark.parametrize("listed", [False, True])
def test_many_on_a_page_are_a_programme_or_a_list_and_doubted(heading: str, listed: bool) -> None:
    blocks = [block for n in range(1, 7) for block in page(1, heading.format(n)).blocks]
    document = Document((Page(1, tuple(blocks)), page(2)))
    marks = [(1, heading.format(n), 1) for n in range(1, 7)] if listed else []
    plan = find(with_outline(document, *marks))
    assert not plan.units or plan.confidence < SURE


def test_an_outline_of_all_headings_makes_no_units_of_a_handouts_sections() -> None:
    sections = {n + 2: f"{n + 1}. {place}" for n, place in enumerate(PLACES)}
    title = page(1, "Der Artikel", size=22)
    document = Document((title, *course({at: (text,) for at, text in sections.items()}, 6).pages[1:]))
    marks = [(2, text, at) for at, text in sections.items()]
    assert find(with_outline(document, (1, "Der Artikel", 1), *marks)).confidence < SURE


def test_units_counted_by_letters_are_doubted_unless_they_are_lessons_inside() -> None:
    plan = find(course({2 * n + 1: (f"Unit {'ABCDE'[n]}", place) for n, place in enumerate(PLACES)}, 10))
    assert spans(plan) == [(n, 2 * n - 1, 2 * n) for n in range(1, 6)]
    assert plan.confidence < SURE
    letters = dict(enumerate("ABCDEFGHIJ"))
    names = {2 * n + 1: (f"Unit {unit} Work", f"{unit}1 Grammar", f"{unit}2 Practice") for n, unit in letters.items()}
    lessons = find(course(names, 20))
    assert spans(lessons) == [(n, 2 * n - 1, 2 * n) for n in range(1, 11)]  # I is neither a 1 nor a numeral
    assert lessons.confidence >= SURE


@pytest.mark.parametrize(("sections", "sure"), [(("Lernziele", "Inhalt"), False), (("Wortschatz", "Inhalt"), True)])
def test_modules_of_a_training_that_teaches_no_language_are_doubted(sections: Sequence[str], sure: bool) -> None:
    plan = find(course({2 * n + 1: (f"Modul {n + 1}: {place}", *sections) for n, place in enumerate(PLACES)}, 10))
    assert (plan.confidence >= SURE) == sure


def test_chapters_with_questions_in_a_language_that_no_list_knows_are_asked_about() -> None:
    def chapter(at: int, end: str) -> Page:
        first = page(at, f"{at} {PLACES[at - 1]}", "Mbele", "Baadaye")
        asked = [Block("paragraph", f"Anaishi wapi sasa{end}", at, size=10)] * 3
        return replace(first, blocks=(*first.blocks[:-1], *asked))

    asking, telling = (find(Document(tuple(chapter(at, end) for at in range(1, 6)))) for end in "?.")
    assert len(asking.units) == 5 > len(telling.units)
    assert asking.confidence < SURE
