"""Splits Korean that is typed without spaces, such as `팁안주면욕먹나요`, into words. Pure."""

import math

from ingest.lexicon import frequency, is_word

_LONGEST_WORD = 6  # syllables, with endings; longer ones lack spaces


def spaced(word: str) -> list[str]:
    """The most probable words that a long word consists of (dynamic programming over unigrams)."""
    if len(word) <= _LONGEST_WORD:
        return [word]
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(word) + 1):
        splits = ((begin, word[begin:end]) for begin in range(max(0, end - _LONGEST_WORD), end))
        best.append(
            max(
                (best[begin][0] + math.log(frequency(part, "ko")), [*best[begin][1], part])
                for begin, part in splits
                if is_word(part, "ko") or len(part) == 1
            )
        )
    return best[-1][1]
