"""How the words at line ends go on, told by the whole book and by the language: which hyphens are the typesetter's,
and which lines of Korean end in mid-word (`syllables`). Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.languages import detect_languages
from ingest.lexicon import is_word
from ingest.pdf.document import Block, Page
from ingest.pdf.letters.clean import SOFT_HYPHEN, WORD_JOINER, is_korean
from ingest.pdf.letters.syllables import Syllables, is_ending

HYPHENATING = {"en", "fr", "pt", "es", "it", "ru"}
AROUND = 80  # letters that tell in which language a word stands

LONGEST_PART = 40  # letters, on each side of a hyphen

_LETTERS = r"[^\W\d_]+"
_WORD = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*")
_BEFORE = re.compile(rf"(?:{_LETTERS}-)*{_LETTERS}$")
_SYLLABLES = re.compile("[가-힣]+")
_SYLLABLES_BEFORE = re.compile("[가-힣]+$")
# Two adjectives of one kind, such as 'deutsch-koreanisch'.
_ADJECTIVE_PAIR = re.compile(rf"(?:deutsch|{_LETTERS}isch)-(?:deutsch|{_LETTERS}isch)(?:e[mnrs]?)?", re.IGNORECASE)


def settle_hyphens(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with each doubtful hyphen (`join_lines`) kept or gone, and nothing left that only joins lines need."""
    texts = [block.text for page in pages for block in page.blocks]
    words = Counter(word.lower() for text in texts for word in _WORD.findall(text))
    syllables = Syllables(texts)
    return tuple(replace(page, blocks=tuple(_settled(page.blocks, words, syllables))) for page in pages)


def _settled(blocks: Iterable[Block], words: Counter[str], syllables: Syllables) -> Iterator[Block]:
    for block in blocks:
        if SOFT_HYPHEN in block.text or WORD_JOINER in block.text:
            parts = block.text.replace(WORD_JOINER, "").split(SOFT_HYPHEN)
            text = parts[0]
            for after in parts[1:]:
                if is_korean(text[-1:]) and is_korean(after[:1]):
                    text += " " * syllables.part(*_at_end(text, after)) + after
                elif is_korean(after[:1]):
                    text += " " * (not _goes_on(text, after, words)) + after
                else:
                    text += _hyphen(text, after, words) + after
            block = replace(block, text=text)
        yield block


def _at_end(before: str, after: str) -> tuple[str, str]:
    """The ends of two lines of Korean, up to the next space."""
    left, right = _SYLLABLES_BEFORE.search(before[-LONGEST_PART:]), _SYLLABLES.match(after[:LONGEST_PART])
    return left[0] if left else "", right[0] if right else ""


def _goes_on(before: str, after: str, words: Counter[str]) -> bool:
    """Whether a word of other letters that ends a line has its end in the next one's Korean: it takes particles, and
    makes words that the book has elsewhere."""
    left, right = _BEFORE.search(before[-LONGEST_PART:]), _SYLLABLES.match(after[:LONGEST_PART])
    return not left or not right or is_ending(right[0]) or words[f"{left[0]}{right[0]}".lower()] > 0


def _hyphen(before: str, after: str, words: Counter[str]) -> str:
    """What stands between the end of one text and the begin of another."""
    left, right = _BEFORE.search(before[-LONGEST_PART:]), _WORD.match(after[:LONGEST_PART])
    if not left or not right:
        return ""
    kept, gone = words[f"{left[0]}-{right[0]}".lower()], words[(left[0] + right[0]).lower()]
    if kept != gone:
        return "-" if kept > gone else ""
    language = next(iter(detect_languages([before[-AROUND:] + after[:AROUND]])), "")
    return "-" if _belongs(left[0], right[0], language) else ""


def _belongs(left: str, right: str, language: str) -> bool:
    """Whether a hyphen stands between these where nothing in the book tells. German joins what others hyphenate; in
    them two words that make no third have one: 'well-known', 'semi-detached', 'peut-être'."""
    first, last = left.rpartition("-")[2].lower(), right.partition("-")[0].lower()
    if language not in HYPHENATING:
        return _ADJECTIVE_PAIR.fullmatch(f"{first}-{last}") is not None
    return is_word(first, language) and is_word(last, language) and not is_word(first + last, language)
