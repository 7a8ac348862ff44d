"""Addresses in a text: of pages, of mailboxes and of people in Telegram."""

import re

_ADDRESS = re.compile(
    r"(?<![\w@.+-])(?:(?:https?://|mailto:)?(?:[\w.+-]++@)?(?:[\w-]++\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#][^\s<>()\[\]\"“”„]*)?"
    r"|tg://[^\s<>()\[\]\"“”„]+|@[A-Za-z]\w{3,31})"
)


def addresses(text: str) -> frozenset[str]:
    """Those in a text, in the form that `bare` gives."""
    return frozenset(map(bare, _ADDRESS.findall(text)))


def bare(address: str) -> str:
    """An address without what may be written in several ways: scheme, case, punctuation at its end."""
    return re.sub(r"^(?:https?://|mailto:)", "", address.lower()).rstrip("/.,;:!?'’")
