"""The evaluation: requests for the questions, answers to them, and a table of the rules that these keep."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from rich.table import Table

from bot.evaluate.case import Case, Question
from bot.evaluate.rules import RULES
from bot.tutor.answer import Answer
from bot.tutor.claude import Claude
from bot.tutor.context import Context
from bot.tutor.sources import Source
from bot.tutor.turns import Learner, Place
from bot.tutor.tutor import Request, prepare
from ingest.library import Library
from ingest.search.terms import terms


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    request: Request
    known: frozenset[str]  # the terms of the book up to the learner's unit

    def as_json(self) -> dict[str, Any]:
        prompt = self.request.prompt
        return {"id": self.question.id, "system": prompt.system, "messages": prompt.messages}

    def answered(self, text: str, sources: Sequence[Source]) -> Case:
        units = {unit.id: unit.title for unit in self.request.units}
        return Case(
            *(self.question, self.request.language, self.request.passages, self.request.grounding, text, sources),
            *(self.known, units),
        )


def read_questions(file: Path) -> list[Question]:
    return TypeAdapter(list[Question]).validate_python(_lines(file))


async def ask_all(library: Library, questions: Sequence[Question], context: Context = Context.PASSAGES) -> list[Asked]:
    """The requests, as the bot would send them."""
    known = {unit: await _known(library, unit) for unit in {each.unit for each in questions}}
    return [
        Asked(
            each,
            await prepare(library, Learner(Place(0), each.language, each.unit), each.turn, each.past, context),
            known[each.unit],
        )
        for each in questions
    ]


async def _known(library: Library, unit: str) -> frozenset[str]:
    return frozenset(term for text in await library.texts_up_to(unit) for term in terms(text))


async def answer_all(claude: Claude, asked: Sequence[Asked]) -> dict[str, Answer]:
    """By the question's id."""
    return {
        each.question.id: await claude.answer(each.request.prompt, each.request.passages, lambda _: None)
        for each in asked
    }


def write_requests(file: Path, asked: Sequence[Asked]) -> None:
    _write(file, [each.as_json() for each in asked])


def write_answers(file: Path, answers: Mapping[str, Answer]) -> None:
    """As `read_answers` reads them."""
    rows = [
        {"id": id, "answer": answer.text, "sources": [source.as_json() for source in answer.sources]}
        for id, answer in answers.items()
    ]
    _write(file, rows)


def read_answers(file: Path, asked: Sequence[Asked]) -> list[Case]:
    """Lines of `id`, `answer` (Markdown with marks such as `[1]`) and `sources` (`number`, `unit`, `pages`,
    `quote`)."""
    by_id = {each.question.id: each for each in asked}
    return [
        by_id[data["id"]].answered(data["answer"], [Source.from_json(source) for source in data.get("sources", ())])
        for data in _lines(file)
    ]


def judge_by_rules(cases: Sequence[Case]) -> Table:
    """A row a rule: how many answers keep it, and what is wrong with the others."""
    table = Table("rule", "kept", "faults", title=f"{len(cases)} answers")
    for rule in RULES:
        faults = {case.question.id: list(rule(case)) for case in cases}
        broken = {id: found for id, found in faults.items() if found}
        told = "\n".join(f"{id}: {', '.join(found)}" for id, found in broken.items())
        table.add_row(rule.__name__.replace("_", " "), f"{len(cases) - len(broken)}/{len(cases)}", told)
    return table


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def _write(file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
