"""What stands below an answer."""

import pytest

from bot.answering.ending import ending, final_text
from bot.texts.de import TEXTS
from bot.tutor.answer import Answer
from bot.tutor.grounding import Grounding
from bot.tutor.sources import Source
from bot.tutor.turns import Place, Turn, TurnState


def test_of_a_source_as_many_words_are_quoted_as_a_line_can_hold() -> None:
    short, long = "Ich trinke Kaffee.", "Ich trinke jeden Morgen " * 10
    answer = Answer.recorded(
        "Ja.", "Ja.", [Source(n, "A1-3", (12, 12), q) for n, q in enumerate((short, long), 1)], Grounding()
    )
    _, first, second = ending(TEXTS, TurnState.ANSWERED, answer).text.splitlines()
    assert first.endswith(f"„{short}“")
    assert second.endswith("„Ich trinke jeden Morgen Ich trinke jeden Morgen Ich trinke …“")


def test_cells_of_a_table_are_quoted_with_a_dash_between_them() -> None:
    answer = Answer.recorded("Ja.", "Ja.", [Source(1, "A1-3", (12, 12), "trinken | 마시다")], Grounding())
    assert ending(TEXTS, TurnState.ANSWERED, answer).text.endswith("„trinken – 마시다“")


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("K", False),
        ("Ja. ", False),
        ("**Kaffee** ist ein Wort, das man oft bra", False),
        ("Das sind die drei wichtigsten Fälle:\n\n1. ", True),
        ("**Kaffee** ist ein **Wort**. Man br", True),
        ("커피는 독일어로 Kaffee이고 남성 명사예요. 그래서 4격에", True),
    ],
)
@pytest.mark.parametrize("state", [TurnState.FAILED, TurnState.BUSY, TurnState.UNAVAILABLE])
def test_of_a_broken_answer_stays_what_is_worth_reading(state: TurnState, text: str, stays: bool) -> None:
    answer = Answer.recorded(text, text, [Source(1, "A1-3", (12, 12), "Ich trinke Kaffee.")], Grounding())
    assert final_text(TEXTS, Turn(1, Place(1), "A1-3", "Was?"), state, answer) == (text.strip() if stays else "")
    below = ending(TEXTS, state, answer).text
    assert ("Ich trinke Kaffee." in below) is stays
    assert (TEXTS.failed in below) is (state is TurnState.FAILED and not stays)
