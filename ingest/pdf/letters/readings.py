"""Furigana and pinyin: small kana or letters above Chinese characters, which say how these are read -> behind them, in
brackets. Pure."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from ingest.pdf.letters.chars import Char

SMALLER = 0.65  # of the size of the characters below
ABOVE = (0.6, 1.4)  # of that size: how far its baseline stands above theirs
BESIDE = 0.1  # of that size: how far a reading may stick out at both sides
WITHIN = 0.15  # of the size: a gap between letters of one syllable, or of one word
_KANA = re.compile("[぀-ヿ]")
_PINYIN = re.compile("[A-Za-züÜ'’āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ]")
_TONE = re.compile("[āǎēěīǐōǒūǔǖǘǚǜĀǍĒĚŌǑ]")  # which only pinyin has
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
    runs = [(run, _under(run, below, bases, largest)) for run in _runs(above)]
    notes = {run[0]["base"] for run, under in runs if not under and _PINYIN.fullmatch(run[0]["text"])}
    for run, under in runs:
        if not under or run[0]["base"] in notes:
            continue
        before = read.pop(id(last)) if last is not None and _touch(last, under[0]) else ""
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


def _under(run: Sequence[Char], below: Sequence[Char], bases: Sequence[float], largest: float) -> list[Char]:
    """The characters that stand below a run, from left to right; `below`: all, by their `bases`."""
    window = slice(bisect_left(bases, run[0]["base"]), bisect_left(bases, run[0]["base"] + ABOVE[1] * largest))
    return sorted((char for char in below[window] if _stands_above(run, char)), key=lambda char: char["x0"])


def _runs(small: Sequence[Char]) -> Iterator[list[Char]]:
    """Kana or letters of one size that follow each other in one line."""
    run: list[Char] = []
    for char in small:
        if run and not (run[-1]["size"] == char["size"] and _touch(run[-1], char)):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _touch(left: Char, right: Char) -> bool:
    size: float = right["size"]
    gap = (right["x0"] - left["x1"]) / size
    widest = WITHIN if _PINYIN.fullmatch(right["text"]) else 0.6
    return bool(abs(left["base"] - right["base"]) < 0.2 * size and -0.2 < gap < widest)


def _stands_above(run: Sequence[Char], char: Char) -> bool:
    size, first = char["size"], run[0]
    if first["size"] > SMALLER * size or not ABOVE[0] <= (char["base"] - first["base"]) / size <= ABOVE[1]:
        return False
    x0, x1 = first["x0"] - BESIDE * size, run[-1]["x1"] + BESIDE * size
    return bool(x0 <= (char["x0"] + char["x1"]) / 2 <= x1 or char["x0"] <= (x0 + x1) / 2 <= char["x1"])
