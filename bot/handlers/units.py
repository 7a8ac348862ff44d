"""Choosing a unit: /unit and its keyboard, and the deep link into a unit."""

import re

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.chat import learner_of, say
from bot.handlers.keyboards import courses_keyboard, page_of, units_keyboard
from bot.handlers.lesson import Lesson
from bot.texts import texts_in
from bot.tutor.conversations import Conversations, Learner
from ingest.books.cards import course_of
from ingest.library import Library

_WRITTEN = re.compile(r"(?:(?P<course>[A-Z]\w{0,15}?)\s*[-–\s]\s*)?(?P<number>\d{1,3})", re.ASCII | re.IGNORECASE)


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
        course = written["course"] or await self._usual_course(learner)
        if course is None:
            await self._offer(update, learner)
            return
        id = f"{course.upper()}-{int(written['number'])}"  # captions make courses upper case
        await self._open(update, learner, id)

    @staticmethod
    def is_unit(text: str) -> bool:
        """Whether a text reads like a unit; another deep link is only a way to say hello."""
        return _WRITTEN.fullmatch(text) is not None

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
        await self._open(update, learner, context.match["unit"])

    async def _usual_course(self, learner: Learner) -> str | None:
        """What `13` alone means: the course of the unit chosen before, or the only course there is."""
        if learner.unit:
            return course_of(learner.unit)
        courses = await self._library.courses()
        return courses[0] if len(courses) == 1 else None

    async def _open(self, update: Update, learner: Learner, id: str) -> None:
        texts = texts_in(learner.language)
        unit = await self._library.unit(id)
        if unit is None:  # never was, or the book has changed since the button was made
            await self._offer(update, learner, texts.unit_unknown.format(unit=id))
            return
        await self._conversations.choose(learner.place, unit.id)
        name = f"{unit.id} {unit.title}".rstrip()
        await say(update, texts.unit_chosen.format(unit=name))
        await self._lesson.answer_waiting(learner, unit.id)

    async def _open_whole(self, update: Update, learner: Learner, course: str) -> None:
        """A course in which no units were found is learned as one."""
        if not await self._library.is_open(course):  # the course of an old button
            await self._offer(update, learner, to_courses=True)
            return
        texts = texts_in(learner.language)
        await self._conversations.choose(learner.place, course)
        await say(update, texts.course_chosen.format(course=course))
        await self._lesson.answer_waiting(learner, course)

    async def _offer(self, update: Update, learner: Learner, remark: str = "", to_courses: bool = False) -> None:
        """Open the keyboard where the learner is: at the current unit, at the only course, or at the courses."""
        courses = await self._library.courses()
        texts = texts_in(learner.language)
        course = course_of(learner.unit) if learner.unit else None
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
            await self._open_whole(update, learner, course)
            return
        if page is None:
            page = page_of(units, learner.unit)
        several = len(await self._library.courses()) > 1
        await say(
            update,
            remark or texts.choose_unit.format(course=course),
            units_keyboard(texts, units, page, learner.unit, several),
        )
