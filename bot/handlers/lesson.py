"""A learner's question, and the buttons under its answer."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.answers import Answers
from bot.handlers.chat import learner_of, place_of, say
from bot.handlers.keyboards import courses_keyboard
from bot.texts import texts_in
from bot.tutor.conversations import Conversations, Learner, State, Turn
from ingest.library import Library

LONGEST_QUESTION = 2000  # characters


class Lesson:
    def __init__(self, library: Library, conversations: Conversations, answers: Answers) -> None:
        self._library = library
        self._conversations = conversations
        self._answers = answers

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep the question before anything else, then answer it in the background."""
        message = update.effective_message
        assert message is not None
        question = (message.text or "").strip()
        learner = await learner_of(update, self._conversations)
        texts = texts_in(learner.language)
        if not question:
            await say(update, texts.empty)
        elif len(question) > LONGEST_QUESTION:
            await say(update, texts.too_long.format(limit=LONGEST_QUESTION, length=len(question)))
        elif await self._is_placed(learner):
            turn = await self._conversations.ask(learner.place, learner.unit, question, message.message_id)
            self._answers.start(learner, turn)
        else:
            await self._keep_waiting(update, learner, question)

    async def again(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `again:TURN` under a failed answer: the new one takes its place."""
        learner, turn = await self._pressed(update, context)
        if turn is None or turn.state is not State.FAILED:
            return texts_in(learner.language).button_old
        self._answers.start(learner, await self._conversations.reopen(turn, turn.unit))
        return None

    async def go_on(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The button `more:TURN` under an answer that was cut: ask for the rest, in the turn's unit."""
        learner, turn = await self._pressed(update, context)
        texts = texts_in(learner.language)
        if turn is None or turn.state is not State.CUT:
            return texts.button_old
        self._answers.start(learner, await self._conversations.ask(turn.place, turn.unit, texts.go_on, None))
        return None

    async def answer_waiting(self, learner: Learner, unit: str) -> None:
        """Answer the questions that were waiting for a unit to be chosen."""
        for turn in await self._conversations.waiting(learner.place):
            self._answers.start(learner, await self._conversations.reopen(turn, unit))

    async def _pressed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> tuple[Learner, Turn | None]:
        """The learner, and the turn that a button names, if it is of this place."""
        assert context.match is not None
        learner = await learner_of(update, self._conversations)
        return learner, await self._conversations.turn(place_of(update), int(context.match["turn"]))

    async def _is_placed(self, learner: Learner) -> bool:
        """Whether it is clear where to look: in the chosen unit, or in the only course."""
        if learner.unit is None:
            return len(await self._library.courses()) == 1
        return await self._library.unit(learner.unit) is not None

    async def _keep_waiting(self, update: Update, learner: Learner, question: str) -> None:
        message = update.effective_message
        assert message is not None
        await self._conversations.ask(learner.place, None, question, message.message_id, State.WAITING)
        texts = texts_in(learner.language)
        courses = await self._library.courses()
        if courses:
            await say(update, texts.ask_after_unit, courses_keyboard(courses))
        else:
            await say(update, texts.no_books)
