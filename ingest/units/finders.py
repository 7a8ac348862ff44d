"""Where a book's units may start: what its outline, its contents pages and its headings say. Pure."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.pdf.document import Block, Bookmark, Document, Page, around
from ingest.pdf.letters.clean import is_korean
from ingest.units.starts import (
    LONGEST_LINE,
    PARTED,
    Start,
    bare,
    counted_otherwise,
    counts_others,
    is_unit_word,
    parse,
    parse_running,
    readings,
    without_signs,
)

_LISTS = (
    r"inhalt|contents|table of contents|차\s*례|목\s*차|sommaire|table des matières|índice|contenido|indice|sommario|"
    r"sumário|содержание|оглавление|spis treści|obsah|içindekiler|目\s*次|目\s*录"
)
BACK_MATTER = re.compile(
    rf"(?:{_LISTS}|"
    r"\w*lösung|schlüssel|answer|key\b|정답|해답|모범\s*답안|듣기\s*(?:지문|대본)|transkript|hörtext|"
    r"corrigé|solution|soluciones|soluzioni|respuestas|risposte|ответы|ключи|解答|答案|"
    r"soluções|respostas|chiavi|відповіді|ключі|klucz|rozwiązania|odpowiedzi|antwoorden|oplossingen|sleutel|klíč|řešení|"
    r"megoldás|ratkaisut|facit|đáp án|cevap|çözüm|kunci jawaban|λύσεις|απαντήσεις|เฉลย|उत्तर|"
    r"lexique|glosario|glossario|словарь|словник|słown|woordenlijst|sözlük|単語|词汇|生词|từ vựng|"
    r"wortliste|wörter(?:verzeichnis|liste)|wortschatz|vokabel|glossar|vocab|word\s?list|어휘|단어|"
    r"anhang|anhänge|annexe|anexo|apéndice|appendi|приложени|부록|付録|附[录録]|phụ lục|"
    r"grammatik(?:übersicht|anhang|tabelle)|grammar (?:reference|summary)|문법\s*(?:요약|정리|표)|"
    r"(?:liste der )?unregelmäßigen? verben|irregular verbs|verbes irréguliers|verbos irregulares|"
    r"(?:tape|audio)\s?scripts?|transcripts?|transcripciones|"
    r"quellen|register|index|indice|색인|찾아보기|索引|さくいん|bildnachweis|bildquellen|출처|"
    r"(?:literatur(?:verzeichnis)?|bibliogra(?:phy|phie|fie|fía)|참고\s*문헌|参考文献|"
    r"参考書|список литературы)$)",
    re.IGNORECASE,
)
FRONT_MATTER = re.compile(
    r"(?:cover|portada|couverture|copertina|capa\b|обложка|okładka|表紙|封面|"
    r"titel|umschlag|impressum|vorwort|einleitung|einführung|über dieses|preface|foreword|introduction|"
    rf"avant-propos|prólogo|prefacio|prefazione|предисловие|table of|표지|머리말|서문|일러두기|{_LISTS})",
    re.IGNORECASE,
)
_GRAMMAR = re.compile(r"gram[mát]|грамматик|문법|文法|语法|ngữ pháp", re.IGNORECASE)
_CONTENTS = re.compile(f"(?:{_LISTS})", re.IGNORECASE)
_FILE_NAME = re.compile(r"\.\w{2,5}$")
_PAGE_AT_END = re.compile(r"(?:S\.|p\.)?(?P<page>\d{1,4})(?:[-–~]\d{1,4})?쪽?")
_PAGE_IN_FRONT = re.compile(r"(?:(?:S|p)\.\s?)?(?P<page>\d{1,4})쪽?\s\|\s(?P<entry>.+)")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the three finders see in a document. `lists`: its contents pages' numbers; `listed`: words and numbers on
    pages that have too many of them for the starts of units."""

    document: Document
    outline: tuple[Start, ...]
    contents: tuple[Start, ...]
    headings: tuple[Start, ...]
    lists: frozenset[int] = frozenset()
    listed: frozenset[tuple[str, int]] = frozenset()


def find_starts(document: Document) -> Findings:
    pages = document.pages
    lists = {page.number: entries for page in pages if (entries := _contents_of(page))}
    headings, listed = in_headings(pages, lists)
    return Findings(
        document,
        tuple(in_outline(document)),
        tuple(in_contents(pages, lists)),
        tuple(headings),
        frozenset(lists),
        frozenset((start.style, start.number) for start in listed if start.style),
    )


