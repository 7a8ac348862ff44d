"""Whether units are lessons of a language, by what is inside: sections on skills, tasks, phrases. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from ingest.languages import detect_languages
from ingest.pdf.document import Block
from ingest.unit_words import SKILLS
from ingest.units.starts import counts_others, parse, wording

USUAL_SECTIONS = 2  # in most units, at least
A_PHRASE = 100  # letters at most
FEW_PHRASES, MANY_PHRASES = 6, 40
_SPOKEN = re.compile(r"([^\W\d_][\w. ]{0,14}) ?: ")
_LABEL = re.compile(r"[A-Z]\d{1,2}\s+")  # 'A1 Dialog' in unit A, 'B1 Dialog' in unit B
_SKILL = re.compile(rf"\b(?:{SKILLS})", re.IGNORECASE)


def share_with_work(units: Sequence[Sequence[Block]]) -> float:
    """How many units have tables, tasks or dialogues behind their title, of half of them: every other one will do."""
    having = sum(any(map(_is_work, blocks)) or _have_dialogue(blocks) for blocks in units)
    return min(1.0, 2 * having / len(units))


def are_lessons(units: Sequence[Sequence[Block]], days: bool) -> bool:
    """Whether most units have sections in common, several in all and one on a skill, or are in two languages with a
    section on a skill or, if they are `days`, a word list: unlike the chapters of a manual, or the days of a guide."""
    headings = [[_LABEL.sub("", block.text) for block in blocks if block.kind == "heading"] for blocks in units]
    sections = [set(map(wording, texts)) - {""} for texts in headings]
    times = Counter(itertools.chain.from_iterable(sections))
    usual = {section for section, count in times.items() if count > 1 and 2 * count >= len(units)}
    skills = {wording(text) for text in itertools.chain.from_iterable(headings) if _SKILL.search(text)}
    alike = sum(bool(usual & section) for section in sections) if len(usual) >= USUAL_SECTIONS and usual & skills else 0
    if 2 * alike > len(units):
        return True
    bilingual = sum(
        (bool(section & skills) or (days and any(map(_is_word_list, blocks))))
        and _in_two_scripts("".join(block.text for block in blocks))
        for blocks, section in zip(units, sections, strict=True)
    )
    return 2 * bilingual > len(units)


def are_phrases(units: Sequence[Sequence[Block]]) -> bool:
    """Whether most units are phrases with their translations: those of a phrasebook need no sections."""
    return 2 * sum(map(_are_phrases, units)) > len(units)


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


def _are_phrases(blocks: Sequence[Block]) -> bool:
    """Whether the first short texts are in one language and another by turns."""
    texts = (cell for block in blocks if block.kind != "heading" for cell in re.split(r" \| |\n", block.text))
    short = itertools.islice((text for text in texts if len(text) <= A_PHRASE), MANY_PHRASES)
    languages = [next(iter(detect_languages((text,))), "") for text in short]  # "": a Latin word or two
    turns = sum(one != other for one, other in itertools.pairwise(languages))
    two = len({language for language in languages if language}) > 1
    return two and len(languages) >= FEW_PHRASES and 4 * turns >= 3 * len(languages)


def _letters(text: str) -> tuple[int, int]:
    """How many are Latin, and how many are not."""
    latin = [char < "\u0250" for char in text if char.isalpha()]
    return sum(latin), len(latin) - sum(latin)


def _in_two_scripts(text: str) -> bool:
    """Whether each has a letter of twenty: a course of German for those who speak Korean."""
    return min(_letters(text)) * 20 >= sum(_letters(text)) > 0


def _is_word_list(block: Block) -> bool:
    """Whether most rows of a table have a cell in Latin letters alone, and one without."""
    cells = (map(_letters, row.split(" | ")) for row in block.text.splitlines())
    rows = [{(latin > 0, others > 0) for latin, others in row} for row in cells]
    return block.kind == "table" and 2 * sum(row >= {(True, False), (False, True)} for row in rows) > len(rows)
