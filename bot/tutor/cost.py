"""The tokens of Claude's answers, and their price."""

from dataclasses import astuple, dataclass
from operator import add

from bot.tutor.context import Context
from ingest.prices import price_of

_LONGEST_PROMPT = {Context.PASSAGES: 8_000, Context.UNIT: 14_000}  # tokens


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more requests. `tokens_in` is the whole prompt; `tokens_cached` the part of it read from the
    API's cache, `tokens_written` the part written to it."""

    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    tokens_written: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(*map(add, astuple(self), astuple(other)))


def cents(model: str, usage: Usage) -> float:
    price = price_of(model)
    fresh = usage.tokens_in - usage.tokens_cached - usage.tokens_written
    return (
        fresh * price.fresh
        + usage.tokens_cached * price.read
        + usage.tokens_written * price.written
        + usage.tokens_out * price.out
    ) / 1e6


def reserved_cents(model: str, context: Context, tokens_out: int) -> float:
    """What is set aside for an answer until its price is known: a long prompt, and all the tokens that it may have."""
    return cents(model, Usage(_LONGEST_PROMPT[context], tokens_out))
