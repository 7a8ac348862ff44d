"""Are the units right, and does the confidence say so, in all of tests/pdfs/unit_layouts?"""

import itertools
import json

from ingest.pdf.reader import read_pdf
from ingest.units.caption import Caption
from ingest.units.corrections import find_units
from ingest.units.evidence import SURE
from tests.in_process import run_here
from tests.pdfs import HERE

BANDS = (0.0, 0.55, SURE, 0.9, 1.01)


async def main() -> None:
    right: list[tuple[str, float, bool]] = []
    for name, spans in json.loads((HERE / "unit_layouts/spans.json").read_text("utf-8")).items():
        data = (HERE / "unit_layouts" / f"{name}.pdf").read_bytes()
        plan = find_units(await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here), Caption("A1"))
        found = [[unit.number, unit.page_first, unit.page_last] for unit in plan.units]
        right.append((name, plan.confidence, found == spans))
        if found != spans:
            print(f"{name}: confidence {plan.confidence:.2f}, units {found} instead of {spans}")
    for low, high in itertools.pairwise(BANDS):
        group = [ok for _, confidence, ok in right if low <= confidence < high]
        print(f"confidence from {low:.2f} to {min(high, 1):.2f}: {sum(group)} of {len(group)} right")
