"""Whether a question can be understood without the one before it. Pure."""

import re

from ingest.search.question import names_place

_SHORT = 16  # characters of a question that says too little on its own

# Words that point back, to what was said or to a sentence that stands there, and Korean questions without a verb.
_POINTING = re.compile(
    r"^(?:그럼|그러면|그런데|근데|그리고|그래서|또|그게|그건|이게|이건|그거|이거|예문|예를|다른 예|다시|아까|방금)"
    r"|(?:이|그|위|앞|아까|방금)\s?(?:의\s)?(?:문장|예문|단어|표현|말|동사|규칙|설명|차이|형태)"
    r"|(?:은|는|면|도|에서|때)요\W*$"
    r"|^(?:und|aber|also|dann|noch|nochmal|gilt das|geht das)\b|\b(?:davon|dafür|damit|diese[mnrs]?)\b"
    r"|^(?:and|but|so|then|what about|how about|another|again|is that|does that)\b|\b(?:this|that|these|those)\b",
    re.IGNORECASE,
)


def refers_back(question: str) -> bool:
    """Short, or with words that point back, unless it says itself where it is at home."""
    question = question.strip()
    return (len(question) <= _SHORT or bool(_POINTING.search(question))) and not names_place(question)
