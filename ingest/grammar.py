"""Terms of grammar, the same in all languages: a question about 관계절 finds the Relativsatz. Pure."""

import re
from collections import Counter
from pathlib import Path

_LIST = Path(__file__).with_name("grammar.txt").read_text(encoding="utf-8")


def grammar_terms(text: str) -> Counter[str]:
    """How often a text names each concept: Passiv, 수동태 and passive are all `§passive`."""
    text = " ".join(text.casefold().split())
    found: Counter[str] = Counter()
    for name, pattern, term in _NAMES:
        if name in text:
            text, count = pattern.subn(" ", text)  # so that a shorter name inside this one is not found
            found[term] += count
    return +found


def _pattern(name: str) -> re.Pattern[str]:
    """A Korean name may stand anywhere in a word; others must begin one, and very short ones be a whole word."""
    begins = r"(?<!\d)" if name[0].isdigit() else "" if "가" <= name[0] <= "힣" else r"(?<![^\W_])"
    return re.compile(
        begins + re.escape(name) + (r"(?!\w)" if len(name.split()[-1]) <= 2 and name[-1].isascii() else "")
    )


_LINES = [line.partition(": ") for line in _LIST.splitlines()]
GRAMMAR = [f"§{concept}" for concept, _, _ in _LINES]
_NAMES = sorted(
    ((name, _pattern(name), f"§{concept}") for concept, _, names in _LINES for name in names.split(" | ")),
    key=lambda each: -len(each[0]),
)
