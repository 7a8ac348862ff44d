"""Whether a question can be understood without the conversation before it. Pure."""

import re

from ingest.search.question import names_anything, names_place

# How people go on from what was said: with an opening word, without a verb, by pointing at it. Follow-ups that have
# none of this are recognized by what the search finds (`context.py`).
_GOING_ON = re.compile(
    r"^(?:\S+\s){0,2}(?:그럼|그러면|그런데|근데)(?![가-힣])|^(?:그리고|그래서|또|다시)"
    r"|(?:은|는|면|도|에서|때)요\W*$|^(?:\S+\s){0,2}\S*(?:은|는|면|도|에서|때|땐)\W*$"
    r"|^(?:und|aber|also|dann|noch|and|but|so|then|what about|how about|another|again)\b"
    r"|(?<![가-힣])(?:그[거게건걸것]|왜\s?그[런래])"
    r"|(?<![가-힣])(?:[이그위앞]|아까|방금)(?:의|에)?\s?(?:문장|예문|단어|표현|말|설명|표)"
    r"|\b(?:the|d[ae][sr]|die|den) (?:first|second|third|last|(?:erste|zweite|dritte|letzte)n?)\b"
    r"|(?:첫|두|세|마지막)\s?번?째(?!\s?(?:에|자리))",
    re.IGNORECASE,
)

# Words that ask something of an answer, whatever it is about: an example, more, simpler. A short Korean one counts only
# as a whole word: 가 is not 가족.
_OF_THE_ANSWER = re.compile(
    r"(?<![가-힣])(?:더|좀|또|다시|다른|똑같이)*"  # which are often written together with what follows
    r"(?:(?:예시|예문|예를|예외|조금|쉽게|자세히|간단|짧게|길게|다르게|이해|그렇게|이렇게|하나만|[한두세]\s?[개번]|아직|진짜|정말|확실|나머지"
    r"|처음|쉬운|맞았|틀렸|한국어|독일어|영어|들어|물어|뭔)[가-힣]*"
    r"|(?:왜|몇|좀|더|또|다시|똑같이|안|말|답|정답|내|문장)(?:[은이을로도]|만|요)?(?![가-힣])"
    r"|안\s?[돼되가][가-힣]*|(?:가|둘[이은]?|둘 ?다)(?:요)?(?![가-힣])|말(?:해|인지|이에|이야|씀)[가-힣]*)"
    r"|\b(?:beispiele?n?|satz|sätze|mehr|noch|paar|einmal|nochmal|ganz|genau(?:er)?|einfach\w*|gib|kürzer|länger"
    r"|ausführlich\w*|anders|verstand\w*|meinst|meinen|hab\w*|geben|koreanisch\w*|deutsch\w*|englisch\w*|beiden?"
    r"|ausnahmen?|immer|auch|andere[ns]?|wieso|denn"
    r"|examples?|exercise|sentences?|make|more|again|still|detail\w*|easier|simpler|shorter|longer|different\w*|get|my"
    r"|it|exceptions?|other|also|too|always|ok(?:ay)?|pls|explain|don['’]?t|can['’]?t|why|tho|huh|u"
    r"|korean|german|english)\b",
    re.IGNORECASE,
)

# The words of a question, with or without a question mark.
_ASKING = re.compile(
    r"뭐|뭘|뭔|무엇|무슨|뜻|왜|어떻|어떤|어느|어디|언제|누가|누구|얼마|몇|차이"
    r"|\b(?:was|wie|wo(?:hin|her)?|wann|warum|wieso|wer|wen|wem|welche[mnrs]?"
    r"|what|how|where|when|why|who|which)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[?？]\W*$|_{2,}")  # at an answer's end: a question, or a gap to fill
_END = 200  # characters


def answers(question: str, before: str) -> bool:
    """Whether it is the learner's answer (in a quiz, for instance) to a question at the end of the answer `before`."""
    return bool(_ASKED.search(before[-_END:])) and not _ASKING.search(question)


def names_topic(question: str) -> bool:
    """Whether it has a topic of its own, as 'and the plural?' has and 'another example' has not."""
    return names_anything(question, _OF_THE_ANSWER)


def refers_back(question: str) -> bool:
    """Whether it refers to something before it, or names no topic at all; not if it names a place in the book. Short
    questions may stand alone: 'kein이 뭐예요?'."""
    question = question.strip()
    if names_place(question):
        return False
    return bool(_GOING_ON.search(question)) or not names_topic(question)
