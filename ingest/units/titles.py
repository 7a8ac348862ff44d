"""What units are called. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from ingest.pdf.document import Page
from ingest.pdf.letters.clean import is_korean
from ingest.units.finders import Findings
from ingest.units.parts import is_in_its_unit
from ingest.units.plain_text import is_line
from ingest.units.starts import PARTED, Start, bare, parse, wording

LONGEST_TITLE = 120
HEAD = 4  # blocks of a page
SHARING = 3  # titles with a part in common, at least; both if there are two


def titles_of(found: Findings, starts: Iterable[Start]) -> dict[int, str]:
    """By the units' numbers the starts' titles, unless another finder has them in both languages of the book, or the
    unit's heading is only the first of a contents page's columns. Where they have none, what stands nearest to them."""
    starts = tuple(starts)
    titles = {start.number: start.title for start in starts}
    pages = {start.number: start.page for start in starts}
    styles = {start.number: start.style for start in starts}
    known_elsewhere = (*found.headings, *found.outline, *found.contents)
    for start in sorted(known_elsewhere, key=lambda start: abs(start.page - pages.get(start.number, start.page))):
        known, title = titles.get(start.number), start.title
        if known is None or not title or len(title) > LONGEST_TITLE:
            continue
        if styles[start.number] and not start.style and start.page != pages[start.number]:
            continue  # a task's number
        if start in found.headings and start.page < starts[-1].page and not is_in_its_unit(start, starts):
            continue  # 'Review 1-5'
        both = bare(known) in bare(title) and _is_bilingual(title) and not _is_bilingual(known)
        first = known.startswith(f"{title} | ") and not _is_bilingual(known)
        if not known or both or first:
            titles[start.number] = title
    return {number: _in_one_line(title) for number, title in titles.items()}


def _in_one_line(title: str) -> str:
    """Without cells such as '□□□'."""
    return " · ".join(part for part in title.split(" | ") if any(map(str.isalnum, part)))


def _is_bilingual(title: str) -> bool:
    return is_korean(title) and re.search("[A-Za-zÄÖÜäöüß]{2}", title) is not None


def proper_titles(pages: Sequence[Page], starts: Sequence[Start], titles: Mapping[int, str]) -> Mapping[int, str]:
    """Without what most titles begin or end with, or are: the book's name, or that of a section. If most units have no
    title then, as those that only running heads name, the largest headings of their first pages, if all differ, or the
    lines below their names, if most do."""
    times = Counter(part for title in titles.values() for part in {title, *PARTED.split(title)})
    least = max(2, min(SHARING, len(titles)))
    shared = {part for part, count in times.items() if count >= least and 2 * count > len(titles)}
    proper = {number: _without(shared, title) for number, title in titles.items()}
    missing = [start for start in starts if not proper[start.number]]
    if 2 * len(missing) <= len(starts):
        return proper
    largest = {start.number: _largest_heading(pages[start.page - 1]) for start in missing}
    if len(set(map(wording, largest.values())) - {""}) == len(missing):
        return {**proper, **largest}
    below = {start.number: _line_below(pages[start.page - 1], start) for start in missing}
    different = set(map(wording, below.values())) - {""}
    return {**proper, **below} if 2 * len(different) > len(missing) else proper


def _without(shared: Set[str], title: str) -> str:
    while (part := PARTED.search(title)) and title[: part.start()] in shared:
        title = title[part.end() :]
    while (parts := list(PARTED.finditer(title))) and title[parts[-1].end() :] in shared:
        title = title[: parts[-1].start()]
    return "" if title in shared else title


def _line_below(page: Page, start: Start) -> str:
    blocks = page.blocks[start.block : start.block + 2]
    is_named = len(blocks) == 2 and blocks[0].kind == "heading" and is_line(blocks[1])
    return _in_one_line(blocks[1].text) if is_named else ""


def _largest_heading(page: Page) -> str:
    headings = [
        block for block in page.blocks[:HEAD] if block.kind == "heading" and not parse(block.text, 1, alone=True)
    ]
    text = max(headings, key=lambda block: block.size).text if headings else ""
    return text if len(text) <= LONGEST_TITLE else ""
