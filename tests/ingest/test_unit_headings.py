"""What a unit is about, told by its headings."""

from dataclasses import replace

from ingest.pdf.document import Block
from ingest.unit_headings import unit_headings
from ingest.units.plan import Unit, UnitPlan
from tests.ingest.test_chunking import book, heading, paragraph


def test_a_units_headings_are_those_that_no_other_unit_has_and_neither_its_title_nor_exercises() -> None:
    first = ["Lektion 1", "Im Café", "Grammatik 1: der Akkusativ", "Wortschatz", "Übung 1 · Ergänzen Sie."]
    second = ["Lektion 2 · Bei uns", "Familie", "Grammatik 1: sein und ihr", "Wortschatz"]
    pages = [[each for name in names for each in (heading(name), paragraph("Text."))] for names in (first, second)]
    plan = UnitPlan("A1", (Unit("A1-1", 1, "Im Café · 카페", 1, 1), Unit("A1-2", 2, "Bei uns · 가족", 2, 2)), "caption")
    assert unit_headings(book(*pages), plan) == {
        "A1-1": ["Grammatik 1: der Akkusativ"],
        "A1-2": ["Familie", "Grammatik 1: sein und ihr"],
    }


def test_headings_are_neither_long_nor_many() -> None:
    page = [each for n in range(20) for each in (heading(f"{chr(97 + n) * 200} {n}"), paragraph("Text."))]
    [found] = unit_headings(book(page), UnitPlan("A1", (Unit("A1-1", 1, "", 1, 1),), "caption")).values()
    assert (len(found), {len(each) for each in found}) == (16, {80})


def test_a_heading_stands_over_text_or_over_smaller_headings_that_do() -> None:
    family = [heading("Peter"), paragraph("Vater, 60"), heading("Anna"), heading("Emma"), paragraph("Familie Weber")]
    grammar = [replace(heading("Grammatik"), size=12.0), heading("Plural"), Block("table", "Ei | Eier", 1)]
    unit = Unit("A1-1", 1, "", 1, 1)
    assert unit_headings(book([*family, *grammar]), UnitPlan("A1", (unit,), "caption")) == {
        "A1-1": ["Grammatik", "Plural"]
    }
