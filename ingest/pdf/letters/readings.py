"""Furigana and pinyin: small kana or letters above Chinese characters, which say how these are read -> behind them, in
brackets. Pure."""

import itertools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from operator import itemgetter

from ingest.pdf.letters.chars import Char
from ingest.pdf.runs import runs

SMALLER = 0.65  # of the size of the characters below
ABOVE = (0.6, 1.4)  # of that size: how far its baseline stands above theirs
BESIDE = 0.1  # of that size: how far a reading may stick out at both sides
APART = 2.0  # of the size: a gap between two lines beside each other
WITHIN = 0.15  # of the size: a gap between letters of one syllable, or of one word
_KANA = re.compile("[぀-ヿ]")
_PINYIN = re.compile("[A-Za-züÜ'’āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ]")
_TONE = re.compile("[āǎēěīǐōǒūǔǖǘǚǜĀǍĒĚŌǑ]")  # which only pinyin has
_SYLLABLE = re.compile("(?i)[aeiouüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+")  # its vowels
_HAN = re.compile("[々⺀-⿕㐀-䶿一-鿿]")  # with the radicals that some fonts give for them


def with_readings(chars: list[Char]) -> list[Char]:
    """Of '漢字' with 'かん' and 'じ' above it, '漢字（かんじ）'. What is above no such character stays as it is."""
    texts = set(map(itemgetter("text"), chars))
    large = set(filter(_HAN.fullmatch, texts))
    small = set(filter(_KANA.fullmatch, texts)) if large else set()
    if large and any(map(_TONE.fullmatch, texts)):
        small |= set(filter(_PINYIN.fullmatch, texts))
    if not small or not large:
        return chars
    below = sorted((char for char in chars if char["text"] in large), key=lambda char: char["base"])
    largest = max(char["size"] for char in below)
    above = [char for char in chars if char["text"] in small and char["size"] <= SMALLER * largest]
    bases = [char["base"] for char in below]
    read: dict[int, str] = {}  # the last character (by id) of those that are read so
    gone: set[int] = set()
    wide: dict[int, Char] = defaultdict(dict)  # as far as what is above them
    last: Char | None = None
    readings = [(run, _under(run, below, bases, largest)) for run in runs(above, _are_one_reading)]
    lines = _lines_of_pinyin(readings)
    for line in itertools.chain.from_iterable(_lines_at(base, chars, small) for base in lines):
        if row := _row_below(line, below):
            read[id(row[-1])] = _spaced(line)
            gone |= {id(char) for char in line}
    for run, under in readings:
        if not under or run[0]["base"] in lines:
            continue
        before = read.pop(id(last)) if last is not None and _goes_on(last, under) else ""
        space = " " if before and _PINYIN.fullmatch(run[0]["text"]) else ""
        last = under[-1]
        wide[id(under[0])]["x0"] = min(under[0]["x0"], run[0]["x0"])
        wide[id(last)]["x1"] = max(last["x1"], run[-1]["x1"])
        read[id(last)] = before + space + "".join(char["text"] for char in run)
        gone |= {id(char) for char in run}
    for char in below:
        if id(char) in read:
            wide[id(char)]["text"] = f"{char['text']}（{read[id(char)]}）"
    return [{**char, **wide[id(char)]} if id(char) in wide else char for char in chars if id(char) not in gone]


def _lines_of_pinyin(readings: Iterable[tuple[list[Char], list[Char]]]) -> set[float]:
    """The baselines of pinyin that is a line of its own: it does not stand above characters one by one, or it has more
    syllables than there are of them. `readings`: each with the characters below."""
    syllables, below, apart = Counter[float](), defaultdict[float, set[int]](set), set[float]()
    for run, under in readings:
        if _PINYIN.fullmatch(run[0]["text"]):
            base, these = run[0]["base"], set(map(id, under))
            if not these or these & below[base]:
                apart.add(base)
            syllables[base] += _syllables(run)
            below[base] |= these
    return apart | {base for base in syllables if syllables[base] > len(below[base])}


def _lines_at(base: float, chars: Iterable[Char], small: Container[str]) -> Iterator[list[Char]]:
    """The letters at this height, with the marks between and behind them."""
    level = [char for char in chars if char["base"] == base]
    size = max(char["size"] for char in level if char["text"] in small and _PINYIN.fullmatch(char["text"]))
    return _side_by_side(char for char in level if char["size"] == size and not _HAN.fullmatch(char["text"]))


def _row_below(line: Sequence[Char], below: Iterable[Char]) -> list[Char]:
    """The characters in a row below a line of pinyin that has a syllable for each of them; else none."""
    near = [char for char in below if _is_level_above(line[0], char)]
    syllables = _syllables(line)
    for base in {char["base"] for char in near}:
        for row in _side_by_side(char for char in near if char["base"] == base):
            if len(row) == syllables and row[0]["x0"] < line[-1]["x1"] and line[0]["x0"] < row[-1]["x1"]:
                return row
    return []


def _syllables(line: Sequence[Char]) -> int:
    return len(_SYLLABLE.findall(_spaced(line)))


def _side_by_side(level: Iterable[Char]) -> Iterator[list[Char]]:
    """From left to right, parted where there is much room."""
    ordered = sorted(level, key=itemgetter("x0"))
    return runs(ordered, lambda left, right: right["x0"] - left["x1"] <= APART * right["size"])


def _spaced(line: Sequence[Char]) -> str:
    """The text of a line, with spaces where there is room."""
    text = line[0]["text"]
    for left, right in itertools.pairwise(line):
        text += (" " if right["x0"] - left["x1"] > WITHIN * right["size"] else "") + right["text"]
    return re.sub(" +", " ", text)


def _under(run: Sequence[Char], below: Sequence[Char], bases: Sequence[float], largest: float) -> list[Char]:
    """The characters that stand below a run, from left to right; `below`: all, by their `bases`."""
    window = slice(bisect_left(bases, run[0]["base"]), bisect_left(bases, run[0]["base"] + ABOVE[1] * largest))
    return sorted((char for char in below[window] if _stands_above(run, char)), key=lambda char: char["x0"])


def _are_one_reading(left: Char, right: Char) -> bool:
    return bool(left["size"] == right["size"]) and _touch(left, right)


def _goes_on(last: Char, under: Sequence[Char]) -> bool:
    """Whether what is above these characters goes on with the reading that ends above the last one: the middle of
    'ふ た り' stands above both of '二人'."""
    return last in under or _touch(last, under[0])


def _touch(left: Char, right: Char) -> bool:
    size: float = right["size"]
    gap = (right["x0"] - left["x1"]) / size
    widest = WITHIN if _PINYIN.fullmatch(right["text"]) else 0.6
    return bool(abs(left["base"] - right["base"]) < 0.2 * size and -0.2 < gap < widest)


def _stands_above(run: Sequence[Char], char: Char) -> bool:
    if not _is_level_above(run[0], char):
        return False
    x0, x1 = run[0]["x0"] - BESIDE * char["size"], run[-1]["x1"] + BESIDE * char["size"]
    return bool(x0 <= (char["x0"] + char["x1"]) / 2 <= x1 or char["x0"] <= (x0 + x1) / 2 <= char["x1"])


def _is_level_above(small: Char, char: Char) -> bool:
    """Whether its height and its size are those of a reading of the character."""
    size = char["size"]
    return bool(small["size"] <= SMALLER * size and ABOVE[0] <= (char["base"] - small["base"]) / size <= ABOVE[1])
