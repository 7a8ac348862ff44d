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
from math import exp, log

from ingest.lexicon import RAREST, frequency
from ingest.pdf.letters.clean import SOFT_HYPHEN

USUAL = 0.35  # of all syllables end a word
LONGEST = 3  # syllables of a word, before the end of a line and after it
NO_WORD = 1.0  # the logarithm of odds for two words where no word stands across
PARTICLE = 4.5  # the same against them
ALONE = 1.0  # for them where the first one is a word of one syllable
DOES = 1.0  # and where the second one makes a verb of the first
KNOWN = 3  # times that a particle or an ending counts before the book is read
_LAST = "다는을의로를은요고면과와며에서도만게가"
_ALONE = frozenset("못안더잘꼭그이저한두세네좀또참왜뭐수것때내제및")
_DOES = "하해했합할한"  # begin what stands behind a noun that is done: 전화하다
_NEVER_FIRST = "는을를었였습며므려께까게"
# No word stands alone that is one of these; all are particles and endings.
_NEVER_ALONE = re.compile(
    "[다는은을를의요고도면과와며에서게가까죠지로]|으로는?|에서는?|에[게는도]|까지|부터|처럼|마다|한테|께서|이나|이랑|이며|(?:이?라)[고는]|"
    "시?(?:지만|는데|면서?)|[아어]서|려고"
)

_WHOLE = re.compile(f"(?<![{SOFT_HYPHEN}가-힣])[가-힣]+(?![{SOFT_HYPHEN}가-힣])")
_DOUBTFUL = re.compile(f"([가-힣]+){SOFT_HYPHEN}(?=([가-힣]+))")


class Syllables:
    """`texts`: all of a book's, with a soft hyphen at each doubtful end of a line."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)

    def part(self, left: str, right: str) -> bool:
        """Whether a space stands between the ends of two lines."""
        return self._ends_with_words or self._doubt(left, right) > 0

    @cached_property
    def _ends_with_words(self) -> bool:
        """Whether the book's lines are broken between words: that explains the doubtful ends better than if they could
        be anywhere."""
        ends = (ends for text in self._texts for ends in _DOUBTFUL.findall(text))
        odds = (exp(self._doubt(*pair)) * (1 - USUAL) / USUAL for pair in ends)
        return sum(log(some / (USUAL * some + 1 - USUAL)) for some in odds) > 0

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
        odds = ends + begins - log(USUAL / (1 - USUAL)) - log(1 + within[above, below]) + known
        odds += ALONE * (left in _ALONE) - DOES * (below in _DOES and above not in _LAST)
        return odds + NO_WORD - 0.7 * _across(left, right) - PARTICLE * (_NEVER_ALONE.fullmatch(right) is not None)


def _across(left: str, right: str) -> float:
    """How frequent a word of the language is that stands across the end of a line, as a logarithm; 0 if there is none.
    Two syllables make a word by chance."""
    found = (
        (0.6 if before + after < 3 else 1.0) * log(frequency(left[-before:] + right[:after], "ko") / RAREST)
        for before in range(1, min(LONGEST, len(left)) + 1)
        for after in range(1, min(LONGEST, len(right)) + 1)
    )
    return max(found)


def _odds(times: int, of: int, expected: float) -> float:
    share = (times + KNOWN * expected) / (of + KNOWN)
    return log(share / (1 - share))
