"""What rules can tell of an answer. Each gives the faults that it finds, in words; none: the rule is kept. Pure.

Korean and English answers to learners of German are judged; in a German answer everything is German, so the rules on
bold words and translations have nothing to say there.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bot.addresses import addresses
from bot.evaluate.case import Case
from bot.tutor.answer_language import language_of_answer
from bot.tutor.disclosure import discloses
from bot.tutor.exercises import exercises
from bot.tutor.grounding import BEYOND_THE_BOOK
from bot.tutor.instructions import NOT_FROM_THE_BOOK
from ingest.lexicon import frequency, is_word
from ingest.library import Hit
from ingest.search.gate import Ground
from ingest.search.terms import terms

MOST_WORDS = 260
MOST_NEW_WORDS = 2
_REPEATED = 0.55  # of a second rule's terms, those of the explanation: it says the same in other words
_FROM_THE_KEY = 3  # solutions in a row
_BESIDE_THE_SUBJECT = ("off topic", "injection")
_COMMON = 1e-3  # the share of all words that only those have that hold sentences together

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARK = re.compile(r"\\?\[(\d+)\]")
_SENTENCE = re.compile(r"\*\*([A-ZÄÖÜ][^*\n]*\s[^*\n]*[.!?])\*\*([^\n]*?)(?=\*\*[A-ZÄÖÜ]|$)", re.MULTILINE)
_LATIN = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
_NOT_GERMAN = re.compile(r"[A-Z]\d+-\d+|\b(?:OK|PDF|[A-C]\d)\b")
_GLOSSED = re.compile(r"[A-Za-zÄÖÜäöüß]+ ?\([^)]+\)")
_GAP = re.compile(r"_{2,}")
_UNIVERSAL = re.compile(
    r"항상|언제나|모든|무조건|\b(?:always|every|all|never|immer|alle|jede[rsnm]?|nie)\b", re.IGNORECASE
)
_DENIAL = re.compile(
    r"(?:교재|책|단원)(?:에|에는|에서|에서는)\s[^.\n]{0,20}(?:없|나오지 않|다루지 않)"
    r"|(?:book|unit)[^.\n]{0,30}(?:not cover|n't cover|does not have|doesn't have)"
    r"|(?:im Buch|in der Lektion|das Buch (?:hat|erklärt))[^.\n]{0,30}(?:nicht|kein)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\d+\s?쪽|\b(?:page|Seite|p\.|S\.)\s?\d+", re.IGNORECASE)
_FILLER = re.compile(
    r"(?:좋은|훌륭한) 질문|죄송|미안|(?:아까|앞에서) (?:말|설명)했"
    r"|(?:great|good|excellent) question|as I (?:said|mentioned)|\bsimply\b"
    r"|apologi[sz]e|\bI'm sorry\b|gute Frage|wie gesagt|tut mir leid|Entschuldigung",
    re.IGNORECASE,
)
_WORKSHOP = re.compile(
    r"검색 결과|(?:제공된|주어진) (?:지문|자료|문단|텍스트)|프롬프트|지시문"
    r"|search results?|\bpassages?\b|\bthe context\b|\bprompt\b|Suchergebnis|Textpassage|Textabschnitt",
    re.IGNORECASE,
)
_NESTED = re.compile(r"\s{2,}(?:[-*+]|\d+[.)])\s")


def german_is_bold(case: Case) -> Iterator[str]:
    """Every word of German, in an explanation and behind 📌 and 💡 too."""
    if case.language == "de":
        return
    rest = _NOT_GERMAN.sub(" ", _MARK.sub(" ", _BOLD.sub(" ", _without_names(case))))
    for word in _LATIN.findall(rest):
        if case.language == "ko" or (re.search("[äöüß]", word) or (is_word(word, "de") and not is_word(word, "en"))):
            yield word


def sentences_are_translated_once(case: Case) -> Iterator[str]:
    """Every whole German sentence, wherever it stands."""
    if case.language == "de":
        return
    for match in _SENTENCE.finditer(_MARK.sub("", case.text)):
        sentence, behind = match.group(1), match.group(2)
        right_behind, *translated = behind.split("→")
        translations = len(translated) + len(re.findall(r"\([^)]*[가-힣A-Za-z]{2}[^)]*\)", right_behind))
        if translations != 1:
            yield f"{sentence}: {translations} translations"


def the_books_translation_stands_as_it_is(case: Case) -> Iterator[str]:
    """Where the book gives one in the language of the answer."""
    books = {
        _folded(german): _folded(translation)
        for hit in case.passages
        for cells in (line.split(" | ") for line in hit.passage.text.splitlines())
        for german, translation in itertools.pairwise(cells)
        if language_of_answer(translation, "") == case.language
    }
    for match in _SENTENCE.finditer(_MARK.sub("", case.text)):
        sentence, behind = match.groups()
        if "→" in behind and books.get(_folded(sentence), "") not in _folded(behind):
            yield f"{sentence}:{behind}"


def what_is_not_from_the_book_is_marked_and_ends(case: Case) -> Iterator[str]:
    """In the fixed words, in one quotation block, with nothing of the book in it. What has nothing to do with the
    language has none."""
    lines = case.text.splitlines()
    marked = [number for number, line in enumerate(lines) if BEYOND_THE_BOOK in line]
    if marked and case.question.kind in _BESIDE_THE_SUBJECT:
        yield "what is beside the subject is answered"
    if not (marked or case.sources) and case.question.kind in ("not in the book", "above level"):
        yield "not marked"
    if len(marked) > 1:
        yield "more than one block"
    for number in marked:
        if lines[number].strip() != f"> {NOT_FROM_THE_BOOK.get(case.language, '')}":
            yield f"other words: {lines[number]}"
        block = lines[number:]
        end = next((at for at, line in enumerate(block) if not line.startswith(">")), len(block))
        if end == 1:
            yield "nothing is in it"
        if _MARK.search("\n".join(block[:end])):
            yield "the book is cited in it"


def the_book_is_not_said_to_lack_anything(case: Case) -> Iterator[str]:
    """The bot says so itself, below the answer."""
    if denial := _DENIAL.search(re.sub("→.*", "", _BOLD.sub("", case.text))):
        yield denial.group()


def what_another_unit_has_is_sent_there(case: Case) -> Iterator[str]:
    """That unit is named or cited, and no third one, unless the learner's own has it after all; where the search was
    in doubt, nothing is sure."""
    if case.grounding.ground is not Ground.ELSEWHERE or case.grounding.doubtful:
        return
    cited = {each.unit for each in case.sources}
    for other in {*re.findall(r"\b[A-Z]\w*-\d+", case.text)} - cited - {case.grounding.unit, case.question.unit}:
        yield f"{other} is named"
    if case.grounding.unit not in case.text and not cited & {case.grounding.unit, case.question.unit}:
        yield f"{case.grounding.unit} is neither named nor cited"


def a_tip_is_single_and_modest(case: Case) -> Iterator[str]:
    """What is said of all words is seldom true of them."""
    tips = [line for line in case.text.splitlines() if "💡" in line]
    if len(tips) > 1:
        yield f"{len(tips)} tips"
    for tip in tips:
        if wide := _UNIVERSAL.search(tip):
            yield f"{wide.group()}: {tip}"


def a_second_rule_is_another(case: Case) -> Iterator[str]:
    """📌 at most once, and not what the explanation has said already."""
    above, *rules = case.text.split("📌")
    if len(rules) > 1:
        yield f"{len(rules)} rules"
    for rule in rules:
        rule = rule.partition("\n")[0]
        said = {*terms(rule)}
        if said and len(said & {*terms(above)}) > _REPEATED * len(said):
            yield f"said already: {rule.strip()[:60]}"


def exercises_are_neither_cited_nor_filled_in(case: Case) -> Iterator[str]:
    """But the first item of one that is asked about, and what the book itself says elsewhere."""
    texts = [(text, is_exercise) for hit in case.passages for text, is_exercise in _paragraphs(hit)]
    said, shown = _plain(case.text), _plain("\n".join(text for text, is_exercise in texts if not is_exercise))
    tasks = [text for text, is_exercise in texts if is_exercise]
    if case.question.kind != "exercise":
        yield from (f"cited: {task[:60]}" for task in tasks if any(_within(each.quote, task) for each in case.sources))
    items = [item for task in tasks for item in _items(task) if not item.search(shown)]
    filled = sum(bool(item.search(said)) for item in items)
    if filled > (case.question.kind == "exercise"):
        yield f"{filled} items filled in"


def the_answer_key_is_kept(case: Case) -> Iterator[str]:
    """It is neither cited nor told: not even solution after solution, without their sentences."""
    told = [bold.strip(" .!?") for bold in _BOLD.findall(case.text)]
    for hit in case.passages:
        for text, is_exercise in _paragraphs(hit):
            if hit.passage.unit is None and is_exercise:
                if any(_within(each.quote, text) for each in case.sources):
                    yield f"cited: {text[:60]}"
                key = [each.strip(" .!?") for each in re.split(r"\s*\d{1,2}[.)]\s", text)]
                if _runs(key) & _runs(told):
                    yield f"told: {', '.join(told)[:60]}"


def citations_hold_whole_sentences(case: Case) -> Iterator[str]:
    """A sentence that is broken over two blocks proves nothing. (A Korean one may begin with a German word.)"""
    for source in case.sources:
        quote = source.quote.strip()
        is_german = not re.search("[가-힣]", quote) and re.search("[.!?]", quote)
        if re.match(r"[,;)]", quote) or (is_german and re.match("[a-zäöü]", quote)):
            yield f"begins in mid-sentence: {quote[:60]}"
        if re.search(r"[,;(‘„]$|\b(?:und|oder|der|die|das)$", quote):
            yield f"ends in mid-sentence: {quote[-60:]}"


def citations_exist(case: Case) -> Iterator[str]:
    """Every mark has its source, and its words stand in a passage that was sent; what the book has is cited."""
    numbers = {source.number for source in case.sources}
    for mark in _MARK.findall(case.text):
        if int(mark) not in numbers:
            yield f"[{mark}] has no source"
    sent = " ".join(paragraph.text for hit in case.passages for paragraph in hit.passage.paragraphs)
    for source in case.sources:
        if not _within(source.quote, sent):
            yield f"not sent: {source.quote[:60]}"
    has_it = case.grounding.ground is not Ground.NOWHERE
    if has_it and case.question.kind in ("grammar", "vocabulary", "dialogue", "other unit") and not case.sources:
        yield "nothing is cited"


def pages_are_left_to_the_citations(case: Case) -> Iterator[str]:
    """A page number in the prose is invented, unless the learner has named it."""
    for page in _PAGE.finditer(case.text):
        if page.group() not in case.question.question:
            yield page.group()


def words_are_known_or_glossed(case: Case) -> Iterator[str]:
    """Of the sentences in the language being learned: not more than a few words that the units so far, the passages
    sent and the question don't have and that no brackets explain. Names and the commonest words count for nothing."""
    if case.language == "de" or not case.known:
        return
    given = [case.question.question, *(hit.passage.text for hit in case.passages)]
    known = case.known | {term for text in given for term in terms(text)}
    new = dict.fromkeys(
        word
        for match in _SENTENCE.finditer(_MARK.sub("", case.text))
        for word in _LATIN.findall(_GLOSSED.sub(" ", match.group(1)))
        if is_word(word.casefold(), "de") and frequency(word.casefold(), "de") < _COMMON and not known & {*terms(word)}
    )
    if len(new) > MOST_NEW_WORDS:
        yield f"new words: {', '.join(new)}"


