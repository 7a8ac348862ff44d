"""Lines of running text -> paragraphs. Pure."""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import inf
from statistics import median

from ingest import unit_words
from ingest.pdf.document import Block, Box
from ingest.pdf.enumerators import enumerator
from ingest.pdf.layout.headings import LARGER
from ingest.pdf.layout.headwords import FEWEST, entry_starts
from ingest.pdf.layout.index_entries import are_sorted, indexed, sortable
from ingest.pdf.layout.lines import Line, first_word, is_item, rows_of
from ingest.pdf.layout.verses import verses
from ingest.pdf.layout.wording import begins_turn, counts_on, ends_sentence
from ingest.pdf.letters.clean import HYPHENS, is_korean, is_unspaced, join_lines
from ingest.pdf.letters.right_to_left import is_right_to_left

FEWEST_HANGING = 3  # lines that are set in
FEWEST_SPACES = 3  # in a line of a sentence
LONGEST_ENTRY = 4  # spaces in an index's
FEWEST_ENTRIES = 4
MOSTLY = 0.7  # of the lines of an index name pages
FEWEST_COUNTED = 3  # lines with a number each, but where there are only two
FEWEST_SORTED = 8  # lines in the alphabet's order
WIDEST = 2.6  # sizes from one line of a text to the next, in what is set with double space
FEWEST_DOUBLE = 3  # lines below another one, in such a text
BROADEST_GAP = 20  # sizes; a longer line is one to write on, and no word of a text
SHORT = 0.7  # of the room
SHORTER = 0.5  # of the longest lines: they have no edge in common
INDENT = 2.5  # sizes, at most
AT_RIGHT = 8  # sizes: no first line of a text is set in by as much
MUCH_LONGER = 2.0  # than 'Dear Anna,' is the line below it
JUSTIFIED = 0.3  # of a text's lines end at the same place


def paragraphs(rows: list[list[Line]], page: int, right: float) -> Iterator[Block]:
    """`rows` from top to bottom, each the pieces of one line from left to right; `right` is the column's edge. Lines
    that are read from right to left are seen in a mirror."""
    left = min((line.x0 for row in rows for line in row), default=0.0)
    for turned, run in itertools.groupby(rows, key=lambda row: is_right_to_left(row[0].text)):
        if turned:
            yield from map(_seen_in_mirror, _paragraphs([*map(_mirrored, run)], page, -left))
        else:
            yield from _paragraphs(list(run), page, right)


def _mirrored(row: Sequence[Line]) -> list[Line]:
    return [line._replace(x0=-line.x1, x1=-line.x0, edge=inf) for line in reversed(row)]


def _seen_in_mirror(block: Block) -> Block:
    return replace(block, boxes=tuple((-x1, top, -x0, bottom) for x0, top, x1, bottom in block.boxes))


def _paragraphs(rows: list[list[Line]], page: int, right: float) -> Iterator[Block]:
    pitch = _pitch(rows)
    heads = entry_starts([row[0] for row in rows])
    hanging = _inset(rows, right, sure=len(heads) >= FEWEST)
    entries = {*_entries(rows, right), *_counted(rows), *(map(id, heads) if len(heads) >= FEWEST else ())}
    entries.update(verses(rows, right, pitch), _aligned_at_right(rows, right))
    ordinals = set(_lone_ordinals(rows))
    group = [rows[0]]
    for row in rows[1:]:
        dashed = row[0].text[:1] in "–—" and row[0].text[:1] in group[-1][-1].text[1:]
        may_go_on = begins_turn(row[0].text) or id(row[0]) in ordinals or dashed
        starts = row[0].x0 < hanging if hanging else _starts(group, row, right, pitch, may_go_on)
        if id(row[0]) in entries or starts:
            yield _block(group, page)
            group = []
        group.append(row)
    yield _block(group, page)


