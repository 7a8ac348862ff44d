"""What units teach, told by what is inside: a language, in two languages or in sections on skills, or else. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

from ingest.concepts import GRAMMAR, SKILLS
from ingest.exercises import exercises
from ingest.languages import detect_languages
from ingest.pdf.document import Block, Document
from ingest.unit_words import WORD_CLASSES
from ingest.units.starts import counts_others, parse, wording

Subject = Literal["a language", "another", "unknown"]

USUAL_SECTIONS = 2  # in most units, at least
EXERCISES = 2  # of a unit, at least
QUESTIONS = 3
LONGEST_QUESTION = 120  # characters
OWN_TEXTS = 0.05  # of the lines and cells: those in each of two languages, at least
FEW_WORDS = 4  # of a line that may be a word and its meaning
A_PHRASE = 12  # words at most
_ASKED = ("?", "？", "؟")
_SPOKEN = re.compile(r"([^\W\d_][\w. ]{0,14}) ?: ")
_LABEL = re.compile(r"[A-Z]\d{1,2}\s+")  # 'A1 Dialog' in unit A, 'B1 Dialog' in unit B
_WORD_CLASS = re.compile(rf"\b(?:{WORD_CLASSES})", re.IGNORECASE)


class Languages:
    """Which languages a document is in, and which its lines and cells, each text told once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._told: dict[str, list[Sequence[str]]] = {}

    @cached_property
    def _all(self) -> Sequence[str]:
        return detect_languages(block.text for page in self._document.pages for block in page.blocks)

    def are_two(self, blocks: Sequence[Block]) -> bool:
        """Whether some lines and cells are in one, and some in another, or words beside their meaning."""
        told = [each for block in blocks for each in self._of(block.text)] if len(self._all) > 1 else []
        times = Counter(itertools.chain.from_iterable(told))
        return sum(times[language] >= OWN_TEXTS * len(told) > 0 for language in self._all) > 1

    def are_phrases(self, blocks: Sequence[Block]) -> bool:
        """Whether that is so, and most words stand in short ones: not in books on computers, nor in statutes."""
        words = [len(part.split()) for block in blocks for part in _parts(block.text)]
        return 2 * sum(count for count in words if count <= A_PHRASE) > sum(words) and self.are_two(blocks)

    def _of(self, text: str) -> list[Sequence[str]]:
        """Each line's and cell's languages: all languages of few words, and that of most others."""
        if text not in self._told:
            few = (len(part.split()) <= FEW_WORDS for part in _parts(text))
            self._told[text] = [
                detect_languages((part,))[: None if alone else 1] for part, alone in zip(_parts(text), few, strict=True)
            ]
        return self._told[text]


def _parts(text: str) -> list[str]:
    """Lines and cells."""
    return re.split(r" \| |\n", text)


class Inside:
    """What units are called, and have behind their titles."""

    def __init__(self, titles: Iterable[str], units: Sequence[Sequence[Block]], languages: Languages) -> None:
        self._units, self._languages = units, languages
        self._grammar = sum(_names_grammar(title) for title in titles)
        headings = [block.text for blocks in units for block in blocks if block.kind == "heading"]
        self._skills = {_section(text) for text in headings if SKILLS.named_in(_LABEL.sub("", text))}
        self._sections = [
            {_section(block.text) for block in blocks if block.kind == "heading"} - {""} for blocks in units
        ]
        times = Counter(itertools.chain.from_iterable(self._sections))
        self._usual = {section for section, count in times.items() if count > 1 and 2 * count >= len(units)}

    @cached_property
    def subject(self) -> Subject:
        """What most units teach: a language, if they are named after its grammar, if they have several sections in
        common, one of them on a skill, or have none in common and phrases in two languages: books on computers in
        English and Korean share others. Another subject, if they share sections, and nothing speaks for a language."""
        if 2 * self._grammar >= len(self._units):
            return "a language"
        having = sum(bool(self._usual & sections) for sections in self._sections)
        alike = len(self._usual) >= USUAL_SECTIONS and 2 * having > len(self._units)
        phrases = () if alike else map(self._languages.are_phrases, self._units)
        if (alike and self._usual & self._skills) or 2 * sum(phrases) > len(self._units):
            return "a language"
        practised = map(_have_exercises, self._units)
        if not alike or self.in_two_languages or 2 * sum(practised) > len(self._units):
            return "unknown"
        return "another"

    @cached_property
    def in_two_languages(self) -> bool:
        return 2 * sum(map(self._languages.are_two, self._units)) > len(self._units)

    @cached_property
    def ask(self) -> bool:
        return 2 * sum(map(_have_questions, self._units)) > len(self._units)

    @property
    def skills(self) -> int:
        """How many of the sections that most units have are on a skill."""
        return len(self._usual & self._skills)

    @cached_property
    def share_with_work(self) -> float:
        """How many units have tables, tasks or translations, of half of them: every other one will do."""
        having = sum(any(map(_is_work, blocks)) or self._languages.are_two(blocks) for blocks in self._units)
        return min(1.0, 2 * having / len(self._units))


def _names_grammar(title: str) -> bool:
    return bool(GRAMMAR.named_in(title)) or _WORD_CLASS.search(title) is not None


def _section(heading: str) -> str:
    return wording(_LABEL.sub("", heading))


def _is_work(block: Block) -> bool:
    """A table or a task."""
    if block.kind == "table":
        return True
    if found := parse(block.text, 1):
        return not found.style or found.form != ""
    return any(map(str.isalpha, block.text)) and counts_others(block.text)


def _have_exercises(blocks: Sequence[Block]) -> bool:
    return sum(exercises([block.text for block in blocks])) >= EXERCISES


def _have_questions(blocks: Sequence[Block]) -> bool:
    """Whether the learner is asked something, in any language."""
    texts = (block.text for block in blocks if len(block.text) <= LONGEST_QUESTION and not _SPOKEN.match(block.text))
    return sum(text.endswith(_ASKED) for text in texts) >= QUESTIONS
