"""The progress of reading a book, and the report on what was found in it."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from ingest.books.cards import BookState, UnitCard
from ingest.units.evidence import SURE
from ingest.units.proposals import Source
from ingest.units.remarks import Remark


class Stage(StrEnum):
    PAGES = "pages"
    TRANSCRIPTS = "transcripts"  # of scans, by Claude
    PASSAGES = "passages"
    VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Report:
    pages: int
    passages: int  # with those outside the units
    units: tuple[UnitCard, ...]
    source: Source  # of the units
    confidence: float  # how likely the units are right, and all of them
    remarks: tuple[Remark, ...]
    seconds: float
    languages: tuple[str, ...] = ()  # ISO 639-1, the most frequent first

    @property
    def sure(self) -> bool:
        """Whether the units need no second look."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Progress:
    state: BookState
    stage: Stage | None
    done: int
    total: int
    report: Report | None  # of the last completed reading
    failure: str | None  # a code, if it failed

    @property
    def over(self) -> bool:
        return self.state not in (BookState.WAITING, BookState.READING)


REPORT = TypeAdapter(Report)
