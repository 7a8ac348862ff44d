"""The turn that a button under an answer belongs to."""

from contextlib import suppress

from telegram.error import TelegramError

from bot.handlers.interaction import Interaction
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Turn, TurnState

WRITTEN = frozenset({TurnState.ANSWERED, TurnState.CUT, TurnState.STOPPED})


class PressRefused(Exception):
    """A button does nothing; the text says why, to whoever has pressed it."""


async def pressed_turn(conversations: Conversations, interaction: Interaction, states: frozenset[TurnState]) -> Turn:
    """Raises PressRefused for a turn that is gone, in none of these states, of another chat or somebody else's."""
    turn = await conversations.turn(interaction.place, int(interaction.pressed["turn"]))
    if turn is None or turn.state not in states:
        raise PressRefused(interaction.texts.button_old)
    if turn.person not in (None, interaction.person):
        raise PressRefused(interaction.texts.button_not_yours)
    is_known = not turn.replies or interaction.message.message_id in turn.replies
    if not is_known and (turn.state is TurnState.ASKED or turn.is_closed):
        # Telegram never told us the number of this message, so the answer is shown in others.
        with suppress(TelegramError):
            await interaction.message.delete()
    return turn
