"""Sheets -> pages of blocks. Pure."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from ingest.pdf.clock import PageClock, TooSlow
from ingest.pdf.document import Block, Page, Problem
from ingest.pdf.layout.blocks import lay_out
from ingest.pdf.layout.continuations import Blocks, continued
from ingest.pdf.layout.headings import LARGER
from ingest.pdf.layout.line_numbers import without_line_numbers
from ingest.pdf.layout.running_heads import STAMP, Headless, take_out_running_heads
from ingest.pdf.layout.sheet import Sheet
from ingest.pdf.layout.spreads import book_pages
from ingest.pdf.layout.watermarks import without_watermarks
from ingest.pdf.letters.clean import CID, UNKNOWN, clean, join_lines, letters_in
from ingest.pdf.letters.legible import is_legible, makes_no_words, proves_itself
from ingest.pdf.letters.word import Word

PHOTOGRAPH = 0.5  # of the page: a picture that large may be the page itself
PICTURE = 0.05  # the same: a page with a running head and nothing as large is blank
MOST_GUESSED = 0.3  # of a page's letters: more that nobody vouches for have to make words
SAMPLE = 100  # words of a font
FEWEST_TABS = 3  # pages with one
FEW_LETTERS = 60  # beside such a picture they may be a scanner's, or a title printed on it


def laid_out(sheets: Sequence[Sheet]) -> Iterator[dict[str, Any]]:
    sheets = _with_tabs_as_text(without_watermarks([without_line_numbers(sheet) for sheet in sheets]))
    spreads = book_pages(sheets)
    halves = [
        (half, sheet.number * len(both) + at)
        for sheet, both in zip(sheets, spreads, strict=True)
        for at, half in enumerate(both)
    ]
    headless = iter(take_out_running_heads([half for half, _ in halves], [place for _, place in halves]))
    clock = PageClock()
    for sheet, both in zip(sheets, spreads, strict=True):
        yield {"at": sheet.number}
        pages = [next(headless) for _ in both]
        try:
            with clock.page():
                page = _page(sheet, pages)
        except (TooSlow, ArithmeticError, LookupError, ValueError):  # coordinates that no layout can have: unreadable
            continue
        yield {"page": page, "scan": _is_scan(page, sheet)}


def _with_tabs_as_text(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Where they are too few for a thumb index."""
    if sum(bool(sheet.tabs) for sheet in sheets) >= FEWEST_TABS:
        return sheets
    return [replace(sheet, words=[*sheet.words, *sheet.tabs], tabs=()) for sheet in sheets]


def _page(sheet: Sheet, halves: Sequence[Headless]) -> Page:
    """`halves`: the book's pages on this one, in the order in which they are read."""
    text = " ".join(word.text for half in halves for word in half.sheet.words)
    guessed = " ".join(word.text for word in sheet.words if word.doubtful)
    doubtful, letters = sum(word.doubtful for word in sheet.words), len(CID.sub("?", text))
    unsure = doubtful > MOST_GUESSED * letters and not proves_itself(guessed)
    legible = is_legible(text, sheet.recognised) and not unsure
    blocks: list[Blocks] = [() for _ in halves]
    if legible or not sheet.recognised:  # what seems garbled may be right yet: a picture of the page will tell
        blocks = [tuple(block for block in lay_out(half.sheet) if block.text) for half in halves]
        if len(blocks) > 1:
            blocks = [*continued(*blocks)]
        titles, others = _asides(sheet)
        blocks[0] = (*titles, *blocks[0])
        blocks[-1] += tuple(others)
    running = (*(text for half in halves for text in half.running), *(word.text for word in sheet.tabs))
    problem: Problem | None = None if legible else "garbled"
    doubted = "" if sheet.recognised else " ".join(_doubted(sheet.words))
    headed = bool(running) and not any(map(STAMP.search, running)) and sheet.covered < PICTURE
    if legible and not any(blocks) and sheet.drawn and not headed:
        problem = "no_text"
    return Page(
        sheet.number,
        tuple(itertools.chain(*blocks)),
        halves[0].label,
        (len(blocks[0]), halves[1].label) if len(halves) > 1 else None,
        running,
        problem,
        width=round(sheet.width, 1),
        height=round(sheet.height, 1),
        lost=_lost(sheet, itertools.chain(*blocks), running) if legible else 0,
        doubted=doubted,
        unread=() if problem else sheet.unread,
        unseen=sheet.unseen,
        view=sheet.view,
    )


def _doubted(words: Iterable[Word]) -> Iterator[str]:
    """The text of each font whose letters make no words: the table that says what they are may be wrong."""
    fonts: dict[str, list[str]] = defaultdict(list)
    for word in words:
        fonts[word.font].append(word.text)
    for texts in fonts.values():
        if makes_no_words(" ".join(texts[:SAMPLE])):
            yield " ".join(texts)


def _asides(sheet: Sheet) -> tuple[list[Block], list[Block]]:
    """What is set in larger letters than the text, such as a chapter's name in the margin, and the rest."""
    titles: list[Block] = []
    others: list[Block] = []
    usual = median([word.size for word in sheet.words] or [0.0])
    for line in sheet.asides:
        box = (line.x0, line.top, line.x1, line.bottom)
        block = Block("paragraph", join_lines([clean(line.text)]), sheet.number, (box,), line.size, line.bold)
        (titles if line.size > LARGER * usual > 0 else others).append(block)
    return titles, others


def _lost(sheet: Sheet, blocks: Iterable[Block], running: Iterable[str]) -> int:
    """Letters that can be seen on the page and are in no block."""
    there = letters_in([clean(" ".join(word.text for word in (*sheet.words, *sheet.asides)))])
    unknown = sum(len(UNKNOWN.findall(word.text)) for word in sheet.words if word.doubtful)
    return unknown + (there - letters_in([*(block.text for block in blocks), *running])).total()


def _is_scan(page: Page, sheet: Sheet) -> bool:
    return (
        page.problem is not None
        or bool(page.doubted or sheet.unread)
        or (sheet.covered > PHOTOGRAPH and page.letters < FEW_LETTERS)
    )