# --- the outline


def in_outline(document: Document) -> Iterator[Start]:
    for mark in document.outline:
        if mark.page is not None and mark.page <= len(document.pages):
            start = _announced(document.pages[mark.page - 1], mark)
            if start:
                yield placed(document.pages, start)


def _announced(page: Page, mark: Bookmark) -> Start | None:
    """What an entry announces, with the number that stands before its title on the page alone, if so."""
    start, title = parse(mark.title, page.number, level=mark.level), bare(mark.title)[:24]
    if start or not title:
        return start
    shown = (start for start in _headings_on(page) if bare(start.title)[:24] == title)
    return next((replace(start, title=mark.title, level=mark.level) for start in shown), None)


def numbered_by_order(document: Document) -> list[Start]:
    """An outline whose entries have no numbers, counted: those of the highest level that has three and more, each at a
    place of its own, without what stands before and after the units."""
    for level in (1, 2):
        marks = [mark for mark in document.outline if mark.level == level and _may_be_unit(mark)]
        marks = marks[1:] if marks and _is_overview(document.pages, marks[0], marks[1:]) else marks
        pages = (document.pages[mark.page - 1 : mark.page] if mark.page else () for mark in marks)
        announced = (any(_announced(page, mark) for page in found) for mark, found in zip(marks, pages, strict=True))
        if 2 * sum(announced) > len(marks):
            continue
        starts = [
            placed(document.pages, Start(number, mark.title, mark.page, "", level=level))
            for number, mark in enumerate(marks, 1)
            if mark.page and mark.page <= len(document.pages)
        ]
        apart = all(before.place < after.place for before, after in itertools.pairwise(starts))
        if len(starts) >= 3 and apart and len(starts) == len(marks):
            return starts
    return []


def _is_overview(pages: Sequence[Page], mark: Bookmark, others: Sequence[Bookmark]) -> bool:
    """Whether the page of an entry names most of those that begin on later ones: 'Was du lernst'."""
    first = mark.page or 0
    text = bare(" ".join(block.text for page in pages[max(0, first - 1) : first] for block in page.blocks))
    later = (bare(other.title) for other in others if other.page and other.page > first)
    return 2 * sum(title != "" and title in text for title in later) > len(others)


def _may_be_unit(mark: Bookmark) -> bool:
    """Not what stands before and after the units, what has a number that does not count them ('1A'), nor what a
    program has named: 'Slide 3', 'cover.indd'."""
    title = mark.title
    if mark.page is None or counts_others(title) or _FILE_NAME.search(title) or title[:1].isdigit():
        return False
    return not (FRONT_MATTER.match(title) or BACK_MATTER.match(title) or _GRAMMAR.match(title))


# --- contents pages


def in_contents(pages: Sequence[Page], lists: Mapping[int, Sequence[Start]]) -> list[Start]:
    """Entries of the contents pages, their printed page numbers turned into the PDF's own."""
    entries = [entry for found in lists.values() for entry in found]
    offset = _offset(pages)
    moved = (replace(entry, page=entry.page + offset) for entry in entries)
    return [placed(pages, entry) for entry in moved if 1 <= entry.page <= len(pages)]


def _contents_of(page: Page) -> list[Start]:
    """The entries of a contents page, with the page numbers printed there; none on any other page."""
    entries = [start for entry, at in listed(page) if (start := parse(entry, at)) is not None and start.title]
    return entries if len(entries) >= (2 if is_titled_contents(page) else 5) else []


def is_titled_contents(page: Page) -> bool:
    return any(_CONTENTS.match(block.text) for block in page.blocks[:4])


_LEADERS = str.maketrans("|…\t", "   ")
_ENTRY_ENDS = re.compile(
    r"(?:(?:(?<=\.\.\.)|(?<=\. \.)|(?<=…)|(?<=···))\s{0,3}(?:S\.|p\.)?|\b[Sp]\.\s)\d{1,4}(?=\s)"
)  # in a paragraph, too


