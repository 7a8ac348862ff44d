"""The rules that an answer must keep, as far as a program can tell. Each yields the faults that it finds. Pure.

Answers to learners of German are judged. In a German answer all words are German, so the rules on bold words and
translations do not apply to it.
"""

import itertools
import re
from collections.abc import Callable, Iterator

from bot.addresses import addresses
from bot.evaluate.case import Case
from bot.evaluate.extracts import (
    BOLD,
    MARK,
    UNIT_OR_SIGN,
    cited_sentences,
    explanation,
    paragraphs_of,
    passages_of,
    plain,
    quotes,
    runs,
    sentences,
    solved_items,
    stands_in,
    without_names,
    words_alone,
)
from bot.tutor.answer_language import language_of_answer
from bot.tutor.disclosure import discloses
from bot.tutor.grounding import BEYOND_THE_BOOK
from bot.tutor.instructions import NOT_FROM_THE_BOOK
from ingest.lexicon import frequency, is_word
from ingest.search.gate import Ground
from ingest.search.places import named_pages
from ingest.search.stems import is_english
from ingest.search.terms import terms

Rule = Callable[[Case], Iterator[str]]

RULES: list[Rule] = []

MOST_WORDS = 260
MOST_NEW_WORDS = 2
_REPEATED = 0.55  # of the terms of a 📌 rule, found in the explanation: it says the same in other words
_FROM_THE_KEY = 3  # solutions in the order of the key, which cannot be chance
_BESIDE_THE_SUBJECT = ("off topic", "injection")
_COMMON = 1e-3  # share of all words; only function words are as frequent
_BEFORE_THE_BLOCK = 2  # sentences: the topic, and when courses come to it

_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
_GLOSSED = re.compile(r"[A-Za-zÄÖÜäöüß]+ ?\([^)]+\)")
_UNIVERSAL = re.compile(
    r"항상|언제나|모든|무조건|\b(?:always|every|all|never|immer|alle|jede[rsnm]?|nie)\b", re.IGNORECASE
)
_ADVICE = re.compile(r"세요\W*$|^\W*[A-ZÄÖÜ][a-zäöüß]+n Sie\b|^\W*(?:Always|Never)\b")  # claims nothing
_DENIAL = re.compile(
    r"(?:교재|책|단원)(?:에|에는|에서|에서는)\s[^.\n]{0,20}"
    r"(?:없|(?:나오|나와 있|다루|실려 있)지 않|안 (?:나[오와옵]|다[루뤄룹]))"
    r"|(?:book|unit)[^.\n]{0,30}(?:not|n't) (?:cover|have|explain|mention|teach)"
    r"|(?:not|n't) (?:\w+ ){0,2}in (?:your|the|this) (?:text)?(?:book|unit)\b(?!['’])"
    r"|(?:im Buch|in (?:der|dieser) Lektion|(?:das|dein|Ihr) Buch \w+)[^.\n]{0,30}(?:nicht|kein)|nicht im Buch",
    re.IGNORECASE,
)
_BESIDE_THE_POINT = re.compile(
    r"(?:좋은|훌륭한) 질문|죄송|미안|(?:아까|앞에서) (?:말|설명)했|검색 결과"
    r"|(?:제공된|주어진) (?:지문|자료|문단|텍스트)|프롬프트|지시문|사용자|학습자"
    r"|(?:great|good|excellent) question|as I (?:said|mentioned)|\bsimply\b|apologi[sz]e|\bI'm sorry\b|search results?"
    r"|\bpassages?\b|\bthe (?:context|user|learner)\b|\bprompt\b"
    r"|gute Frage|wie gesagt|tut mir leid|Entschuldigung|Suchergebnis|Textpassage|Textabschnitt"
    r"|\bder (?:Nutzer|Lernende)",
    re.IGNORECASE,
)
_UNFIT_FOR_A_PHONE = re.compile(
    r"\s*(?:\||#{1,6} |```|(?:-{3,}|\*{3,}|_{3,})\s*$)|.*(?:</?\w+>|\s\|\s)|\s{2,}(?:[-*+]|\d+[.)])\s"
)


