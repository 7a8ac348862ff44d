"""The turn that a button under an answer belongs to."""

from contextlib import suppress

from telegram.error import TelegramError

from bot.handlers.interaction import Interaction
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Turn, TurnState

WRITTEN = frozenset({TurnState.ANSWERED, TurnState.CUT, TurnState.STOPPED})


class PressRefused(Exception):
    """The button has no effect. The error's text, in the learner's language, pops up."""


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
