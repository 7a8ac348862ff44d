"""Builds small courses whose units are announced in ways of their own."""

from collections.abc import Callable

from tests.pdfs.build import MORE, PROSE, Paper

TITLES = ("Guten Morgen", "Im Supermarkt", "Meine Freunde", "Der Ausflug", "Beim Arzt")
KOREAN = ("아침 인사", "슈퍼마켓에서", "내 친구들", "소풍", "병원에서")


def _body(paper: Paper, first_task: int) -> int:
    """Two numbered tasks with prose, as every page has them; gives the next task's number."""
    for step, (task, text) in enumerate((("Lesen und sprechen", PROSE), ("Hören und schreiben", MORE))):
        paper.heading(150 + 160 * step, f"{first_task + step} {task}", 11)
        paper.prose(40, 160 + 160 * step, text)
    return first_task + 2


def _foot(paper: Paper, text: str) -> None:
    paper.put(40, 570, text, 8)


def korean_tags() -> bytes:
    """'제1과' in a small tag over a large title, tasks counted through the whole book, units that send the reader
    to other units, and an answer key with a page for each unit. No outline, a contents page in Korean."""
    paper = Paper()
    paper.heading(70, "차례")
    for row, title in enumerate(KOREAN):
        paper.put(40, 110 + 20 * row, f"제{row + 1}과 {title} {'· ' * 20}")
        paper.put(360, 110 + 20 * row, str(2 + 2 * row))
    paper.put(40, 230, f"정답 {'· ' * 40}")
    paper.put(360, 230, "12")
    _foot(paper, "1")
    task = 1
    for page in range(2, 12):
        paper.add_page()
        unit = page // 2
        if page % 2 == 0:
            paper.set_fill_color(30, 90, 140)
            paper.rect(40, 50, 50, 18, style="F")
            paper.set_text_color(255, 255, 255)
            paper.put(46, 63, f"제{unit}과", 10, "B")
            paper.set_text_color(0, 0, 0)
            paper.put(40, 100, f"{TITLES[unit - 1]} {KOREAN[unit - 1]}", 22, "B")
        else:
            paper.prose(40, 60, f"제{6 - unit}과를 먼저 읽으세요. → 제{unit}과 단어")
        task = _body(paper, task)
        _foot(paper, str(page))
    for unit in range(1, 6):
        paper.add_page()
        paper.heading(60, "정답", 18)
        paper.heading(90, f"제{unit}과", 14)
        paper.prose(40, 110, "1 bin  2 bist  3 ist  4 sind  5 seid")
        _foot(paper, str(11 + unit))
    return paper.bytes()


def large_numerals() -> bytes:
    """A numeral of 60 points beside its title; then a workbook that counts from 1 again, in smaller letters."""
    paper = Paper()
    paper.heading(250, "Wege", 40)
    task = 1
    for page in range(2, 12):
        paper.add_page()
        unit = page // 2
        if page % 2 == 0:
            paper.put(40, 100, str(unit), 60, "B")
            paper.put(100, 100, TITLES[unit - 1], 24, "B")
        else:
            paper.prose(40, 60, f"Sehen Sie auch Kapitel {6 - unit} und die Übungen auf Seite {page + 10}.")
        task = _body(paper, task)
        _foot(paper, f"{page} | Wege A1")
    for unit in range(1, 6):
        paper.add_page()
        if unit == 1:
            paper.heading(60, "Anhang: Arbeitsbuch", 20)
        paper.heading(100, f"{unit} {TITLES[unit - 1]}", 13)
        paper.prose(40, 120, PROSE)
        _foot(paper, f"{unit + 11} | Wege A1")
    return paper.bytes()


def header_only() -> bytes:
    """The title is a picture on the unit's first page; the header of the others names the unit. Outlines of the
    pictures' makers: entries for every page, none of them a unit. The key names all units on one page."""
    paper = Paper()
    paper.heading(250, "On the move", 30)
    paper.start_section("cover.indd")
    for page in range(2, 17):
        paper.add_page()
        unit, place = (page + 1) // 3, (page - 2) % 3
        paper.start_section(f"{page:02}_layout.indd")
        if place == 0:
            paper.set_fill_color(200, 210, 220)
            paper.rect(0, 0, 420, 250, style="F")
            paper.prose(40, 300, MORE)
        else:
            paper.put(40, 36, f"UNIT {unit}  {TITLES[unit - 1]}", 8)
            paper.put(360, 36, str(page), 8)
            _body(paper, 1)
    paper.add_page()
    paper.start_section("17_layout.indd")
    paper.heading(60, "Answer key", 20)
    for unit in range(1, 6):
        paper.heading(40 + 60 * unit, f"Unit {unit}", 12)
        paper.prose(40, 50 + 60 * unit, "1 am, 2 are, 3 is, 4 are")
    return paper.bytes()


def own_word() -> bytes:
    """'Woche 1' in a tag over its title: a word in no list. Each week has its exercises, its text and a test, whose
    numbers rise too; the key has a page for each week. No outline, no contents page."""
    paper = Paper()
    paper.heading(250, "Zwölf Tage", 40)
    for page in range(2, 17):
        paper.add_page()
        week, place = (page + 1) // 3, (page - 2) % 3
        if place == 0:
            paper.put(46, 63, f"Woche {week}", 12, "B")
            paper.put(40, 100, TITLES[week - 1], 22, "B")
        elif place == 1:
            paper.heading(60, f"Übung {week}", 16)
            paper.heading(100, f"Lesestück {week}", 14)
        else:
            paper.heading(60, f"Test {week}", 16)
            paper.prose(40, 90, f"Woche {week % 5 + 1} ist schwerer. → Woche {week}")
        _body(paper, 1)
        _foot(paper, str(page))
    for week in range(1, 6):
        paper.add_page()
        paper.heading(60, "Lösungen", 18)
        paper.heading(90, f"Woche {week}", 14)
        paper.prose(40, 110, "1 bin  2 bist  3 ist  4 sind  5 seid")
        _foot(paper, str(16 + week))
    return paper.bytes()


COURSES: tuple[Callable[[], bytes], ...] = (korean_tags, large_numerals, header_only, own_word)