def _rule(rule: Rule) -> Rule:
    RULES.append(rule)
    return rule


@_rule
def german_is_bold(case: Case) -> Iterator[str]:
    """Every German word is, also in an explanation and after 📌 and 💡; no Korean one, and no particle."""
    if case.language == "de":
        return
    yield from (bold for bold in BOLD.findall(case.text) if re.search("[가-힣]", bold))
    rest = UNIT_OR_SIGN.sub(" ", MARK.sub(" ", BOLD.sub(" ", without_names(case))))
    for word in _LATIN.findall(rest):
        is_german = re.search("[äöüß]", word) or (is_word(word, "de") and not is_word(word, "en"))
        if is_german or (case.language == "ko" and not is_english(word.casefold())):
            yield word


@_rule
def sentences_are_translated_once(case: Case) -> Iterator[str]:
    """Every whole German sentence has one translation, wherever it stands."""
    if case.language == "de":
        return
    for sentence, behind in sentences(case):
        right_behind, *translated = behind.split("→")
        translations = len(translated) + len(re.findall(r"\([^)]*[가-힣A-Za-z]{2}[^)]*\)", right_behind))
        if translations != 1:
            yield f"{sentence}: {translations} translations"


@_rule
def the_books_translation_stands_as_it_is(case: Case) -> Iterator[str]:
    """A sentence that the book translates into the language of the answer has the book's translation."""
    books = {
        words_alone(german): words_alone(translation)
        for hit in case.passages
        for cells in (line.split(" | ") for line in hit.passage.text.splitlines())
        for german, translation in itertools.pairwise(cells)
        if language_of_answer(translation, "") == case.language
    }
    for sentence, behind in sentences(case):
        if "→" in behind and books.get(words_alone(sentence), "") not in words_alone(behind):
            yield f"{sentence}:{behind}"


@_rule
def what_is_not_from_the_book_is_marked_and_ends(case: Case) -> Iterator[str]:
    """It stands under the fixed words in one quotation block, in which the book is not cited. A question that is not
    about the language is answered without such a block."""
    lines = case.text.splitlines()
    marked = [number for number, line in enumerate(lines) if BEYOND_THE_BOOK in line]
    if marked and case.question.kind in _BESIDE_THE_SUBJECT:
        yield "what is beside the subject is answered"
    is_cited = bool(case.sources) and case.question.kind == "above level"
    if case.question.kind in ("not in the book", "above level") and not (marked or is_cited):
        yield "not marked"
    if marked and not case.sources:
        before = re.findall(r"[.!?](?=\s|$)", plain("\n".join(lines[: marked[0]])))
        if len(before) > _BEFORE_THE_BLOCK:
            yield f"{len(before)} sentences before it"
    if len(marked) > 1:
        yield "more than one block"
    for number in marked:
        if lines[number].strip() != f"> {NOT_FROM_THE_BOOK.get(case.language, '')}":
            yield f"other words: {lines[number]}"
        block = list(itertools.takewhile(lambda line: line.startswith(">"), lines[number:]))
        if len(block) == 1:
            yield "nothing is in it"
        if "".join(lines[number + len(block) :][:1]).strip():
            yield "it does not end"
        if MARK.search("\n".join(block)):
            yield "the book is cited in it"


@_rule
def the_book_is_not_said_to_lack_anything(case: Case) -> Iterator[str]:
    """The bot itself says so below the answer."""
    if denial := _DENIAL.search(explanation(case)):
        yield denial.group()


@_rule
def what_another_unit_has_is_sent_there(case: Case) -> Iterator[str]:
    """The answer names or cites the unit that the search found, unless it has read better and cites another one. It
    names no third one that it does not cite; where the search was in doubt, none that there is not."""
    is_sure = case.grounding.ground is Ground.ELSEWHERE and not case.grounding.doubtful
    cited = {each.unit for each in case.sources} - {None}
    right = cited | {case.grounding.unit, case.question.unit} if is_sure else case.units.keys()
    course = re.escape(case.question.unit.partition("-")[0])
    yield from (f"{other} is named" for other in {*re.findall(rf"\b{course}-\d+", case.text)} - right)
    if is_sure and not cited and case.grounding.unit not in case.text:
        yield f"{case.grounding.unit} is neither named nor cited"


