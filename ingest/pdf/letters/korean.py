"""Whether neighbouring syllables of Korean go together, as they do in no order of chance. Pure."""

import re
from itertools import pairwise

from ingest.lexicon import affinity

SHORTEST_ROW = 4  # syllables

_RUN = re.compile("[가-힣]+")
_VOWELS, _LAST = 21, 28  # so many vowels, and last consonants with that of an open syllable, has the script
_BRIGHT = {0, 8}  # ㅏ and ㅗ, behind which a verb goes on with ㅏ
_NO_LAST, _B, _SS = 0, 17, 20  # of the last consonants


def syllable_pairs(text: str) -> list[str]:
    """Neighbours within words. Rows of the alphabet (가갸거겨) and sounds said twice (반짝반짝) are left out: there any
    letters would stand beside each other."""
    return ["".join(pair) for run in _RUN.findall(text) if not _is_row(run) for pair in pairwise(run)]


def go_together(pair: str) -> bool:
    """Whether words have the two more often than by chance, or the second one begins the ending of a verb, of which
    the lists of words have stems and endings apart: 먹|어요."""
    return affinity(pair) >= 1 or _is_inflected(*pair)


def _is_inflected(stem: str, ending: str) -> bool:
    _, vowel, last = _parts(stem)
    closed = last != _NO_LAST
    match ending:
        case "아" | "았":
            return closed and vowel in _BRIGHT
        case "어" | "었":
            return closed and (vowel not in _BRIGHT or last == _SS)
        case "으" | "습":
            return closed
        case "면":
            return not closed
        case "니":
            return last == _B
    return False


def _is_row(run: str) -> bool:
    half = len(run) // 2
    firsts = {first for first, _, _ in map(_parts, run)}
    return (len(run) >= SHORTEST_ROW and len(firsts) == 1) or (half > 0 and run[:half] == run[half:])


def _parts(syllable: str) -> tuple[int, int, int]:
    """The numbers of its first consonant, its vowel and its last consonant."""
    rest, last = divmod(ord(syllable) - ord("가"), _LAST)
    return *divmod(rest, _VOWELS), last
