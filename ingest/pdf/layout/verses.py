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
MOST_COMMAS = 0.45  # of the words


def verses(rows: Sequence[list[Line]], right: float, pitch: float) -> Iterator[int]:
    """Lines (by id) of stanzas: all of them end with a comma, or there is room for what follows, as in no text, and
    where there is none they mostly do. `right`: the column's edge; `pitch`: the usual distance of two baselines, in
    sizes."""
    for stanza in runs(rows, lambda above, row: _is_below(above, row, pitch)):
        if _is_stanza([row[0] for row in stanza], right):
            yield from (id(row[0]) for row in stanza)


def _is_below(above: Sequence[Line], row: Sequence[Line], pitch: float) -> bool:
    upper, line = above[0], row[0]
    level = abs(upper.x0 - line.x0) < 0.4 * line.size
    near = level and line.base - upper.base <= 1.25 * pitch * line.size
    return len(row) == len(above) == 1 and are_alike(upper, line) and near and not is_item(line)


def _is_stanza(lines: Sequence[Line], right: float) -> bool:
    if any(line.text[-1:] in HYPHENS or ends_within(line.text) for line in lines):
        return False
    longest = max(line.x1 for line in lines)
    breaks = [(above, line) for above, line in itertools.pairwise(lines) if not ends_sentence(above.text)]
    early = [
        longest - above.x1 > first_word(line) + 0.5 * line.size or right - above.x1 > line.x1 - line.x0
        for above, line in breaks
    ]
    commas = [above.text.endswith(COMMAS) for above, _ in breaks]
    goes_on = any(is_early and line.text[:1].islower() for is_early, (_, line) in zip(early, breaks, strict=True))
    if len(breaks) >= FEWEST_COMMAS and all(commas):
        return not _enumerates(lines)
    return len(breaks) > 1 and goes_on and any(commas) and sum(map(max, early, commas)) >= MOSTLY * len(breaks)


def _enumerates(lines: Sequence[Line]) -> bool:
    """Whether these are words with commas between them: 'bin, bist, ist, sind'."""
    words = [word for line in lines for word in line.text.split()]
    return sum(word.endswith(COMMAS) for word in words) > MOST_COMMAS * len(words)
