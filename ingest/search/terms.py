"""A text -> its index terms. Pure."""

from collections.abc import Iterator

from ingest.concepts import GRAMMAR
from ingest.search.places import named_exercises
from ingest.search.stems import joined_syllables, readings_apart, stems, unspaced_pairs, words


def terms(text: str) -> Iterator[str]:
    """All terms of a text, each as often as it occurs:

    - stems (`Äpfel` and `Apfel` are one), with and without their accents, and pairs of neighbouring ones;
    - pairs of neighbouring syllables of Korean words, as endings vary: `약속을` and `약속이` share a pair;
    - pairs of letters of what is written without spaces, as `学生` is to be found in `私は学生です`;
    - concepts of grammar, and exercises in one form (`Übung 3`, `연습 3`).
    """
    before = ""
    for word in words(readings_apart(text)):
        if is_hangul(word):
            before = ""
            yield from syllable_pairs(word)
        else:
            found = stems(word)
            yield from found
            yield from unspaced_pairs(word)
            if before:
                yield f"{stems(before)[0]} {found[0]}"
                yield from filter(None, [joined_syllables(before, word)])
            before = word
    yield from GRAMMAR.named_in(text).elements()
    yield from named_exercises(text)


def syllable_pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def is_hangul(word: str) -> bool:
    return "가" <= word[0] <= "힣"
