"""Which paragraphs of a book are exercises, told by their shape: a label and what is asked for, gaps, items below.
Pure."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

TASKS = (
    r"Übung(?:en)?|Aufgaben?|Exercises?|연습(?:\s*문제)?|Ejercicios?|Exercices?|Esercizio?|Exerc[íi]cios?|Упражнени[ея]"
    r"|Вправ[аи]|Ćwiczeni[ea]|Oefening(?:en)?|Alıştırma|Bài tập|練習|练习"
)
"""What books call their exercises."""

_NAMED = re.compile(rf"(?:{TASKS}|Ü) ?\d", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:Ergänz|Antwort|Schreib|Setz|Ordn|Kreuz|Bild|Verbind|Übersetz|Korrigier)\w* Sie\b"
    r"|\bFill in\b|\bComplete the\b",
    re.IGNORECASE,
)
# The Korean of tasks, and of rules too: it is a task only if gaps or items follow.
_ASKED_OR_ADVISED = re.compile(r"빈칸|고르세요|쓰세요|바꾸세요")
_LABELLED = re.compile(r"(?P<label>[A-H]?\d{1,2})[a-z]?[.):]?\s+(?P<text>.+)", re.DOTALL)  # 'A2 Hören Sie.'
_TOLD = re.compile(  # to do something, which is enough where a label stands before it
    r"\b[A-ZÄÖÜ][a-zäöüß]+n Sie\b[^.!?]*(?:[.!:]|$)|(?:세요|시오|봅시다)[.!:]?\s*(?:$|\()"
    r"|\b(?:Ergänze|Lies|Hör|Schreib|Ordne|Kreuze|Verbinde|Sprich|Beantworte|Bilde|Übersetze|Markiere)\b"
    r"|\b(?:Listen|Read|Complete|Match|Write|Choose|Answer|Look|Translate)\b"
)
_GAP = re.compile(r"_{2,}|＿|\(\s{2,}\)")
_ITEM = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s")
_LONGEST_TASK = 200  # characters of what an exercise asks for
_KEY_TITLE = (
    r"(?:Lösungen|Lösungsschlüssel|(?:연습 ?문제 )?(?:정답|해답)|모범 ?답안|Answer key|Answers|Solutions"
    r"|Soluciones|Soluzioni|Soluções|Corrigés?|Respuestas|Respostas|Risposte|Chiavi|Ответы|Ключи|Відповіді|Rozwiązania|Klucz"
    r"|Oplossingen|Đáp án|解答|答案)"
)
_KEY = re.compile(  # perhaps in two languages: '부록 · 정답', 'Lösungen / 정답', 'Lösungen zu den Übungen'
    rf"(?:(?:부록|Anhang|Appendix)\W+)?{_KEY_TITLE}(?:\W+{_KEY_TITLE})?(?: (?:zu|to|for|de|к) [\w ]+)?", re.IGNORECASE
)


def exercises(paragraphs: Sequence[str]) -> Iterator[bool]:
    """For each paragraph of a passage in order, whether it is one. Numbered items belong to the exercise above them,
    and all below its title to an answer key."""
    inside = is_key = False
    for text, below in itertools.zip_longest(paragraphs, paragraphs[1:], fillvalue=""):
        asks = _ASKED.search(text) or (_ASKED_OR_ADVISED.search(text) and (_GAP.search(below) or _ITEM.match(below)))
        is_task = bool(_NAMED.match(text) or _label(text, below) or (asks and len(text) <= _LONGEST_TASK))
        inside = is_task or bool(_GAP.search(text)) or (inside and bool(_ITEM.match(text)))
        yield inside or is_key
        is_key = is_key or bool(_KEY.fullmatch(text))


def labels(paragraphs: Iterable[str]) -> Iterator[str]:
    """By what the exercises are known that have no more than a label: '3', 'A2'."""
    texts = list(paragraphs)
    return filter(None, itertools.starmap(_label, itertools.zip_longest(texts, texts[1:], fillvalue="")))


def _label(text: str, below: str) -> str:
    """What is asked for is told by its words, or in any language by gaps below it."""
    found = _LABELLED.match(text) if len(text) <= _LONGEST_TASK else None
    if found and (_TOLD.search(found["text"]) or (_GAP.search(below) and not _GAP.search(text))):
        return found["label"]
    return ""
