"""Claude as a judge, spoken to over HTTP: what it says becomes scores and preferences."""

import io
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from bot.evaluate.judge import prefer, prefer_all, score, score_all
from bot.sandbox.claude import ClaudeServer
from bot.tutor.claude import Claude
from tests.bot.evaluate.test_rules import GOOD, case

OLD, NEW = case("Der Tee ist gut."), case(GOOD)


@pytest.fixture
async def claude(server: ClaudeServer) -> AsyncIterator[Claude]:
    claude = Claude(SecretStr(server.api_key), "claude-sonnet-4-6", server.url)
    yield claude
    await claude.close()


def shown(table: Table) -> str:
    console = Console(width=150, record=True, file=io.StringIO())
    console.print(table)
    return console.export_text()


async def test_the_judge_sees_passages_question_and_answer_and_gives_scores_with_a_reason(
    server: ClaudeServer, claude: Claude
) -> None:
    server.answer_with("**grounding**: 5\n- Correctness: 2\ncompleteness: 4\nmanners: 1\nreason: The case is wrong.")
    assert await score(claude, NEW) == ({"grounding": 5, "correctness": 2, "completeness": 4}, "The case is wrong.")
    sent = str(server.requests[0].body["messages"])
    assert NEW.passages[0].passage.paragraphs[0].text in sent
    assert "**Ich möchte einen Tee.**" in sent
    table = shown(await score_all(claude, [NEW]))
    assert "1: The case is wrong." in table
    assert "2.00" in table


async def test_a_judge_that_says_nothing_of_use_gives_no_scores(server: ClaudeServer, claude: Claude) -> None:
    server.answer_with("It depends.")
    assert await score(claude, NEW) == ({}, "")
    assert await prefer(claude, NEW, OLD) == "equal"
    assert "-" in shown(await score_all(claude, [NEW]))


@pytest.mark.parametrize(
    ("first", "second", "preferred"),
    [("A", "B", "new"), ("B", "A", "old"), ("A", "A", "equal"), ("equal", "B", "equal")],
)
async def test_the_better_of_two_answers_is_so_in_either_place(
    server: ClaudeServer, claude: Claude, first: str, second: str, preferred: str
) -> None:
    for said in (first, second):
        server.answer_with(f"better: {said}", times=1)
    assert await prefer(claude, NEW, OLD) == preferred
    orders = [str(request.body["messages"]) for request in server.requests]
    assert [text.index("Der Tee ist gut.") > text.index("Ich möchte einen Tee.**") for text in orders] == [True, False]


async def test_pairs_are_counted_for_the_questions_that_both_runs_have(server: ClaudeServer, claude: Claude) -> None:
    for said in ("A", "B"):
        server.answer_with(f"better: {said}", times=1)
    lone = replace(NEW, question=replace(NEW.question, id="2"))
    table = shown(await prefer_all(claude, [NEW, lone], {"1": OLD}))
    assert "1 pairs" in table
    assert len(server.requests) == 2
