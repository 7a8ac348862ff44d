"""Who asks where, and answers that were given."""

from bot.tutor.answer import Answer, Usage
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.questions import Questions
from bot.tutor.turns import Place, Turn, TurnState

ANNA, TOPIC = Place(7), Place(-100, 3)


def said(text: str) -> Answer:
    answer = Answer(model="claude-sonnet-4-6", usage=Usage(1500, 200, 1100))
    answer.add_text(text)
    return answer


async def answered(
    questions: Questions,
    runs: AnswerRuns,
    unit: str,
    question: str,
    state: TurnState = TurnState.ANSWERED,
    place: Place = ANNA,
) -> Turn:
    turn = await questions.ask(place, unit, question, None)
    await runs.end(turn, state, said(f"Antwort auf {question}"))
    return turn


async def begin(runs: AnswerRuns, turn: Turn, *, again: bool = False) -> Turn:
    begun = await runs.begin(turn.id, again=again)
    assert begun is not None
    return begun[0]
