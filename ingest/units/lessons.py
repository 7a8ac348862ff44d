"""Whether units are lessons of a language, by what is inside: two languages, or sections on skills. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from ingest.exercises import exercises
from ingest.languages import detect_languages
from ingest.pdf.document import Block
from ingest.unit_words import SKILLS
from ingest.units.starts import counts_others, parse, wording

Subject = Literal["a language", "another", "unknown"]

USUAL_SECTIONS = 2  # in most units, at least
EXERCISES = 2  # of a unit, at least
OWN_TEXTS = 0.05  # of the lines and cells: those in each of two languages, at least
_SPOKEN = re.compile(r"([^\W\d_][\w. ]{0,14}) ?: ")
_LABEL = re.compile(r"[A-Z]\d{1,2}\s+")  # 'A1 Dialog' in unit A, 'B1 Dialog' in unit B
_SKILL = re.compile(rf"\b(?:{SKILLS})", re.IGNORECASE)


def subject_of(units: Sequence[Sequence[Block]]) -> Subject:
    """What most units teach: a language, if they are in two, or have several sections in common, one of them on a
    skill; another subject, if they have sections in common and neither that nor dialogues nor gaps to fill in."""
    headings = [[_LABEL.sub("", block.text) for block in blocks if block.kind == "heading"] for blocks in units]
    sections = [set(map(wording, texts)) - {""} for texts in headings]
    times = Counter(itertools.chain.from_iterable(sections))
    usual = {section for section, count in times.items() if count > 1 and 2 * count >= len(units)}
    skills = {wording(text) for text in itertools.chain.from_iterable(headings) if _SKILL.search(text)}
    having = sum(bool(usual & section) for section in sections) if len(usual) >= USUAL_SECTIONS else 0
    alike = 2 * having > len(units)
    if (alike and usual & skills) or 2 * sum(map(_are_in_two_languages, units)) > len(units):
        return "a language"
    practised = sum(_have_dialogue(blocks) or _have_exercises(blocks) for blocks in units)
    return "another" if alike and 2 * practised <= len(units) else "unknown"


def share_with_work(units: Sequence[Sequence[Block]]) -> float:
    """How many units have tables, tasks or dialogues behind their title, of half of them: every other one will do."""
    having = sum(any(map(_is_work, blocks)) or _have_dialogue(blocks) for blocks in units)
    return min(1.0, 2 * having / len(units))


def _is_work(block: Block) -> bool:
    """A table or a task."""
    if block.kind == "table":
        return True
    if found := parse(block.text, 1):
        return not found.style or found.form != ""
    return any(map(str.isalpha, block.text)) and counts_others(block.text)


def _have_dialogue(blocks: Sequence[Block]) -> bool:
    """Whether two take turns: 'Anna: ...'."""
    speakers = Counter(found[1] for block in blocks if (found := _SPOKEN.match(block.text)))
    return sum(times > 1 for times in speakers.values()) > 1


def _have_exercises(blocks: Sequence[Block]) -> bool:
    return sum(exercises([block.text for block in blocks])) >= EXERCISES


def _are_in_two_languages(blocks: Sequence[Block]) -> bool:
    """Whether some lines and cells are in one, and some in another, rather than each in both: 'Halle 시장 Nord'."""
    texts = [text for block in blocks for text in re.split(r" \| |\n", block.text)]
    languages = detect_languages(texts)
    mainly = Counter(next(iter(detect_languages((text,))), "") for text in texts) if len(languages) > 1 else Counter()
    return sum(mainly[language] >= OWN_TEXTS * len(texts) for language in languages) > 1
