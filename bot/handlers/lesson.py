"""A learner's question: kept before anything else, then answered in the background."""

from collections.abc import Sequence
from datetime import timedelta

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.handlers.answers import Answers
from bot.handlers.chat import addressed_text, learner_of, person_of, place_of, say
from bot.handlers.keyboards import courses_keyboard
from bot.handlers.pastes import Pastes
from bot.texts import texts_in
from bot.tutor.conversations import Conversations, Learner, TurnState
from ingest.library import Library

LONGEST_QUESTION = 2000  # characters
LONGEST_PASTE = 8000  # of a question that the client has cut into several messages
_MAY_CHANGE = timedelta(minutes=1)


class Lesson:
    def __init__(self, library: Library, conversations: Conversations, answers: Answers) -> None:
        self._library = library
        self._conversations = conversations
        self._answers = answers
        self._pastes = Pastes(self._ask_parts)

    async def ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text. In a group only one that is meant for the bot."""
        message = update.message
        assert message is not None
        question = addressed_text(message, context.bot)
        if question is not None and not self._pastes.takes(context, update, message, question):
            await self._ask(update, message, question)

    async def ask_differently(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A question edited within a minute is asked again; its new answer takes the place of the old one.

        What was no question before the edit (too long, or not meant for the bot) becomes one.
        """
        message = update.edited_message
        assert message is not None
        question = addressed_text(message, context.bot)
        if question is None or message.edit_date is None or message.edit_date - message.date > _MAY_CHANGE:
            return
        turn = await self._conversations.turn_of_message(place_of(update), message.message_id)
        if turn is None or not 0 < len(question) <= LONGEST_QUESTION:
            await self._ask(update, message, question)
        elif question != turn.question:
            await self._answers.give_way(turn)
            successor = await self._conversations.ask_again(turn, question)
            if successor and successor.state is TurnState.ASKED:
                self._answers.start(await learner_of(update, self._conversations), successor)

    async def stop(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """/stop, for where no button stands under a growing answer; in a group it stops what this person has asked."""
        learner = await learner_of(update, self._conversations)
        assert update.message is not None
        if not self._answers.stop_all(learner.place, person_of(update.message)):
            await say(update, texts_in(learner.language).nothing_to_stop)

    async def answer_waiting(self, learner: Learner, unit: str) -> None:
        """Answer the questions that were waiting for a unit to be chosen."""
        for turn in await self._conversations.place_waiting(learner.place, unit):
            self._answers.start(learner, turn)

    async def _ask_parts(self, update: Update, message: Message, parts: Sequence[str]) -> None:
        await self._ask(update, message, " ".join(parts), LONGEST_PASTE if len(parts) > 1 else LONGEST_QUESTION)

    async def _ask(self, update: Update, message: Message, question: str, longest: int = LONGEST_QUESTION) -> None:
        learner = await learner_of(update, self._conversations)
        texts = texts_in(learner.language)
        if not question:
            await say(update, texts.empty)
        elif len(question) > longest:
            await say(update, texts.too_long.format(limit=longest, length=len(question)))
        else:
            is_placed = await self._is_placed(learner)
            turn = await self._conversations.ask(
                learner.place,
                learner.unit if is_placed else None,
                question,
                message.message_id,
                person=person_of(message),
                state=TurnState.ASKED if is_placed else TurnState.WAITING,
            )
            if is_placed:
                self._answers.start(learner, turn)
            else:
                await self._ask_for_unit(update, learner)

    async def _is_placed(self, learner: Learner) -> bool:
        """Whether it is clear where to look: in the chosen unit, or in the only course."""
        if learner.unit is None:
            return len(await self._library.courses()) == 1
        return await self._library.is_open(learner.unit)

    async def _ask_for_unit(self, update: Update, learner: Learner) -> None:
        texts, courses = texts_in(learner.language), await self._library.courses()
        if courses:
            await say(update, texts.ask_after_unit, courses_keyboard(courses))
        else:
            await say(update, texts.no_books)
