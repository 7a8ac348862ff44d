"""How far a proposal for a book's units is to be believed. Pure.

A proposal is a numbered sequence of places. Each piece of evidence is a share between 0 and 1 of what could speak for
it; each that is missing takes away a part of the confidence, as WEIGHTS says.
"""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from statistics import median

from ingest.pdf.document import Block, Page
from ingest.unit_words import GROUPS, PARTS
from ingest.units.finders import Findings
from ingest.units.lessons import Inside, Languages
from ingest.units.matter import BACK_MATTER, FRONT_MATTER, is_cover
from ingest.units.openings import opening
from ingest.units.parts import is_in_its_unit
from ingest.units.proposals import Kind, Proposal
from ingest.units.sequences import is_rising
from ingest.units.starts import Place, Start, bare, counts_others, parse, wording

SURE = 0.8  # from this confidence on the units need no second look


# What each piece of evidence takes away where it is missing altogether.
WEIGHTS = {
    "shown": 0.25,  # their own pages name the units
    "whole": 0.8,  # no number is missing
    "once": 0.6,  # the same look is used for nothing else
    "spread": 1.0,  # over pages
    # Where no known word counts them:
    "top": 1.0,  # nothing else is set in letters as large, or larger
    "large": 0.35,  # they are set in letters larger than the text's
    "titled": 0.5,  # they have titles; those of bare numbers differ
    # And where no word does at all:
    "many": 0.3,  # they fill many pages: a handout is short
    # And of bare numbers and chapters, which books that teach no language have as well:
    "worked": 0.2,  # there is more in them than running text and headings, unlike in a novel or a report
}
DOUBT = 0.1  # of what chapters, parts and bare numbers count, as they do in other books
UNSURE = 0.75  # at most, where numbers are missing, or all, or there is one unit, or they are no lessons inside
SKILLS_OF_A_SET = 2  # at least: what is counted as the tasks of a book are may be the sets of an exam trainer
KNOWN: frozenset[Kind] = frozenset(("word", "alone"))  # which count lessons of a language, and little else
UNCOUNTED: frozenset[Kind] = frozenset(("chapter", "number", "order"))  # by any word that counts lessons alone
GUESSES: frozenset[Kind] = frozenset(("task", "title"))  # which are units only as lessons
MANY = 12  # pages
A_PAGE = 2  # units
_PARTS = re.compile(PARTS, re.IGNORECASE)


def _may_count(start: Start) -> bool:
    """Whether lessons may be counted by this word, of which nothing is known, or by letters."""
    return start.form in ("?", "?.", "?A") and not _PARTS.fullmatch(start.style)