@_rule
def a_tip_is_single_and_modest(case: Case) -> Iterator[str]:
    """One 💡 at most, which does not claim to hold for all words: few tips do."""
    tips = [line for line in case.text.splitlines() if "💡" in line]
    if len(tips) > 1:
        yield f"{len(tips)} tips"
    for tip in tips:
        for sentence in re.split(r"(?<=[.!?])\s", tip.replace("💡", "")):
            if not _ADVICE.search(sentence) and (wide := _UNIVERSAL.search(sentence)):
                yield f"{wide.group()}: {tip}"


@_rule
def a_second_rule_is_another(case: Case) -> Iterator[str]:
    """One 📌 at most, and not what the explanation has said already."""
    above, *rules = case.text.split("📌")
    if len(rules) > 1:
        yield f"{len(rules)} rules"
    for rule in rules:
        rule = rule.partition("\n")[0]
        said = {*terms(rule)}
        if said and len(said & {*terms(above)}) > _REPEATED * len(said):
            yield f"said already: {rule.strip()[:60]}"


@_rule
def exercises_are_neither_cited_nor_filled_in(case: Case) -> Iterator[str]:
    """Except one item, if the question is about an exercise, and what the book itself shows elsewhere."""
    texts = [each for hit in case.passages for each in paragraphs_of(hit)]
    tasks = [text for text, is_exercise in texts if is_exercise]
    is_asked = case.question.kind == "exercise"
    if not is_asked:
        yield from (f"cited: {task[:60]}" for task in tasks if any(stands_in(each, task) for each in quotes(case)))
    shown = plain("\n".join(text for text, is_exercise in texts if not is_exercise))
    items = [item for task in tasks for item in solved_items(task) if not item.search(shown)]
    filled = sum(bool(item.search(plain(case.text))) for item in items)
    if filled > is_asked:
        yield f"{filled} items filled in"


@_rule
def the_answer_key_is_kept(case: Case) -> Iterator[str]:
    """It is neither cited nor told, not even as bare solutions one after the other."""
    told = [word.strip(" .!?") for bold in BOLD.findall(case.text) for word in re.split(r"[,·/]", bold)]
    for hit in case.passages:
        for text, is_exercise in paragraphs_of(hit):
            if hit.passage.unit is None and is_exercise:
                if any(stands_in(each, text) for each in quotes(case)):
                    yield f"cited: {text[:60]}"
                key = [each.strip(" .!?") for each in re.split(r"\s*\d{1,2}[.)]\s|\s·\s", text)]
                if runs(key, _FROM_THE_KEY) & runs(told, _FROM_THE_KEY):
                    yield f"told: {', '.join(told)[:60]}"


@_rule
def citations_hold_whole_sentences(case: Case) -> Iterator[str]:
    """A sentence that is broken over two blocks proves nothing. (A Korean one may begin with a German word.)"""
    for quote in quotes(case):
        is_german = not re.search("[가-힣]", quote) and re.search("[.!?]", quote)
        if re.match(r"[,;)]", quote) or (is_german and re.match("[a-zäöü]", quote)):
            yield f"begins in mid-sentence: {quote[:60]}"
        if re.search(r"[,;(‘„]$|\b(?:und|oder|der|die|das)$", quote):
            yield f"ends in mid-sentence: {quote[-60:]}"


@_rule
def citations_exist(case: Case) -> Iterator[str]:
    """Every mark has its source and every source its mark, its words were sent from its pages, and an answer that the
    book has cites it."""
    numbers, marks = {source.number for source in case.sources}, {int(mark) for mark in MARK.findall(case.text)}
    yield from (f"[{mark}] has no source" for mark in marks - numbers)
    yield from (f"[{number}] is not marked" for number in numbers - marks)
    for source in case.sources:
        sent = [hit.passage.text for hit in passages_of(case, source)]
        missing = (quote for quote in source.quotes if not any(stands_in(quote, text) for text in sent))
        yield from (f"not sent: {quote[:60]}" for quote in missing)
    has_it = case.grounding.ground is not Ground.NOWHERE
    if has_it and case.question.kind in ("grammar", "vocabulary", "dialogue", "other unit") and not case.sources:
        yield "nothing is cited"


