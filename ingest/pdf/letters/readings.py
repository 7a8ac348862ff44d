"""Furigana: small kana above Chinese characters, which say how these are read -> behind them, in brackets. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ingest.pdf.letters.chars import Char

SMALLER = 0.65  # of the size of the characters below
ABOVE = (0.6, 1.4)  # of that size: how far its baseline stands above theirs
BESIDE = 0.1  # of that size: how far a reading may stick out at both sides
_KANA = re.compile("[぀-ヿ]")
_HAN = re.compile("[々⺀-⿕㐀-䶿一-鿿]")  # with the radicals that some fonts give for them


def with_readings(chars: list[Char]) -> list[Char]:
    """Of '漢字' with 'かん' and 'じ' above it, '漢字（かんじ）'. What is above no such character stays as it is."""
    texts = {char["text"] for char in chars}
    small, large = set(filter(_KANA.fullmatch, texts)), set(filter(_HAN.fullmatch, texts))
    if not small or not large:
        return chars
    kana = [char for char in chars if char["text"] in small]
    below = sorted((char for char in chars if char["text"] in large), key=lambda char: char["base"])
    largest = max(char["size"] for char in below)
    if not any(char["size"] <= SMALLER * largest for char in kana):
        return chars
    bases = [char["base"] for char in below]
    read: dict[int, str] = {}  # the last character (by id) of those that are read so
    gone: set[int] = set()
    last: Char | None = None
    for run in _runs(kana):
        window = slice(bisect_left(bases, run[0]["base"]), bisect_left(bases, run[0]["base"] + ABOVE[1] * largest))
        under = sorted((char for char in below[window] if _stands_above(run, char)), key=lambda char: char["x0"])
        if not under:
            continue
        before = read.pop(id(last)) if last is not None and _touch(last, under[0]) else ""
        last = under[-1]
        read[id(last)] = before + "".join(char["text"] for char in run)
        gone |= {id(char) for char in run}
    return [
        {**char, "text": f"{char['text']}（{read[id(char)]}）"} if id(char) in read else char
        for char in chars
        if id(char) not in gone
    ]


def _runs(kana: Sequence[Char]) -> Iterator[list[Char]]:
    """Kana of one size that follow each other in one line."""
    run: list[Char] = []
    for char in kana:
        if run and not (run[-1]["size"] == char["size"] and _touch(run[-1], char)):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def _touch(left: Char, right: Char) -> bool:
    size: float = right["size"]
    gap = (right["x0"] - left["x1"]) / size
    return bool(abs(left["base"] - right["base"]) < 0.2 * size and -0.2 < gap < 0.6)


def _stands_above(run: Sequence[Char], char: Char) -> bool:
    size, first = char["size"], run[0]
    if first["size"] > SMALLER * size or not ABOVE[0] <= (char["base"] - first["base"]) / size <= ABOVE[1]:
        return False
    x0, x1 = first["x0"] - BESIDE * size, run[-1]["x1"] + BESIDE * size
    return bool(x0 <= (char["x0"] + char["x1"]) / 2 <= x1 or char["x0"] <= (x0 + x1) / 2 <= char["x1"])
