"""Prices of tokens, by model: Claude's and the embedding models'."""

from dataclasses import dataclass

from ingest.embedders import E5, E5_LARGE, USE


@dataclass(frozen=True, slots=True)
class Price:
    """US cents for a million tokens: uncached input, output, cache reads, cache writes."""

    fresh: float
    out: float
    read: float
    written: float


# As published in November 2026, by the beginning of the model's name.
_PRICES = {
    "claude-haiku-5": Price(10, 50, 1, 12.5),
    "claude-haiku": Price(100, 500, 10, 125),
    "claude-sonnet-5-5": Price(200, 1000, 10, 250),
    "claude-sonnet-5": Price(200, 1000, 20, 250),
    "claude-sonnet": Price(300, 1500, 30, 375),
    "claude-opus-5-5": Price(400, 2000, 20, 500),
    "claude-opus": Price(500, 2500, 50, 625),
}
_DEAREST = Price(1000, 5000, 100, 1250)  # Fable 5


def price_of(model: str) -> Price:
    """An unknown model counts as the most expensive one."""
    return next((price for name, price in _PRICES.items() if model.startswith(name)), _DEAREST)


# US cents for a million tokens of passages and of questions, as published in November 2026.
_EMBEDDING_PRICES = {
    **dict.fromkeys((USE, E5, E5_LARGE), (0.0, 0.0)),  # local
    "voyage-multilingual-2": (12.0, 12.0),
    "voyage-4-large": (12.0, 2.0),  # questions go to voyage-4-lite
    "voyage-4": (6.0, 6.0),
    "voyage-context-4": (12.0, 12.0),
    "voyage-context-3": (18.0, 18.0),
    "voyage-4-lite": (2.0, 2.0),
    "text-embedding-3-small": (2.0, 2.0),
    "embed-multilingual-v3.0": (10.0, 10.0),
}


def embedding_cents(model: str, tokens: int, *, of_questions: bool = False) -> float | None:
    """Approximate, as `tokens` are cl100k's and every model has its own; None if the price is unknown."""
    price = _EMBEDDING_PRICES.get(model)
    return price[of_questions] * tokens / 1e6 if price else None
