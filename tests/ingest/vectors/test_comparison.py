"""How models are compared: the figures against another's arithmetic, and the command on a small course."""

import asyncpg
import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, Success

from ingest.embedders import USE, VOYAGE_CONTEXT
from ingest.library import Library
from ingest.prices import embedding_cents
from ingest.vectors.comparison import ALL, CUTOFFS, MODELS, Figures, JudgedQuestion
from tests.ingest.textbooks import Letters, passage, publish


@given(st.lists(st.none() | st.integers(1, 12), min_size=1, max_size=20))
def test_recall_and_mrr_are_those_of_ir_measures(ranks: list[int | None]) -> None:
    qrels = [ir_measures.Qrel(str(query), "right", 1) for query in range(len(ranks))]
    results = [
        ir_measures.ScoredDoc(str(query), "right" if place == rank else f"wrong {place}", 100.0 - place)
        for query, rank in enumerate(ranks)
        for place in range(1, 13)
    ]
    theirs = ir_measures.calc_aggregate([RR, *(Success @ most for most in CUTOFFS)], qrels, results)
    ours = Figures.of(ranks)
    assert ours.mrr == pytest.approx(theirs[RR])
    assert ours.recall == pytest.approx({most: theirs[Success @ most] for most in CUTOFFS})


async def test_a_models_figures_come_by_language_and_leave_the_books_model_as_it_is(pool: asyncpg.Pool) -> None:
    await publish(library := Library(pool, Letters()), "A1", passage("Kaffee", page=1), passage("Brot", page=2))
    questions = [
        JudgedQuestion(question="Kaffee", pages=[1], language="de"),
        JudgedQuestion(question="Kaffee!", pages=[2], language="ko"),
        JudgedQuestion(question="Kaffee?", pages=[1], answer=["Tee"], language="ko"),
    ]
    other = Letters("more letters", dimensions=12)
    compared = await library.comparison.of(other, "A1", questions)
    assert compared.model == "more letters"
    assert compared.figures["de"] == Figures(1, {1: 1.0, 3: 1.0, 5: 1.0}, 1.0)
    assert compared.figures["ko"] == Figures(2, {1: 0.0, 3: 0.5, 5: 0.5}, 0.25)
    assert compared.figures[ALL].questions == 3
    assert (compared.seconds > 0, compared.cents, compared.course_cents) == (True, None, None)
    assert (await library.embed_question("Kaffee")).model == "letters"


def test_a_model_costs_its_price_here_nothing_and_of_others_nobody_knows() -> None:
    assert [embedding_cents(model, 10**6) for model in (VOYAGE_CONTEXT, USE, "voyage-9")] == [12.0, 0.0, None]
    assert embedding_cents("voyage-4-large", 10**6, of_questions=True) == 2.0
    assert set(MODELS.values()) >= {VOYAGE_CONTEXT, USE}
