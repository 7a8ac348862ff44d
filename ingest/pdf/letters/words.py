"""A pdfplumber page -> the words that a reader sees on it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from statistics import median_low

from pdfplumber.page import Page as PlumberPage

from ingest.pdf.document import Box, Matrix, around
from ingest.pdf.letters.chars import Char, box_of, read_chars
from ingest.pdf.letters.clean import FIRST_WIDE, SOFT_HYPHEN, is_unspaced, says
from ingest.pdf.letters.codepages import in_letters_meant
from ingest.pdf.letters.directions import turned
from ingest.pdf.letters.ligatures import spell_out
from ingest.pdf.letters.marks import with_marks, with_vowels_behind
from ingest.pdf.letters.painted import letters
from ingest.pdf.letters.raised import RAISED, levelled
from ingest.pdf.letters.readings import with_readings
from ingest.pdf.letters.right_to_left import is_right_to_left
from ingest.pdf.letters.second_reader import SecondSight
from ingest.pdf.letters.spacing import are_pieces, close_spaced, letter_gap, letter_gaps
from ingest.pdf.letters.visible import visible
from ingest.pdf.letters.word import Word

SPACE = 0.17  # of the font's size: a gap that parts two words where the PDF has no space characters
NARROW_SPACE = 0.1  # the same where it has none at all, and the letters of words touch
TOUCHING = 0.03  # of the size: a gap between two letters that touch, but for their kerning
SPACE_BESIDE_SPACES = 0.3  # the same where it has them, so that s p a c e d letters hold together
SPACE_BESIDE_WIDE = 0.45  # the same beside Chinese and Japanese: justified lines stretch the room between scripts
SPACE_GAP = 0.87  # of a line's spaces: a narrower gap is none; between scripts, the room that word processors put there
RAISED_GAP = 0.5  # the same beside a letter on a line of its own
SMALLEST_RAISED = 0.4  # of the size: what is smaller beside a letter is none of its word, but a text that it begins
CLOSING = frozenset(".,:;!?)")  # begin no word


_text_of, _size, _font = itemgetter("text"), itemgetter("size"), itemgetter("fontname")

Gaps = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page's words in the order they were painted, on the page turned so that most of them are level."""

    words: list[Word]
    sideways: list[list[Char]]  # levelled around their own middle, where there is no room for them
    width: float
    height: float
    angle: float  # by which the page was turned
    painted: bool  # it has characters, be they seen or not
    unseen: bool  # it may be that some of its text cannot be seen
    view: Matrix  # from these places to those on the page as displayed


def read_words(page: PlumberPage, second: SecondSight) -> PageWords:
    """Raises PdfminerException, or nearly anything else, on a page that is broken."""
    chars = read_chars(page)
    if not all(map(says, set(map(_text_of, chars)))) or second.misses(chars):
        chars = second.complete(chars)
        spaces = _spaces(chars, second)
        for char in chars:
            if not says(char["text"]):
                char["text"] = char.get("guess") or spaces.get((char["fontname"], char["text"]), char["text"])
    spell_out(chars)
    return _page_words(chars, second)


def _spaces(chars: Iterable[Char], second: SecondSight) -> dict[tuple[str, str], str]:
    """The one glyph of a font, by its name, that nobody knows and that is not seen: the font's space."""
    unknown = {(char["fontname"], char["text"]): char for char in chars if not says(char["text"])}
    fonts = Counter(font for (font, _), char in unknown.items() if not second.shows(_middle(char)))
    return {key: " " for key, char in unknown.items() if fonts[key[0]] == 1 and not second.shows(_middle(char))}


def _middle(char: Char) -> Box:
    x = (char["x0"] + char["x1"]) / 2
    return x, char["top"], x, char["bottom"]


def read_words_alone(second: SecondSight) -> PageWords:
    """Those of a page that pdfplumber cannot read, as the second reader does."""
    return _page_words(second.complete([]), second)


