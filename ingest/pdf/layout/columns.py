"""Whether pieces that stand side by side are columns of text or the cells of a table. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Literal

from ingest.pdf.layout.bands import CLOSE, SAME, Gutter, Island, Piece, Span, numbered_head
from ingest.pdf.layout.cells import FEWEST_ROWS, TIGHT, are_ruled, are_sure, level_share, rows_of_cells
from ingest.pdf.layout.dialogues import second_dialogue
from ingest.pdf.layout.headings import LARGER
from ingest.pdf.layout.lines import (
    GAP,
    Line,
    are_sorted,
    ends_sentence,
    first_word,
    indexed,
    is_item,
    rows_of,
    sortable,
)
from ingest.pdf.letters.clean import is_korean, is_unspaced

Row = list[Line]

MANY = 4  # columns: hardly ever of prose
FEWEST_ENTRIES = 4  # of an index in a column
FEWEST_NOUNS = 3  # in it, with the same article
FEWEST_FLOWING = 3  # lines of a column that goes on in the next
LONG_LINE = 4  # spaces in it
FEWEST_HANGING = 6  # lines of a column
LARGE = 1.2  # of the size of the text beside it


def columns_of(band: Sequence[Piece], gutters: Sequence[Gutter]) -> list[list[Piece]]:
    edges = [(start + end) / 2 for start, end in sorted(gutters)]
    columns: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in band:
        columns[sum(piece.x0 > edge for edge in edges)].append(piece)
    return columns


def prose_cut(columns: Sequence[Sequence[Piece]]) -> int | None:
    """Before which column the band falls into parts that are read one after the other; None for a table."""
    lines = [[piece for piece in column if isinstance(piece, Line)] for column in columns]
    boxed = [at for at, column in enumerate(columns) if _has_box_or_span(column)]
    if not boxed and are_ruled(lines):
        return None
    if len(columns) > 1 and _are_texts([_lines(column) for column in columns]):
        return 1
    if cut := second_dialogue(lines):
        return cut
    if len(columns) > 1 and boxed:
        return max(1, boxed[0])
    cuts = [cut for cut in range(1, len(columns)) if not _are_cells(columns, cut)]
    return min(cuts, key=lambda cut: (not _is_headed(columns[cut]), _shared_bases(columns, cut)), default=None)


def parted_above_boxes(band: Sequence[Piece], gutters: Sequence[Gutter]) -> list[list[Piece]]:
    """The lines above the first box of the band and what is left of it, if those are rows of a table: a box below one
    of its columns does not make a text of that column. Else nothing."""
    top = min((piece.top for piece in band if _has_box_or_span([piece])), default=0.0)
    above = [piece for piece in band if piece.bottom <= top]
    columns = columns_of(above, gutters)
    fewest = min(len(_lines(column)) for column in columns)
    if fewest < FEWEST_ROWS or prose_cut(columns) is not None:
        return []
    return [above, [piece for piece in band if piece.bottom > top]]


def _is_headed(column: Sequence[Piece]) -> bool:
    """Whether one of its lines is larger than the rest: a table or a text of its own begins with it."""
    sizes = [piece.size for piece in column if isinstance(piece, Line)]
    return bool(sizes) and max(sizes) > LARGER * median(sizes)


def _shared_bases(columns: Sequence[Sequence[Piece]], cut: int) -> float:
    """How many of the lines next to the cut have one level with them at its other side: fewest where two tables, or
    a table and a text, stand beside each other."""
    sides = [[piece for piece in columns[at] if isinstance(piece, Line)] for at in (cut - 1, cut)]
    return max(level_share(*sides), level_share(*reversed(sides)))


def _has_box_or_span(column: Iterable[Piece]) -> bool:
    return any(isinstance(piece, Span) or (isinstance(piece, Island) and piece.blocks) for piece in column)


def _lines(pieces: Iterable[Piece]) -> list[Row]:
    return rows_of(piece for piece in pieces if isinstance(piece, Line))


def _are_cells(columns: Sequence[Sequence[Piece]], cut: int) -> bool:
    """Whether the columns before and after the cut share their rows, and neither side is a text of its own."""
    left, right = (_lines(itertools.chain(*side)) for side in (columns[:cut], columns[cut:]))
    if not left or not right:
        return not any(isinstance(piece, Island) for column in columns for piece in column)
    numbering = _numbering(left, right)
    if numbering:
        return numbering == "across"
    lines = [[piece for piece in column if isinstance(piece, Line)] for column in columns]
    goes_over = cut == len(columns) - 1 and _goes_over(lines[cut - 1], right)
    if goes_over or _hang(lines) or _is_quotation(left, right) or _is_quotation(right, left):
        return False
    if are_sure(lines) or _count_across(left, right):
        return True
    rows = rows_of_cells(lines)
    if not _share_rows(rows, lines[:cut], 0.75 if len(lines) < MANY else 0.6):
        return False
    fewer, more = sorted((left, right), key=len)
    if len(fewer) < 0.8 * len(more) and _is_prose(more) and _begun(fewer, more) < 0.6 * len(fewer):
        return False  # notes in the margin
    if _is_prose(left) and _is_prose(right):
        return False
    return not (
        _has_headings(left, right) or _has_headings(right, left) or any(_breaks_texts(rows, column) for column in lines)
    )


def _is_quotation(side: Sequence[Row], other: Sequence[Row]) -> bool:
    """Whether a sentence of the text beside it was set once more in large letters: it goes on from line to line."""
    sizes = [median(row[0].size for row in rows) for rows in (side, other)]
    return sizes[0] > LARGE * sizes[1] and any(
        below[0].text[:1].islower() and " " in above[-1].text and not ends_sentence(above[-1].text)
        for above, below in itertools.pairwise(side)
    )


def _hang(columns: Sequence[Row]) -> bool:
    """Whether these are columns of short texts, such as a dictionary's, whose lines but the first are set in by as much
    in each: a table's rows would be set in across all of them."""
    if min(map(len, columns)) < FEWEST_HANGING:
        return False
    starts = [min(line.x0 for line in column) for column in columns]
    size = columns[0][0].size
    insets = [
        [line for line in column if line.x0 > at + 0.4 * size] for column, at in zip(columns, starts, strict=True)
    ]
    shares = [len(inset) / len(column) for inset, column in zip(insets, columns, strict=True)]
    if not all(0.15 < share < 0.85 for share in shares):
        return False
    depths = [line.x0 - at for inset, at in zip(insets, starts, strict=True) for line in inset]
    bases = [{round(line.base) for line in inset} for inset in insets]
    return max(depths) - min(depths) < 2 and all(
        len(some & other) < 0.8 * len(some | other) for some, other in itertools.pairwise(bases)
    )


