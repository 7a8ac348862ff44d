"""The buttons under an answer. Each handler returns the text that pops up, or raises PressRefused or LimitReached."""

from contextlib import suppress

from telegram.error import TelegramError

from bot.answering.answers import Answers
from bot.handlers.interaction import Interaction
from bot.texts import Texts
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Questions
from bot.tutor.turns import UNANSWERED, Turn, TurnState
from ingest.library import Library

WRITTEN = frozenset({TurnState.ANSWERED, TurnState.CUT, TurnState.STOPPED})
_ENDED = WRITTEN | UNANSWERED
_LONGEST_TOPIC = 300  # characters of a question that are repeated in the next one


class PressRefused(Exception):
    """The button has no effect. The error's text, in the learner's language, pops up."""


class AnswerButtons:
    def __init__(self, library: Library, conversations: Conversations, questions: Questions, answers: Answers) -> None:
        self._library, self._conversations, self._questions = library, conversations, questions
        self._answers = answers

    async def stop(self, interaction: Interaction) -> str | None:
        turn = await pressed_turn(self._conversations, interaction, frozenset(TurnState))
        return None if await self._questions.stop([turn.id]) else interaction.texts.button_old

    async def again(self, interaction: Interaction) -> str | None:
        """Answer once more, in the same messages."""
        turn = await pressed_turn(self._conversations, interaction, _ENDED | {TurnState.REPLACED})
        if successor := await self._questions.ask_again(turn):
            self._answers.announce(interaction.learner, successor)
        return None  # a second tap, or one that is handled twice, changes nothing

    async def more(self, interaction: Interaction) -> str | None:
        """Go on where the answer was cut, or explain it in more detail."""
        turn = await pressed_turn(self._conversations, interaction, WRITTEN)
        request = interaction.texts.go_on if turn.state is TurnState.CUT else interaction.texts.more
        question = request.format(question=_topic(interaction.texts, turn.question))
        if further := await self._questions.ask_further(turn, question, interaction.press):
            self._answers.announce(interaction.learner, further)
        return None

    async def there(self, interaction: Interaction) -> str:
        """Open the unit that has the answer, and ask there."""
        turn = await pressed_turn(self._conversations, interaction, WRITTEN)
        unit = interaction.pressed["unit"]
        if not await self._library.is_open(unit):
            return interaction.texts.button_old
        if asked := await self._questions.ask_there(turn, unit):
            self._answers.announce(interaction.learner, asked)
        return interaction.texts.opened.format(unit=unit)


async def pressed_turn(conversations: Conversations, interaction: Interaction, states: frozenset[TurnState]) -> Turn:
    """Raises PressRefused for a turn that was deleted, is in none of these states, or was asked by somebody else."""
    turn = await conversations.turn(interaction.place, int(interaction.pressed["turn"]))
    if turn is None or turn.state not in states:
        raise PressRefused(interaction.texts.button_old)
    if turn.person not in (None, interaction.person):
        raise PressRefused(interaction.texts.button_not_yours)
    is_known = not turn.replies or interaction.message.message_id in turn.replies
    if not is_known and (turn.state is TurnState.ASKED or turn.is_closed):
        # The response to sending this message was lost, so the answer was sent again: this copy is not needed.
        with suppress(TelegramError):
            await interaction.message.delete()
    return turn


def _topic(texts: Texts, question: str) -> str:
    """A question without the requests that earlier buttons have put before it."""
    for request in (texts.go_on, texts.more):
        question = question.removeprefix(request.format(question=""))
    return question[:_LONGEST_TOPIC]
