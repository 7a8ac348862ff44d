"""What stands below an answer."""

from bot.handlers.answer_ending import ending
from bot.texts.de import TEXTS
from bot.tutor.answer import Answer, Source
from bot.tutor.grounding import Grounding
from bot.tutor.turns import TurnState


def test_of_a_source_as_many_words_are_quoted_as_a_line_can_hold() -> None:
    short, long = "Ich trinke Kaffee.", "Ich trinke jeden Morgen " * 10
    answer = Answer.recorded(
        "Ja.", "Ja.", [Source(n, "A1-3", 12, 12, q) for n, q in enumerate((short, long), 1)], Grounding()
    )
    _, first, second = ending(TEXTS, TurnState.ANSWERED, answer).text.splitlines()
    assert first.endswith(f"„{short}“")
    assert second.endswith("„Ich trinke jeden Morgen Ich trinke jeden Morgen Ich trinke …“")
