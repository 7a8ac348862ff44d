"""Chunking: a document and its units -> passages of 500 to 800 tokens. Pure."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.passages import BETWEEN, Paragraph, Passage, between_sentences, sentences
from ingest.pdf.document import Block, Document, Lines, View
from ingest.tokens import count_tokens
from ingest.units.plan import UnitPlan
from ingest.units.starts import Place

MIN_TOKENS = 500  # cl100k tokens
MAX_TOKENS = 800

_SECTION_CUT, _PARAGRAPH_CUT, _SENTENCE_CUT = 0.0, 0.15, 0.6  # the costs of a cut before each
_HEADINGS = 200  # tokens of consecutive headings that stay with the next paragraph
_PART = MIN_TOKENS // 2  # tokens of the parts of a paragraph that is too long for one passage
_BULLET = re.compile(r"^• |(?<=\| )• ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or a part of a long one, with the headings above it. `cut`: the cost of a cut before it."""

    blocks: tuple[Block, ...]
    section: str
    tokens: int
    cut: float


def cut_passages(document: Document, plan: UnitPlan) -> list[Passage]:
    """The passages in the book's order; those outside all units have `unit=None`. A page on which one unit ends and the
    next begins is split there; pages that the caption gives to two units are in the passages of both."""
    passages = []
    views = {page.number: page.view for page in document.pages}
    for unit, blocks in stretches(document, plan):
        pieces = list(_pieces(blocks))
        passages += [_passage(unit, group, views) for group in _grouped(pieces)]
    return passages


def stretches(document: Document, plan: UnitPlan) -> Iterator[tuple[str | None, list[Block]]]:
    """The document's blocks by unit, in the book's order; None: outside units. A workbook is a stretch of its own."""

    def between(start: Place, end: Place) -> list[Block]:
        return [
            block
            for page in document.pages[start[0] - 1 : end[0]]
            for place, block in enumerate(page.blocks)
            if start <= (page.number, place) < end
        ]

    done = (1, 0)
    spans = [(unit.span, unit.id) for unit in plan.units]
    spans += [(unit.workbook, unit.id) for unit in plan.units if unit.workbook]
    for (start, end), unit in sorted(spans):
        yield None, between(done, start)
        yield unit, between(start, end)
        done = max(done, end)
    yield None, between(done, (len(document.pages) + 1, 0))


def _pieces(blocks: Iterable[Block]) -> Iterator[_Piece]:
    section = ""
    headings: list[Block] = []
    for block in map(_without_bullets, blocks):
        if block.kind == "heading" and _size((*headings, block)) <= _HEADINGS:
            headings.append(block)
            section = block.text
            continue
        for place, part in enumerate(_parts(block, MAX_TOKENS - _size(headings))):
            held = (*headings, part) if place == 0 else (part,)
            cut = _SENTENCE_CUT if place else _SECTION_CUT if headings else _PARAGRAPH_CUT
            yield _Piece(held, section, _size(held), cut)
        headings = []
    if headings:
        yield _Piece(tuple(headings), section, _size(headings), _SECTION_CUT)


def _without_bullets(block: Block) -> Block:
    """They say nothing, but change what a text seems to mean to an embedding model."""
    return replace(block, text=_BULLET.sub("", block.text)) if "•" in block.text else block


def _size(blocks: Iterable[Block]) -> int:
    return sum(count_tokens(block.text + BETWEEN) for block in blocks)


def _parts(block: Block, limit: int) -> list[Block]:
    """The block; if it is longer than the limit, groups of its sentences or a table's rows that fit into a passage."""
    if _size((block,)) <= limit:
        return [block]
    is_table = block.kind == "table"
    parts: list[str] = []
    room = 0
    for sentence in _short_sentences(block.text.split("\n") if is_table else sentences(block.text)):
        size = count_tokens(sentence) + 1
        if parts and size <= room:
            parts[-1] += ("\n" if is_table else between_sentences(parts[-1])) + sentence
            room -= size
        else:
            parts.append(sentence)
            room = _PART - size
    return [
        replace(block, text=part, page=first.page, boxes=first.boxes, printed=first.printed, over=tuple(over))
        for part, (first, *over) in zip(parts, _shares(block, parts), strict=True)
    ]


def _shares(block: Block, parts: Sequence[str]) -> Iterator[list[Lines]]:
    """The lines of each part, estimated from its position in the text."""
    lines = [(each, box) for each in block.lines for box in each.boxes]
    letters, done = sum(map(len, parts)), 0
    for part in parts:
        first, done = done, done + len(part)
        share = lines[first * len(lines) // letters : -(-done * len(lines) // letters)]
        pages = itertools.groupby(share, key=lambda line: line[0])
        yield [replace(each, boxes=tuple(box for _, box in group)) for each, group in pages] or [block.lines[0]]


def _short_sentences(sentences: Iterable[str]) -> Iterator[str]:
    """Split sentences of more than half a passage, which are word lists or a font's errors, between words."""
    for sentence in sentences:
        start, size = 0, count_tokens(sentence)
        while size > _PART and start < len(sentence):
            end = sentence.rfind(" ", start + 1, start + _PART)
            end = end if end > 0 else start + _PART
            yield sentence[start:end]
            size -= count_tokens(sentence[start:end])  # the rest is counted again only when it seems small
            start = end + (sentence[end : end + 1] == " ")
            if size <= _PART:
                size = count_tokens(sentence[start:])
        if sentence[start:].strip():
            yield sentence[start:]


def _grouped(pieces: Sequence[_Piece]) -> Iterator[Sequence[_Piece]]:
    """Group pieces into passages at the least total cost (dynamic programming): sizes near each other and within the
    limits, cuts before sections."""
    if not pieces:
        return
    total = sum(piece.tokens for piece in pieces)
    if total <= MAX_TOKENS:
        yield pieces
        return
    target = total / max(2, round(total / ((MIN_TOKENS + MAX_TOKENS) / 2)))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(pieces) + 1):
        tokens, options = 0, []
        for start in range(end - 1, -1, -1):
            tokens += pieces[start].tokens
            if tokens > MAX_TOKENS and start < end - 1:
                break
            cut = pieces[start].cut if start else 0.0
            options.append((best[start][0] + _price(tokens, target) + cut, start))
        best.append(min(options))
    bounds = [len(pieces)]
    while bounds[-1]:
        bounds.append(best[bounds[-1]][1])
    bounds.reverse()
    for place in range(len(bounds) - 1):
        yield pieces[bounds[place] : bounds[place + 1]]


def _price(tokens: int, target: float) -> float:
    short = max(0, MIN_TOKENS - tokens) / MIN_TOKENS
    return ((tokens - target) / target) ** 2 + 8 * short**2


def _passage(unit: str | None, pieces: Sequence[_Piece], views: Mapping[int, View]) -> Passage:
    blocks = [block for piece in pieces for block in piece.blocks]
    paragraphs = tuple(_paragraph(block, views) for block in blocks)
    text = BETWEEN.join(paragraph.text for paragraph in paragraphs)
    return Passage(unit, pieces[0].section, paragraphs, blocks[0].page, blocks[-1].page, count_tokens(text))


def _paragraph(block: Block, views: Mapping[int, View]) -> Paragraph:
    over = tuple(replace(lines, view=views[lines.page]) for lines in block.over)
    return Paragraph(block.text, block.page, block.boxes, block.printed, views[block.page], over)
