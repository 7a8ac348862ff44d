"""Which language a question is to be answered in. Pure."""

import re
import unicodedata

LANGUAGES = {"ko": "Korean", "en": "English", "de": "German"}

# Function words: nearly every sentence has some.
_ENGLISH = re.compile(r"(?i)\b(?:the|and|of|is|are|does?|what|how|when|why|which|who|can|you|I|we|they|it|not|this)\b")
_GERMAN = re.compile(
    r"(?i)\b(?:der|die|das|und|ist|sind|was|wie|wann|warum|wer|kann|ich|du|er|sie|wir|ihr|es|mit|nicht)\b"
)

_HANGUL = re.compile("[가-힣ᄀ-ᇿ]")  # with the letters that NFKC makes of those in ㅋㅋㅋ
_FOREIGN = re.compile(rf"(?![A-Za-zÄÖÜäöüßẞ]|{_HANGUL.pattern})[^\W\d_]")  # a letter of none of LANGUAGES


def language_of_answer(question: str, setting: str) -> str:
    """The question's own language where that is clear, else the learner's `setting`; '' for a question in a language
    that is none of LANGUAGES.

    German is never clear: it may be a sentence that the learner wants corrected.
    """
    words = unicodedata.normalize("NFKC", question).split()

    def most_have(letter: re.Pattern[str]) -> bool:
        return 2 * sum(bool(letter.search(word)) for word in words) > len(words)

    if most_have(_FOREIGN):
        return ""
    if most_have(_HANGUL):
        return "ko"
    english, german = (len(function_words.findall(question)) for function_words in (_ENGLISH, _GERMAN))
    return "en" if english >= 2 and english > german else setting