def _entries(rows: list[list[Line]], right: float) -> Iterator[int]:
    """Lines (by id) of a word or two, such as a verb's forms: many below each other, and nowhere a sentence's end. And
    an index's lines below others of it: sentences, too, may have a number at the end of a full line."""
    mostly = sum(indexed(row[-1].text) is not None for row in rows) > MOSTLY * len(rows)
    for above, row in itertools.pairwise(rows):
        pair = above[0].text, row[0].text
        if all(map(_GLOSS.fullmatch, pair)) or (all(text.count("→") == 1 for text in pair) and are_entries(*pair)):
            yield from (id(above[0]), id(row[0]))
        prose = above[-1].text.count(" ") > LONGEST_ENTRY and _has_no_room(above[-1], row[0], right)
        if indexed(above[-1].text) and (mostly or indexed(row[-1].text)) and not prose:
            yield id(row[0])
    for _, run in itertools.groupby(rows, key=lambda row: (round(row[0].size, 1), row[0].bold)):
        lines = [row[0] for row in run]
        few = sorted(len(line.text) / 3 if is_unspaced(line.text) else line.text.count(" ") + 1 for line in lines)
        prose = any(_SENTENCE.search(line.text) for line in lines)
        if len(lines) >= FEWEST_ENTRIES and few[-1] < 4 and median(few) <= 2 and not prose:
            yield from map(id, lines)
        elif len(lines) >= FEWEST_SORTED and are_sorted([line.text for line in lines]):
            yield from (
                id(line)
                for before, line in itertools.pairwise(lines)
                if sortable(before.text) < sortable(line.text) and not before.text.endswith(",")
            )
        yield from _listed(lines, right)


def _aligned_at_right(rows: Sequence[list[Line]], right: float) -> Iterator[int]:
    """Lines (by id) that end where the one above does and begin farther left, though their first word would have fitted
    there. Below the indent of a text other lines, too, begin where it does."""
    for above, row in itertools.pairwise(rows):
        upper, line = above[-1], row[0]
        room = above[0].x0 - line.x0
        if abs(line.x1 - upper.x1) < 0.2 * line.size and room > INDENT * line.size and not upper.text.isdigit():
            alone = sum(abs(other[0].x0 - line.x0) < 1 for other in rows) == 1
            if alone and not _has_no_room(upper, line, right + room, of_phrases=_is_phrase(upper.text)):
                yield id(line)


def _counted(rows: Sequence[list[Line]]) -> Iterator[int]:
    """Lines (by id) that begin with numbers without dots, which rise from the first line on, such as the clues of a
    crossword: enough of them that these are no numbers of a text."""
    texts = list(itertools.dropwhile(lambda line: line.bold and not _count(line.text), (row[0] for row in rows)))
    found = [(line, number) for line in texts if (number := _count(line.text))]
    rising = all(above < below for (_, above), (_, below) in itertools.pairwise(found))
    if len(found) >= min(FEWEST_COUNTED, len(texts)) > 1 and found[0][0] is texts[0] and rising:
        yield from (id(line) for line, _ in found)


def _count(text: str) -> int:
    found = enumerator(text)
    return found.number if found and found.is_number and not found.end and found.text[:1].isalpha() else 0


def _listed(lines: Sequence[Line], right: float) -> Iterator[int]:
    """Lines (by id) that are a clause each, or two short words below a sentence, though no mark ends them."""
    marked = [at for at, line in enumerate(lines) if _SENTENCE.search(line.text)]
    rest = lines[marked[-1] + 1 if marked else 0 :]
    clauses = [line for line in rest if _is_clause(line.text)]
    if len(clauses) >= max(FEWEST_ENTRIES, MOSTLY * len(rest)):
        yield from map(id, clauses)
    below = bool(marked) and ends_sentence(lines[marked[-1]].text)
    short = all(line.text.count(" ") < 2 and line.x1 - line.x0 < SHORT * (right - line.x0) for line in rest)
    if len(rest) > 1 and below and short:
        yield from map(id, rest)


def _is_clause(text: str) -> bool:
    """Whether a short line begins with a capital, or ends as sentences of Korean do."""
    whole = _KOREAN_END.search(text) is not None if is_korean(text[-1:]) else text[:1].isupper()
    return whole and 0 < text.count(" ") <= LONGEST_ENTRY


def _lone_ordinals(rows: Sequence[list[Line]]) -> Iterator[int]:
    """Lines (by id) that begin with a number which none before them counts on to, nor the next one from it, such as a
    date's: '3. Mai'."""
    found = [(id(row[0]), ordinal(row[0].text)) for row in rows if not row[0].marked]
    numbers = [(key, number) for key, number in found if number]
    around = zip([(0, 0), *numbers], numbers, [*numbers[1:], (0, 0)], strict=False)
    yield from (key for (_, before), (key, number), (_, after) in around if before + 1 != number != after - 1)


def ordinal(text: str) -> int:
    """The number with a dot that it begins with; 0 if it has none."""
    found = enumerator(text)
    return found.number if found and found.is_number and found.end == "." and found.text else 0


