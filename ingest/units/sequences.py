"""From places that look like the starts of units to the sequences that they make. Pure."""

import itertools
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ingest.units.starts import Start, bare

_MOST = 2000  # places of one look
NO_SMALLER = 0.8  # of the size: those of letters on scans are known no better
ALIKE = 0.8  # of the letters of a word and of what it was misread as
LONGEST_COMPARED = 24  # letters of a title
FEWEST_FALLING = 4
SAME_PAGE = 0.25  # a list that names units one below the other is weaker than the pages that they begin on


def sequences(starts: Iterable[Start]) -> list[list[Start]]:
    """For each look the strongest sequence in which numbers and places rise together, of two starts at least, or of
    three if no known word announces them.

    Starts without a known word make a sequence for each size of letters, too, as tasks are numbered as units are, but
    in smaller letters.
    """
    groups: dict[tuple[str, str, int, int], list[Start]] = {}
    for start in starts:
        sizes = {0, round(start.weight)} if start.form or not start.style else {0}
        for size in sizes:
            groups.setdefault((start.style, start.form, start.level, size), []).append(start)
    chains = [_steadiest(group) for group in groups.values()]
    chains = [chain for chain in chains if len(chain) >= (2 if _is_known(chain[0]) else 3)]
    unknown = [start for group in groups.values() for start in group if start.form == "?"]
    return [with_misread(chain, unknown) if _is_known(chain[0]) and is_rising(chain) else chain for chain in chains]


def counted_on(starts: Iterable[Start]) -> Iterator[list[Start]]:
    """For each look the starts that count anew in each part of a book, with titles of their own, counted through."""
    looks: dict[tuple[str, str, int, int], list[Start]] = {}
    for start in sorted(starts, key=lambda start: start.place):
        looks.setdefault((start.style, start.form, start.level, round(start.weight)), []).append(start)
    for alike in looks.values():
        anew = [at for at in range(len(alike)) if alike[at].number == 1 != alike[at - 1].number]
        parts = [longest(alike[begin:end]) for begin, end in itertools.pairwise([*anew, len(alike)])]
        whole = len(parts) > 1 and all(len(part) == part[-1].number > 1 for part in parts)
        chain = list(itertools.chain.from_iterable(parts))
        if whole and len({bare(start.title) for start in chain} - {""}) == len(chain):
            yield [replace(start, number=number) for number, start in enumerate(chain, 1)]


def is_rising(chain: Sequence[Start]) -> bool:
    """Whether it is no diary of lessons, the newest first."""
    return chain[0].number <= chain[-1].number


def _steadiest(starts: Sequence[Start]) -> list[Start]:
    """The strongest sequence whose numbers rise, or fall if a known word counts them and far more do."""
    rising = longest(starts)
    if 2 * len(rising) > len(starts) or not _is_known(starts[0]):
        return rising
    falling = longest([replace(start, number=-start.number) for start in starts])
    steadier = len(falling) >= max(FEWEST_FALLING, 2 * len(rising))
    return [replace(start, number=-start.number) for start in falling] if steadier else rising


def _is_known(start: Start) -> bool:
    return start.style != "" and not start.form


def with_misread(chain: Sequence[Start], unknown: Iterable[Start]) -> list[Start]:
    """The chain with what has a number that it lacks, or the next one, at the place where that belongs, in letters as
    large, and a word that looks like its own: 'Lektíon 2' on a scan, '제2파' between 제1과 and 제3과."""
    filled = list(chain)
    for start in sorted(unknown, key=lambda start: start.place):
        at = bisect(filled, start.place, key=lambda other: other.place)
        before = filled[at - 1].number if at else filled[0].number - 2
        after = filled[at].number if at < len(filled) else before + 2
        alike = start.weight >= NO_SMALLER * chain[0].weight and start.level == chain[0].level
        if before < start.number < after and alike and _looks_like(start.style, chain[0].style):
            filled.insert(at, replace(start, style=chain[0].style, form=""))
    return filled


def _looks_like(word: str, known: str) -> bool:
    """Whether OCR may have read one for the other: most letters are the same, or the only one has been misread."""
    if len(known) == 1:
        return len(word) == 1
    return SequenceMatcher(None, word, known, autojunk=False).ratio() >= ALIKE


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
    ordered = sorted(starts, key=lambda start: start.place)[:_MOST]
    heaviest = max((start.weight for start in ordered), default=1.0) or 1.0
    ends: dict[int, _Chain] = {}  # by number, in the order in which they were found
    for start in ordered:
        chain = _continued(start, ends.values(), heaviest)
        known = ends.get(start.number)
        if known is None or chain.score > known.score:
            ends.pop(start.number, None)
            ends[start.number] = chain
    best = max(ends.values(), key=lambda chain: chain.score, default=None)
    return list(best.backwards())[::-1] if best else []


def at_their_titles(
    chain: Sequence[Start], starts: Iterable[Start], is_shown: Callable[[Start], bool]
) -> tuple[Start, ...]:
    """The chain with each start at the first of `starts`, whatever they look like, that has its number and its title
    up to two pages before it, in larger letters: what is named from the next pages on in a running head, or on a
    contents page that is a page behind. One that its page does not show may be anywhere between its neighbours."""
    titled = [start for start in starts if bare(start.title)]
    moved: list[Start] = []
    for start, following in zip(chain, (*chain[1:], None), strict=True):
        after = moved[-1].place if moved else (0, 0)
        others = [other for other in titled if other.number == start.number and after < other.place]
        if is_shown(start):
            places = [
                other
                for other in others
                if other.place < start.place
                and other.page >= start.page - 2
                and NO_SMALLER * other.weight >= start.weight
                and bare(other.title).startswith(bare(start.title) or "\0")
            ]
        else:
            places = [
                other
                for other in others
                if (following is None or other.place < following.place)
                and (bare(start.title) or "\0").startswith(bare(other.title)[:LONGEST_COMPARED])
            ]
        first = min(places, key=lambda other: other.place, default=None)
        moved.append(replace(start, page=first.page, block=first.block, weight=first.weight) if first else start)
    return tuple(moved)


def _continued(start: Start, ends: Iterable[_Chain], heaviest: float) -> _Chain:
    score, before = 1.0, None
    for chain in ends:
        if chain.last.number < start.number and chain.last.place < start.place:
            step = chain.score + (1.0 if start.number == chain.last.number + 1 else 0.3)
            step -= SAME_PAGE * (start.page == chain.last.page)
            if step > score:
                score, before = step, chain
    size = round((start.weight or heaviest) / heaviest, 1)
    weight = 0.0 if "A" in start.form else size  # the first half, however large the second
    return _Chain(score + 0.2 * weight, start, before)
