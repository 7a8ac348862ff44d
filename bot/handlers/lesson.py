"""A learner's question: checked, and stored together with the job that answers it."""

import asyncio
import unicodedata
from datetime import timedelta

from bot.answering.answers import Answers
from bot.handlers.interaction import Interaction
from bot.handlers.limits import limit_line
from bot.handlers.pastes import Pastes
from bot.keyboards import courses_keyboard, units_keyboard
from bot.texts import Texts
from bot.tutor.allowance import LimitReached
from bot.tutor.questions import MOST_UNANSWERED, AskedAlready, Question, Questions, TooManyUnanswered
from bot.tutor.turns import Learner, Place, Turn, TurnState
from bot.tutor.unit_requests import asks_for_unit
from ingest.library import Library

LONGEST_QUESTION = 2000  # characters
LONGEST_PASTE = 8000  # of a question that the client has cut into several messages
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # Hangul fillers, an empty Braille pattern
_MAY_CHANGE = timedelta(minutes=1)
_REFUSAL_PAUSE = 10.0  # seconds in which a flood of questions is refused only once


class Lesson:
    def __init__(self, library: Library, questions: Questions, answers: Answers, pastes: Pastes) -> None:
        self._library = library
        self._questions = questions
        self._answers = answers
        self._pastes = pastes
        self._refused_at: dict[tuple[Place, int | None], float] = {}  # who has asked too much, and when they were told

    async def ask(self, interaction: Interaction) -> None:
        """A text that is meant for the bot, or what came with something that it cannot see."""
        parts = await self._pastes.whole(interaction)
        if len(parts) < 2:
            for part in parts:
                await self.answer(part, part.said)
            return
        first = next((part for part in parts if part.said), interaction)
        words = [part.said for part in parts if part.said]
        await self.answer(first, " ".join(words), LONGEST_PASTE if len(words) > 1 else LONGEST_QUESTION)
        await self._pastes.put_away(parts)

    async def answer(self, interaction: Interaction, question: str, longest: int = LONGEST_QUESTION) -> None:
        """Keep a question and answer it, where it is clear in which unit.

        Somebody who only mentions the bot under a sentence asks about that sentence.
        """
        question = question if is_visible(question) else interaction.about
        if await self._turn_down(interaction, question, longest):
            return
        is_placed = await self._is_placed(interaction.learner, question)
        turn = await self._keep(interaction, question, TurnState.ASKED if is_placed else TurnState.WAITING)
        if turn and is_placed:
            self._answers.announce(interaction.learner, turn)
        elif turn:
            await self._ask_for_unit(interaction)

    async def keep(self, interaction: Interaction, question: str) -> bool:
        """Keep a question for the unit that is chosen next; false when it is none, which the learner is told."""
        if await self._turn_down(interaction, question, LONGEST_QUESTION):
            return False
        await self._keep(interaction, question, TurnState.WAITING)
        return True

    async def ask_differently(self, interaction: Interaction) -> None:
        """A question edited within a minute is asked again; its new answer takes the place of the old one.

        What was no question before the edit (too long, or not meant for the bot) becomes one.
        """
        message, question = interaction.message, interaction.said
        if message.edit_date is None or message.edit_date - message.date > _MAY_CHANGE:
            return
        turn = await self._questions.turn_of_message(interaction.place, message.message_id)
        if turn is None or _unfit(interaction.texts, question, LONGEST_QUESTION):
            await self.answer(interaction, question)
        elif (
            question != turn.question
            and await self._may_ask_again(interaction, turn)
            and (successor := await self._questions.ask_again(turn, question))
        ):
            self._answers.announce(interaction.learner, successor)

    async def stop(self, interaction: Interaction) -> None:
        """/stop, for where no button stands under a growing answer; in a group it stops what this person has asked."""
        asked = await self._questions.under_way(interaction.place, interaction.person)
        if not await self._questions.stop(asked):
            await interaction.say(interaction.texts.nothing_to_stop)

    async def _turn_down(self, interaction: Interaction, question: str, longest: int) -> bool:
        """Whether this can't be asked, which the learner is told."""
        remark = _unfit(interaction.texts, question, longest)
        if remark:
            await interaction.say(interaction.texts.only_text if interaction.unseen and not question else remark)
        return remark is not None

    async def _keep(self, interaction: Interaction, text: str, state: TurnState) -> Turn | None:
        """Store a question. None when too many wait or a limit is reached, which the learner is told, and for a message
        that has asked already, unless that still waits for its unit."""
        unit = interaction.learner.unit if state is TurnState.ASKED else None
        question = Question(
            interaction.place,
            text,
            interaction.message.message_id,
            interaction.person,
            about="" if interaction.about == text else interaction.about,
            unseen=interaction.unseen,
            update=interaction.update.update_id,
        )
        try:
            turn = await self._questions.ask(question, unit, state)
        except AskedAlready:
            # Perhaps the process has ended before it asked for the unit.
            earlier = await self._questions.turn_of_message(interaction.place, interaction.message.message_id)
            return earlier if earlier and earlier.state is state is TurnState.WAITING else None
        except TooManyUnanswered:
            await self._refuse(interaction, interaction.texts.too_many.format(count=MOST_UNANSWERED))
            return None
        except LimitReached as limit:
            await self._refuse(interaction, limit_line(interaction.texts, limit))
            return None
        self._refused_at.pop((interaction.place, interaction.person), None)
        return turn

    async def _may_ask_again(self, interaction: Interaction, turn: Turn) -> bool:
        """Whether the asker of a turn may ask another question; the learner is told if not."""
        try:
            await self._questions.allowance.check(turn.payer)
        except LimitReached as limit:
            await self._refuse(interaction, limit_line(interaction.texts, limit))
            return False
        return True

    async def _refuse(self, interaction: Interaction, words: str) -> None:
        """At most once in _REFUSAL_PAUSE, however much is asked."""
        now, who = asyncio.get_running_loop().time(), (interaction.place, interaction.person)
        if now < self._refused_at.get(who, float("-inf")) + _REFUSAL_PAUSE:
            return
        self._refused_at[who] = now
        courses = [] if await self._is_placed(interaction.learner) else await self._library.courses()
        await interaction.say(words, courses_keyboard(courses) if courses else None, quote=True)

    async def _is_placed(self, learner: Learner, question: str = "") -> bool:
        """Whether it is clear where to look: in the chosen unit, or in the only course, unless a unit is meant."""
        if learner.unit is None:
            courses = await self._library.courses()
            return len(courses) == 1 and not (asks_for_unit(question, None) and await self._library.units(courses[0]))
        return await self._library.is_open(learner.unit)

    async def _ask_for_unit(self, interaction: Interaction) -> None:
        courses, texts = await self._library.courses(), interaction.texts
        if not courses:
            await interaction.say(texts.no_books)
        elif len(courses) == 1 and (units := await self._library.units(courses[0])):
            await interaction.say(texts.ask_after_unit, units_keyboard(texts, units))
        else:
            await interaction.say(texts.ask_after_unit, courses_keyboard(courses))


def _unfit(texts: Texts, question: str, longest: int) -> str | None:
    """Why this can't be asked, if so."""
    if not is_visible(question):
        return texts.empty
    if len(question) > longest:
        return texts.too_long.format(limit=longest, length=len(question))
    return None


def is_visible(text: str) -> bool:
    """Whether there is anything to read in it: not only blanks, control and format characters, marks on nothing."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK_LETTERS for letter in text)
