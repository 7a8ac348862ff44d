"""What Claude's answers cost."""

from bot.tutor.answer import Usage
from ingest.prices import price_of

_RESERVED = Usage(tokens_in=4_000, tokens_out=1_500)  # of one answer: a long prompt, and the longest answer


def cents(model: str, usage: Usage) -> float:
    price = price_of(model)
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
