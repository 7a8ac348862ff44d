"""What the book has on a question: something in the learner's unit, something in another, nothing. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from ingest.library import Hit, UnitCard
from ingest.search.gate import Ground, ground


@dataclass(frozen=True, slots=True)
class Grounding:
    """`unit` and `title` are those of the other unit, where the book has it there."""

    ground: Ground = Ground.HERE
    unit: str = ""
    title: str = ""

    @classmethod
    def of(cls, hits: Sequence[Hit], unit: str | None) -> Self:
        """`hits` as `Library.look` finds them. Who has chosen no unit learns in all of them."""
        if unit is None:
            return cls()
        found = ground(hits, unit)
        if found is not Ground.ELSEWHERE:
            return cls(found)
        others = [hit for hit in hits if hit.passage.unit not in (unit, None)]
        best = max(others, key=lambda hit: (hit.named, hit.score))
        return cls(found, best.passage.unit or "", best.title)

    def borne_out(self, unit: str | None, text: str, cited: Sequence[str | None], units: Sequence[UnitCard]) -> Self:
        """What an answer makes of it, for the search can err: another unit has it where the answer cites that unit or
        names it, and the book has it where it cites the book. `cited`: the units of its sources, in their order."""
        if unit is None:
            return self
        named = [each.id for each in units if re.search(rf"(?<!\w){re.escape(each.id)}(?!\d)", text)]
        others = [each for each in dict.fromkeys((*cited, *named)) if each not in (unit, None)]
        if self.unit in others:
            return self
        if others and unit not in cited:
            title = next((each.title for each in units if each.id == others[0]), "")
            return type(self)(Ground.ELSEWHERE, others[0] or "", title)
        return self if self.ground is Ground.NOWHERE and not cited else type(self)()

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        return cls(Ground(data["ground"]), data["unit"], data["title"]) if data else cls()

    def as_json(self) -> dict[str, str]:
        return {"ground": self.ground.value, "unit": self.unit, "title": self.title}
