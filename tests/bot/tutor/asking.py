"""Who asks where, what is found for them, and answers that were given."""

from collections.abc import Sequence

from bot.tutor.answer import Answer
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.cost import Usage
from bot.tutor.prompt import Setting
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, Turn, TurnState
from bot.tutor.tutor import searched, topic_of
from ingest.library import Hit
from ingest.passages import Paragraph, Passage

ANNA, TOPIC = Place(7), Place(-100, 3)
SETTING = Setting("ko", "A1", "A1-3", "Im Café · 카페에서")


def hit(unit: str | None, *pages: int) -> Hit:
    """A passage with one paragraph on each of the pages."""
    paragraphs = tuple(Paragraph(f"Absatz auf Seite {page}.", page, ()) for page in pages)
    return Hit(Passage(unit, "", paragraphs, pages[0], pages[-1], 20), "Im Café", 0.9, 0.9, 0.0)


HITS = (hit("A1-3", 12, 12, 13), hit(None, 40))


def said(text: str) -> Answer:
    answer = Answer(model="claude-sonnet-4-6", usage=Usage(1500, 200, 1100))
    answer.add_text(text)
    return answer


def searched_for(turn: Turn, history: Sequence[Turn]) -> str:
    return searched(turn, topic_of(turn, history))


async def answered(
    questions: Questions,
    runs: AnswerRuns,
    unit: str,
    question: str,
    state: TurnState = TurnState.ANSWERED,
    place: Place = ANNA,
) -> Turn:
    turn = await questions.ask(Question(place, question), unit)
    await runs.end(turn, state, said(f"Antwort auf {question}"))
    return turn


async def begin(runs: AnswerRuns, turn: Turn, *, again: bool = False) -> Turn:
    begun = await runs.begin(turn.id, again=again)
    assert begun is not None
    return begun[0]
