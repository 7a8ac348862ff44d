"""Addresses in a text: of pages, of mailboxes and of people in Telegram."""

import re

_ADDRESS = re.compile(
    r"(?<![\w@.+-])(?:(?:https?://|mailto:)?(?:[\w.+-]++@)?(?:[\w-]++\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#][^\s<>()\[\]\"“”„]*)?"
    r"|tg://[^\s<>()\[\]\"“”„]+|@[A-Za-z]\w{3,31})"
)


def addresses(text: str) -> frozenset[str]:
    """The addresses in a text, as `bare` writes them."""
    return frozenset(map(bare, _ADDRESS.findall(text)))


def bare(address: str) -> str:
    """An address without its scheme, in small letters and without punctuation at its end, to compare it with others."""
    return re.sub(r"^(?:https?://|mailto:)", "", address.lower()).rstrip("/.,;:!?'’")
