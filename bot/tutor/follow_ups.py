"""Whether a question can be understood without what was said before it. Pure."""

import re

from ingest.search.question import names_anything, names_place

# Words that point back, to what was said or to a sentence that stands there, and Korean questions without a verb.
_POINTING = re.compile(
    r"^(?:그럼|그러면|그런데|근데|그리고|그래서|또|그게|그건|이게|이건|그거|이거|예문|예를|다른 예|다시|아까|방금"
    r"|(?:첫|두|세|마지막)\s?번?째)"
    r"|(?:이|그|위|앞|아까|방금)\s?(?:의\s)?(?:문장|예문|단어|표현|말|동사|규칙|설명|차이|형태)"
    r"|(?:똑같|마찬가지)[가-힣]*\W*$|\b(?:genauso|ebenso|dasselbe|same)\b"
    r"|(?:은|는|면|도|에서|때)요\W*$|^\S+(?:\s\S+)?(?:은|는|도)\W*$"
    r"|^(?:und|aber|also|dann|noch|nochmal|gilt das|geht das)\b|\b(?:davon|dafür|damit|diese[mnrs]?)\b"
    r"|^(?:and|but|so|then|what about|how about|another|again|is that|does that)\b|\b(?:this|that|these|those)\b"
    r"|\b(?:the (?:first|second|third|last)|(?:d[ae][sr]|die|den) (?:erste|zweite|dritte|letzte)n?)\b",
    re.IGNORECASE,
)

# What is asked of an answer, whatever it was about.
_OF_THE_ANSWER = re.compile(
    r"(?<![가-힣])(?:예시|예문|예를|조금|좀|쉽게|자세히|간단|짧게|길게|다르게|이해|왜|그렇게|이렇게|하나만|몇|더|말|안|가|한국어|독일어|영어|들어|물어)[가-힣]*"
    r"|\b(?:beispiele?n?|satz|sätze|mehr|noch|paar|einmal|nochmal|ganz|genau(?:er)?|einfach\w*|gib|kürzer|länger|ausführlich\w*|anders"
    r"|verstand\w*|meinst|meinen|hab\w*|geben|koreanisch\w*|deutsch\w*|englisch\w*"
    r"|examples?|exercise|sentences?|make|more|again|still|detail\w*|easier|simpler|shorter|longer|different\w*|get|my|it"
    r"|korean|german|english)\b",
    re.IGNORECASE,
)

# Who asks something, with or without a question mark.
_ASKING = re.compile(
    r"뭐|뭘|뭔|무엇|무슨|뜻|왜|어떻|어떤|어느|어디|언제|누가|누구|얼마|몇|차이"
    r"|\b(?:was|wie|wo(?:hin|her)?|wann|warum|wieso|wer|wen|wem|welche[mnrs]?"
    r"|what|how|where|when|why|who|which)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[?？]\W*$|_{2,}")  # at an answer's end: a question, or a gap to fill
_END = 200  # characters


def answers(question: str, before: str) -> bool:
    """Whether it asks nothing, but answers what the answer `before` asks at its end, as in a quiz."""
    return bool(_ASKED.search(before[-_END:])) and not _ASKING.search(question)


def refers_back(question: str) -> bool:
    """With words that point back or nothing that it is about, unless it says itself where it is at home. How short it
    is tells nothing: 'kein이 뭐예요?' stands alone."""
    question = question.strip()
    if names_place(question):
        return False
    return bool(_POINTING.search(question)) or not names_anything(question, _OF_THE_ANSWER)