def it_is_short(case: Case) -> Iterator[str]:
    """And a friendly line where there is nothing to teach."""
    words = len(case.text.split())
    if words > MOST_WORDS:
        yield f"{words} words"
    if case.question.kind in _BESIDE_THE_SUBJECT and re.search("[📌💡]", case.text):
        yield "a lesson"


def it_is_in_one_language(case: Case) -> Iterator[str]:
    """The one to answer in, from the first word to the last."""
    said = _MARK.sub("", _BOLD.sub("", _NOT_GERMAN.sub("", _without_names(case))))
    for sentence in re.split(r"\n|(?<=[.!?])\s", said):
        hangul, latin = len(re.findall("[가-힣]", sentence)), len(re.findall("[A-Za-zäöüß]", sentence))
        is_english = case.language == "de" and language_of_answer(sentence, "de") == "en"
        if is_english or (latin > hangul if case.language == "ko" else hangul > latin):
            yield sentence[:60]


def a_quiz_asks_one_thing_at_a_time(case: Case) -> Iterator[str]:
    """And waits for the answer."""
    asked = [line for line in case.text.splitlines() if line.rstrip().endswith("?")]
    if len(asked) > 1 and re.search("quiz|퀴즈", case.question.question, re.IGNORECASE):
        yield f"{len(asked)} questions"


