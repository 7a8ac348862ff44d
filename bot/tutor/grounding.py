"""Where the book answers a question: in the learner's unit, in another, or nowhere. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from ingest.library import Hit, UnitCard
from ingest.search.gate import Ground, judge

BEYOND_THE_BOOK = "ℹ️"  # marks what an answer says from general knowledge


@dataclass(frozen=True, slots=True)
class Grounding:
    """`unit` and `title`: of the other unit, if the answer is there or, with `doubtful`, may be there instead.
    `doubtful`: the book may not have it at all; the answer will show."""

    ground: Ground = Ground.HERE
    unit: str = ""
    title: str = ""
    doubtful: bool = False

    @classmethod
    def of(cls, hits: Sequence[Hit], unit: str | None) -> Self:
        """By the search's `hits`, as `Library.look` returns them. For a learner without a unit every unit is their
        own."""
        if unit is None:
            return cls()
        found = judge(hits, unit)
        if found.elsewhere is None:
            return cls(found.ground, doubtful=found.doubtful)
        return cls(found.ground, found.elsewhere.passage.unit or "", found.elsewhere.title, found.doubtful)

    def borne_out(self, unit: str | None, text: str, cited: Sequence[str | None], units: Sequence[UnitCard]) -> Self:
        """By the answer, which is more reliable than the search: it is in another unit if the answer cites or names
        that unit. If the answer cites nothing, the book does not have it if the search found nothing, or was in doubt
        and the answer goes beyond the book. `cited`: the units of the answer's sources, in their order."""
        if unit is None:
            return self
        named = [each.id for each in units if re.search(rf"(?<!\w){re.escape(each.id)}(?!\d)", text)]
        others = [each for each in (*cited, *named) if each and each != unit]
        if self.unit in others or (others and unit not in cited):
            there = self.unit if self.unit in others else others[0]
            titles = {each.id: each.title for each in units} | {self.unit: self.title}
            return type(self)(Ground.ELSEWHERE, there, titles.get(there, ""))
        lacks = self.ground is Ground.NOWHERE or (self.doubtful and BEYOND_THE_BOOK in text)
        return type(self)(Ground.NOWHERE if lacks and not cited else Ground.HERE)

    def is_same_place(self, other: Self) -> bool:
        return (self.ground, self.unit) == (other.ground, other.unit)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        return cls(Ground(data["ground"]), data["unit"], data["title"]) if data else cls()

    def as_json(self) -> dict[str, str]:
        """For the database, without `doubtful`, which ends with the answer."""
        return {"ground": self.ground.value, "unit": self.unit, "title": self.title}