class Evidence:
    """What a document says for and against proposals."""

    def __init__(self, found: Findings) -> None:
        self.found = found
        self._pages = found.document.pages

    # --- the document, measured once

    @cached_property
    def _body(self) -> float:
        """The size of most letters."""
        sizes: Counter[float] = Counter()
        for page in self._pages:
            for block in page.blocks:
                sizes[round(block.size * 2) / 2] += len(block.text.encode(errors="replace"))  # a syllable is three
        return sizes.most_common(1)[0][0] if sizes else 0.0

    @cached_property
    def _wordings(self) -> Counter[str]:
        return Counter(wording(block.text) for page in self._pages for block in page.blocks if block.kind == "heading")

    @cached_property
    def _languages(self) -> Languages:
        return Languages(self.found.document)

    # --- what speaks for a proposal

    def confidence(self, proposal: Proposal, end: Place) -> float:
        """`end`: where the last unit ends."""
        titles = (start.title for start in proposal.starts)
        inside = Inside(titles, self._inside(proposal.starts, end), self._languages)
        if self._is_no_course(proposal, end, inside):
            return 0.0
        shares = self._shares(proposal, end, inside)
        lacking = math.prod(1 - WEIGHTS[name] * (1 - share) for name, share in shares.items())
        if proposal.kind in ("chapter", "number", "part"):
            lacking *= 1 - DOUBT
        proper = shares["whole"] == shares.get("spread", 1) == 1 and is_rising(proposal.starts)
        return lacking if proper and _are_surely_units(proposal, inside) else min(UNSURE, lacking)

    def _is_no_course(self, proposal: Proposal, end: Place, inside: Inside) -> bool:
        """Whether no known word counts its lessons, and it teaches another subject and asks nothing; or nothing shows
        that it teaches a language, and it is a guess, is set in slides, or counts an introduction or an appendix among
        its chapters."""
        if proposal.kind in KNOWN:
            return False
        if proposal.kind in UNCOUNTED and inside.subject == "another" and not inside.ask:
            return True
        slides = proposal.kind == "order" and 2 * self._upright(proposal.starts, end) < 1
        doubtful = proposal.kind in GUESSES or slides or _counts_its_matter(proposal)
        return doubtful and not (inside.subject == "a language" or inside.in_two_languages)

    def _shares(self, proposal: Proposal, end: Place, inside: Inside) -> dict[str, float]:
        starts, numbers = proposal.starts, sorted(start.number for start in proposal.starts)
        shares = {
            "shown": sum(map(self.found.is_shown, starts)) / len(starts),
            "whole": len(starts) / (numbers[-1] - first_expected(numbers) + 1),
            "once": self._once(starts, end),
        }
        if inside.subject != "a language":
            shares["spread"] = _spread(proposal)
        if proposal.kind in ("chapter", "sheet", "number"):
            shares["worked"] = inside.share_with_work
        if not starts[0].style:
            shares["many"] = min(1.0, (end[0] - starts[0].page) / MANY)
        is_known = starts[0].style and not starts[0].form
        if not is_known and proposal.kind not in ("chapter", "sheet"):
            top, large = self._top(starts, end), self._large(starts)
            shares |= {"top": top, "large": large, "titled": _titled(proposal)}
        return shares

    def _is_front(self, page: Page) -> bool:
        texts = [block.text for block in page.blocks[:3]]
        texts += [mark.title for mark in self.found.document.outline if mark.page == page.number]
        return page.number in self.found.lists or any(FRONT_MATTER.match(text) for text in texts) or is_cover(page)

    def _top(self, starts: Sequence[Start], end: Place) -> float:
        """1 if no other headings are larger, or as large; less if there are some, which may be what divides the book.
        Those as large whose wording comes again, such as `Übungen`, are only sections."""
        size = median(start.weight for start in starts)
        before = opening(self.found.document, starts)
        own = starts if before is None else (before, *starts)
        titles = {(start.page, start.block + step) for start in own for step in (0, 1, 2)}
        rivals = [
            place
            for place, block in self._headings(starts[0], end)
            if (block.size > 1.1 * size or (block.size > 0.95 * size and self._wordings[wording(block.text)] == 1))
            and place not in titles
            and not counts_others(block.text)
            and not _names_a_group(self._pages[place[0] - 1], place[1])
            and not _names_its_unit(block, place, starts)
        ]
        return max(0.0, 1 - len(rivals) / len(starts)) if size else 1.0

    def _large(self, starts: Sequence[Start]) -> float:
        size = median(start.weight for start in starts)
        return min(1.0, max(0.0, (size / self._body - 1) / 0.3)) if size and self._body else 1.0

    def _headings(self, first: Start, end: Place) -> Iterator[tuple[Place, Block]]:
        for page in self._pages[: end[0]]:
            if page.number >= first.page or not self._is_front(page):
                for place, block in enumerate(page.blocks):
                    if block.kind == "heading" and (page.number, place) < end:
                        yield (page.number, place), block

    def _upright(self, starts: Sequence[Start], end: Place) -> float:
        pages = self._pages[starts[0].page - 1 : end[0]]
        return sum(page.height >= page.width or page.right is not None for page in pages) / len(pages)

    def _inside(self, starts: Sequence[Start], end: Place) -> list[list[Block]]:
        """Each unit's blocks behind its title."""
        places = [*(start.place for start in starts), end]
        return [
            [
                block
                for page in self._pages[begin[0] - 1 : after[0]]
                for place, block in enumerate(page.blocks)
                if begin < (page.number, place) < after
            ]
            for begin, after in itertools.pairwise(places)
        ]

    def _once(self, starts: Sequence[Start], end: Place) -> float:
        """Which share of the headings that look the same, in letters as large, is in the sequence: lessons that are
        counted anew in each module are not the book's units. A heading may come again on the pages of its unit, and
        behind the last unit in an answer key or a workbook; but not with new titles, as in a second volume."""
        first, size = starts[0], median(start.weight for start in starts)
        looks = (start for start in self.found.headings if (start.style, start.form) == (first.style, first.form))
        alike = [start for start in looks if start.weight >= 0.9 * size > 0]
        behind = self._repeated([start for start in alike if start.place >= end], starts)
        own = [start for start in alike if start.place < end and is_in_its_unit(start, starts)]
        others = len(alike) - len(own) - len(behind)
        return len(starts) / (len(starts) + others)

    def _repeated(self, again: Sequence[Start], starts: Sequence[Start]) -> set[int]:
        """The numbers of those that have the units' titles, or none, or all the same one ('Lektion 1 Test')."""
        known = {start.number: bare(start.title) for start in starts}
        headings = ((start, self._pages[start.page - 1].blocks[start.block].text) for start in again)
        parsed = ((start, parse(text, start.page, alone=True)) for start, text in headings)
        titles = [(start.number, bare((found and found.title) or start.title)) for start, found in parsed]
        times = Counter(title for _, title in titles)
        return {
            number
            for number, title in titles
            if times[title] > 1 or title in known.get(number, "") or known.get(number, title) in title
        }