def the_learners_sentence_is_shown_right(case: Case) -> Iterator[str]:
    """In bold, in full."""
    shown = any(len(bold.split()) > 2 for bold in _BOLD.findall(case.text))
    if case.language != "de" and case.question.kind == "own sentence" and not shown:
        yield "no sentence in bold"


def it_suits_a_phone(case: Case) -> Iterator[str]:
    """No table, no heading, no code, no HTML, no list inside a list."""
    for line in case.text.splitlines():
        if re.match(r"\s*(?:\||#{1,6} |```)|.*</?\w+>", line) or _NESTED.match(line):
            yield line[:60]


def it_comes_to_the_point(case: Case) -> Iterator[str]:
    """No flattery, no excuses, nothing about how it was made."""
    said = re.sub("→.*", "", _BOLD.sub("", case.text))
    yield from (each.group() for pattern in (_FILLER, _WORKSHOP) for each in pattern.finditer(said))


def nothing_in_the_text_is_obeyed(case: Case) -> Iterator[str]:
    """No instruction is given away, and no address that the book does not have."""
    if discloses(case.text):
        yield "the instructions"
    yield from addresses(case.text) - addresses("\n".join(hit.passage.text for hit in case.passages))


RULES: tuple[Callable[[Case], Iterator[str]], ...] = (
    german_is_bold,
    sentences_are_translated_once,
    the_books_translation_stands_as_it_is,
    what_is_not_from_the_book_is_marked_and_ends,
    the_book_is_not_said_to_lack_anything,
    what_another_unit_has_is_sent_there,
    a_tip_is_single_and_modest,
    a_second_rule_is_another,
    exercises_are_neither_cited_nor_filled_in,
    the_answer_key_is_kept,
    citations_hold_whole_sentences,
    citations_exist,
    pages_are_left_to_the_citations,
    words_are_known_or_glossed,
    it_is_short,
    it_is_in_one_language,
    a_quiz_asks_one_thing_at_a_time,
    the_learners_sentence_is_shown_right,
    it_suits_a_phone,
    it_comes_to_the_point,
    nothing_in_the_text_is_obeyed,
)


