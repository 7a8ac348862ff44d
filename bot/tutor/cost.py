"""What Claude's answers cost."""

from bot.tutor.answer import Usage
from bot.tutor.context import Context
from ingest.prices import price_of

_LONGEST_PROMPT = {Context.PASSAGES: 8_000, Context.UNIT: 14_000}  # tokens


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
    """What is set aside for an answer before it is known what it costs: a long prompt, and all that it may have of
    tokens."""
    return cents(model, Usage(_LONGEST_PROMPT[context], tokens_out))