def _count_across(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether answers to choose from, or tasks, count on from one side to the other: ① beside ②."""
    before = {round(row[0].base): row[-1].text for row in left}
    pairs = [(before.get(round(row[0].base), ""), row[0].text) for row in right]
    marks = [(_MARK.match(some), _MARK.match(other)) for some, other in pairs]
    counted = [ord(other[1]) == ord(some[1]) + 1 for some, other in marks if some and other]
    return len(counted) > 1 and all(counted) and 2 * len(counted) >= len(right)


def _share_rows(rows: Sequence[Row], before: Sequence[Row], most: float) -> bool:
    """Whether what would be one row of a table begins level, or is centred on one height, at both sides: `before` the
    cut, and after it."""
    left = {id(line) for column in before for line in column}
    sides = [([x for x in row if id(x) in left], [x for x in row if id(x) not in left]) for row in rows]
    least = min(sum(bool(side) for side in both) for both in zip(*sides, strict=True))
    return sum(_is_aligned(*both) for both in sides if all(both)) >= most * least


def _is_aligned(left: Sequence[Line], right: Sequence[Line]) -> bool:
    near = 0.3 * right[0].size
    tops, ends = ([pick(line.base for line in side) for side in (left, right)] for pick in (min, max))
    return abs(tops[0] - tops[1]) <= near or abs((tops[0] + ends[0]) - (tops[1] + ends[1])) <= 2 * near


def _near(rows: Sequence[Row], bases: Sequence[float]) -> int:
    return sum(any(abs(row[0].base - base) <= 0.3 * row[0].size for base in bases) for row in rows)


def _begun(fewer: Sequence[Row], more: Sequence[Row]) -> int:
    """How many rows stand beside the beginning of a text at the other side, or are centred on it."""
    texts: list[list[Row]] = []
    for row in more:
        if texts and _is_close(texts[-1][-1], row, more) and _goes_on(texts[-1][-1], more):
            texts[-1].append(row)
        else:
            texts.append([row])
    firsts = [text[0][0].base for text in texts]
    centres = [(text[0][0].base + text[-1][0].base) / 2 for text in texts]
    return _near(fewer, [*firsts, *centres])


def _is_close(above: Row, below: Row, rows: Sequence[Row]) -> bool:
    steps = [second[0].base - first[0].base for first, second in itertools.pairwise(rows)]
    return below[0].base - above[0].base <= TIGHT * min(steps)


def _goes_on(row: Row, rows: Sequence[Row]) -> bool:
    """Whether the text goes on in the next line: this one is full, and no sentence ends there."""
    return not ends_sentence(row[-1].text) and _is_full(row, rows)


def _is_full(row: Row, rows: Sequence[Row]) -> bool:
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    return row[-1].x1 > left + 0.7 * (right - left)


def _are_texts(columns: Sequence[Sequence[Row]]) -> bool:
    """Whether each column goes on from line to line, with no row parted from the next in all of them."""
    columns = [_without_head(rows) for rows in columns]
    if not all(len(rows) > 2 and _flows(rows) for rows in columns):
        return False
    if all(sum(is_item(row[0]) for row in rows) > 1 for rows in columns):
        return True  # dialogues, or tasks
    wide = [_wide_steps(rows) for rows in columns]
    common = sum(all(any(abs(step - other) < 4 for other in steps) for steps in wide) for step in wide[0])
    return not common or common < 0.5 * len(wide[0])


def _goes_over(left: Row, right: Sequence[Row]) -> bool:
    """Whether a text goes on from the foot of one column to the head of the next: each of its lines is full, and no
    sentence ends with the last. Two lines must also be long, and end at one place."""
    ends = [line.x1 for line in left]
    close = all(below.base - above.base < CLOSE * below.size for above, below in itertools.pairwise(left))
    justified = len(left) == 2 and max(ends) - min(ends) < SAME
    words = LONG_LINE if justified else 2
    return (
        close
        and (justified or len(left) >= FEWEST_FLOWING)
        and not ends_sentence(left[-1].text)
        and all(
            above.text.count(" ") >= words and max(ends) - above.x1 < first_word(below)
            for above, below in itertools.pairwise([*left, right[0][0]])
        )
    )


def _without_head(rows: Sequence[Row]) -> Sequence[Row]:
    last = rows[-1][0] if rows else None
    start = next((place for place, row in enumerate(rows) if row[0].bold == last.bold), 0) if last else 0
    return rows[start:]


def _wide_steps(rows: Sequence[Row]) -> list[float]:
    """Where a column's lines are farther apart than usual."""
    return [row[0].base for above, row in itertools.pairwise(rows) if not _is_close(above, row, rows)]


_SENTENCE_END = re.compile(r"[^\W\d_](?:[.!?](?:\s|$)|[。！？])")


def _flows(rows: Sequence[Row]) -> bool:
    """Sentences that end, and some that go on in the next line."""
    pairs = list(itertools.pairwise(rows))
    items = sum(is_item(row[0]) for row in rows) > 1
    if not items and not any(_SENTENCE_END.search(row[-1].text) for row in rows):
        return False
    going = sum(
        _goes_on(above, rows)
        and not is_item(below[0])
        and (items or not below[0].text[:1].isupper())
        and (" " in above[-1].text or is_unspaced(above[-1].text))
        for above, below in pairs
    )
    return going >= max(1, 0.2 * len(pairs)) or _is_filled(rows)


def _is_filled(rows: Sequence[Row]) -> bool:
    """Whether each line was broken where the next word would not have fitted: German texts have many with a capital."""
    right = max(row[-1].x1 for row in rows)
    return len(rows) > 2 and all(
        " " in above[-1].text and not ends_sentence(above[-1].text) and right - above[-1].x1 < first_word(below[0])
        for above, below in itertools.pairwise(rows)
    )


_NUMBER = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s")
_MARKED = re.compile(r"\(?(\d{1,3}|[a-z])\b")
_MARK = re.compile(r"\(?([a-zA-Z1-9가-하ㄱ-ㅎ①-⑳㉠-㉭])(?:[.)]\s|(?<=[①-⑳㉠-㉭]))")


def _marks(rows: Sequence[Row]) -> list[str]:
    """The numbers or letters that the rows begin with."""
    return [match[1] for row in rows if (match := (_MARKED if row[0].marked else _NUMBER).match(row[0].text))]


def _numbers(rows: Sequence[Row]) -> list[int]:
    """What the rows are counted by: their numbers, or their letters where none has a number."""
    found = _marks(rows)
    digits = [int(number) for number in found if number.isdigit()]
    return digits or [ord(letter) for letter in found]  # the answers to a task have letters


def _are_tasks(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether each side is a task with parts of its own: '1. ...', 'a) ...', 'b) ...' beside '2. ...', 'a) ...'."""
    number, *parts = _marks(left) or [""]
    following, *others = _marks(right) or [""]
    counted = number.isdigit() and following.isdigit() and int(following) == int(number) + 1
    return counted and parts[:2] == others[:2] == ["a", "b"]


def _head_numbers(rows: Sequence[Row]) -> list[int]:
    """Those of bold lines such as 'Lektion 4', where two or more count on."""
    found = [head for row in rows if (head := numbered_head(row[0]))]
    numbers = [number for _, number in found]
    counts = all(below == above + 1 for above, below in itertools.pairwise(numbers))
    return numbers if len(numbers) > 1 and counts and len({name for name, _ in found}) == 1 else []


def _numbering(left: Sequence[Row], right: Sequence[Row]) -> Literal["across", "down"] | None:
    """Exercises 1, 3, 5 on the left and 2, 4, 6 on the right are read across, 1-3 and 4-6 down."""
    if (heads := _head_numbers(left)) and _head_numbers(right)[:1] == [heads[-1] + 1]:
        return "down"
    if _are_tasks(left, right):
        return "down"
    first, second = _numbers(left), _numbers(right)
    if len(first) < 2 or len(second) < 2:
        return None
    if first[1] == first[0] + 2 and second[0] == first[0] + 1:
        return "across"
    return "down" if second[0] == first[-1] + 1 else None


def is_index(columns: Sequence[Sequence[Piece]]) -> bool:
    """Whether the entries are in the alphabet's order, from column to column, but for some of many, or name
    pages; nouns may have an article before them."""
    texts = [[line.text for line in column if isinstance(line, Line)] for column in columns[:2]]
    if min(map(len, texts)) < FEWEST_ENTRIES:
        return False
    whole = list(itertools.chain(*texts))
    words = [text.split(" ", 1) for text in whole]
    often = Counter(first for first, *rest in words if rest)
    named = [" ".join(word[often[word[0]] >= FEWEST_NOUNS :]) for word in words]
    with_pages = {entry for text in whole if (entry := indexed(text))}
    ordered = any(_are_in_order(entries, len(texts[0])) for entries in (whole, named))
    return ordered or len(with_pages) > 0.8 * len(whole)


def _are_in_order(entries: Sequence[str], border: int) -> bool:
    """`border`: where the second column begins."""
    return sortable(entries[border - 1]) < sortable(entries[border]) and are_sorted(entries)


def count_down(columns: Sequence[Sequence[Piece]]) -> bool:
    """Whether numbers at the head of texts go on from the foot of the first column to the head of the next."""
    return len(columns) > 1 and _numbering(_lines(columns[0]), _lines(columns[1])) == "down"


def _has_headings(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Larger lines below the first: the side is a text of its own. The entries of a table can be larger than what
    explains them; beside each begins a row at the other side."""
    usual = median(row[0].size for row in rows)
    larger = [row for row in rows[1:] if row[0].size > LARGER * usual]
    return bool(larger) and _near(larger, [row[0].base for row in others]) < len(larger)


def _breaks_texts(rows: Sequence[Row], column: Row) -> bool:
    """Whether sentences of the column go on in the table's next row, so that there is no such table: rows begin with a
    small letter below lines that are full, and some do otherwise. In a list of words they follow short ones too. Where
    the column has sentences, all lines that end none are full and of several words, but for its head."""
    mine = {id(line) for line in column}
    cells = [cell for row in rows if (cell := [line for line in row if id(line) in mine])]
    breaks = [(above[-1], below[0]) for above, below in itertools.pairwise(cells)]
    right = max((line.x1 for line in column), default=0.0)
    full = [
        above.text.count(" ") > 0
        and not ends_sentence(above.text)
        and (above.text.endswith(",") or right - above.x1 < first_word(below))  # verses end before they are full
        for above, below in breaks
    ]
    small = [
        is_full and not is_korean(above.text[-1:])  # where no capitals tell that a sentence begins
        for is_full, (above, below) in zip(full, breaks, strict=True)
        if below.text[:1].islower()
    ]
    of_words = not column or median(map(_words, column)) <= 2
    if not of_words and 0 < len(small) <= len(breaks) - 2 and sum(small) > 0.6 * len(small):
        return True
    ends = [_SENTENCE_END.search(above.text) is not None and ends_sentence(above.text) for above, _ in breaks]
    goes_on = [
        is_full and above.text.count(" ") > 2
        for (above, _), is_full, ends_there in zip(breaks[1:], full[1:], ends[1:], strict=True)
        if not ends_there
    ]
    return any(ends) and len(goes_on) > 1 and all(goes_on)


def _is_prose(rows: Sequence[Row]) -> bool:
    """Mostly full lines of several words, which are not a sentence each."""
    if len(rows) < 3 or all(ends_sentence(row[-1].text) for row in rows):
        return False
    left, right = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(_is_one(row) and row[-1].x1 - row[0].x0 > 0.8 * (right - left) for row in rows)
    words = median(sum(map(_words, row)) for row in rows)
    return full >= 0.55 * len(rows) and words >= 3.5


def _words(line: Line) -> float:
    """Chinese and Japanese ones are two letters long."""
    return len(line.text) / 2 if is_unspaced(line.text) else len(line.text.split())


def _is_one(row: Row) -> bool:
    """A line of text, though it may have been parted where others have a gap at the same place."""
    return all(right.x0 - left.x1 < GAP * left.size for left, right in itertools.pairwise(row))
