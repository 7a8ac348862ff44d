"""What Claude's answers cost."""

from bot.tutor.answer import Usage
from bot.tutor.context import Context
from ingest.prices import price_of

# What one answer takes at most: a long prompt, and the longest answer.
_RESERVED = {
    Context.PASSAGES: Usage(tokens_in=8_000, tokens_out=1_500),
    Context.UNIT: Usage(tokens_in=14_000, tokens_out=1_500),
}


def cents(model: str, usage: Usage) -> float:
    price = price_of(model)
    fresh = usage.tokens_in - usage.tokens_cached - usage.tokens_written
    return (
        fresh * price.fresh
        + usage.tokens_cached * price.read
        + usage.tokens_written * price.written
        + usage.tokens_out * price.out
    ) / 1e6


def reserved_cents(model: str, context: Context) -> float:
    """What is set aside for an answer before it is known what it costs."""
    return cents(model, _RESERVED[context])