def _page_words(chars: list[Char], second: SecondSight) -> PageWords:
    seen, unseen = visible(chars, second)
    found = turned(seen, *second.size)
    words = in_letters_meant([word for run in found.level for word in levelled(close_spaced(list(words_of(run))))])
    size = found.width, found.height
    return PageWords(words, found.sideways, *size, found.angle + found.lean, bool(chars), unseen, found.back)


def words_of(chars: list[Char]) -> Iterator[Word]:
    """Level characters in the order they were painted -> words."""
    return _words(with_readings(letters(with_vowels_behind(with_marks(chars)))))


def _words(chars: list[Char]) -> Iterator[Word]:
    """Split at spaces, gaps and new lines."""
    last: list[Char] = []
    usual, narrow = _between_scripts(chars, _spaces_in(chars), SPACE), _narrowest_space(chars)
    for _, group in itertools.groupby(chars, key=itemgetter("base")):
        line = list(group)
        spaces = _spaces_in(line)
        space = SPACE_BESIDE_SPACES if sum(spaces) > len(line) * 0.04 else SPACE
        kerned = _as_wide_as_spaces(line, spaces, space) if any(spaces) else narrow
        gaps = space, kerned, _between_scripts(line, spaces, usual)
        found = _split(last, line, spaces, gaps, itertools.repeat(letter_gap(line)))
        if are_pieces(found):
            found = _split(last, line, spaces, gaps, letter_gaps(line))
        *words, last = found
        yield from map(_word, words)
    if last:
        yield _word(last)


def _narrowest_space(chars: Sequence[Char]) -> float:
    """The narrowest gap between two words. Where nothing is a space, and letters either touch or stand clearly apart,
    what stands apart is parted: condensed or tightly justified type has spaces narrower than SPACE."""
    if any(_spaces_in(chars)):
        return SPACE
    level = (pair for pair in itertools.pairwise(chars) if pair[0]["base"] == pair[1]["base"])
    gaps = [
        (right["x0"] - left["x1"]) / left["size"] for left, right in level if _is_letter(left) and _is_letter(right)
    ]
    between = sum(TOUCHING < gap < NARROW_SPACE for gap in gaps)
    return NARROW_SPACE if between <= 0.01 * len(gaps) else SPACE


def _is_letter(char: Char) -> bool:
    return bool(char["text"].isalpha() and char["text"] < FIRST_WIDE)


def _spaces_in(chars: Iterable[Char]) -> list[bool]:
    """Which of them are spaces."""
    return [*map(str.isspace, map(_text_of, chars))]


def _as_wide_as_spaces(line: Sequence[Char], spaces: Sequence[bool], most: float) -> float:
    """The gap that parts two words of kerned letters: some programs move on instead of setting a space."""
    gaps = _gaps_of(line, spaces) if most > SPACE else ()
    return min(most, max(SPACE, SPACE_GAP * median_low(gaps))) if gaps else most


def _between_scripts(chars: Sequence[Char], spaces: Sequence[bool], otherwise: float) -> float:
    """The gap that parts two words of which one is Korean; `otherwise` where there are no `spaces` to compare it
    with."""
    if not chars or max(map(_text_of, chars)) < FIRST_WIDE:
        return otherwise
    gaps = _gaps_of(chars, spaces)
    return max(SPACE, SPACE_GAP * median_low(gaps)) if gaps else otherwise


def _gaps_of(chars: Sequence[Char], spaces: Sequence[bool]) -> list[float]:
    """How far it is from letter to letter over each space."""
    beside = itertools.compress(zip(chars, itertools.islice(chars, 2, None), strict=False), spaces[1:])
    return [(right["x0"] - left["x1"]) / left["size"] for left, right in beside]


