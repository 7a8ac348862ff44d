"""What the rules look at: parts of an answer, and of the passages that it was written from. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.evaluate.case import Case
from bot.tutor.sources import Source
from ingest.exercises import exercises
from ingest.library import Hit

BOLD = re.compile(r"\*\*(.+?)\*\*")
MARK = re.compile(r"\\?\[(\d+)\]")
UNIT_OR_SIGN = re.compile(r"[A-Z]\d+-\d+|(?<![A-Za-zäöüß])(?:[A-ZÄÖÜ]{2,}|[A-C]\d)(?![A-Za-zäöüß])")
"""Latin letters that are of no language: units, levels, abbreviations."""

_BOLD_SENTENCE = r"[A-ZÄÖÜ][^*\n]*\s[^*\n]*[.!?](?=\*\*)|[A-ZÄÖÜ][^*\s]*(?:\s[^*\s]+){2,}(?=\*\*[.!?])"
_SENTENCE = re.compile(rf"\*\*({_BOLD_SENTENCE})\*\*([^\n]*?)(?=\*\*[A-ZÄÖÜ]|$)", re.MULTILINE)
_CITED = re.compile(rf"^[-*\d.> ]*\*\*({_BOLD_SENTENCE})\*\*[^*\n]*?((?:\s*\\?\[\d+\])+)\s*$", re.MULTILINE)
_GAP = re.compile(r"_{2,}")


def sentences(case: Case) -> list[tuple[str, str]]:
    """The whole sentences in bold, each with what stands behind it up to the next one or the end of the line."""
    return _SENTENCE.findall(MARK.sub("", case.text))


def cited_sentences(case: Case) -> Iterator[tuple[str, list[int]]]:
    """The whole sentences that stand on a line of their own, translated or not, with their marks."""
    for sentence, marks in _CITED.findall(case.text):
        yield sentence, [int(mark) for mark in MARK.findall(marks)]


def quotes(case: Case) -> list[str]:
    """All words that are cited."""
    return [quote for source in case.sources for quote in source.quotes]


def passages_of(case: Case, source: Source) -> list[Hit]:
    """The passages that may have the words of a source, by its unit and pages."""
    first, last = source.pages
    sent = [hit for hit in case.passages if hit.passage.unit == source.unit]
    return [hit for hit in sent if hit.passage.page_first <= first and last <= hit.passage.page_last]


def explanation(case: Case) -> str:
    """The answer without what is bold, and without names and translations."""
    return re.sub("→.*", "", BOLD.sub("", without_names(case)))


def without_names(case: Case) -> str:
    """The answer without the titles of units and the people who speak in dialogues: names are of no language."""
    text = case.text
    for title in {*case.units.values(), *(hit.title for hit in case.passages)} - {""}:
        for part in (title, *title.split(" · ")):
            text = text.replace(part, " ")
    for speaker in _speakers(case):
        text = re.sub(rf"\b{re.escape(speaker)}(?![A-Za-zÄÖÜäöüß])", " ", text)
    return text


def _speakers(case: Case) -> set[str]:
    """Who begins several lines of one paragraph."""
    texts = (text for hit in case.passages for text, _ in paragraphs_of(hit))
    found = [Counter(re.findall(r"(?m)^([A-ZÄÖÜ][^|\n]{1,30}) \| ", text)) for text in texts]
    return {name for counts in found for name, lines in counts.items() if lines > 1}


def paragraphs_of(hit: Hit) -> Iterator[tuple[str, bool]]:
    """Each with whether it is an exercise."""
    texts = [paragraph.text for paragraph in hit.passage.paragraphs]
    return zip(texts, exercises(texts), strict=True)


def solved_items(exercise: str) -> Iterator[re.Pattern[str]]:
    """Each item of an exercise, as it reads with its gaps filled in by any word; without a hint in brackets."""
    for item in re.split(r"(?:^|\s)\d{1,2}[.)]\s|\n|\||\([^)_\n]*\)\s*(?=[|\n]|$)", exercise):
        item = " ".join(item.split())
        if _GAP.search(item) and len(item.split()) > 2:
            yield re.compile(r"[\wÄÖÜäöüß]+".join(re.escape(part) for part in _GAP.split(item)))


def plain(text: str) -> str:
    """Without bold and marks, with single spaces."""
    return " ".join(MARK.sub("", text.replace("**", "")).split())


def stands_in(quote: str, text: str) -> bool:
    """However the two are spaced."""
    return " ".join(quote.split()) in " ".join(text.split())


def words_alone(text: str) -> str:
    """Without punctuation and what stands in brackets, to compare translations."""
    return re.sub(r"\W+", " ", re.sub(r"\([^)]*\)", "", text)).strip()


def runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """All that stand side by side, so many at a time."""
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}