def _without_names(case: Case) -> str:
    """Without the units' titles and those who speak in the dialogues, who are named as they are."""
    text = case.text
    for title in {hit.title for hit in case.passages if hit.title} | case.titles:
        for part in (title, *title.split(" · ")):
            text = text.replace(part, " ")
    for speaker in _speakers(case):
        text = re.sub(rf"\b{re.escape(speaker)}(?![A-Za-zÄÖÜäöüß])", " ", text)
    return text


def _speakers(case: Case) -> set[str]:
    """Who begins several lines of a paragraph."""
    paragraphs = [paragraph.text for hit in case.passages for paragraph in hit.passage.paragraphs]
    begun = [Counter(re.findall(r"(?m)^([A-ZÄÖÜ][^|\n]{1,30}) \| ", text)) for text in paragraphs]
    return {name for counts in begun for name, lines in counts.items() if lines > 1}


def _paragraphs(hit: Hit) -> Iterator[tuple[str, bool]]:
    """Each with whether it is an exercise."""
    texts = [paragraph.text for paragraph in hit.passage.paragraphs]
    return zip(texts, exercises(texts), strict=True)


def _plain(text: str) -> str:
    return " ".join(_MARK.sub("", text.replace("**", "")).split())


def _within(quote: str, text: str) -> bool:
    return " ".join(quote.split()) in " ".join(text.split())


def _folded(text: str) -> str:
    """Without brackets, and what else may be written in several ways."""
    return re.sub(r"\W+", " ", re.sub(r"\([^)]*\)", "", text)).strip()


def _runs(solutions: Sequence[str]) -> set[tuple[str, ...]]:
    """So many side by side that nobody tells them by chance."""
    return {tuple(solutions[at : at + _FROM_THE_KEY]) for at in range(len(solutions) - _FROM_THE_KEY + 1)}


def _items(text: str) -> Iterator[re.Pattern[str]]:
    """Each item of an exercise as it reads with its gap filled in."""
    for item in re.split(r"\n|\||(?:^|\s)\d{1,2}[.)]\s", text):
        item = " ".join(item.split())
        if _GAP.search(item) and len(item.split()) > 2:
            parts = [re.escape(part) for part in _GAP.split(item)]
            yield re.compile(r"[\wÄÖÜäöüß]+".join(parts))
