"""A long answer -> parts of one message each, cut in the source so that each part can be rendered alone."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reply.blocks import Line, clean, read_lines
from bot.reply.inline import utf16
from bot.reply.render import MOST_ENTITIES
from bot.reply.tables import LONGEST_HEADER, WIDEST_BLOCK, cells, is_delimiter, is_row, names

LONGEST_PART = 4000  # UTF-16 units; Telegram's 4096 less some room

_LEAST_LINE = 9  # a line of `---` is drawn that wide

_MARKS = re.compile(r"[*_~]+|`+|\]\(")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"”»'’)*]*\s+")
_BLANK = re.compile(r"\s+")
_LINK_OPEN = re.compile(r"\[[^\]]*$|\]\([^)]*$")
_ZERO_WIDTH_JOINER = "\u200d"


def split(markdown: str, limit: int = LONGEST_PART, entities: int = MOST_ENTITIES) -> list[str]:
    """Each part renders to at most `limit` UTF-16 units and `entities` entities.

    A part that is followed by another never changes when the text grows: sizes are counted line by line on the
    source, as upper bounds of what will be shown, and a cut looks at nothing behind it.
    """
    parts: list[str] = []
    rest = clean(markdown).rstrip()
    while True:
        lines = list(read_lines(rest))
        cut = _first_cut(lines, limit, entities)
        if cut is None:
            return [*parts, rest]
        part, rest = _divided(lines, cut)
        parts.append(part)


@dataclass(frozen=True, slots=True)
class _Cut:
    line: int
    column: int = 0


def _first_cut(lines: list[Line], limit: int, entities: int) -> _Cut | None:
    """Where the first part ends: at the best border in its last half, or else inside the line that overflows."""
    units = formats = 0.0
    best: tuple[tuple[bool, int], _Cut] | None = None
    for number, (line, header) in enumerate(zip(lines, _headers(lines), strict=True)):
        fullness = max(units / limit, formats / entities)
        rank = _rank(lines, number, number - header) if fullness >= 0.5 else 0
        score = (fullness >= 0.75, rank)
        if rank and (best is None or score >= best[0]):
            best = score, _Cut(number)
        size, marks = _cost(line, lines[header])
        if units + size > limit or formats + marks >= entities:
            if best:
                return best[1]
            if fullness >= 0.5 or (is_row(line) and number > 0 and not 0 < number - header < 3):
                return _Cut(number)
            room = limit / 2 if is_row(line) else limit - units
            return _Cut(number, _column(line.text, int(room), entities - formats))
        units += size
        formats += marks
    return None


def _headers(lines: list[Line]) -> Iterator[int]:
    """For each line of a run of table rows the number of its first; for any other its own."""
    header = 0
    for number, line in enumerate(lines):
        if not (number and is_row(line) and is_row(lines[number - 1])):
            header = number
        yield header


def _rank(lines: list[Line], number: int, row: int) -> int:
    """How good it is to cut before a line; 0 is not at all. `row`: the line's number in its table."""
    line, before = lines[number], lines[number - 1]
    if line.in_code and not line.opens:
        return 0 if before.opens else 1
    if row:
        return 0 if row < 3 else 1
    spoken = next((lines[i] for i in range(number - 1, -1, -1) if not lines[i].is_blank), before)
    if not spoken.in_code and (spoken.inner.startswith("#") or spoken.inner.rstrip(" *").endswith(":")):
        return 0
    if before.is_blank:
        return 4 if line.inner.startswith("#") else 2 if line.inner.startswith(" ") else 3
    return 0 if before.text.count("**") % 2 else 2


def _cost(line: Line, header: Line) -> tuple[float, float]:
    """At most this many UTF-16 units and entities come of a line, and never fewer when the line grows."""
    if line.in_code or line.is_blank or not line.inner.strip(" `~"):
        return utf16(line.inner) + 1, line.opens
    # A code span may cut the format around it in two, so its two marks count double.
    marks = sum(1.0 if m.group()[0] in "`]" else 0.5 for m in _MARKS.finditer(line.inner))
    marks += bool(line.quote) + line.inner.lstrip().startswith(("#", "|"))
    size = max(utf16(line.inner), _LEAST_LINE) + 1
    if is_row(line):
        named = names(header)[: len(cells(line))] if header is not line else []
        size = max(WIDEST_BLOCK + 1, size + 2 * len(cells(line)) + sum(utf16(name) + 2 for name in named))
    return size, marks


def _column(text: str, units: int, formats: float) -> int:
    """Where to cut a line of which `units` fit: behind a sentence, else a word, outside of marks if possible."""
    most = _fitting(text, units)
    for mark in _MARKS.finditer(text, 0, most):
        formats -= 1.0
        if formats < 1:
            most = max(1, mark.start())
            break
    for border in (_SENTENCE_END, _BLANK):
        ends = [m.end() for m in border.finditer(text, most // 2, most)]
        for end in reversed(ends):
            if not _open_marks(text[:end]) and not _LINK_OPEN.search(text[:end]):
                return end
    blanks = [m.end() for m in _BLANK.finditer(text, most // 2, most)]
    return blanks[-1] if blanks else most


def _fitting(text: str, units: int) -> int:
    """How many characters stay within `units`, whole ones: no emoji or syllable is cut in two."""
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
    """What has to be opened again behind a cut."""
    if text.count("`") % 2:
        return "`"
    return "**" if text.count("**") % 2 else ""


def _divided(lines: list[Line], cut: _Cut) -> tuple[str, str]:
    """The first part and the rest, which opens again what the cut went through."""
    line = lines[cut.line]
    part = [one.text for one in lines[: cut.line]]
    rest = [one.text for one in lines[cut.line :]]
    if cut.column:
        part.append(line.text[: cut.column])
        rest[0] = line.text[cut.column :]
        if not line.in_code:
            rest[0] = line.quote + _open_marks(part[-1]) + rest[0].lstrip()
    if line.fence and not (line.opens and not cut.column):
        rest.insert(0, line.fence)
    elif is_row(line) and not cut.column:
        rest[:0] = _table_head(lines, cut.line)
    return "\n".join(part).rstrip(), "\n".join(rest).lstrip("\n")


def _table_head(lines: list[Line], number: int) -> list[str]:
    header = list(_headers(lines))[number]
    rows = lines[header : header + 2]
    if number - header < 2 or not is_delimiter(rows[1]) or utf16(rows[0].inner) > LONGEST_HEADER:
        return []
    return [row.text for row in rows]
