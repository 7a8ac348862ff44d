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
LONGEST = 4  # syllables of a word, before the end of a line and after it
NO_WORD = 1.2  # the logarithm of odds for two words where no word stands across
ACROSS = 1.1  # against them, of the frequency of a word across, as a logarithm
PARTICLE = 5.5  # and where the second one is an ending
SHORT = 1.2  # against them where the first one has one syllable
ALONE = 2.0  # for them where that is a word
DEPENDENT = 1.0  # and where the second one is a noun that needs the first, as in '할 수'
BEGINS = 0.15  # of the frequency, as a logarithm, of the word that the second one begins with
DOES = 2.0  # against them where the second one makes a verb of the first
MID_WORD = 0.5  # of this, for a word across that begins within one
KNOWN = 3  # times that a particle or an ending counts before the book is read
_LAST = "다는을의로를은요고면과와며에서도만게가"
_ALONE = frozenset("못안더잘꼭그이저한두세네좀또참왜뭐수것때내제및")
_DOES = "하해했합할한되된됐됩될돼"  # begin what stands behind a noun that is done: 전화하다, 시작되다
_DEPENDENT = "수것거때줄"
_ADNOMINAL = {4, 8}  # the last consonants, ㄴ and ㄹ, of a verb before a noun
_NEVER_FIRST = "는을를었였습며므려께까게씩님으"
# No word stands alone that is one of these; all are particles and endings.
_NEVER_ALONE = re.compile(
    "[다는은을를의요고도면과와며에서게가까죠지로만씩던기러야]|에[는도]|이[나랑며다고]|"
    "(?:으로|에서|에게|까지|부터|처럼|마다|한테|께서|보다)[는도만]?|"
    "이?라[고는도면서]|들[은이을과의도만]|들에게|시?(?:지만|는데|면서?)|[아어][서도야요]?|려고|거나|도록|므로|네요|든지|습?니[다까]|세요|"
    "입니다|이[에었]요|예요|데[도요]|다고|시고|쯤|[었였았].*"
)
_ENDINGS = re.compile(f"(?:{_NEVER_ALONE.pattern}|이|이?란|하고)+")

# What stands behind other letters or a closing quote is a particle: 'sein은'.
_WHOLE = re.compile(rf"(?<![^\s(\['\"‘“„])[가-힣]+(?![{SOFT_HYPHEN}가-힣])")
_DOUBTFUL = re.compile(f"([가-힣]+){SOFT_HYPHEN}(?=([가-힣]+))")


def is_ending(word: str) -> bool:
    """Whether these syllables, behind a word of other letters, are its particles, or make a verb of it."""
    return _ENDINGS.fullmatch(word) is not None or word[0] in _DOES


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
        odds += ALONE * (left in _ALONE) - SHORT * (len(left) == 1) + DEPENDENT * _depends(above, below)
        odds += BEGINS * _begins(right) - DOES * (below in _DOES and above not in _LAST and left not in _ALONE)
        return odds + NO_WORD - ACROSS * _across(left, right) - PARTICLE * _never_alone(above, right)


def _never_alone(above: str, right: str) -> bool:
    """이 marks a subject behind a consonant; else it means 'this', or 'two'."""
    return _NEVER_ALONE.fullmatch(right) is not None or (right == "이" and _last_consonant(above) > 0)


def _last_consonant(syllable: str) -> int:
    """Its number among those that end syllables; 0 if there is none."""
    return (ord(syllable) - ord("가")) % 28


def _depends(above: str, below: str) -> bool:
    return below in _DEPENDENT and _last_consonant(above) in _ADNOMINAL


def _begins(right: str) -> float:
    """How frequent the word is that these syllables begin with, as a logarithm; 0 if there is none."""
    return max(log(frequency(right[:end], "ko") / RAREST) for end in range(2, LONGEST + 1))


def _across(left: str, right: str) -> float:
    """How frequent a word of the language is that stands across the end of a line, as a logarithm; 0 if there is none.
    Two syllables make a word by chance, and so do those that do not stand at the begin of one."""
    found = (
        (0.6 if before + after < 3 else 1.0)
        * (1.0 if before == len(left) else MID_WORD)
        * log(frequency(left[-before:] + right[:after], "ko") / RAREST)
        for before in range(1, min(LONGEST, len(left)) + 1)
        for after in range(1, min(LONGEST, len(right)) + 1)
    )
    return max(found)


def _odds(times: int, of: int, expected: float) -> float:
    share = (times + KNOWN * expected) / (of + KNOWN)
    return log(share / (1 - share))
