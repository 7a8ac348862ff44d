"""What the book has on a question: something in the learner's unit, something in another, nothing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from ingest.library import Hit
from ingest.search.gate import Ground, ground


@dataclass(frozen=True, slots=True)
class Grounding:
    """`unit` and `title` are those of the other unit, where the book has it there."""

    ground: Ground = Ground.HERE
    unit: str = ""
    title: str = ""

    @classmethod
    def of(cls, hits: Sequence[Hit], unit: str | None) -> Self:
        """`hits` as `Library.look` finds them. Who has chosen no unit learns in all of them; what stands outside the
        units is nowhere to go to."""
        if unit is None:
            return cls()
        found = ground(hits, unit)
        if found is not Ground.ELSEWHERE:
            return cls(found)
        others = [hit for hit in hits if hit.passage.unit not in (unit, None)]
        best = max(others, key=lambda hit: hit.score, default=None)
        return cls(found, best.passage.unit or "", best.title) if best else cls()

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        return cls(Ground(data["ground"]), data["unit"], data["title"]) if data else cls()

    def as_json(self) -> dict[str, str]:
        return {"ground": self.ground.value, "unit": self.unit, "title": self.title}
