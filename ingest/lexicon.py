"""What words a language has: the frequent ones, some 30,000 each, as they were counted in texts of all kinds."""

from functools import cache

from wordfreq import get_frequency_dict


def is_word(word: str, language: str) -> bool:
    """`word` in small letters. `language`: an ISO 639-1 code that wordfreq has a list of."""
    return word in _words(language)


def frequency(word: str, language: str) -> float:
    """Its share of all words; of one that is not in the list, less than any in it has."""
    return _words(language).get(word, 1e-7)


@cache
def _words(language: str) -> dict[str, float]:
    found: dict[str, float] = get_frequency_dict(language, wordlist="small")
    return found
