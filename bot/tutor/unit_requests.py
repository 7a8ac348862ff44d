"""Whether a question asks for the unit itself: a summary, its words, its dialogue, a quiz. Pure.

No search can find the passages for such a question, as its words match all of them or none.
"""

import re

from ingest.search.places import named_units, names_this_unit, without_units
from ingest.search.question import names_anything

# Words for the unit, for what every unit has, and for what is done with it.
_UNIT = re.compile(
    r"(?:단원|(?:이|이번|오늘|새)\s?과(?![가-힣]*일)|챕터|레슨|유닛|여기서?|본문|대화|다이얼로그|지문|회화|텍스트|단어|어휘|낱말|문법|표현"
    r"|퀴즈|시험|테스트|롤플레이|역할극|요약|복습|예습|연습|숙제|과제)[가-힣]*"
    r"|\b(?:lektion|einheit|unit|kapitel|hier|dialoge?|lesetext|texte?|wörter|vokabeln?|wortschatz|grammatik|ausdrücke"
    r"|quiz|test|prüfung|zusammenfassung|zusammenfass\w*|fass(?:e|t)?\b.*\bzusammen|wiederhol\w*|übung(?:en)?|üben"
    r"|hausaufgaben?"
    r"|lesson|chapter|here|dialogues?|text|words?|vocab\w*|grammar|expressions|summary|summari[sz]e|sum up|review"
    r"|practi[cs]e|exercises?|homework)\b",
    re.IGNORECASE,
)
# Words with which one asks for those.
_ASKING = re.compile(
    r"(?:정리|목록|리스트|핵심|내용|해석|번역|문제|제일|가장|중요|새로|전체|전부|모두|처음|오늘|다음|배[우운울워움웠]|외[우울]|공부|만들|내\s?[주줘]"
    r"|도와|알려|물어|보여|읽어|풀[어자]|뭐|뭘|무엇|어떤|무슨|나랑|저랑|같이|하자|해\s?[주줘]|해줄|부탁|쉽게|간단|짧게|좀|있[어나는]|나[와오])[가-힣]*"
    r"|[0-9]{1,2}\s?(?:개|가지)[가-힣]*|독일어로"
    r"|\b(?:alle[ns]?|neue?n?|wichtig\w*|list\w*|lerne?n?|lernt|dies\w*|worum|geht|gibt|mach\w*|übersetz\w*|frag\w*"
    r"|muss|soll\w*|wir|in|mich|die|ab|wissen|unbedingt|überblick|lass|uns|mit|mir|gib|geben|stell\w*"
    r"|all|new|important|main|this|from|quick|short|learn|me|translat\w*|make|on|pls|please|cover\w*|teach\w*|ask|overview)\b",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(
    r"독일어로\s?(?:뭐|뭔|무엇|어떻게|\W*$)|\b(?:what does|how do (?:you|i) say|was (?:heißt|bedeutet))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(f"{_UNIT.pattern}|{_ASKING.pattern}", re.IGNORECASE)


def asks_for_unit(question: str, unit: str | None) -> bool:
    """`unit`: the one it is asked in, if one is chosen. True if the question names this unit, or only what every unit
    has, and neither another unit nor a topic."""
    if _TRANSLATED.search(question):  # a word such as 'exercise'
        return False
    course, _, number = (unit or "").rpartition("-")
    named = {str(each) for each in named_units(question, unit, course or None)}
    if named - {number}:
        return False
    rest = without_units(question)
    is_named = bool(named) or names_this_unit(question)
    return (is_named or bool(_UNIT.search(rest))) and not names_anything(rest, _BOTH, strongly=is_named)