def _inset(rows: list[list[Line]], right: float, sure: bool) -> float:
    """Where the lines but the first of a dictionary's entries begin, all set in by as much, each where the line above
    is full; 0 if these are no such entries: paragraphs that begin set in follow short lines. A few tell, too, where
    all other lines follow short ones, or sentences. `sure`: the entries begin with bold words."""
    left = min(row[0].x0 for row in rows)
    inner = [at for at, row in enumerate(rows) if row[0].x0 > left + 0.4 * row[0].size and not row[0].pushed]
    starts = [rows[at][0].x0 for at in inner]
    if sure and inner:
        return min(starts) - 1
    if not inner or len(inner) >= 0.85 * len(rows):
        return 0.0
    full = [at > 0 and _has_no_room(rows[at - 1][-1], row[0], right) for at, row in enumerate(rows)]
    many = len(inner) >= max(FEWEST_HANGING, 0.15 * len(rows))
    if not many:
        others = [
            full[at] and not ends_sentence(rows[at - 1][-1].text) for at in range(1, len(rows)) if at not in inner
        ]
        many = len(others) > 1 and not any(others)
    hang = many and sum(full[at] for at in inner) >= 0.9 * len(inner)
    return min(starts) - 1 if hang and max(starts) - min(starts) < 2 else 0.0


def _has_no_room(above: Line, line: Line, right: float, *, of_phrases: bool = False) -> bool:
    """Where a small letter goes on, the room is judged less strictly: most texts are ragged. `of_phrases`: those begin
    with one, too."""
    room, letter = min(right, above.edge) - above.x1, (line.x1 - line.x0) / len(line.text)
    return (not of_phrases and _goes_on_small(above, line)) or is_full(room, line.text, letter, line.size)


def _is_phrase(text: str) -> bool:
    return text[:1].islower() and text.count(" ") <= LONGEST_ENTRY


def _pitch(rows: list[list[Line]]) -> float:
    """The usual distance of two baselines, in sizes of the font."""
    steps = [(below[0].base - above[0].base) / below[0].size for above, below in itertools.pairwise(rows)]
    close = [step for step in steps if 0.8 < step < 2]
    double = [step for step in steps if 2 <= step < WIDEST]
    enough = 1 if is_unspaced(rows[0][0].text[-1:]) else FEWEST_DOUBLE  # with room for readings above
    return median(close or (double if len(double) >= enough else [1.4]))


def _starts(group: list[list[Line]], row: list[Line], right: float, pitch: float, may_go_on: bool) -> bool:
    """Whether `row` begins a new paragraph after the lines in `group`. `may_go_on`: though it looks like an item."""
    above, line = group[-1], row[0]
    size = line.size
    if abs(above[0].size - size) > 0.08 * size or all(p.bold for p in above) != all(p.bold for p in row):
        return True
    if line.lead > LARGER * size or (line.base - above[0].base) / size > pitch * 1.25:
        return True
    if line.text.startswith("__") and group[0][0].text.startswith("__"):
        return True
    if not above[-1].text.strip("_") and above[-1].x1 - above[-1].x0 > BROADEST_GAP * size:
        return True
    if above[-1].text.endswith("_") and "__" in line.text and not _ENDS.search(f"{above[-1].text} {line.text}"):
        return True  # lines of a form
    if is_item(line) and not (may_go_on and _is_in_sentence(group, line, right)):
        return True
    if counts_on(group[0][0].text, line.text) or _TO_PAGE.search(above[-1].text) or _UNIT.fullmatch(line.text):
        return True
    if are_entries(*(" ".join(line.text for line in lines) for lines in (group[0], row))):
        return True
    if above[-1].text[-1:] in HYPHENS:
        return False
    first = group[0][0]
    hanging = is_item(first) and line.x0 > first.x0
    inset = line.x0 - above[0].x0
    if abs(line.x1 - above[-1].x1 + inset) < 0.2 * size < abs(inset):  # centred, with as much room at the left
        if all(_DOTTED.search(text) for text in (above[-1].text, line.text)):
            return True  # words in a box
        right += right - above[-1].x1
    elif not hanging and not line.pushed and inset > 0.8 * size:
        return True  # an indent
    elif -inset > AT_RIGHT * size and not above[0].pushed:
        return True  # the date on a letter
    return not _has_no_room(above[-1], line, right, of_phrases=_is_phrase(group[0][0].text))


def _is_in_sentence(group: list[list[Line]], line: Line, right: float) -> bool:
    """Whether what looks like an item is of the text above, which goes on, and has no speakers if it looks like one."""
    above = group[-1][-1]
    alone = not (begins_turn(line.text) and is_item(group[0][0])) and above.text.count(" ") >= FEWEST_SPACES
    return alone and not ends_sentence(above.text) and _has_no_room(above, line, right)


