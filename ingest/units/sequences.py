"""From places that look like the starts of units to the sequence that they make. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.units.starts import Start

WORD = 2.5  # what a unit with a word ('Lektion 3') counts for, against a bare number in the largest letters
_MOST = 2000  # places of one style


def rising(starts: Iterable[Start]) -> list[Start]:
    """The strongest sequence of one style in which numbers and pages rise together.

    Bare numbers make one for each size of letters too: tasks are numbered as units are, in smaller ones.
    """
    groups: dict[tuple[str, int, int], list[Start]] = {}
    for start in starts:
        sizes = {0} if start.style else {0, round(start.weight)}
        for size in sizes:
            groups.setdefault((start.style, start.level, size), []).append(start)
    heaviest = max((start.weight for group in groups.values() for start in group), default=1.0) or 1.0
    chains = [longest(group) for group in groups.values()]
    chains = [chain for chain in chains if len(chain) >= (2 if chain[0].style else 3)]
    return max(chains, key=lambda chain: _strength(chain, heaviest), default=[])


def _strength(chain: Sequence[Start], heaviest: float) -> float:
    steps = (below.number == above.number + 1 for above, below in itertools.pairwise(chain))
    length = (1.0 if chain[0].number == 1 else 0.6) + sum(1.0 if step else 0.3 for step in steps)
    if chain[0].style:
        return WORD * length
    pages = (chain[-1].page - chain[0].page) / (len(chain) - 1)
    size = median(start.weight for start in chain) / heaviest
    return length * size**2 * min(1.0, pages / 2)


@dataclass(frozen=True, slots=True)
class _Chain:
    """A sequence by its last start."""

    score: float
    last: Start
    before: "_Chain | None"

    def backwards(self) -> Iterator[Start]:
        chain: _Chain | None = self
        while chain:
            yield chain.last
            chain = chain.before


def longest(starts: Sequence[Start]) -> list[Start]:
    """A step of one counts most, and of equals the heavier (larger letters), then the earlier wins.

    Dynamic programming: of the sequences that end with a number only the best so far is kept, so that the work
    grows with the places and not with their square.
    """
    ordered = sorted(starts, key=lambda start: start.page)[:_MOST]
    heaviest = max((start.weight for start in ordered), default=1.0) or 1.0
    ends: dict[int, _Chain] = {}  # by number, in the order in which they were found
    for _, together in itertools.groupby(ordered, key=lambda start: start.page):
        for chain in [_continued(start, ends.values(), heaviest) for start in together]:
            known = ends.get(chain.last.number)
            if known is None or chain.score > known.score:
                ends.pop(chain.last.number, None)
                ends[chain.last.number] = chain
    best = max(ends.values(), key=lambda chain: chain.score, default=None)
    return list(best.backwards())[::-1] if best else []


def _continued(start: Start, ends: Iterable[_Chain], heaviest: float) -> _Chain:
    score, before = (1.0 if start.number == 1 else 0.6), None
    for chain in ends:
        if chain.last.number < start.number:
            step = chain.score + (1.0 if start.number == chain.last.number + 1 else 0.3)
            if step > score + 1e-9:
                score, before = step, chain
    return _Chain(score + 0.2 * start.weight / heaviest, start, before)
