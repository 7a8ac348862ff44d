"""Whether a line of Korean ends in mid-word, where no space on the page tells: the book's own words do. Pure.

Most syllables stand mostly at one place of a word: 를 ends words, 었 stands within them. So the last syllable of a line
and the first one of the next say whether a word ends between them. A short book does not have them often enough, so
the particles and endings that any text is full of are known beforehand.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from math import inf, log

from ingest.pdf.letters.clean import SOFT_HYPHEN

IN_WORDS = 0.25  # of all doubtful ends, and three at least; with fewer the book breaks its lines between words
FEW = 12  # doubtful ends tell nothing of the book; there a word goes on only if its syllables leave no doubt
SURE = 3.0  # the logarithm of odds that leave none
USUAL = 0.35  # of all syllables end a word
KNOWN = 3  # times that a particle or an ending counts before the book is read
_LAST = "다는을의로를은요고면과와며에서도만게가"
_NEVER_FIRST = "는을를었였습며므려께까게"
_NEVER_ALONE = frozenset("다는을의를요고면과와며에서게가까죠지")

_WHOLE = re.compile(f"(?<![{SOFT_HYPHEN}가-힣])[가-힣]+(?![{SOFT_HYPHEN}가-힣])")
_DOUBTFUL = re.compile(f"([가-힣]+){SOFT_HYPHEN}(?=([가-힣]+))")


class Syllables:
    """`texts`: all of a book's, with a soft hyphen at each doubtful end of a line."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)

    def part(self, left: str, right: str) -> bool:
        """Whether a space stands between the ends of two lines."""
        return self._doubt(left, right) > self._least

    @cached_property
    def _least(self) -> float:
        """The doubt from which on two words end and begin in this book."""
        ends = [self._doubt(*ends) < 0 for text in self._texts for ends in _DOUBTFUL.findall(text)]
        if sum(ends) >= max(3, IN_WORDS * len(ends)):
            return 0.0
        return -SURE if len(ends) < FEW else -inf

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word for text in self._texts for word in _WHOLE.findall(text))

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str], Counter[str], Counter[tuple[str, str]]]:
        """How often each syllable comes, begins a word, ends one, and how often two follow each other in one."""
        every, first, last, within = Counter[str](), Counter[str](), Counter[str](), Counter[tuple[str, str]]()
        for word, times in self._words.items():
            first[word[0]] += times
            last[word[-1]] += times
            for syllable in word:
                every[syllable] += times
            for pair in pairwise(word):
                within[pair] += times
        return every, first, last, within

    def _doubt(self, left: str, right: str) -> float:
        """More than 0 for two words, as the logarithm of the odds."""
        every, first, last, within = self._counts
        above, below = left[-1], right[0]
        ends = _odds(last[above], every[above], 0.8 if above in _LAST else USUAL)
        begins = _odds(first[below], every[below], 0.1 if below in _NEVER_FIRST else USUAL)
        known = (self._words[left] > 0) + (self._words[right] > 0) - 2 * (self._words[left + right] > 0)
        alone = SURE * (right in _NEVER_ALONE)
        return ends + begins - log(USUAL / (1 - USUAL)) - log(1 + within[above, below]) + known - alone


def _odds(times: int, of: int, expected: float) -> float:
    share = (times + KNOWN * expected) / (of + KNOWN)
    return log(share / (1 - share))
