"""Whether a message is only a greeting, thanks or a goodbye, for which the book is not searched. Pure."""

import re

_FRIENDLY = re.compile(
    r"(?:안녕|반가[워웠]|반갑|잘\s?부탁|고마[워웠우]|고맙|감사|땡큐|수고[하했]|이해했|이해됐|알겠[어습]|알았[어습]|굿밤|잘\s?자[요\s]|또\s?[봐봬뵈])[가-힣]*"
    r"|[ㄱ-ㅎㅏ-ㅣ]{2,}"
    r"|\b(?:hi|hello|hallo|thanks?|thank you|thx|danke|bye|tschüss|good ?night|gute nacht|got it|i see|verstanden)\b",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"(?:독일어(?!로)|공부|처음|선생님|튜터님?|아하|아|네|넵|오|와|우와|정말|진짜|너무|아주|많이|다|완전|바로|이제|그럼|오늘은?|내일|다음에"
    r"|여기까지|할게|갈게|봬|뵐|봐|끝|도움|됐|되었|덕분|설명|답변|친절|최고|굿|좋[아네은])[가-힣]*"
    r"|\b(?:so|much|very|a|lot|you|the|for|answer|explanation|now|ok(?:ay)?|great|perfect|super|cool|nice|see|tomorrow|today|later"
    r"|vielen|dank|schön|sehr|gut|alles|klar|bis|morgen|bald|für|die|erklärung|jetzt|ich|habe|es)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]")


def is_small_talk(message: str) -> bool:
    """Whether all its words are greetings, thanks or fillers, or it has none, as 👍; a question never is."""
    if "?" in message or (_WORD.search(message) and not _FRIENDLY.search(message)):
        return False
    return not _WORD.search(_BESIDES.sub(" ", _FRIENDLY.sub(" ", message)))