def listed(page: Page) -> Iterator[tuple[str, int]]:
    """The lines that end in a page number, and that; on a page titled so, it may stand in a cell before them."""
    titled = is_titled_contents(page)
    texts = (_ENTRY_ENDS.sub(r"\g<0>\n", block.text) for block in page.blocks)
    for line in (line.strip(" |") for text in texts for line in text.split("\n") if len(line) <= LONGEST_LINE):
        entry, _, number = line.translate(_LEADERS).rstrip().rpartition(" ")
        found = _PAGE_AT_END.fullmatch(number)
        if found:
            yield line[: len(entry.rstrip().removesuffix(" S.").removesuffix(" p.").rstrip())], int(found["page"])
        elif titled and (front := _PAGE_IN_FRONT.match(line)):
            yield front["entry"], int(front["page"])


def _offset(pages: Sequence[Page]) -> int:
    """What to add to a printed page number."""
    labels = Counter(page.number - int(page.label) for page in pages if page.label and page.label.isdigit())
    return max(labels, key=labels.__getitem__, default=0)


# --- headings

LEVEL = 0.8
TAB = 30  # letters at most
_LISTED = 120  # letters between two units; with fewer a page with several of them is a list: an answer key, an overview


def in_headings(pages: Sequence[Page], lists: Container[int]) -> tuple[list[Start], list[Start]]:
    """Where units may start, and what pages list that have too many of them. `lists`: the numbers of the contents
    pages."""
    starts: list[Start] = []
    listed: list[Start] = []
    running = Counter(text for page in pages for text in set(page.running))
    titles = {text for text, times in running.items() if 2 * times > len(pages)}  # the book's own: 'Wortschatz A1'
    for page in pages:
        if page.number in lists:
            continue
        within = _back_matter_size(page, titles) if any(before.blocks for before in pages[: page.number - 1]) else 0.0
        found = list(_titled_by_head(page, list(_headings_on(page, pages[page.number : page.number + 1]))))
        found = [start for start in found if not within or start.weight > within]  # a transcript's have no size
        if not within and not any(start.style for start in found):
            found += _running_on(page, pages)
        numbers = {start.number for start in found if start.style and not start.form}
        is_list = len(numbers) > 2 and sum(len(block.text) for block in page.blocks) <= _LISTED * len(numbers)
        (listed if is_list else starts).extend(found)
    return [*starts, *_numbers_at_edges(pages), *_named_at_edges(pages)], listed


def _back_matter_size(page: Page, titles: Container[str]) -> float:
    """The size of letters up to which what a page of back matter says is of that; 0 for other pages. By its running
    heads, the book's `titles` aside, or else by its first heading: 'Wortschatz' under 'Lektion 3' is a part of that,
    and a larger 'Lektion 4' below ends it."""
    if any(BACK_MATTER.match(text) for text in page.running if text not in titles):
        return math.inf
    heads = [block for block in page.blocks[:1] if block.kind == "heading" and BACK_MATTER.match(block.text)]
    return max((head.size for head in heads if not any(parse_running(text, 1) for text in _headers(page))), default=0.0)


def _headings_on(page: Page, after: Sequence[Page] = ()) -> Iterator[Start]:
    """`after`: the next page, at whose head a title may stand if the number has this page to itself."""
    blocks = [*page.blocks, *(block for other in after for block in other.blocks[:2])]
    at_head = {begin + step for begin in (0, *(page.right or ())[:1]) for step in (0, 1)}  # of each page on a sheet
    for place, block in enumerate(page.blocks):
        heads = place in at_head and len(block.text) < 80 and block.kind == "paragraph"
        alone = block.kind == "heading" or (
            place == 0 and block.text.isdigit() and any(map(_is_heading, page.blocks[1:2]))
        )
        if not (heads or alone):
            continue
        word, following = _word_apart(page, place) or ("", blocks[place + 1 : place + 3])
        start = parse(word + block.text, page.number, block.size, alone=alone, block=place)
        if alone:
            others = [each for each in readings(word + block.text, page.number, block.size, place) if each != start]
            yield from (with_title(each, following, block) for each in others)
        if not start or (not alone and (start.form or not start.style or start.title[:1].islower())):
            continue  # 'Lektion 2 kommt erst morgen.' begins a page, and no unit
        yield with_title(start, following, block)
        parts = PARTED.split(block.text)[1:] if start.style else []
        for inner in filter(None, (parse(part, page.number, block.size, block=place) for part in parts)):
            if inner.style and not inner.form and inner.style != start.style:  # 'Modul 2 – Lektion 5'
                yield with_title(inner, following, block)


