"""Writes `unit_layouts` to files, with their spans beside them."""

import json
import re

from tests.pdfs import HERE
from tests.pdfs.unit_layouts import HANDOUTS, LAYOUTS


def slug(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_").lower()


def main() -> None:
    folder = HERE / "unit_layouts"
    folder.mkdir(exist_ok=True)
    spans = {}
    for name, layout in LAYOUTS.items():
        data, spans[slug(name)] = layout()
        folder.joinpath(f"{slug(name)}.pdf").write_bytes(data)
    for name, handout in HANDOUTS.items():
        folder.joinpath(f"none_{slug(name)}.pdf").write_bytes(handout())
        spans[f"none_{slug(name)}"] = []
    folder.joinpath("spans.json").write_text(json.dumps(spans, ensure_ascii=False, indent=0) + "\n", "utf-8")