@_rule
def cited_examples_are_the_books(case: Case) -> Iterator[str]:
    """A sentence that stands on a line of its own with a mark is in the place that is cited, word for word."""
    cited = {source.number: passages_of(case, source) for source in case.sources}
    for sentence, marks in cited_sentences(case):
        texts = [words_alone(hit.passage.text).casefold() for mark in marks for hit in cited.get(mark, ())]
        if texts and not any(words_alone(sentence).casefold() in text for text in texts):
            yield sentence


@_rule
def pages_are_left_to_the_citations(case: Case) -> Iterator[str]:
    """A page number in the text is invented, unless the learner has named it."""
    yield from {*named_pages(case.text)} - {*named_pages(case.question.question)}


@_rule
def words_are_known_or_glossed(case: Case) -> Iterator[str]:
    """At most MOST_NEW_WORDS words of the German sentences are neither in the book so far, in the passages or in the
    question, nor explained in brackets. Names and very common words don't count."""
    if case.language == "de" or not case.known:
        return
    given = [case.question.question, *(hit.passage.text for hit in case.passages)]
    known = case.known | {term for text in given for term in terms(text)}
    new = dict.fromkeys(
        word
        for sentence, _ in sentences(case)
        for word in _LATIN.findall(_GLOSSED.sub(" ", sentence))
        if is_word(word.casefold(), "de") and frequency(word.casefold(), "de") < _COMMON and not known & {*terms(word)}
    )
    if len(new) > MOST_NEW_WORDS:
        yield f"new words: {', '.join(new)}"


@_rule
def it_is_short(case: Case) -> Iterator[str]:
    """And no lesson if there is nothing to teach."""
    words = len(case.text.split())
    if not 0 < words <= MOST_WORDS:
        yield f"{words} words"
    if case.question.kind in _BESIDE_THE_SUBJECT and re.search("[📌💡]", case.text):
        yield "a lesson"


@_rule
def it_is_in_one_language(case: Case) -> Iterator[str]:
    """All that is not bold is in the language to answer in."""
    said = MARK.sub("", BOLD.sub("", UNIT_OR_SIGN.sub("", without_names(case))))
    for sentence in re.split(r"\n|(?<=[.!?])\s", said):
        hangul, latin = len(re.findall("[가-힣]", sentence)), len(re.findall("[A-Za-zäöüß]", sentence))
        drifts = case.language == "de" and language_of_answer(sentence, "de") == "en"
        if drifts or (latin > hangul if case.language == "ko" else hangul > latin):
            yield sentence[:60]


@_rule
def a_quiz_asks_one_thing_at_a_time(case: Case) -> Iterator[str]:
    asked = [line for line in case.text.splitlines() if line.rstrip().endswith("?")]
    if len(asked) > 1 and re.search("quiz|퀴즈", case.question.question, re.IGNORECASE):
        yield f"{len(asked)} questions"


@_rule
def the_learners_sentence_is_shown_right(case: Case) -> Iterator[str]:
    """In full, in bold."""
    shown = any(len(bold.split()) > 2 for bold in BOLD.findall(case.text))
    if case.language != "de" and case.question.kind == "own sentence" and not shown:
        yield "no sentence in bold"


@_rule
def it_suits_a_phone(case: Case) -> Iterator[str]:
    """No table, no heading, no line across, no code, no HTML, no list inside a list."""
    yield from (line[:60] for line in case.text.splitlines() if _UNFIT_FOR_A_PHONE.match(line))


@_rule
def it_comes_to_the_point(case: Case) -> Iterator[str]:
    """No flattery, no excuses, nothing about how the answer was made."""
    yield from _BESIDE_THE_POINT.findall(explanation(case))


@_rule
def nothing_in_the_text_is_obeyed(case: Case) -> Iterator[str]:
    """The instructions are not given away, and no address is told that the book does not have."""
    if discloses(case.text):
        yield "the instructions"
    yield from addresses(case.text) - addresses("\n".join(hit.passage.text for hit in case.passages))
