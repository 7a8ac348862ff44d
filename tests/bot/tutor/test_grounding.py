"""What is told of where the book answers, once there is an answer."""

import pytest

from bot.tutor.grounding import Grounding
from ingest.library import UnitCard
from ingest.search.gate import Ground

UNITS = [UnitCard(f"A1-{n}", "A1", n, f"Thema {n}", n, n, 1) for n in (1, 2, 17)]
HERE, NOWHERE, THERE = Grounding(), Grounding(Ground.NOWHERE), Grounding(Ground.ELSEWHERE, "A1-17", "Thema 17")


@pytest.mark.parametrize(
    ("found", "text", "cited", "told"),
    [
        (HERE, "So geht das.", ["A1-1"], HERE),
        (HERE, "So geht das.", [], HERE),
        (HERE, "Das kommt in A1-17에서.", [], THERE),
        (HERE, "So geht das.", ["A1-17"], THERE),
        (HERE, "Mehr davon in A1-17.", ["A1-1"], HERE),
        (THERE, "So geht das.", ["A1-17"], THERE),
        (THERE, "Das kommt in A1-17, kurz:", ["A1-1"], THERE),
        (THERE, "Übung 1: So geht das.", ["A1-1"], HERE),
        (THERE, "Dabei kann ich nicht helfen.", [], HERE),
        (NOWHERE, "ℹ️ So geht das.", [], NOWHERE),
        (NOWHERE, "So geht das.", ["A1-1"], HERE),
        (NOWHERE, "Das kommt in A1-17.", [], THERE),
        (NOWHERE, "So steht es hinten im Buch.", [None], HERE),
    ],
)
def test_the_answers_sources_and_the_units_it_names_decide_over_the_search(
    found: Grounding, text: str, cited: list[str | None], told: Grounding
) -> None:
    assert found.borne_out("A1-1", text, cited, UNITS) == told


def test_who_has_chosen_no_unit_is_sent_nowhere() -> None:
    assert HERE.borne_out(None, "Das kommt in A1-17.", ["A1-17"], []) == HERE
