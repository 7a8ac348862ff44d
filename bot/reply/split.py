"""Splits a long answer's Markdown into parts of one message each, every one of which can be rendered alone."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import dropwhile
from math import inf

from bot.reply.blocks import Line, clean, read_lines
from bot.reply.inline import utf16
from bot.reply.render import MOST_ENTITIES
from bot.reply.tables import LONGEST_HEADER, WIDEST_BLOCK, cells, is_delimiter, is_row, names

LONGEST_PART = 4000  # UTF-16 units; Telegram allows 4096

_RULE_WIDTH = 9  # characters that a line of `---` is rendered as

_MARKS = re.compile(r"[*_~]+|`+|\]\(|@[A-Za-z]|tg://")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"”»'’)*]*\s+")
_BLANK = re.compile(r"\s+")
_WEIGHTS = {"`": 1.0, "]": 1.0, "@": 2.0, "t": 2.0}
_ZERO_WIDTH_JOINER = "\u200d"


def split(markdown: str, limit: int = LONGEST_PART, entities: int = MOST_ENTITIES) -> list[str]:
    """Each part renders to at most `limit` UTF-16 units and `entities` entities.

    All parts but the last stay the same when the text grows: sizes are upper bounds, counted line by line on the
    source, and a cut does not depend on what follows it.
    """
    parts: list[str] = []
    rest = clean(markdown).rstrip().split("\n")
    while (divided := _divided(rest, limit, entities)) is not None:
        part, rest = divided
        parts.append(part)
    return [*parts, "\n".join(rest)]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Before a line, or at a column inside it. `header`: the first line of the table that the line belongs to."""

    line: int
    header: int
    column: int = 0


def _divided(source: list[str], limit: int, entities: int) -> tuple[str, list[str]] | None:
    """The first part, and the lines of the rest, which repeat the fence, table head or mark that the cut interrupted;
    None if everything fits.

    What is repeated is short, so the rest is always shorter than `source`.
    """
    lines: list[Line] = []
    cut = _first_cut(read_lines(source), lines, limit, entities)
    if cut is None:
        return None
    line = lines[cut.line]
    part = [one.text for one in lines[: cut.line]]
    rest = source[cut.line :]
    if cut.column:
        part.append(line.quote + line.inner[: cut.column])
        begun = line.inner[cut.column :]
        rest[0] = line.quote + (begun if line.in_code else _open_marks(part[-1]) + begun.lstrip())
    if line.fence and not (line.opens and not cut.column):
        rest.insert(0, line.fence)
    elif is_row(line) and not cut.column:
        rest[:0] = _table_head(lines[cut.header : cut.line])
    return "\n".join(part).rstrip(), list(dropwhile(lambda text: not text, rest))


def _first_cut(source: Iterable[Line], lines: list[Line], limit: int, entities: int) -> _Cut | None:
    """Where the first part ends: at the best boundary in its second half, else inside the line that does not fit.

    `lines` is filled with the lines up to the first that does not fit.
    """
    units = formats = 0.0
    best: tuple[tuple[bool, int], _Cut] | None = None
    header = 0
    previous: Line | None = None  # the last line that is not blank
    for number, line in enumerate(source):
        lines.append(line)
        if not (number and is_row(line) and is_row(lines[number - 1])):
            header = number
        fullness = max(units / limit, formats / entities)
        rank = _rank(line, lines[number - 1], previous, number - header) if fullness >= 0.5 else 0
        score = (fullness >= 0.75, rank)
        if rank and (best is None or score >= best[0]):
            best = score, _Cut(number, header)
        size, marks = _cost(line, lines[header])
        if units + size > limit or formats + marks >= entities:
            if best:
                return best[1]
            if fullness >= 0.5 or (is_row(line) and number > 0 and not 0 < number - header < 3):
                return _Cut(number, header)
            room = limit / 2 if is_row(line) else limit - units
            return _Cut(number, header, _column(line, int(room), entities - formats))
        units += size
        formats += marks
        previous = previous if line.is_blank else line
    return None


def _rank(line: Line, before: Line, previous: Line | None, row: int) -> int:
    """How good a cut before a line is; 0: not allowed. `row`: the line's number in its table."""
    if line.in_code and not line.opens:
        return 0 if before.opens else 1
    if row:
        return 0 if row < 3 else 1
    previous = previous or before
    if not previous.in_code and (previous.inner.startswith("#") or previous.inner.rstrip(" *").endswith(":")):
        return 0
    if before.is_blank:
        return 4 if line.inner.startswith("#") else 2 if line.inner.startswith(" ") else 3
    return 0 if before.text.count("**") % 2 else 2


def _cost(line: Line, header: Line) -> tuple[float, float]:
    """Upper bounds of a line's UTF-16 units and entities when rendered; they never fall when the line grows."""
    if line.in_code or line.is_blank or not line.inner.strip(" `~"):
        return utf16(line.inner) + 1, line.opens
    # A code span may split the format around it into two entities, so its marks count double; an address may become
    # a code span.
    marks = sum(_WEIGHTS.get(m.group()[0], 0.5) for m in _MARKS.finditer(line.inner))
    marks += bool(line.quote) + line.inner.lstrip().startswith(("#", "|"))
    size = max(utf16(line.inner), _RULE_WIDTH) + 1
    if is_row(line):
        named = names(header)[: len(cells(line))] if header is not line else []
        size = max(WIDEST_BLOCK + 1, size + 2 * len(cells(line)) + sum(utf16(name) + 2 for name in named))
    return size, marks


def _column(line: Line, units: int, formats: float) -> int:
    """Where to cut a line of which `units` fit: after a sentence, else after a word, outside of bold and code if
    possible."""
    text = line.inner
    most = _fitting(text, units)
    if line.in_code:
        formats = inf
    for mark in _MARKS.finditer(text, 0, most):
        formats -= 1.0
        if formats < 1:
            most = max(1, mark.start())
            break
    blanks = [m.end() for m in _BLANK.finditer(text, most // 2, most)]
    sentences = [m.end() for m in _SENTENCE_END.finditer(text, most // 2, most)]
    for ends in (sentences, blanks):
        if sound := next((end for end in reversed(ends) if not _open_marks(text[:end])), None):
            return sound
    return blanks[-1] if blanks else most


def _fitting(text: str, units: int) -> int:
    """How many characters fit into `units` UTF-16 units, without splitting an emoji or a combined character."""
    end = min(len(text), max(units, 1))
    while end > 1 and utf16(text[:end]) > units:
        end -= max(1, (utf16(text[:end]) - units) // 2)
    whole = end
    while 1 < whole < len(text) and end - whole < 32 and _belongs(text[whole - 1], text[whole]):
        whole -= 1
    return whole if end - whole < 32 else end


def _belongs(before: str, character: str) -> bool:
    joined = character == _ZERO_WIDTH_JOINER or before == _ZERO_WIDTH_JOINER
    return (
        joined
        or unicodedata.combining(character) > 0
        or character in "\ufe0e\ufe0f\u20e3"
        or ("\U0001f3fb" <= character <= "\U0001f3ff")
    )


def _open_marks(text: str) -> str:
    """The mark that is still open at a cut and has to be repeated after it."""
    if text.count("`") % 2:
        return "`"
    return "**" if text.count("**") % 2 else ""


def _table_head(above: list[Line]) -> list[str]:
    """The two rows to repeat when a table is cut; `above` are its rows up to the cut."""
    rows = above[:2]
    if len(rows) < 2 or not is_delimiter(rows[1]) or any(utf16(row.inner) > LONGEST_HEADER for row in rows):
        return []
    return [row.text for row in rows]