_DOTTED = re.compile(r"\w [•·] .*\w$")
_ENDS = re.compile(r"[.!?](?:\s|$)|[。！？]")
_SENTENCE = re.compile(r"[.!?:](?:\s|$)|[。！？]|[,\-\u00ad\u2010\u2060]$")
_KOREAN_END = re.compile(r"[요다까죠기]$")
_UNIT = re.compile(rf"(?:{unit_words.BEFORE})\s\d{{1,3}}", re.IGNORECASE)
_TO_PAGE = re.compile(r"(?:[.·…]\s?){4,}\s*\d{1,3}$")


_GLOSS = re.compile(r"(?:[^\W가-힣][^\s가-힣]*[^\s.!?:가-힣]\s){1,3}(?:[가-힣~][^\sA-Za-z.!?]*\s?){1,3}")
_ENTRY = re.compile(r"(?![–—-])(?:\S+ ){0,2}\S+?\s?( [–—=→-] |: (?=[가-힣])| \. |…… ?|(?:[.·…]\s?){4,})(?=\S)")


def are_entries(*texts: str) -> bool:
    """Whether they name things one way, and say with one mark what they mean: 'lernen – 배우다'. Between Korean words a
    dash may be a sentence's, and between numbers that count on it parts answers: '1 bin – 2 bist'."""
    marks = [(text, mark) for text in texts if (mark := _ENTRY.match(text)) and not counts_on(text, text[mark.end() :])]
    kinds = {
        mark[1].strip(" ")[:1].replace(".", "…")
        for text, mark in marks
        if "→" in mark[1] or not (is_korean(mark[0]) and is_korean(text[mark.end() :]))
    }
    return len(marks) == len(texts) and len(kinds) == 1


def is_full(room: float, following: str, letter: float, size: float) -> bool:
    """Whether the next word would not have fitted into the `room`; else a line was broken on purpose."""
    word = 1 if is_unspaced(following[:1]) else len(following.split(" ", 1)[0])
    return room <= letter * word + size


def _goes_on_small(above: Line, line: Line) -> bool:
    """Whether a small letter tells that a sentence goes on: behind Korean, which has no capitals, it tells nothing."""
    text, longer = above.text, line.x1 - line.x0 >= MUCH_LONGER * (above.x1 - above.x0)
    inside = text.count(" ") > 1 and not (ends_sentence(text) or is_korean(text[-1:]))
    return line.text[:1].islower() and inside and not longer


def right_edge(ends: Iterable[float], size: float, start: float) -> float:
    """Where lines end: the edge of justified text, beyond which a word too long to be broken may stick out; else that
    of the longest lines: two that are nearly as long as each other, or three where most others are, too, and not much
    shorter, as the lines of an address are. `start`: where lines begin."""
    ends = sorted(ends)
    for end in reversed(ends):
        if bisect_left(ends, end + 1) - bisect_right(ends, end - 1) >= max(3, JUSTIFIED * len(ends)):
            return end
    if len(ends) <= 5:
        return max(ends, default=0.0)
    near = [(end, bisect_right(ends, end) - bisect_right(ends, end - 4 * size)) for end in ends]
    two, three = (max(((end, count) for end, count in near if count >= least), default=near[-1]) for least in (2, 3))
    usual = 2 * three[1] >= len(ends) and three[0] - start > SHORTER * (two[0] - start)
    return three[0] if usual else two[0]


def inner_edge(box: Box, lines: Sequence[Line]) -> float:
    """How far lines in a box may go: it has as much room at its right as at its left. 0 if a sentence goes on in the
    next line though its word would have fitted: some have more room there."""
    if not lines:
        return 0.0
    edge = box[2] - (min(line.x0 for line in lines) - box[0])
    breaks = ((above[-1], below[0]) for above, below in itertools.pairwise(rows_of(lines)))
    early = any(
        above.text[:1].isupper()
        and above.bold == below.bold
        and _goes_on_small(above, below)
        and edge - above.x1 > first_word(below) + below.size
        for above, below in breaks
    )
    return 0.0 if early else edge


def _block(rows: list[list[Line]], page: int) -> Block:
    boxes = tuple((row[0].x0, min(p.top for p in row), row[-1].x1, max(p.bottom for p in row)) for row in rows)
    text = join_lines(" ".join(piece.text for piece in row) for row in rows)
    bold = all(piece.bold for row in rows for piece in row)
    # A heading may go on in smaller letters, and in more of them.
    size = max(rows[0][0].lead, *(piece.size for row in rows for piece in row))
    return Block("paragraph", text, page, boxes, size, bold)
