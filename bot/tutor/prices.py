"""What Claude's answers cost."""

from dataclasses import dataclass

from bot.tutor.answer import Usage


@dataclass(frozen=True, slots=True)
class _Price:
    """US cents for a million tokens: fresh, written by the model, read from the cache, and written to it."""

    fresh: float
    out: float
    read: float
    written: float


# As published in November 2026, by the beginning of the model's name.
_PRICES = {
    "claude-haiku-5": _Price(10, 50, 1, 12.5),
    "claude-haiku": _Price(100, 500, 10, 125),
    "claude-sonnet-5": _Price(200, 1000, 10, 250),
    "claude-sonnet": _Price(300, 1500, 30, 375),
    "claude-opus-5": _Price(400, 2000, 40, 500),
}
_DEAREST = _Price(500, 2500, 50, 625)  # any other model

_RESERVED = Usage(tokens_in=4_000, tokens_out=1_500)  # of one answer: a long prompt, and the longest answer


def cents(model: str, usage: Usage) -> float:
    price = next((price for name, price in _PRICES.items() if model.startswith(name)), _DEAREST)
    fresh = usage.tokens_in - usage.tokens_cached - usage.tokens_written
    return (
        fresh * price.fresh
        + usage.tokens_cached * price.read
        + usage.tokens_written * price.written
        + usage.tokens_out * price.out
    ) / 1e6


def reserved_cents(model: str) -> float:
    """What is set aside for an answer before it is known what it costs."""
    return cents(model, _RESERVED)
