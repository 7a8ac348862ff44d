"""Where a book's units may start: what its outline, its contents page and its headings say. Pure."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.pdf.clean import is_korean
from ingest.pdf.document import Block, Document, Page
from ingest.unit_words import AFTER, BEFORE, ORDINAL


@dataclass(frozen=True, slots=True)
class Start:
    """A place that looks like the start of a unit. `style` is the word before the number, '' for none."""

    number: int
    title: str
    page: int
    style: str
    weight: float = 1.0
    level: int = 0


# --- what a start looks like

LONGEST_LINE = 200  # characters of a text that are looked at: more make no heading and no line of a contents page

_NUMBERED = re.compile(
    rf"(?P<word>{BEFORE})\s*(?:(?:nr\.?|n[°º.]|№|#)\s*)?(?P<number>\d{{1,3}})(?![\d.,]\d)\b", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(rf"(?:{ORDINAL})?\s*(?P<number>\d{{1,3}})\s*(?P<word>{AFTER})(?![가-힣])")
_BARE = re.compile(r"(?P<word>)(?P<number>\d{1,3})(?:[.)]?\s+|\s*[|·:–—-]\s*)(?=[^\W\d_])")
_JUST_NUMBER = re.compile(r"(?P<word>)(?P<number>\d{1,3})\.?$")
_PAGE_AT_END = re.compile(r"(?:S\.|p\.)?(?P<page>\d{1,4})")
_PARTING = " \t.:·|–—-•,"


def parse(text: str, page: int, weight: float = 1.0, level: int = 0, alone: bool = False) -> Start | None:
    """'Lektion 5: Im Café' -> a Start; None for text that does not begin so. `alone`: a number may stand alone."""
    text = text[:LONGEST_LINE].strip()
    found = _NUMBERED.match(text) or _NUMBER_FIRST.match(text) or _BARE.match(text)
    if found is None and alone:
        found = _JUST_NUMBER.match(text)
    if found is None or int(found["number"]) == 0:
        return None
    title = text[found.end() :].strip(_PARTING)
    return Start(int(found["number"]), title, page, found["word"].lower(), weight, level)


BACK_MATTER = re.compile(
    r"(?:\w*lösung|schlüssel|answer|key\b|정답|해답|모범\s*답안|듣기\s*(?:지문|대본)|transkript|hörtext|"
    r"corrigé|solution|soluciones|soluzioni|respuestas|risposte|ответы|ключи|解答|答案|"
    r"lexique|glosario|glossario|словарь|単語|词汇|"
    r"wortliste|wörterverzeichnis|wortschatzliste|glossar|glossary|vocabulary|word\s?list|어휘|단어|"
    r"anhang|appendix|부록|grammatikübersicht|quellen|register|index|찾아보기|bildnachweis)",
    re.IGNORECASE,
)
_LISTS = (
    r"inhalt|contents|table of contents|차\s*례|목\s*차|sommaire|table des matières|índice|contenido|indice|sommario|"
    r"sumário|содержание|оглавление|spis treści|obsah|içindekiler|目\s*次|目\s*录"
)
_FRONT_MATTER = re.compile(
    r"(?:cover|titel|umschlag|impressum|vorwort|einleitung|einführung|über dieses|preface|foreword|introduction|"
    rf"avant-propos|prólogo|prefacio|prefazione|предисловие|table of|표지|머리말|서문|일러두기|{_LISTS})",
    re.IGNORECASE,
)

# --- the finders

_CONTENTS = re.compile(f"(?:{_LISTS})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the three finders see in a document."""

    document: Document
    outline: tuple[Start, ...]
    contents: tuple[Start, ...]
    headings: tuple[Start, ...]


def find_starts(document: Document) -> Findings:
    pages = document.pages
    lists = {page.number: entries for page in pages if (entries := _contents_of(page))}
    return Findings(
        document,
        tuple(in_outline(document)),
        tuple(in_contents(pages, lists)),
        tuple(in_headings(pages, lists)),
    )


def in_outline(document: Document) -> Iterator[Start]:
    for mark in document.outline:
        if mark.page is not None and mark.page <= len(document.pages):
            start = parse(mark.title, mark.page, level=mark.level)
            if start:
                yield start


def numbered_by_order(document: Document) -> list[Start]:
    """An outline whose entries have no numbers, counted: those of the highest level that has three and more,
    each on a page of its own, without what stands before and after the units."""
    for level in (1, 2):
        marks = [mark for mark in document.outline if mark.level == level and mark.page]
        marks = [mark for mark in marks if not (_FRONT_MATTER.match(mark.title) or BACK_MATTER.match(mark.title))]
        pages = [mark.page for mark in marks if mark.page and mark.page <= len(document.pages)]
        if len(marks) >= 3 and pages == sorted(set(pages)) and len(pages) == len(marks):
            return [
                Start(number, mark.title, page, "", level=level)
                for number, (mark, page) in enumerate(zip(marks, pages, strict=True), 1)
            ]
    return []


def in_contents(pages: Sequence[Page], lists: Mapping[int, Sequence[Start]]) -> list[Start]:
    """Entries of the contents pages, their printed page numbers turned into the PDF's own."""
    entries = [entry for found in lists.values() for entry in found]
    if not entries:
        return []
    offset = _offset(entries[:_SAMPLE], pages, lists)
    moved = (replace(entry, page=entry.page + offset) for entry in entries)
    return [entry for entry in moved if 1 <= entry.page <= len(pages)]


