"""What announces a unit: a word and a number, or a number that stands out. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.pdf.page_numbers import roman_value
from ingest.unit_words import AFTER, BEFORE, ENDINGS, INITIALS, MONTHS, ORDINAL, ORDINALS, OTHERS, PARTS
from ingest.units.matter import BACK_MATTER
from ingest.units.normal_form import ANY_ORDINAL, normal_form, spelled_value, without_ornaments

Place = tuple[int, int]
"""page's number, index of a block on it"""


@dataclass(frozen=True, slots=True)
class Start:
    """A place that looks like the start of a unit. `style` is the word beside the number, '' for none; `form` is
    what else is alike in a sequence of them: 'I' a Roman number, '一' a Han one, '.' what stands beside it, 'A' a
    letter, '+' a word's initial, '?' a word that counts other things as often or is unknown, '<' a title before the
    word, '>' what belongs to such a unit."""

    number: int
    title: str
    page: int
    style: str
    weight: float = 1.0  # the size of its letters
    level: int = 0
    block: int = 0
    form: str = ""

    @property
    def place(self) -> Place:
        return self.page, self.block


LONGEST_LINE = 200  # characters of a text that are looked at: more make no heading and no line of a contents page

_ROMAN = r"(?-i:[IVXL]{1,7})"
_CJK = "[぀-ヿ一-鿿가-힣]"
_MARKS = "".join(mark for mark in map(chr, range(0x300, 0x1100)) if unicodedata.category(mark)[0] == "M")
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"  # the vowels of Hindi and Thai are marks
_HAN = r"[一二三四五六七八九十]{1,3}"
_SINO = "일이삼사오육칠팔구십"
_NUMBER = rf"(?P<number>\d{{1,3}}(?!,?\d|\.\d\d)|{_ROMAN}|{_HAN})"
_COUNTED = rf"{_NUMBER}(?!\w|\.\d)"
_HALF = r"(?:[a-d]|\.\d|\s[a-d](?=\s*(?:$|[:.–—-])))?(?!\w)"  # 'Unit 1A', 'Lektion 1 b'
# Blanks may follow blanks here: whoever looks for a sign behind some takes all of them (`*+`, `++`), once.
_SIGN = r"(?:n[ro°]?\.?\s|n[°.]|#|số\s)?\s*"
_KNOWN = re.compile(rf"(?P<word>{BEFORE})[\s.|·]*+{_SIGN}{_NUMBER}{_HALF}", re.IGNORECASE)
_LETTERED = re.compile(  # but 'Día a día' is a title
    rf"(?P<word>{BEFORE}|{PARTS})[ \t]+(?P<number>(?-i:[A-Z]))(?!\w|[ \t]+(?P=word))", re.IGNORECASE
)
_KNOWN_BEHIND = re.compile(  # '3 天气', '6 Día a día' and '1. Les noms' are numbers and titles
    rf"(?P<ordinal>{ORDINAL})?\s*(?P<number>\d{{1,3}}|{_HAN})\s*(?P<word>{AFTER})(?![가-힣])(?(ordinal)|(?!{_CJK}))"
    rf"|(?:第|だい)\s*(?P<number2>\d{{1,3}}|{_HAN})\s*(?P<word2>回|部(?!分)|か(?![月国所]))"
    rf"|제\s*(?P<number4>[{_SINO}]{{1,3}})\s*(?P<word4>{AFTER})(?![가-힣])"
    rf"|(?P<number3>\d{{1,3}})(?P<nth>[.ªº]|-?{_LETTER}{{1,3}})?(?:[ \t]+|-)"
    rf"(?P<word3>(?!les[ \t]+{_LETTER})(?:{BEFORE}))\b(?![ \t]*\d)(?(nth)|(?!-|[ \t]+{_LETTER}))",
    re.IGNORECASE,
)
_KNOWN_ALONE = re.compile(rf"{_KNOWN.pattern}|(?:{ORDINAL})?\s*(?:\d{{1,3}}|{_HAN})\s*(?:{AFTER})", re.IGNORECASE)
_AT_END = re.compile(rf"(?:^|\s)({_KNOWN_ALONE.pattern})$", re.IGNORECASE)
_BEHIND_TITLE = re.compile(  # but 'Wiederholung von Lektion 2' is no name of a unit
    r"(?P<title>[^\W\d_].*?)(?:\s*+[-–—,:/(\[]|(?<!\s(?-i:[a-zà-ÿ]{2}))(?<!\s(?-i:[a-zà-ÿ]{3}))\s)\s*+"
    rf"(?P<unit>{_KNOWN_ALONE.pattern})[)\]]?$",
    re.IGNORECASE,
)
_OTHER = re.compile(  # but 'People I know' is a title; 'Mini-Lektion 2', 'Chủ đề 2', 'KW 36'
    rf"(?P<word>{_LETTER}{{2,20}}[ \t](?!(?:{BEFORE})\b){_LETTER}{{2,20}}|(?:{_LETTER}{{2,20}}-)?{_LETTER}{{3,20}}"
    rf"|(?-i:[A-Z]{{2}})|{_CJK}{{2,20}})\.?(?:[ \t]++{_SIGN}|(?=\d))"
    rf"(?!(?-i:I [a-zà-ÿ])){_COUNTED}",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(rf"(?P<word>{INITIALS})(?P<number>\d{{1,2}})(?!\w)")  # 'L1', 'U3'
_OTHER_BEHIND = re.compile(  # '2 가족' is a number and its title
    rf"(?:(?:{ORDINAL})[ \t]*)?(?P<number>\d{{1,3}})(?P<word>{_CJK}{{1,3}})(?!\w)"
)
_COUNT = re.compile(rf"{_LETTER}{{2,20}}[ \t]+\d{{1,3}}")  # 'Nivel 1 · Lección 3'
_COUNTS_OTHERS = re.compile(rf"\w{{0,20}}?(?:{OTHERS})(?:{ENDINGS})?", re.IGNORECASE)
_BARE_NUMBER = (
    rf"(?P<mark>n[ro°](?:\.|(?=\s))\s*)?(?P<number>\d{{1,3}}|{_ROMAN}|{_HAN}(?=、))(?P<half>(?-i:[A-D])(?!\w))?"
)
_BARE = re.compile(  # but 'V restauraci', in a restaurant, is a title
    rf"(?!{_ROMAN}[ \t]++(?-i:[a-zß-öø-ÿ])){_BARE_NUMBER}"
    rf"(?P<sign>(?:[.)\]】」]?\s+|\s*[|·:–—-]\s*)(?:\|\s*)?|\s+/\s+|[.)、](?={_CJK}))"
    rf"(?=[«»„“\x22¿¡]?\s?(?:\d{{1,2}}-?(?={_CJK}|{_LETTER}{{4}}))?[^\W\d_])(?!(?:{MONTHS})\b)",  # '7 3격'
    re.IGNORECASE,
)
_JUST_NUMBER = re.compile(rf"{_BARE_NUMBER}(?P<sign>\.?)$", re.IGNORECASE)
_LETTERS_FOR_DIGITS = {"I": 1, "Z": 2, "S": 5, "G": 6, "B": 8}
_NTH = re.compile(  # '2. Treffen', '두 번째 수업'
    rf"(?:(?P<spelled>{ANY_ORDINAL})|(?P<number>\d{{1,2}})(?:\.|st|nd|rd|th|[ªº]|\s?번째))[ \t]+"
    rf"(?P<word>{_LETTER}{{4,20}}|{_CJK}{{2,8}})(?=\s*+(?:$|[:–—,(|-]))",
    re.IGNORECASE,
)
_FOR_UNIT = re.compile(  # 'Übungen zu Lektion 2', but not 'Test Lektion 1-2'
    rf"(?P<word>{_LETTER}[^\d|:.!?]{{2,24}}\s(?:{BEFORE}))[ \t]+(?P<number>\d{{1,3}})(?!\w|\s?[–,+-]\s?\d)"
    rf"|(?P<word2>{_LETTER}[^\d|:.!?]{{1,24}}?)\s(?:{ORDINAL})?(?P<number2>\d{{1,3}})\s?(?:{AFTER})(?![가-힣])",
    re.IGNORECASE,
)
_LEVEL = re.compile(rf"(?:{_LETTER}+ )?[ABC][12](?:[.+]\d?)?\s*[|·:–—/-]\s*(?=(?:{BEFORE})\b)", re.IGNORECASE)
_BRACKETS = re.compile(r"^\([^\w()]*(?:\d[^\w()]*)+\)[\s:.–—-]*")  # '(12. 3.): Familie'
PARTED = re.compile(r"\s[|·–—/-]\s")
_PARTING = "~* \t.:·|–—-•,】]>》〉」』"
_HAN_DIGITS = "零一二三四五六七八九"
_HAN_FOR_SINO = str.maketrans(_SINO, "一二三四五六七八九十")


def parse(
    text: str, page: int, weight: float = 1.0, level: int = 0, alone: bool = False, block: int = 0
) -> Start | None:
    """'Lektion 5: Im Café' -> a Start; None for text that does not begin so. `alone`: a number may stand alone, and a
    title before them, as in a heading."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_LINE]).strip()
    text = normal_form(_unit_first(text) if alone else text)
    word = form = ""
    if found := _KNOWN.match(text) or _KNOWN_BEHIND.match(text):
        word, written = _word_and_number(found)
    elif found := _LETTERED.match(text):
        word, form, written = found["word"], "?A", found["number"]
    elif found := _OTHER.match(text) or _ABBREVIATED.match(text) or _OTHER_BEHIND.match(text):
        word, written = _word_and_number(found)
        if counts_others_by(word):
            return None
        form = "+" if found.re is _ABBREVIATED else "?"
    elif found := _BARE.match(text) or (_JUST_NUMBER.match(text) if alone else None):
        written = found["number"]
        form = _form_of_number(found)
    elif alone and (found := _BEHIND_TITLE.match(text)) and (behind := parse(found["unit"], page)):
        return replace(behind, title=found["title"], weight=weight, level=level, block=block, form="<")
    else:
        return None
    number = _value(written)
    if number is None:
        return None
    title = _BRACKETS.sub("", text[found.end() :].strip(_PARTING))
    again = parse(title.lstrip("/ "), page) if word else None  # 'Lektion 2 / 제2과 Familie', 'Unit 2 Lesson 1'
    counted = again is not None and not again.title and title[-1:].isdecimal()  # and not 'Thema I'
    if again and again.style and not again.form and (again.number == number or counted):
        title = again.title
    return Start(number, title, page, word.lower(), weight, level, block, form)


def readings(text: str, page: int, weight: float = 1.0, block: int = 0) -> Iterator[Start]:
    """What a heading may announce: what `parse` makes of it, and what fewer books mean. `2. Treffen` may be a second
    one of these, and `Unit S` the fifth, read from a scan."""
    start = parse(text, page, weight, alone=True, block=block)
    if start:
        yield start
    text = without_ornaments(unicodedata.normalize("NFKC", text[:LONGEST_LINE]).strip())
    if (found := _NTH.match(text)) and not counts_others_by(found["word"]) and not is_unit_word(found["word"]):
        number = int(found["number"] or 0) or spelled_value(found["spelled"], ORDINALS)
        title = _BRACKETS.sub("", text[found.end() :].strip(_PARTING))
        yield Start(number, title, page, found["word"].lower(), weight, block=block, form="?.")
    elif (found := _FOR_UNIT.match(text)) and not BACK_MATTER.match(text):
        word, written = _word_and_number(found)
        title = text[found.end() :].strip(_PARTING)
        yield Start(int(written), title, page, word.lower(), weight, block=block, form=">")
    elif start and (found := _LETTERED.match(text)) and start.style == found["word"].lower():
        if start.form == "?A" and found["number"] in _LETTERS_FOR_DIGITS:
            yield replace(start, number=_LETTERS_FOR_DIGITS[found["number"]], form="")
        elif not start.form:  # 'Lesson I' behind 'Lesson H'
            yield replace(start, number=ord(found["number"]) - ord("A") + 1, form="?A")


def counted_otherwise(text: str, page: int, weight: float, block: int) -> Start | None:
    """What a heading counts by a word, or two, that count other things as often: 'Übungstest 2', 'Practice Test 2', or
    in halves 'Worksheet 2A'."""
    text = without_ornaments(unicodedata.normalize("NFKC", text[:LONGEST_LINE]).strip())
    text = re.sub(r"(?<=\d)[A-Da-d]\b", "", text)
    found = _OTHER.match(text) or _OTHER_BEHIND.match(text)
    if found is None or not counts_others_by(found["word"]) or not (number := _value(found["number"])):
        return None
    title = _BRACKETS.sub("", found.string[found.end() :].strip(_PARTING))
    return Start(number, title, page, found["word"].lower(), weight, block=block, form="!")


def _word_and_number(found: re.Match[str]) -> tuple[str, str]:
    groups = found.groupdict()
    word = next(groups[name] for name in groups if name.startswith("word") and groups[name])
    return word, next(groups[name] for name in groups if name.startswith("number") and groups[name])


def _form_of_number(found: re.Match[str]) -> str:
    """What is alike where bare numbers count: 'I.' of 'IV. ...', 'A' of '2B'."""
    kind = "" if found["number"].isdigit() else "I" if found["number"].isascii() else "一"
    return "".join(
        (kind, (found["mark"] or "").strip().lower(), "A" if found["half"] else "", found["sign"].strip(" |·"))
    )


def parse_running(text: str, page: int) -> Start | None:
    """The unit that a running head names: 'Lektion 5 Im Café', 'Im Café | Lektion 5', 'Deutsch A1 Lektion 5',
    'Deutsch A1 – Lektion 5 – Im Café'."""
    behind = [part.end() for part in PARTED.finditer(text[:LONGEST_LINE])]
    starts = (parse(text[at:], page, weight=0, alone=at == 0) for at in (0, *behind))
    start = next((start for start in starts if start and start.style and not start.form), None)
    if start is None and (found := _AT_END.search(text[:LONGEST_LINE].strip(_PARTING))):
        start = parse(found[1], page, weight=0)
    return start


def _unit_first(text: str) -> str:
    """'Im Café | Lektion 5' -> 'Lektion 5 | Im Café', '12 | Lektion 5' and 'Deutsch A1 – Lektion 5' -> 'Lektion 5'."""
    parts = re.split(r" [|·] ", _LEVEL.sub("", text, count=1) if _LEVEL.match(text) else text)
    at = next((at for at, part in enumerate(parts) if _KNOWN_ALONE.fullmatch(part.strip(_PARTING))), 0)
    if not at and len(parts) == 2 and parts[1].isdigit() and not is_unit_word(parts[0]):
        at = 1
    others = [part for part in parts[:at] if any(map(str.isalpha, part)) and not _COUNT.fullmatch(part)]
    return " | ".join([parts[at], *others, *parts[at + 1 :]])


def _value(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    if written[0] in "IVXL" and (value := roman_value(written)):
        return value
    if written.isascii():
        return ord(written) - ord("A") + 1 if len(written) == 1 else None
    written = written.translate(_HAN_FOR_SINO)
    tens, ten, ones = written.rpartition("十")
    value = (_HAN_DIGITS.find(tens or "一") * 10 if ten else 0) + (_HAN_DIGITS.find(ones) if ones else 0)
    return value if 0 < value < 100 else None


def counts_others(text: str) -> bool:
    """Whether a text is no more than a count of something else: 'Slide 3', 'Seite 12', '3쪽', '12'."""
    found = _OTHER.match(text) or _OTHER_BEHIND.match(text)
    if found:
        return counts_others_by(found["word"])
    return not any(char.isalpha() for char in text)


def counts_others_by(word: str) -> bool:
    return _COUNTS_OTHERS.fullmatch(re.split("[- ]", word)[-1]) is not None


def is_unit_word(text: str) -> bool:
    return re.fullmatch(BEFORE, text.strip(_PARTING), re.IGNORECASE) is not None


def without_signs(text: str) -> str:
    return text.strip(_PARTING)


def bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def wording(text: str) -> str:
    """Without numbers: 'Test 2' is headed as 'Test 1' is."""
    return "".join(char for char in bare(text) if not char.isdigit())
