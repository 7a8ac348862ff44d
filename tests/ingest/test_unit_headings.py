"""What a unit is about, told by its headings."""

from ingest.unit_headings import unit_headings
from ingest.units.plan import Unit, UnitPlan
from tests.ingest.test_passages import book, heading, paragraph


def test_a_units_headings_are_those_that_no_other_unit_has_and_neither_its_title_nor_exercises() -> None:
    first = ["Lektion 1", "Im Café", "Grammatik 1: der Akkusativ", "Wortschatz", "Übung 1 · Ergänzen Sie."]
    second = ["Lektion 2", "Familie", "Grammatik 1: sein und ihr", "Wortschatz"]
    pages = [[each for name in names for each in (heading(name), paragraph("Text."))] for names in (first, second)]
    plan = UnitPlan("A1", (Unit("A1-1", 1, "Im Café · 카페", 1, 1), Unit("A1-2", 2, "", 2, 2)), "caption")
    assert unit_headings(book(*pages), plan) == {
        "A1-1": ["Grammatik 1: der Akkusativ"],
        "A1-2": ["Familie", "Grammatik 1: sein und ihr"],
    }


def test_headings_are_neither_long_nor_many() -> None:
    page = [heading(f"{chr(97 + n) * 200} {n}") for n in range(20)]
    [found] = unit_headings(book(page), UnitPlan("A1", (Unit("A1-1", 1, "", 1, 1),), "caption")).values()
    assert (len(found), {len(each) for each in found}) == (16, {80})