def _contents_of(page: Page) -> list[Start]:
    """The entries of a contents page, with the page numbers printed there; none on any other page."""
    entries = [start for entry, at in listed(page) if (start := parse(entry, at)) is not None and start.title]
    return entries if len(entries) >= (2 if is_titled_contents(page) else 5) else []


def is_titled_contents(page: Page) -> bool:
    return any(_CONTENTS.match(block.text) for block in page.blocks[:4])


_LEADERS = str.maketrans("|…\t", "   ")


def listed(page: Page) -> Iterator[tuple[str, int]]:
    """The lines that end in a page number, and that."""
    for line in (line for block in page.blocks for line in block.text.split("\n") if len(line) <= LONGEST_LINE):
        entry, _, number = line.translate(_LEADERS).rstrip().rpartition(" ")
        found = _PAGE_AT_END.fullmatch(number)
        if found:
            yield line[: len(entry.rstrip().removesuffix(" S.").removesuffix(" p.").rstrip())], int(found["page"])


_SAMPLE = 200  # entries that decide where the printed page 1 is


def _offset(entries: Sequence[Start], pages: Sequence[Page], lists: Container[int]) -> int:
    """What to add to a printed page number: the distance at which most entries meet their unit, and not the list
    that names it too."""
    labels = Counter(page.number - int(page.label) for page in pages if page.label and page.label.isdigit())
    likely = labels.most_common(1)[0][0] if labels else 0

    def met(offset: int) -> int:
        return sum(
            confirmed(pages, replace(entry, page=entry.page + offset))
            for entry in entries
            if 1 <= entry.page + offset <= len(pages) and entry.page + offset not in lists
        )

    offsets: list[int] = [likely, *range(-30, 61)]
    return max(offsets, key=met)  # max keeps the first of equals: the printed numbers


def in_headings(pages: Sequence[Page], lists: Container[int]) -> Iterator[Start]:
    """`lists`: the numbers of the contents pages."""
    for page in pages:
        if page.number in lists or is_back_matter(page):
            continue
        found = list(_headings_on(page))
        if not any(start.style for start in found):
            found += _running_on(page, pages)
        # Several units on one page are a list of units: an answer key, an overview.
        if len({start.number for start in found if start.style}) <= 2:
            yield from found


def is_back_matter(page: Page) -> bool:
    texts = [block.text for block in page.blocks[:1] if block.kind == "heading"]
    return any(BACK_MATTER.match(text) for text in (*texts, *page.running))


def _headings_on(page: Page) -> Iterator[Start]:
    for place, block in enumerate(page.blocks):
        prominent = block.kind == "heading" or (place < 2 and len(block.text) < 80 and block.kind == "paragraph")
        start = prominent and parse(block.text, page.number, block.size, alone=block.kind == "heading")
        if not start or (not start.style and block.kind != "heading"):
            continue
        yield replace(start, title=_whole_title(start.title, page.blocks[place + 1 : place + 3], block))


def _running_on(page: Page, pages: Sequence[Page]) -> Iterator[Start]:
    """A unit named only in the header, its title being a picture, on this page or on the one before, which then
    has no header."""
    opener = pages[page.number - 2] if page.number > 1 else page
    at = page.number if opener.running or opener.label else opener.number
    starts = (parse(text, at, weight=0) for text in _headers(page))
    yield from (start for start in starts if start and start.style)


def _whole_title(title: str, following: Sequence[Block], block: Block) -> str:
    """The rest of the heading, and what stands under it in letters nearly as large: the title itself, or the
    title in the book's other language."""
    parts = [title] if title else []
    for other in following:
        same_rank = other.kind == "heading" and other.size >= 0.55 * block.size and not parse(other.text, 1)
        if not same_rank or any(is_korean(part) == is_korean(other.text) for part in parts):
            break
        parts.append(other.text)
    return " · ".join(parts)


# --- does a page show a unit


def shows(page: Page, start: Start) -> bool:
    """Whether the page's upper part names the unit: by its title, or by its word and number."""
    title = bare(start.title)
    for block in page.blocks[:6]:
        found = parse(block.text, page.number, alone=True)
        if found and found.number == start.number and found.style == start.style and start.style:
            return True
        if len(title) > 3 and block.kind == "heading" and title[:24] in bare(block.text):
            return True
        if found and found.number == start.number and block.kind == "heading" and not title:
            return True
    return _is_headed(page, start)


def confirmed(pages: Sequence[Page], start: Start) -> bool:
    """Whether the page shows the unit, or, itself without a header, the header of the next page does."""
    page, after = pages[start.page - 1], pages[start.page : start.page + 1]
    return shows(page, start) or (not page.running and any(_is_headed(other, start) for other in after))


def _is_headed(page: Page, start: Start) -> bool:
    named = (parse(text, page.number) for text in _headers(page))
    return any(found and found.number == start.number and found.style == start.style != "" for found in named)


def _headers(page: Page) -> Iterator[str]:
    """The running heads without the page number at their end."""
    for text in page.running:
        yield text.removesuffix(page.label).rstrip(_PARTING) if page.label else text


def bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())
