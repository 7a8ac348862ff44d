"""Concepts of grammar, and the skills that courses of languages practise, by their names in many languages: a question
about 관계절 finds the Relativsatz. Pure."""

import re
from collections import Counter
from pathlib import Path


class Concepts:
    """Of a list beside this file: each line has a concept and its names."""

    def __init__(self, listed: str) -> None:
        text = Path(__file__).with_name(listed).read_text(encoding="utf-8")
        lines = [line.partition(": ") for line in text.splitlines()]
        self.terms = [f"§{concept}" for concept, _, _ in lines]
        names = ((name, _pattern(name), f"§{concept}") for concept, _, names in lines for name in names.split(" | "))
        self._names = sorted(names, key=lambda each: -len(each[0]))

    def named_in(self, text: str) -> Counter[str]:
        """How often a text names each concept: Passiv, 수동태 and passive are all `§passive`."""
        text = " ".join(text.casefold().split())
        found: Counter[str] = Counter()
        for name, pattern, term in self._names:
            if name in text:
                text, count = pattern.subn(" ", text)  # so that a shorter name inside this one is not found
                found[term] += count
        return +found


def _pattern(name: str) -> re.Pattern[str]:
    """A name in Korean, Japanese or Chinese may stand anywhere in a word; others must begin one, and very short ones be
    a whole word."""
    begins = r"(?<!\d)" if name[0].isdigit() else "" if name[0] >= "\u3040" else r"(?<![^\W_])"
    return re.compile(
        begins + re.escape(name) + (r"(?!\w)" if len(name.split()[-1]) <= 2 and name[-1].isascii() else "")
    )


GRAMMAR = Concepts("grammar.txt")
SKILLS = Concepts("skills.txt")
