"""Which sequences of places may be a book's units, before any is judged. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.unit_words import CHAPTERS, GROUPS
from ingest.units.contents import listed_by_order
from ingest.units.finders import Findings
from ingest.units.matter import is_cover
from ingest.units.outline import numbered_by_order
from ingest.units.sequences import at_their_titles, counted_on, sequences
from ingest.units.starts import Start
from ingest.units.titles import HEAD

Source = Literal["caption", "outline", "contents", "headings", "none"]
Kind = Literal["word", "chapter", "other", "part", "number", "order", "alone", "task", "sheet", "title"]


@dataclass(frozen=True, slots=True)
class Proposal:
    source: Source
    starts: tuple[Start, ...]
    kind: Kind

    def __len__(self) -> int:
        return len(self.starts)


def kind_of(start: Start) -> Kind:
    if not start.style:
        return "number"
    if start.style in CHAPTERS or start.style in GROUPS or start.form == ">":  # of any training
        return "chapter"
    return "word" if not start.form else "part" if start.form.startswith("?") else "other"


def proposals_of(found: Findings) -> list[Proposal]:
    """Those of outline and contents go first, as of equal ones the first is taken."""
    listed: dict[Source, Sequence[Start]] = {
        "outline": found.outline,
        "contents": found.contents,
        "headings": found.headings,
    }
    proposals: list[Proposal] = []
    for source, starts in listed.items():
        through = [chain for chain in counted_on(starts) if kind_of(chain[0]) in ("word", "number")]
        proposals += (Proposal(source, tuple(chain), "order") for chain in through)
        proposals += (
            Proposal(source, at_their_titles(chain, found.headings, found.is_shown), kind_of(chain[0]))
            for chain in sequences(starts)
            if not (_is_within(chain, through) or _group_others(chain, found.headings))
        )
    if counted := numbered_by_order(found.document):
        proposals.append(Proposal("outline", tuple(counted), "order"))
    if counted := listed_by_order(found.document.pages):
        proposals.append(Proposal("contents", tuple(counted), "order"))
    return [*proposals, *_alone(found)]


def _is_within(chain: Sequence[Start], others: Iterable[Sequence[Start]]) -> bool:
    """Whether all of these are among those of another."""
    places = {start.place for start in chain}
    return any(places <= {start.place for start in other} for other in others)


def _group_others(chain: Sequence[Start], starts: Iterable[Start]) -> bool:
    """Whether these are modules, in which lessons are counted."""
    lessons = (start for start in starts if kind_of(start) == "word" and start.place > chain[0].place)
    return chain[0].style in GROUPS and sum(1 for _ in lessons) >= 2 * len(chain)


def _alone(found: Findings) -> Iterator[Proposal]:
    """The only unit of a file, which names it and no other at its head."""
    lettered = {start.place for start in found.headings if start.form == "?A"}  # 'Teil B', which may be an 8
    known = [start for start in found.headings if start.style and not start.form and start.place not in lettered]
    first = next((page.number for page in found.document.pages if page.blocks and not is_cover(page)), 1)
    if len({start.number for start in known}) == 1 and known[0].page <= first and known[0].block < HEAD:
        yield Proposal("headings", (replace(known[0], block=0),), "alone")
