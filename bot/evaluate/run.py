"""A run of the evaluation: questions are put to Claude, or answered in a file, and the tables are printed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console

from bot.composition import open_claude
from bot.evaluate.evaluation import Asked, answer_all, judge_by_rules, read_answers, write_answers, write_requests
from bot.evaluate.judge import prefer_all, score_all
from bot.settings import BotSettings
from bot.tutor.claude import Claude


async def run_evaluation(
    settings: BotSettings,
    asked: Sequence[Asked],
    model: str,
    answers: Path | None,
    requests: Path | None,
    judge: str,
    against: Path | None,
) -> None:
    """The answers of `model` are written to `answers-MODEL.jsonl`, which a later run takes as `answers` or `against`.

    `requests`: write the requests to this file instead of asking.
    """
    if requests:
        write_requests(requests, asked)
    elif answers is None:
        answers = Path(f"answers-{model}.jsonl")
        async with _asking(settings, model) as claude:
            write_answers(answers, await answer_all(claude, asked))
    if answers is None:
        return
    cases, console = read_answers(answers, asked), Console()
    console.print(judge_by_rules(cases))
    if judge:
        async with _asking(settings, judge) as claude:
            console.print(await score_all(claude, cases))
            if against:
                earlier = {case.question.id: case for case in read_answers(against, asked)}
                console.print(await prefer_all(claude, cases, earlier))


@asynccontextmanager
async def _asking(settings: BotSettings, model: str) -> AsyncIterator[Claude]:
    asked = settings.model_copy(update={"claude_model": model, "claude_fallback_model": None})
    async with open_claude(asked) as claude:
        await claude.check()
        yield claude
