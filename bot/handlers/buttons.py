"""The buttons under an answer. Each handler returns the words that pop up, or raises PressRefused or LimitReached."""

from contextlib import suppress

from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.handlers.answers import Answers
from bot.handlers.keyboards import answer_keyboard, reasons_keyboard
from bot.handlers.pressed import WRITTEN, pressed_turn
from bot.handlers.visit import Visit
from bot.texts import Texts
from bot.tutor.cited_pages import cited_pages
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Questions
from bot.tutor.turns import UNANSWERED, Turn, TurnState
from ingest.library import Library

_ENDED = WRITTEN | UNANSWERED
_LONGEST_REPEAT = 300  # characters of a question that stand in the next one


class AnswerButtons:
    def __init__(self, library: Library, conversations: Conversations, questions: Questions, answers: Answers) -> None:
        self._library = library
        self._conversations = conversations
        self._questions = questions
        self._answers = answers

    async def stop(self, visit: Visit) -> str | None:
        turn = await pressed_turn(self._conversations, visit, frozenset(TurnState))
        return None if await self._questions.stop([turn.id]) else visit.texts.button_old

    async def again(self, visit: Visit) -> str | None:
        """Answer once more, in the same messages."""
        turn = await pressed_turn(self._conversations, visit, _ENDED)
        successor = await self._questions.ask_again(turn)
        if successor is None:
            return visit.texts.button_old
        self._answers.announce(visit, successor)
        return None

    async def more(self, visit: Visit) -> str | None:
        """Go on where the answer was cut, or explain it in more detail."""
        turn = await pressed_turn(self._conversations, visit, WRITTEN)
        wish = visit.texts.go_on if turn.state is TurnState.CUT else visit.texts.more
        question = wish.format(question=_topic(visit.texts, turn.question))
        if further := await self._questions.ask_further(turn, question, visit.press):
            self._answers.announce(visit, further)
        return None  # a second tap on the same button asks for what is on its way

    async def there(self, visit: Visit) -> str:
        """Open the unit that has the answer, and ask there."""
        turn = await pressed_turn(self._conversations, visit, WRITTEN)
        unit = visit.pressed["unit"]
        if not await self._library.is_open(unit):
            return visit.texts.button_old
        if asked := await self._questions.ask_there(turn, unit):
            self._answers.announce(visit, asked)
        return visit.texts.opened.format(unit=unit)

    async def praise(self, visit: Visit) -> str:
        turn = await pressed_turn(self._conversations, visit, WRITTEN)
        await self._rate(visit, turn, 1)
        return visit.texts.thanks

    async def blame(self, visit: Visit) -> str:
        """The first tap is kept; the second asks why."""
        turn = await pressed_turn(self._conversations, visit, WRITTEN)
        if turn.rating == -1:
            self._show(visit, reasons_keyboard(visit.texts, turn.id))
            return visit.texts.why
        await self._rate(visit, turn, -1)
        return visit.texts.thanks_for_bad

    async def explain_blame(self, visit: Visit) -> str:
        turn = await pressed_turn(self._conversations, visit, WRITTEN)
        await self._rate(visit, turn, -1, visit.pressed["reason"])
        return visit.texts.thanks

    async def _rate(self, visit: Visit, turn: Turn, rating: int, reason: str | None = None) -> None:
        await self._conversations.rate(turn, rating, reason)
        pages = cited_pages(turn.sources)
        self._show(visit, answer_keyboard(visit.texts, turn.id, turn.state, turn.grounding, pages, rating))

    @staticmethod
    def _show(visit: Visit, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change the keyboard when the chat's pace lets it; the tap is answered meanwhile."""

        async def edit() -> None:
            with suppress(BadRequest):  # unchanged by a second tap, or deleted meanwhile
                await visit.message.edit_reply_markup(keyboard)

        visit.begin(edit())


def _topic(texts: Texts, question: str) -> str:
    """What a question is about, without the wishes that earlier buttons have put before it."""
    for wish in (texts.go_on, texts.more):
        question = question.removeprefix(wish.format(question=""))
    return question[:_LONGEST_REPEAT]
