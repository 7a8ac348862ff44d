"""A learner's question: it is checked, and stored together with the job that answers it."""

import asyncio
import unicodedata
from datetime import timedelta

from bot.answering.answers import Answers
from bot.handlers.interaction import Interaction
from bot.handlers.limits import limit_line
from bot.handlers.pastes import Pastes
from bot.keyboards import courses_keyboard, units_keyboard, welcome_keyboard
from bot.records.inbox import Inbox
from bot.texts import Texts
from bot.tutor.allowance import LimitReached
from bot.tutor.questions import MOST_UNANSWERED, AskedAlready, Question, Questions, TooManyUnanswered
from bot.tutor.turns import Learner, Place, Turn, TurnState
from bot.tutor.unit_requests import asks_for_unit
from ingest.library import Library

LONGEST_QUESTION = 2000  # characters
LONGEST_PASTE = 8000  # of a question that the client has split into several messages
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # Hangul fillers, an empty Braille pattern
_EDITABLE = timedelta(minutes=1)
_REFUSAL_PAUSE = 10.0  # seconds in which a person's further questions are refused without another message


class Lesson:
    def __init__(self, library: Library, questions: Questions, answers: Answers, inbox: Inbox) -> None:
        self._library, self._questions, self._answers = library, questions, answers
        self._pastes = Pastes(inbox)
        self._refused_at: dict[tuple[Place, int | None], float] = {}  # by asker, when they were last told of a limit

    async def ask(self, interaction: Interaction) -> None:
        """A text, or the caption of an attachment, perhaps split into several messages."""
        parts = await self._pastes.whole(interaction)
        if len(parts) < 2:
            for part in parts:
                await self.ask_text(part, part.said)
            return
        first = next((part for part in parts if part.said), interaction)
        words = [part.said for part in parts if part.said]
        await self.ask_text(first, " ".join(words), LONGEST_PASTE if len(words) > 1 else LONGEST_QUESTION)
        await self._pastes.mark_handled(parts)

    async def ask_text(self, interaction: Interaction, question: str, longest: int = LONGEST_QUESTION) -> None:
        """Store a question. It is answered at once if it is clear in which unit, else when a unit is chosen.

        A bare mention of the bot in reply to a text asks about that text.
        """
        question = question if is_visible(question) else interaction.about
        if await self._reject_unfit(interaction, question, longest):
            return
        has_unit = await self._has_unit(interaction.learner, question)
        turn = await self._store(interaction, question, TurnState.ASKED if has_unit else TurnState.WAITING)
        if turn and has_unit:
            self._answers.announce(interaction.learner, turn)
        elif turn:
            await self._ask_for_unit(interaction)

    async def store_for_unit(self, interaction: Interaction, question: str) -> bool:
        """Store a question for the unit that is chosen next; False if it was rejected."""
        if await self._reject_unfit(interaction, question, LONGEST_QUESTION):
            return False
        await self._store(interaction, question, TurnState.WAITING)
        return True

    async def ask_differently(self, interaction: Interaction) -> bool:
        """Ask a question that was edited within a minute again; the new answer replaces the old one. An edit after that
        has no effect.

        False if the message has not been a question yet: it was rejected (too long, or not addressed to the bot), or
        named a unit.
        """
        if not is_fresh_edit(interaction):
            return True
        question = interaction.said
        turn = await self._questions.turn_of_message(interaction.place, interaction.message.message_id)
        if (
            turn is not None
            and question != turn.question
            and not await self._reject_unfit(interaction, question, LONGEST_QUESTION)
            and await self._may_ask_again(interaction, turn)
            and (successor := await self._questions.ask_again(turn, question))
        ):
            self._answers.announce(interaction.learner, successor)
        return turn is not None

    async def stop(self, interaction: Interaction) -> None:
        """/stop, for answers without a stop button and questions without a unit; in a group for the person's own."""
        place, person = interaction.place, interaction.person
        is_stopped = await self._questions.stop(await self._questions.under_way(place, person))
        if await self._questions.drop_waiting(place, person):
            await interaction.say(interaction.texts.dropped)
        elif not is_stopped:
            await interaction.say(interaction.texts.nothing_to_stop)

    async def _reject_unfit(self, interaction: Interaction, question: str, longest: int) -> bool:
        """Tell the learner if this cannot be asked; True if so."""
        reason = _why_unfit(interaction.texts, question, longest)
        if reason:
            await interaction.say(interaction.texts.only_text if interaction.unseen and not question else reason)
        return reason is not None

    async def _store(self, interaction: Interaction, text: str, state: TurnState) -> Turn | None:
        """None if a limit is reached, which the learner is told, or if the message was stored before. But if it still
        waits for a unit, it is returned: the process may have died before it asked for the unit. If it was edited, its
        new question replaces the old one."""
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
            earlier = await self._questions.turn_of_message(interaction.place, interaction.message.message_id)
            if earlier and interaction.update.edited_message and await self._may_ask_again(interaction, earlier):
                return await self._questions.ask_again(earlier, text, waits=state is TurnState.WAITING)
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
        """Whether the limits allow the asker of a turn another question; the learner is told if not."""
        try:
            await self._questions.allowance.check(turn.payer)
        except LimitReached as limit:
            await self._refuse(interaction, limit_line(interaction.texts, limit))
            return False
        return True

    async def _refuse(self, interaction: Interaction, words: str) -> None:
        """Say it at most once in _REFUSAL_PAUSE, however much is asked."""
        now, asker = asyncio.get_running_loop().time(), (interaction.place, interaction.person)
        self._refused_at = {who: at for who, at in self._refused_at.items() if now < at + _REFUSAL_PAUSE}
        if asker in self._refused_at:
            return
        self._refused_at[asker] = now
        courses = [] if await self._has_unit(interaction.learner) else await self._library.courses()
        await interaction.say(words, courses_keyboard(courses) if courses else None, quote=True)

    async def _has_unit(self, learner: Learner, question: str = "") -> bool:
        """Whether it is clear where to search: in the chosen unit, or, if none is chosen, in the only course. But a
        question about "this unit" needs a chosen one."""
        if learner.unit is None:
            courses = await self._library.courses()
            return len(courses) == 1 and not (asks_for_unit(question, None) and await self._library.units(courses[0]))
        return await self._library.is_open(learner.unit)

    async def _ask_for_unit(self, interaction: Interaction) -> None:
        courses, texts = await self._library.courses(), interaction.texts
        if not courses:
            await interaction.say(texts.no_books, welcome_keyboard(texts))
        elif len(courses) == 1 and (units := await self._library.units(courses[0])):
            await interaction.say(texts.ask_after_unit, units_keyboard(texts, units))
        else:
            await interaction.say(texts.ask_after_unit, courses_keyboard(courses))


def _why_unfit(texts: Texts, question: str, longest: int) -> str | None:
    """Why this cannot be asked; None if it can."""
    if not is_visible(question):
        return texts.empty
    if len(question) > longest:
        return texts.too_long.format(limit=longest, length=len(question))
    return None


def is_fresh_edit(interaction: Interaction) -> bool:
    """Whether the message was edited soon enough to have an effect."""
    message = interaction.message
    return message.edit_date is not None and message.edit_date - message.date <= _EDITABLE


def is_visible(text: str) -> bool:
    """Whether it has a visible character: not only spaces, control and format characters, combining marks."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK_LETTERS for letter in text)
