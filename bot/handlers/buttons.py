"""The buttons under an answer. Each handler gives the words that pop up, if any."""

from contextlib import suppress

from telegram import InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.handlers.answers import Answers
from bot.handlers.chat import learner_of, place_of
from bot.handlers.keyboards import answer_keyboard, reasons_keyboard
from bot.texts import Texts, texts_in
from bot.tutor.conversations import UNANSWERED, Conversations, Learner, Turn, TurnState

_WRITTEN = frozenset({TurnState.ANSWERED, TurnState.CUT, TurnState.STOPPED})
_ENDED = _WRITTEN | UNANSWERED
_GROWING = frozenset({TurnState.ASKED})
_LONGEST_REPEAT = 300  # characters of a question that stand in the next one


class AnswerButtons:
    def __init__(self, conversations: Conversations, answers: Answers) -> None:
        self._conversations = conversations
        self._answers = answers

    async def stop(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        learner, turn, remark = await self._pressed(update, context, _GROWING)
        if turn is None:
            return remark
        return None if self._answers.stop(turn.id) else texts_in(learner.language).button_old

    async def again(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """Answer once more, in the same messages."""
        learner, turn, remark = await self._pressed(update, context, _ENDED)
        if turn is None:
            return remark
        successor = await self._conversations.ask_again(turn)
        if successor is None:
            return texts_in(learner.language).button_old
        self._answers.start(learner, successor)
        return None

    async def more(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """Go on where the answer was cut, or explain it in more detail."""
        learner, turn, remark = await self._pressed(update, context, _WRITTEN)
        if turn is None:
            return remark
        texts = texts_in(learner.language)
        wish = texts.go_on if turn.state is TurnState.CUT else texts.more
        question = wish.format(question=_topic(texts, turn.question))
        if further := await self._conversations.ask_further(turn, question):
            self._answers.start(learner, further)
        return None  # a second tap on the same button asks for what is on its way

    async def praise(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        learner, turn, remark = await self._pressed(update, context, _WRITTEN)
        if turn is None:
            return remark
        texts = texts_in(learner.language)
        await self._conversations.rate(turn, 1)
        self._show(update, context, answer_keyboard(texts, turn.id, turn.state, 1))
        return texts.thanks

    async def blame(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The first tap is kept; the second asks why."""
        learner, turn, remark = await self._pressed(update, context, _WRITTEN)
        if turn is None:
            return remark
        texts = texts_in(learner.language)
        if turn.rating == -1:
            self._show(update, context, reasons_keyboard(texts, turn.id))
            return texts.why
        await self._conversations.rate(turn, -1)
        self._show(update, context, answer_keyboard(texts, turn.id, turn.state, -1))
        return texts.thanks_for_bad

    async def explain_blame(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        learner, turn, remark = await self._pressed(update, context, _WRITTEN)
        if turn is None:
            return remark
        assert context.match is not None
        texts = texts_in(learner.language)
        await self._conversations.rate(turn, -1, context.match["reason"])
        self._show(update, context, answer_keyboard(texts, turn.id, turn.state, -1))
        return texts.thanks

    async def _pressed(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, states: frozenset[TurnState]
    ) -> tuple[Learner, Turn | None, str | None]:
        """The learner and the button's turn; without one, why: it is gone, past these states, of another chat, or
        somebody else's."""
        assert context.match is not None
        assert update.callback_query is not None
        learner = await learner_of(update, self._conversations)
        texts = texts_in(learner.language)
        turn = await self._conversations.turn(place_of(update), int(context.match["turn"]))
        if turn is None or turn.state not in states:
            return learner, None, texts.button_old
        if turn.person not in (None, update.callback_query.from_user.id):
            return learner, None, texts.button_not_yours
        return learner, turn, None

    @staticmethod
    def _show(update: Update, context: ContextTypes.DEFAULT_TYPE, keyboard: InlineKeyboardMarkup) -> None:
        """Change the keyboard when the chat's pace lets it; the tap is answered meanwhile."""
        query = update.callback_query
        assert query is not None

        async def edit() -> None:
            with suppress(BadRequest):  # unchanged by a second tap, or deleted meanwhile
                await query.edit_message_reply_markup(keyboard)

        context.application.create_task(edit(), update)


def _topic(texts: Texts, question: str) -> str:
    """What a question is about, without the wishes that earlier buttons have put before it."""
    for wish in (texts.go_on, texts.more):
        question = question.removeprefix(wish.format(question=""))
    return question[:_LONGEST_REPEAT]
