"""The workbook behind the units, which counts them again. Pure."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ingest.pdf.document import Page
from ingest.units.finders import Findings
from ingest.units.matter import BACK_MATTER, is_headed_as_back_matter
from ingest.units.sequences import longest
from ingest.units.starts import Start, bare, parse_running, wording


def workbook_behind(found: Findings, starts: Sequence[Start], titles: Mapping[int, str]) -> list[Start]:
    """Where most of the units' numbers come again behind the last unit, at heads of pages, named as the units are."""
    behind = found.document.pages[starts[-1].page :]
    keys = {page.number for page in behind if is_headed_as_back_matter(page)}
    heads = [start for start in found.headings if start.block < 2 and start.page not in keys]
    heads += _exercises_for_units(behind)
    style, form = starts[0].style, starts[0].form
    alike = [start for start in heads if (start.style, start.form) == (style, form) or (start.style and not style)]
    again = longest([start for start in alike if start.page > starts[-1].page and start.number in titles])
    whole = len(again) > 1 and 2 * len(again) > len(starts) and again[0].number in (1, starts[0].number)
    return again if whole and _are_exercises(found, again, titles) else []


def _are_exercises(found: Findings, again: Sequence[Start], titles: Mapping[int, str]) -> bool:
    """Whether these are named as the units with their numbers are, or not at all, as in a workbook: what tells two
    volumes apart is their titles."""
    names = [start.title or _head(found.document.pages[start.page - 1]) for start in again]
    times = Counter(map(wording, names))
    agreeing = [
        name in known
        if (known := bare(titles[start.number])) and name and (times[wording(name)] == 1 or not start.style)
        else start.style != ""
        for start, name in zip(again, map(bare, names), strict=True)
    ]
    return 3 * sum(agreeing) >= 2 * len(again)


def _exercises_for_units(pages: Sequence[Page]) -> Iterator[Start]:
    """What pages begin with that names a unit last: 'Übungen zu Lektion 1', but not 'Lösungen' above 'Lektion 1'."""
    for page in pages:
        no_answers = itertools.takewhile(lambda head: not BACK_MATTER.match(head.text), page.blocks[:2])
        named = (parse_running(head.text, page.number) for head in no_answers if head.kind == "heading")
        yield from filter(None, named)


def _head(page: Page) -> str:
    return page.blocks[0].text if page.blocks and page.blocks[0].kind == "heading" else ""