def _split(
    last: list[Char], line: list[Char], spaces: list[bool], gaps: Gaps, tracking: Iterable[float]
) -> list[list[Char]]:
    """The words that end in a line, and the last one, which may go on. `spaces`: which letters are; `gaps`: what parts
    two words, those of kerned letters, and two scripts; `tracking`: what stands before each letter."""
    words, word = list[list[Char]](), list(last)
    for char, space, wider in zip(line, spaces, tracking, strict=False):
        blank = space or not char["text"]
        if word and (blank or not _continues(word[0], word[-1], char, gaps, wider)):
            words.append(_before_space(word) if char["text"] and blank else word)
            word = []
        if not blank:
            word.append(char)
    return [*words, word]


def _before_space(word: list[Char]) -> list[Char]:
    """A space that is painted behind Chinese or Japanese stays: else a gap there is no space, as readings above spread
    letters. What is letter-spaced has one behind each letter."""
    if len(word) < 2 or not is_unspaced(word[-1]["text"]):
        return word
    return [*word[:-1], {**word[-1], "text": f"{word[-1]['text']} "}]


def _continues(first: Char, last: Char, char: Char, gaps: Gaps, tracking: float) -> bool:
    space, between_letters, between_scripts = gaps
    size = small = large = char["size"]
    if last["size"] != size:
        size = large = max(last["size"], large)
        small = min(last["size"], small)
        if small < 0.85 * large:  # a title's smaller second part: the gap is a space as wide as its letters'
            size, space = small, SPACE if abs(char["base"] - last["base"]) < 0.02 * large else RAISED_GAP
    before, text, usual = last["text"], char["text"], space
    if last["fontname"] != char["fontname"] and text not in CLOSING:
        if before == ":" and text.isalpha() and not is_right_to_left(text):
            return False  # a speaker's name, which may touch what he says
        space = SPACE  # a bold word beside plain ones: its space may be only a gap
    if before < FIRST_WIDE > text:
        space = min(space, between_letters)
    elif (before < FIRST_WIDE) != (text < FIRST_WIDE):  # typesetters put a little room between scripts
        if is_unspaced(before) != is_unspaced(text):
            space = SPACE_BESIDE_WIDE
        elif before[-1:].isalnum() and text[:1].isalnum():
            space = max(between_scripts, usual if before.isdigit() or text.isdigit() else 0.0)
    if text in CLOSING or small < 0.85 * large or not (before.isalpha() or text.isalpha()):
        space = max(space, SPACE)  # slanted and raised letters keep aloof, numbers are grouped, dots are spread
    if not -0.4 < (char["x0"] - last["x1"]) / size - tracking < space:
        return False
    shift = abs(char["base"] - first["base"]) / large
    return bool(shift < 0.12 or (shift < 0.45 and SMALLEST_RAISED < small / (first["size"] or 1.0) < 0.85))


def _word(chars: list[Char]) -> Word:
    if len(set(map(_size, chars))) == 1:
        main, text = chars[0], "".join(map(_text_of, chars))
    else:
        main = max(chars, key=_size)
        small = 0.85 * main["size"]
        text = "".join([_text(char, main) if char["size"] < small else char["text"] for char in chars])
    if SOFT_HYPHEN in text:  # which is printed all the same, where it is no line's end
        text = text[:-1].replace(SOFT_HYPHEN, "-") + text[-1]
    box = around(map(box_of, chars))
    bold = all(map(_is_bold, set(map(_font, chars))))
    doubtful = len([char for char in chars if "guess" in char]) if len(chars) > 1 else 0
    return Word(text, *box, main["base"], main["size"], bold, doubtful, main["fontname"])


def _text(small: Char, main: Char) -> str:
    """What it says beside larger ones, above whose line it may stand."""
    text: str = small["text"]
    return text.translate(RAISED) if small["base"] < main["base"] - main["size"] * 0.15 else text


@cache
def _is_bold(font: str) -> bool:
    font = font.lower()
    return any(weight in font for weight in ("bold", "black", "heavy", "semib", "cmbx", "ecbx", "sfbx", "extrab"))
