"""Lines of running text that are verses. Pure."""

import itertools
from collections.abc import Iterator, Sequence

from ingest.pdf.layout.lines import Line, first_word, is_item
from ingest.pdf.layout.pieces import are_alike
from ingest.pdf.layout.wording import COMMAS, ends_sentence, ends_within
from ingest.pdf.letters.clean import HYPHENS
from ingest.pdf.runs import runs

MOSTLY = 0.6  # of the lines that end no sentence
FEWEST_COMMAS = 3  # at the ends of lines below each other
INDENT = 3  # sizes: a refrain's
MOST_COMMAS = 0.45  # of the words


def verses(rows: Sequence[list[Line]], right: float, pitch: float) -> Iterator[int]:
    """Lines (by id) of stanzas: all of them end with a comma, or there is room for what follows, as in no text, and
    where there is none they mostly do. `right`: the column's edge; `pitch`: the usual distance of two baselines, in
    sizes."""
    stanzas = [[row[0] for row in run] for run in runs(rows, lambda above, row: _is_below(above, row, pitch))]
    sure = [stanza for stanza in stanzas if _is_stanza(stanza, right)]
    for stanza in stanzas:
        if stanza in sure or any(_is_as(stanza, other) for other in sure):
            yield from map(id, stanza)


def _is_below(above: Sequence[Line], row: Sequence[Line], pitch: float) -> bool:
    upper, line = above[0], row[0]
    level = abs(upper.x0 - line.x0) < 0.4 * line.size
    near = level and line.base - upper.base <= 1.25 * pitch * line.size
    return len(row) == len(above) == 1 and are_alike(upper, line) and near and not is_item(line)


def _is_prose(lines: Sequence[Line]) -> bool:
    return any(line.text[-1:] in HYPHENS or ends_within(line.text) for line in lines)


def _breaks(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The lines that end no sentence, each with the next one."""
    return [(above, line) for above, line in itertools.pairwise(lines) if not ends_sentence(above.text)]


def _is_stanza(lines: Sequence[Line], right: float) -> bool:
    longest = max(line.x1 for line in lines)
    breaks = _breaks(lines)
    commas = [above.text.endswith(COMMAS) for above, _ in breaks]
    if len(breaks) < 2 or not any(commas) or _is_prose(lines):
        return False
    if len(breaks) >= FEWEST_COMMAS and all(commas):
        return not _enumerates(lines)
    early = [
        longest - above.x1 > first_word(line) + 0.5 * line.size or right - above.x1 > line.x1 - line.x0
        for above, line in breaks
    ]
    goes_on = any(is_early and line.text[:1].islower() for is_early, (_, line) in zip(early, breaks, strict=True))
    return goes_on and sum(map(max, early, commas)) >= MOSTLY * len(breaks)


def _is_as(lines: Sequence[Line], stanza: Sequence[Line]) -> bool:
    """Whether these are set as the stanza is, and half of them end with a comma or a sentence, two at least: one is
    the end of any text."""
    level = are_alike(lines[0], stanza[0]) and abs(lines[0].x0 - stanza[0].x0) < INDENT * lines[0].size
    ends = [ends_sentence(line.text) or line.text.endswith(COMMAS) for line in lines]
    return level and not _is_prose(lines) and sum(ends) >= max(2, len(lines) / 2)


def _enumerates(lines: Sequence[Line]) -> bool:
    """Whether these are words with commas between them: 'bin, bist, ist, sind'."""
    words = [word for line in lines for word in line.text.split()]
    return sum(word.endswith(COMMAS) for word in words) > MOST_COMMAS * len(words)