def _titled_by_head(page: Page, found: Sequence[Start]) -> Iterator[Start]:
    """The only unit of a page, if it has no title there, with the page's head for one where that is as large: word and
    number, or the number alone, may stand in a box beside it."""
    known = [start for start in found if start.style and not start.form]
    only = known or [start for start in found if not start.style and not start.title]
    for start in found:
        head, block = page.blocks[0], page.blocks[start.block]
        own = parse(block.text, 1, alone=True)
        near = _are_level(head, block) or block.text in _tabs(page)
        beside = [start] == only and start.block and not (own and own.title) and near
        if beside and head.kind == "heading" and head.size >= LEVEL * start.weight and _is_title(head.text):
            start = replace(start, title=head.text, block=0)
        yield start


def _are_level(one: Block, other: Block) -> bool:
    """Whether two blocks stand beside each other, or close below."""
    if not (one.boxes and other.boxes):
        return True
    (_, top, _, bottom), (_, over, _, under) = around(one.boxes), around(other.boxes)
    return max(top, over) - min(bottom, under) < max(one.size, other.size)


def _is_title(text: str) -> bool:
    return any(map(str.isalpha, text)) and not is_unit_word(text) and not parse(text, 1)


def _word_apart(page: Page, place: int) -> tuple[str, list[Block]] | None:
    """The word beside a number, among the headings around that or over the page's first, as both are set in sizes of
    their own or far from each other; and the other headings there."""
    blocks = page.blocks
    if not blocks[place].text[:1].isdigit():
        return None
    around = [
        block
        for block in (*blocks[max(0, place - 2) : place], *blocks[place + 1 : place + 3])
        if block.kind == "heading" or is_unit_word(block.text)
    ]
    words = [*(block.text for block in around), *(page.running if place == 0 else ())]
    word = next(filter(is_unit_word, words), None)
    return (f"{word} ", [block for block in around if block.text != word]) if word else None


def _is_heading(block: Block) -> bool:
    return block.kind == "heading"


def _running_on(page: Page, pages: Sequence[Page]) -> Iterator[Start]:
    """A unit named only in the header, its title being a picture, on this page; or on the one before, which then has no
    header, or the one of the page after: left and right pages have each their own throughout a unit."""
    earlier, before, after = (pages[at - 1 : at] if at > 0 else () for at in map(page.number.__add__, (-3, -1, 1)))
    alike = _heads(before) & _heads(after) - _heads(earlier) - _heads([page])
    opens = any(alike or (_is_without_header(opener) and not _is_over_title(page, after)) for opener in before)
    named = [(text, page.number - 1 if opens else page.number) for text in _headers(page)]
    starts = (parse_running(*each) for each in (*named, *((text, page.number) for text in _tabs(page))))
    yield from (start for start in starts if start and start.style and not start.form)


def _numbers_at_edges(pages: Sequence[Page]) -> Iterator[Start]:
    """Where a bare number in the margin, beside the page's own, rises by one, and the next page has it again."""
    numbers = [_number_at_edge(page) for page in pages]
    for page, before, number, after in zip(pages, [0, *numbers], numbers, [*numbers[1:], 0], strict=False):
        if number == after == before + 1 and page.blocks:
            title = page.blocks[0].text if page.blocks[0].kind == "heading" else ""
            yield Start(number, title, page.number, "", weight=0, form="#")


def _named_at_edges(pages: Sequence[Page]) -> Iterator[Start]:
    """What heads may name as well, on the first of the pages that have them: a number with its title, on several; or
    one beside any word, over the page's title."""
    times = Counter(text for page in pages for text in set(_headers(page)))
    seen: set[str] = set()
    for page in pages:
        for text in [text for text in _headers(page) if text not in seen]:
            seen.add(text)
            start = parse(text, page.number, weight=0)
            if start and not start.style and start.title and times[text] > 1:
                yield replace(start, form="#")
            elif start and start.form == "?" and _head_size(page):
                yield replace(start, title=start.title or page.blocks[0].text, weight=_head_size(page))


def _number_at_edge(page: Page) -> int:
    beside = Counter((*page.running, *_tabs(page))) - Counter([page.label or ""])
    return next((int(text) for text in beside if re.fullmatch(r"[0-9]{1,2}", text)), 0)


def _is_without_header(page: Page) -> bool:
    return not (_heads([page]) or any(start.style and not start.form for start in _headings_on(page)))


