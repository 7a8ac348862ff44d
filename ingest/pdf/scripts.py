"""A page as two of Tesseract's models read it, each of which knows one script -> what stands there. Pure.

A model takes letters of another script for those of its own, or for digits, and is a little less sure of them.
Asked for both at once, Tesseract chooses for whole words; but Korean puts its particles behind German words.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from math import inf
from statistics import mean
from unicodedata import normalize

from ingest.lexicon import is_word
from ingest.pdf.document import Box, area
from ingest.pdf.hocr import WORSE, Line, Sign, Token

SAME_LINE = 0.5  # of the smaller of two lines, that lies in the other
TOUCHING = 0.1  # of a line's height: by so much words of one script may overlap
LEAST = 50  # of 100: no sign alone makes less of a word
LATIN = "ɏ"  # the last letter of Latin
SURE = 85  # confidence: the model of Latin letters has less of what is not Latin
SURE_WORD = 60  # the same of a word that it knows


def merged(own: Sequence[Line], other: Sequence[Line]) -> list[Line]:
    """`other`: as the model of Latin letters reads the page, whose lines both models find alike."""
    there: list[list[Token]] = [[] for _ in own]
    alone = []
    for line in other:
        common = [_common(line.box, mine.box) for mine in own]
        place = max(range(len(own)), key=common.__getitem__, default=0)
        if own and common[place] > SAME_LINE * min(area(line.box), area(own[place].box)):
            there[place] += line.tokens
        else:
            alone.append(line)
    lines = [
        line._replace(tokens=list(_chosen(line.tokens, tokens, TOUCHING * (line.box[3] - line.box[1]))))
        for line, tokens in zip(own, there, strict=True)
    ]
    return sorted([*lines, *alone], key=lambda line: line.box[1])


def are_latin(lines: Sequence[Line]) -> bool:
    """Whether all that the model of Latin letters has read there is Latin."""
    return _are_latin([token for line in lines for token in line.tokens])


def _are_latin(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and all(token.confidence >= (SURE_WORD if _is_latin_word(token) else SURE) for token in tokens)


def _common(a: Box, b: Box) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(width, 0) * max(height, 0)


def _chosen(own: Sequence[Token], other: Sequence[Token], touching: float) -> Iterator[Token]:
    # In a line of Latin words an 'a' or 'B' alone is no number, as which the other model may be surer of it.
    in_latin_line = _are_latin(other) and any(map(_is_latin_word, other))
    for here, there in _side_by_side(own, other, touching):
        syllables = any(_is_syllable(sign) for token in here for sign in token.signs)
        # Latin words may be digits to the other model, or have a syllable within.
        if there and not any(map(_is_korean, here)) and (in_latin_line or syllables or all(map(_is_latin_word, there))):
            yield from there
        else:
            yield from max(there, [_mixed(token, there, touching) for token in here], here, key=_sureness)


def _side_by_side(
    own: Sequence[Token], other: Sequence[Token], touching: float
) -> Iterator[tuple[list[Token], list[Token]]]:
    """What stands at one place, as the one and as the other has it."""
    ends, here, there = -inf, list[Token](), list[Token]()
    marked = [*((token, True) for token in own), *((token, False) for token in other)]
    for token, mine in sorted(marked, key=lambda each: each[0].box[0]):
        if token.box[0] > ends - touching:
            yield here, there
            here, there = [], []
        (here if mine else there).append(token)
        ends = max(ends, token.box[2])
    yield here, there


def _sureness(tokens: Sequence[Token]) -> float:
    signs = [sign.confidence for token in tokens for sign in token.signs]
    return mean([max(LEAST, 100 - WORSE * (100 - confidence)) for confidence in signs] or [0.0])


def _mixed(token: Token, other: Sequence[Token], touching: float) -> Token:
    """Its syllables, and what is none as the other reads it, if it reads letters there."""
    if not any(map(_is_syllable, token.signs)):
        return token
    latin = [sign for word in other for sign in word.signs]
    mixed: list[Sign] = []
    runs = [(is_own, list(run)) for is_own, run in groupby(token.signs, _is_syllable)]
    for (is_own, run), (_, after) in zip_longest(runs, runs[1:], fillvalue=(True, [])):
        ends = after[0].x0 if after else token.box[2]  # where signs end is known less well than where they begin
        found = [sign for sign in latin if sign.x1 > run[0].x0 and sign.x0 + touching < ends]
        if is_own or not any(sign.text.isalpha() for sign in found):
            mixed += run
        else:
            mixed += [sign._replace(confidence=100) for sign in found] if _is_known(found) else found
    token = token._replace(signs=tuple(mixed))
    return token._replace(confidence=_sureness([token]))


def _is_syllable(sign: Sign) -> bool:
    text = normalize("NFKC", sign.text)  # the model of Korean knows wide Latin letters
    return text.isalpha() and text > LATIN and not "ㄱ" <= sign.text <= "ㆎ"


def _is_korean(token: Token) -> bool:
    """Whether its first letter or its last is a syllable, as in a word with or without a particle."""
    letters = [sign for sign in token.signs if sign.text.isalnum() or sign.text == "|"]  # as it may have an I
    return bool(letters) and (_is_syllable(letters[0]) or _is_syllable(letters[-1]))


def _is_latin_word(token: Token) -> bool:
    """Whether the model of Latin letters has read a word, with nothing but marks around it."""
    letters = [sign for sign in token.signs if sign.text.isalpha()]
    return _is_known(letters) and not any(sign.text.isdigit() for sign in token.signs)


def _is_known(signs: Sequence[Sign]) -> bool:
    word = "".join(sign.text for sign in signs)
    return len(word) > 1 and not word.isupper() and any(is_word(word.lower(), language) for language in ("de", "en"))
