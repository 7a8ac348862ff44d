"""Builds the PDFs again: `python -m tests.pdfs`, or some: `python -m tests.pdfs letters unit_layouts`.

Needs Debian's fonts-lato and fonts-nanum.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tests.pdfs import (
    HERE,
    build,
    build_coursebooks,
    build_courses,
    build_exercises,
    build_fonts,
    build_handouts,
    build_layouts,
    build_letters,
    build_painted,
    build_panels,
    build_producers,
    build_rules,
    build_sections,
    build_textbooks,
    build_translated,
    build_typeset,
    build_unit_layouts,
    build_workbooks,
    build_worksheets,
)


def write(traps: Mapping[str, Callable[[], bytes]] | Iterable[Callable[[], bytes]], folder: Path = HERE) -> None:
    """Build each trap and keep it under its name, or its function's."""
    named = traps if isinstance(traps, Mapping) else {trap.__name__: trap for trap in traps}
    for name, made in named.items():
        (folder / f"{name}.pdf").write_bytes(made())


SETS: dict[str, Callable[[], None]] = {
    "pages": lambda: write(build.TRAPS),
    "coursebooks": lambda: write(build_coursebooks.TRAPS),
    "courses": lambda: write(build_courses.COURSES, HERE / "courses"),
    "exercises": lambda: write(build_exercises.TRAPS),
    "fonts": lambda: write(build_fonts.TRAPS),
    "recognised": lambda: write(
        {trap.__name__: trap for trap in build_fonts.RECOGNISED} | build_painted.RECOGNISED, HERE / "recognised"
    ),
    "handouts": lambda: write(build_handouts.TRAPS),
    "layouts": lambda: write(build_layouts.TRAPS),
    "letters": lambda: write({trap.__name__: trap for trap in build_letters.TRAPS} | build_letters.MORE_TRAPS),
    "painted": lambda: write(build_painted.TRAPS),
    "panels": lambda: write(build_panels.TRAPS),
    "producers": lambda: write(build_producers.TRAPS),
    "rules": lambda: write(build_rules.TRAPS),
    "sections": lambda: write(build_sections.TRAPS),
    "textbooks": lambda: write(build_textbooks.TRAPS),
    "translated": lambda: write(build_translated.TRAPS),
    "typeset": lambda: write(build_typeset.TRAPS),
    "unit_layouts": build_unit_layouts.main,
    "workbooks": lambda: write(build_workbooks.TRAPS),
    "worksheets": lambda: write(build_worksheets.TRAPS),
}

if __name__ == "__main__":
    for name in sys.argv[1:] or SETS:
        SETS[name]()
