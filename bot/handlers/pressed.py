"""The turn that a button under an answer belongs to."""

from contextlib import suppress

from telegram.error import TelegramError

from bot.handlers.visit import Visit
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Turn, TurnState

WRITTEN = frozenset({TurnState.ANSWERED, TurnState.CUT, TurnState.STOPPED})


async def pressed_turn(
    conversations: Conversations, visit: Visit, states: frozenset[TurnState]
) -> tuple[Turn | None, str | None]:
    """Without one, why: it is gone, past these states, of another chat, or somebody else's."""
    turn = await conversations.turn(visit.place, int(visit.pressed["turn"]))
    if turn is None or turn.state not in states:
        return None, visit.texts.button_old
    if turn.person not in (None, visit.person):
        return None, visit.texts.button_not_yours
    is_known = not turn.replies or visit.message.message_id in turn.replies
    if not is_known and (turn.state is TurnState.ASKED or turn.is_closed):
        # Nobody has been told that this message was sent: others show the answer.
        with suppress(TelegramError):
            await visit.message.delete()
    return turn, None