def _is_over_title(page: Page, after: Sequence[Page]) -> bool:
    """Whether a header is no more than a line over its page's title: the page after names another unit, or has no
    header, nor so large a title."""
    return any(
        (_head_size(page) > 0 and not _heads([page]) & _heads([other]) and any(_running_on(other, ())))
        if _heads([other])
        else _head_size(other) < _head_size(page)
        for other in after
    )


def _head_size(page: Page) -> float:
    return page.blocks[0].size if page.blocks and page.blocks[0].kind == "heading" else 0.0


def is_cover(page: Page) -> bool:
    return sum(len(block.text) for block in page.blocks) < 200


def _heads(pages: Sequence[Page]) -> set[str]:
    return {text for page in pages for text in _headers(page) if any(map(str.isalpha, text))}


def with_title(start: Start, following: Sequence[Block], block: Block) -> Start:
    """With the rest of the heading, and what stands under it in letters nearly as large: the title itself, or the
    title in the book's other language."""
    parts, size = [start.title] if start.title else [], block.size
    alone = block.text.isdigit()  # a number may be as large as it likes
    for other in following:
        same_rank = other.kind == "heading" and (alone or other.size >= 0.55 * block.size)
        if not same_rank or parse(other.text, 1) or any(is_korean(part) == is_korean(other.text) for part in parts):
            break
        parts.append(other.text)
        size = max(size, other.size)
    return replace(start, title=" · ".join(parts), weight=size)


# --- does a page show a unit

SHORT = 3  # letters of a title that may as well stand in any other text


def placed(pages: Sequence[Page], start: Start) -> Start:
    """The start at the heading on its page that shows it; at the page's head if none does."""
    blocks = pages[start.page - 1].blocks
    place = next(
        (place for place, block in enumerate(blocks) if _shows(pages[start.page - 1], place, block, start)), None
    )
    if place is None:
        return replace(start, block=0, weight=0.0)
    shown = parse(blocks[place].text, start.page, alone=True) or start
    return replace(start, block=place, weight=with_title(shown, blocks[place + 1 : place + 3], blocks[place]).weight)


def confirmed(pages: Sequence[Page], start: Start) -> bool:
    """Whether the page shows the unit, or, where its own header names none, the header of the next page does."""
    page, after = pages[start.page - 1], pages[start.page : start.page + 1]
    if any(_shows(page, place, block, start) for place, block in enumerate(page.blocks)) or _is_headed(page, start):
        return True
    return any(_is_headed(other, start) for other in after) and not any(_running_on(page, ()))


def _shows(page: Page, place: int, block: Block, start: Start) -> bool:
    """Whether a block names the unit: by its title, or by its word and number."""
    if block.kind != "heading" and (place >= 6 or len(block.text) > LONGEST_LINE):
        return False
    if any((each.number, each.style) == (start.number, start.style or None) for each in readings(block.text, 1)):
        return True
    found = parse(block.text, page.number, alone=True)
    same = found is not None and found.number == start.number
    if block.kind != "heading":
        return False
    title, text = bare(start.title), bare(found.title if same and found else block.text)
    if same and title.startswith(text):
        return True  # the rest of the title, or all of it, stands apart
    return text == title or (len(title) > SHORT and title[:24] in text) or (same and not title)


def _is_headed(page: Page, start: Start) -> bool:
    texts = (*_headers(page), *_tabs(page))
    named = (parse_running(text, 1) or counted_otherwise(text, 1, weight=0, block=0) for text in texts)
    return any(found and found.number == start.number and found.style == start.style != "" for found in named)


def _headers(page: Page) -> Iterator[str]:
    """The running heads without the page number at one of their edges, if it stands nowhere by itself."""
    label = page.label if page.label not in page.running else None
    for text in page.running:
        behind = text.removeprefix(f"{label} ")
        rest = without_signs(behind if behind != text else text.removesuffix(f" {label}")) if label else text
        yield text if is_unit_word(rest) else rest


def _tabs(page: Page) -> Iterator[str]:
    """What a few letters beside all the other text say: at the page's outer edge, on each page of a unit."""
    boxes = [around(block.boxes) for block in page.blocks if block.boxes]
    if len(boxes) > 1 and len(boxes) == len(page.blocks):
        left, right = sorted(box[0] for box in boxes)[1], sorted(box[2] for box in boxes)[-2]
        beside = (block for block, box in zip(page.blocks, boxes, strict=True) if box[2] <= left or box[0] >= right)
        yield from (block.text for block in beside if len(block.text) <= TAB)
