"""The headings that may be where units start, and their titles. Pure."""

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.pdf.document import Block, Page, cells_in
from ingest.unit_words import unit_name
from ingest.units.plain_text import is_line
from ingest.units.starts import PARTED, Start, is_unit_word, parse, readings

LONGEST_HEAD = 80  # letters of a text at a page's head that may name its unit
LONGEST_LINE_ABOVE = 24  # letters of a line over a title that names its unit


def headings_on(page: Page, after: Sequence[Page] = ()) -> Iterator[Start]:
    """What the headings of a page announce, and short lines at its head.

    `after`: the next page, which begins with the title where the number has a page to itself.
    """
    blocks = [*page.blocks, *(block for other in after for block in other.blocks[:2])]
    at_head = {begin + step for begin in (0, *(page.right or ())[:1]) for step in (0, 1)}  # of each page on a sheet
    for place, block in enumerate(page.blocks):
        heads = place in at_head and len(block.text) < LONGEST_HEAD and block.kind == "paragraph"
        if place in at_head and block.kind == "table":
            yield from _in_rows(block, place)
        alone = block.kind == "heading" or is_over_title(page, place)
        if not (heads or alone):
            continue
        word, following = _word_apart(page, place) or ("", blocks[place + 1 : place + 3])
        following = _titles_in_plain_letters(page, place) or following
        start = parse(word + block.text, page.number, block.size, alone=alone, block=place)
        if alone:
            others = [each for each in readings(word + block.text, page.number, block.size, place) if each != start]
            yield from (with_title(each, following, block) for each in others)
        if not start or (not alone and (start.form or not start.style or start.title[:1].islower())):
            continue  # 'Lektion 2 kommt erst morgen.' begins a page, and no unit
        yield with_title(start, following, block)
        parts = PARTED.split(block.text)[1:] if start.style else []
        for inner in filter(None, (parse(part, page.number, block.size, block=place) for part in parts)):
            if inner.style and not inner.form and inner.style != start.style:  # 'Modul 2 – Lektion 5'
                yield with_title(inner, following, block)


def _in_rows(block: Block, place: int) -> Iterator[Start]:
    """What the first rows of a table announce, or their cells, such as those with the class, the teacher and '3강' at a
    page's head; or else the fields of a form."""
    rows = block.text.splitlines()
    for row in rows if len(block.text) < LONGEST_HEAD else rows[:1]:
        texts = (as_form(rows), row, *cells_in(row))
        starts = (parse(text, block.page, block.size, alone=True, block=place) for text in texts)
        known = (start for start in starts if start and start.style and not start.form)
        yield from itertools.islice(known, 1)


def as_form(rows: Sequence[str]) -> str:
    """'Lektion 3 Familie' of the fields `Lektion | 3` and `Thema | Familie`, or of `Lektion | Thema` over these; '' of
    another table."""
    fields = [cells_in(row) for row in rows[:2]]
    if len(fields) < 2 or min(map(len, fields)) < 2:
        return ""
    (word, beside), (below, title) = (row[:2] for row in fields)
    number = below if len(rows) == 2 and below.isdigit() else beside
    return f"{unit_name(word, number)} {title}" if number.isdigit() and number != title else ""


def _word_apart(page: Page, place: int) -> tuple[str, list[Block]] | None:
    """The unit's word, where it is a text of its own before or behind the number or in the running head, as in a large
    `3` over a small `UNIT`; and the other headings around the number, of which one may be the title."""
    blocks = page.blocks
    if not blocks[place].text[:1].isdigit():
        return None
    around = [
        block
        for block in (*blocks[max(0, place - 2) : place], *blocks[place + 1 : place + 3])
        if block.kind == "heading" or is_unit_word(block.text)
    ]
    words = [*(block.text for block in around), *(page.running if place == 0 else ())]
    word = next(filter(is_unit_word, words), None)
    return (f"{word} ", [block for block in around if block.text != word]) if word else None


def _titles_in_plain_letters(page: Page, place: int) -> list[Block]:
    """The line right below a heading, with nothing or another heading under it, as if it were a heading too; or that
    above it where the page has nothing else, as the first of a unit's slides."""
    blocks = page.blocks
    if blocks[place].kind != "heading":
        return []
    below, under = blocks[place + 1 : place + 2], blocks[place + 2 : place + 3]
    if len(blocks) == 2 and not below:
        below = (replace(blocks[0], size=blocks[1].size),)
    found = [block for block in below if is_line(block) and all(other.kind == "heading" for other in under)]
    return [replace(block, kind="heading") for block in found]


def is_over_title(page: Page, place: int) -> bool:
    """Whether a short line stands right over a larger heading: a small 'SKILL 3' over 'Saludos', or a number at the
    head of the page."""
    block, below = page.blocks[place], page.blocks[place + 1 : place + 2]
    short = len(block.text) <= LONGEST_LINE_ABOVE and block.kind == "paragraph"
    return short and any(other.kind == "heading" and other.size > block.size for other in below)


def script_of(text: str) -> str:
    """Of most letters: 'LATIN', 'HANGUL', 'CJK'."""
    scripts = Counter(unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha())
    for kana in ("HIRAGANA", "KATAKANA"):
        scripts["CJK"] += scripts.pop(kana, 0)
    return max(scripts, key=scripts.__getitem__)


def with_title(start: Start, following: Sequence[Block], block: Block) -> Start:
    """With the headings that follow added to the title, if they are not much smaller: the title itself below a number,
    or the same title in the book's other language."""
    parts, size = [start.title] if start.title else [], block.size
    alone = block.text.isdigit()  # a number may be as large as it likes
    for other in following:
        same_rank = other.kind == "heading" and (alone or other.size >= 0.5 * block.size)
        if not same_rank or parse(other.text, 1) or any(script_of(part) == script_of(other.text) for part in parts):
            break
        parts.append(other.text)
        size = max(size, other.size)
    return replace(start, title=" · ".join(parts), weight=size)
