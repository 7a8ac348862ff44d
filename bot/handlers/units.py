"""Choosing a unit: /unit and its keyboard, and the deep link into a unit."""

import re

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.chat import learner_of, say
from bot.handlers.keyboards import courses_keyboard, page_of, units_keyboard
from bot.handlers.lesson import Lesson
from bot.texts import texts_in
from bot.tutor.conversations import Conversations, Learner
from ingest.library import Library
from ingest.shelves import UnitCard

_WRITTEN = re.compile(r"(?:(?P<course>\w{1,16}?)\s*[-–]\s*)?(?P<number>\d{1,3})", re.ASCII)


class Units:
    def __init__(self, library: Library, conversations: Conversations, lesson: Lesson) -> None:
        self._library = library
        self._conversations = conversations
        self._lesson = lesson

    async def jump(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """`/unit A1-13` and `/unit 13` go there; `/unit` alone opens the keyboard at the current unit."""
        learner = await learner_of(update, self._conversations)
        if not context.args:
            await self._offer(update, learner)
            return
        texts = texts_in(learner.language)
        written = _WRITTEN.fullmatch(" ".join(context.args))
        if written is None:
            await self._offer(update, learner, texts.unit_how)
            return
        unit = await self._find(learner, written["course"], int(written["number"]))
        if unit is None:
            name = f"{written['course'].upper()}-{written['number']}" if written["course"] else written["number"]
            await self._offer(update, learner, texts.unit_unknown.format(unit=name))
            return
        await self._choose(update, learner, unit)

    async def courses(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button `courses:`."""
        await self._offer(update, await learner_of(update, self._conversations), to_courses=True)

    async def turn_page(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button `units:A1:2`."""
        assert context.match is not None
        learner = await learner_of(update, self._conversations)
        await self._show(update, learner, context.match["course"], int(context.match["page"]))

    async def choose(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button `unit:A1-13`."""
        assert context.match is not None
        learner = await learner_of(update, self._conversations)
        unit = await self._library.unit(context.match["unit"])
        if unit is None:  # the book has changed since the button was made
            await self._offer(
                update, learner, texts_in(learner.language).unit_unknown.format(unit=context.match["unit"])
            )
            return
        await self._choose(update, learner, unit)

    async def _find(self, learner: Learner, course: str | None, number: int) -> UnitCard | None:
        """`13` alone means the course of the unit chosen before, or the only course there is."""
        courses = await self._library.courses()
        if course is None:
            course = learner.unit.rpartition("-")[0] if learner.unit else courses[0] if courses else ""
        names = {name.lower(): name for name in courses}
        return await self._library.unit(f"{names.get(course.lower(), course)}-{number}")

    async def _choose(self, update: Update, learner: Learner, unit: UnitCard) -> None:
        texts = texts_in(learner.language)
        await self._conversations.choose(learner.place, unit.id)
        name = f"{unit.id} {unit.title}".rstrip()
        await say(update, texts.unit_chosen.format(unit=name))
        await self._lesson.answer_waiting(learner, unit.id)

    async def _offer(self, update: Update, learner: Learner, remark: str = "", to_courses: bool = False) -> None:
        """Open the keyboard where the learner is: at the current unit, at the only course, or at the courses."""
        courses = await self._library.courses()
        texts = texts_in(learner.language)
        course = learner.unit.rpartition("-")[0] if learner.unit else None
        if not courses:
            await say(update, texts.no_books)
        elif len(courses) == 1 or (course in courses and not to_courses):
            await self._show(update, learner, course if course in courses else courses[0], None, remark)
        else:
            await say(update, remark or texts.choose_course, courses_keyboard(courses))

    async def _show(self, update: Update, learner: Learner, course: str, page: int | None, remark: str = "") -> None:
        units = await self._library.units(course)
        texts = texts_in(learner.language)
        if not units:
            await say(update, texts.no_books)
            return
        if page is None:
            page = page_of(units, learner.unit)
        several = len(await self._library.courses()) > 1
        await say(
            update,
            remark or texts.choose_unit.format(course=course),
            units_keyboard(texts, units, page, learner.unit, several),
        )
