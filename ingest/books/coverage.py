"""How much text a course has on each of its units. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.books.cards import UnitCard

_THIN = 200  # cl100k tokens: less than half a page


@dataclass(frozen=True, slots=True)
class CoveredUnit:
    card: UnitCard
    tokens: int  # cl100k, of its passages
    thin: bool  # much fewer tokens than the median unit, or hardly any


@dataclass(frozen=True, slots=True)
class Coverage:
    units: tuple[CoveredUnit, ...]
    missing: tuple[int, ...]  # numbers between the first and the last


def coverage(units: Sequence[tuple[UnitCard, int]]) -> Coverage:
    """`units`: each with the tokens of its passages."""
    usual = median(tokens for _, tokens in units) if units else 0
    numbers = {card.number for card, _ in units}
    return Coverage(
        tuple(CoveredUnit(card, tokens, tokens < max(_THIN, usual / 3)) for card, tokens in units),
        tuple(sorted(set(range(min(numbers, default=0), max(numbers, default=0))) - numbers)),
    )