def _are_surely_units(proposal: Proposal, inside: Inside) -> bool:
    """Whether what counts them, and what they teach, leave no doubt."""
    match proposal.kind:
        case "word" | "other":
            return inside.subject != "another"
        case "chapter" | "number":
            return inside.subject == "a language" and not _counts_its_matter(proposal)
        case "part" if _may_count(proposal.starts[0]):
            return inside.subject == "a language"
        case "part" | "task":
            return inside.skills >= SKILLS_OF_A_SET
        case _:
            return False


def _counts_its_matter(proposal: Proposal) -> bool:
    """Whether it begins with an introduction or ends with an appendix, as reports and manuals count theirs. A grammar
    does it now and then."""
    first, last = proposal.starts[0], proposal.starts[-1]
    return FRONT_MATTER.match(first.title) is not None or BACK_MATTER.match(last.title) is not None


def _titled(proposal: Proposal) -> float:
    titles = [start.title for start in proposal.starts if start.title]
    return len(set(titles) if proposal.kind in ("number", "order") else titles) / len(proposal)


def _spread(proposal: Proposal) -> float:
    """1 if there are no more than two on a page, as in word lists, or one where bare numbers count them; less for a
    programme of days or a list of topics, of which a page has many."""
    pages = len({start.page for start in proposal.starts})
    return min(1.0, (1 if proposal.kind == "number" else A_PAGE) * pages / len(proposal))


def _names_its_unit(block: Block, place: Place, starts: Sequence[Start]) -> bool:
    """Whether it has the number of the unit that it stands in: on the facing page, in another language, or '1B'."""
    again = parse(block.text, place[0], alone=True, block=place[1])
    return again is not None and is_in_its_unit(again, starts)


def _names_a_group(page: Page, place: int) -> bool:
    """Whether it is a module's or a part's name, of which a book has as well as its units', or the title below that."""
    found = (parse(block.text, page.number) for block in page.blocks[max(0, place - 1) : place + 1])
    return any(start and (start.style in GROUPS or _PARTS.fullmatch(start.style)) for start in found)


def first_expected(numbers: Sequence[int]) -> int:
    """What rising numbers ought to begin with: 1, or their own first where a volume goes on from another, or a unit 0
    goes before."""
    return numbers[0] if numbers and not 1 <= numbers[0] <= len(numbers) / 2 + 1 else 1
