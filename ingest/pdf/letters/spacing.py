"""Letter-spaced words, whose letters stand apart -> the words that they are. Pure."""

import itertools
from collections import Counter
from collections.abc import Sequence
from statistics import median

from ingest.lexicon import is_word
from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import SOFT_HYPHEN, WORD_JOINER, is_korean
from ingest.pdf.letters.word import Word
from ingest.pdf.runs import runs

FEWEST = 4  # letters; fewer may be short words
WIDEST = 1.5  # of the size: a gap between letters of one word
UNEVEN = 0.12  # of the size: so much may these gaps differ
WORD_GAP = 1.35  # of the gap between letters: it parts two words
COLUMN_GAP = 4.0  # the same: what follows is another text
TRACKING = (0.1, 0.4)  # of the size: the gap that all letters of a line may have; wider ones make a word of each
LONGEST_PIECE = 3  # letters
FEWEST_ROWS = 3  # of a table of syllables
LANGUAGES = ("de", "en")  # whose words are told in pieces
KERNED = "\u0530"  # letters before it are Latin, Greek, Cyrillic
SPREAD = 0.08  # of the size: so much may most of these gaps differ
_MARKS = WORD_JOINER + SOFT_HYPHEN  # at the end of a line


def letter_gap(line: Sequence[Char]) -> float:
    """What stands between two letters of a line that is letter-spaced throughout, in sizes; 0 if it is not."""
    if len(line) < 2 * FEWEST or not any(_gap(*pair) > TRACKING[0] for pair in itertools.pairwise(line[:FEWEST])):
        return 0.0
    pairs = itertools.pairwise(line)
    gaps = sorted(_gap(*pair) for pair in pairs if all(char["text"].isalpha() for char in pair))
    if len(gaps) < FEWEST or _is_listed([char["text"] for char in line if char["text"].strip()]):
        return 0.0
    low, usual, high = (gaps[len(gaps) * part // 8] for part in (1, 4, 6))
    return usual if TRACKING[0] < low and usual < TRACKING[1] and high - low < SPREAD else 0.0


def are_pieces(words: Sequence[Sequence[Char]]) -> bool:
    """Whether words that stand side by side may be pieces of one that is letter-spaced: 'wi', 'c', 'ht', 'i', 'g'. Only
    of letters that are kerned: others are pieces all, or none."""
    if 1 not in map(len, words):
        return False
    short = [
        len(word) if len(word) <= LONGEST_PIECE and "A" <= word[0]["text"] < KERNED else 0 for word in words if word
    ]
    return any(all(run) and min(run) == 1 < max(run) for run in zip(short, short[1:], short[2:], strict=False))


def letter_gaps(line: Sequence[Char]) -> list[float]:
    """What stands before each letter of a line of which some words are letter-spaced, in sizes; else 0."""
    gaps = [_gap(*pair) for pair in itertools.pairwise(line)]
    tracking, start = [0.0] * len(line), 0
    for end in range(1, len(gaps) + 1):
        if end < len(gaps) and TRACKING[0] < gaps[end] and abs(gaps[end] - gaps[start]) < SPREAD:
            continue
        usual = median(gaps[start:end])
        letters = [char["text"] for char in line[start : end + 1] if char["text"].strip()]
        whole = _parts(line, gaps, start - 1, usual) and _parts(line, gaps, end, usual)
        if TRACKING[0] < usual < WIDEST and whole and len(letters) >= FEWEST and not _is_listed(letters):
            tracking[start + 1 : end + 1] = [usual] * (end - start)
        start = end
    return tracking


def _parts(line: Sequence[Char], gaps: Sequence[float], place: int, usual: float) -> bool:
    """Whether a word ends with this letter of a line: a run of equal gaps may be that of words of one letter."""
    if not 0 <= place < len(gaps):
        return True
    return not (line[place]["text"].strip() and line[place + 1]["text"].strip()) or gaps[place] > usual


def _gap(left: Char, right: Char) -> float:
    return float(right["x0"] - left["x1"]) / (left["size"] or 1.0)


def close_spaced(words: Sequence[Word]) -> list[Word]:
    """`words` in the order they were painted; 'W', 'i', 'c', 'h', 't', 'i', 'g' become one, and so do several of such
    words, whose gaps are as wide as those between columns."""
    rows = list(runs(words, lambda left, right: _is_single(left) and _is_single(right) and _is_level(left, right)))
    found = list[Word]()
    alike = Counter(_places(row) for row in rows if len(row) >= FEWEST)
    for at, row in enumerate(rows):
        if len(row) >= FEWEST:
            found += row if alike[_places(row)] >= FEWEST_ROWS and is_korean(row[0].text) else _closed(row)
        elif len(row) > 1 and _is_korean_head(row, [*rows[max(0, at - 1)][-1:], *rows[min(at + 1, len(rows) - 1)][:1]]):
            found.append(_together(row, "".join(word.text.rstrip(_MARKS) for word in row)))
        else:
            found += row
    return found


def _places(run: Sequence[Word]) -> tuple[int, ...]:
    """Where its words begin: the syllables of a table stand below each other."""
    return tuple(round(word.x0) for word in run)


def _is_korean_head(run: Sequence[Word], beside: Sequence[Word]) -> bool:
    """Whether two or three syllables that have a line to themselves are one word, as heads are typed: '목 차'."""
    text = "".join(word.text.rstrip(_MARKS) for word in run)
    alone = all(abs(word.base - run[0].base) > 0.5 * run[0].size or word in run for word in beside)
    near = all(right.x0 - left.x1 < COLUMN_GAP * left.size for left, right in itertools.pairwise(run))
    return alone and near and all(map(is_korean, text)) and is_word(text, "ko")


def _together(run: Sequence[Word], text: str) -> Word:
    top, bottom = min(word.top for word in run), max(word.bottom for word in run)
    return run[0]._replace(text=text, top=top, x1=run[-1].x1, bottom=bottom)


def _is_known(text: str) -> bool:
    return any(is_word(text.lower(), language) for language in LANGUAGES)


def _known_words(run: list[Word]) -> list[Word]:
    """The run's pieces as the fewest words that are all known, parted where the gaps are widest; else as they are."""
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(run)]
    by_width = sorted(range(len(gaps)), key=lambda at: -gaps[at])
    if max(gaps) > COLUMN_GAP * median(gaps):
        return run
    for count in range(len(run) // 2):
        cuts = [0, *sorted(at + 1 for at in by_width[:count]), len(run)]
        parts = [run[start:end] for start, end in itertools.pairwise(cuts)]
        texts = ["".join(word.text.rstrip(_MARKS) for word in part) for part in parts]
        if max(map(len, texts)) >= FEWEST and min(map(len, texts)) > 1 and all(map(_is_known, texts)):
            return [_together(run, " ".join(texts))]
    return run


def _is_single(word: Word) -> bool:
    return len(word.text.rstrip(_MARKS)) == 1 and not word.text.isdigit()


def _is_level(left: Word, right: Word) -> bool:
    return left.size == right.size and abs(left.base - right.base) < 0.1 * left.size and left.x1 < right.x0


def _closed(run: list[Word]) -> list[Word]:
    gaps = [right.x0 - left.x1 for left, right in itertools.pairwise(run)]
    size = run[0].size
    usual = _between_letters(gaps, UNEVEN * size)
    if usual > WIDEST * size or max(gaps) > COLUMN_GAP * usual or _is_listed([word.text for word in run]):
        return run
    known = _known_words(run)
    between_letters = [gap for gap in gaps if gap <= WORD_GAP * usual]
    if len(known) == 1 or not _are_even(between_letters, UNEVEN * size):
        return known
    text = run[0].text
    for word, gap in zip(run[1:], gaps, strict=True):
        text = text.rstrip(_MARKS) + (" " if gap > WORD_GAP * usual else "") + word.text
    return [_together(run, text)]


def _between_letters(gaps: Sequence[float], uneven: float) -> float:
    """Where most words have one letter, as in '제 오 과 여 행 준 비', most gaps are those between words."""
    usual = median(gaps)
    narrow = [gap for gap in gaps if gap * WORD_GAP < usual]
    wide = [gap for gap in gaps if gap * WORD_GAP >= usual]
    return median(narrow) if len(narrow) > 1 and _are_even(narrow, uneven) and _are_even(wide, uneven) else usual


def _are_even(gaps: Sequence[float], uneven: float) -> bool:
    return max(gaps) - min(gaps) < uneven


def _is_listed(letters: Sequence[str]) -> bool:
    """Letters for their own sake: an alphabet, vowels, crosses, marks."""
    found = [letter.casefold()[0] for letter in letters if letter[0].isalpha()]
    vowels = {(ord(letter) - 0xAC00) % 588 for letter in found if is_korean(letter)}  # of '가 나 다 라'
    steps = [ord(right) - ord(left) for left, right in itertools.pairwise(found)]
    alike = len(set(found)) < 2 or len(vowels) == 1 or set(found) <= set("aeiouyäöü")
    return len(found) < FEWEST or alike or all(0 < step < 4 for step in steps)
