"""Choosing a unit: /unit and its keyboard, and the deep link into a unit."""

from bot.handlers.answers import Answers
from bot.handlers.keyboards import courses_keyboard, page_of, units_keyboard
from bot.handlers.lesson import Lesson
from bot.handlers.limits import limit_line
from bot.handlers.visit import Visit
from bot.tutor.questions import Questions
from bot.tutor.turns import Learner
from ingest.books.cards import course_of
from ingest.library import Library
from ingest.units.caption import LONGEST_COURSE, plain
from ingest.units.written import WrittenUnit, read_unit


class Units:
    def __init__(self, library: Library, questions: Questions, lesson: Lesson, answers: Answers) -> None:
        self._library = library
        self._questions = questions
        self._lesson = lesson
        self._answers = answers

    async def jump(self, visit: Visit) -> None:
        """`/unit A1-13` and `/unit 13` go there; `/unit` alone opens the keyboard at the current unit.

        A question behind it is kept until a unit is open, perhaps another than the one named.
        """
        if written := read_unit(visit.argument):
            await self._go(visit, written)
        else:
            await self._offer(visit, visit.texts.unit_how if visit.argument else "")

    async def hear(self, visit: Visit) -> None:
        """A text: what only names a unit or a course goes there, as its button does; all else is a question."""
        written, course = read_unit(visit.said), plain(visit.said).strip().upper()
        if written and await self._is_choice(visit, written):
            await self._go(visit, written)
        elif await self._is_course(course):
            await self._show(visit, course, None)
        else:
            await self._lesson.ask(visit)

    async def _is_choice(self, visit: Visit, written: WrittenUnit) -> bool:
        if written.question:
            return False
        if written.course:
            return await self._is_course(written.course)  # 'um 3' names none
        is_bare = not any(map(str.isalpha, visit.said))  # as the answer to an exercise is
        return not is_bare or visit.learner.unit is None

    async def _is_course(self, name: str) -> bool:
        return len(name) <= LONGEST_COURSE and name in await self._library.courses()

    async def _go(self, visit: Visit, written: WrittenUnit) -> None:
        if written.question and not await self._lesson.keep(visit, written.question):
            return
        course = written.course or await self._usual_course(visit.learner)
        if course is None:
            await self._offer(visit, visit.texts.ask_after_unit if written.question else "")
        else:
            await self._open(visit, f"{course}-{written.number}")

    @staticmethod
    def is_unit(text: str) -> bool:
        """Whether a text reads like a unit; another deep link is only a way to say hello."""
        written = read_unit(text)
        return written is not None and not written.question

    async def courses(self, visit: Visit) -> None:
        """The button `courses:`."""
        await self._offer(visit, to_courses=True)

    async def turn_page(self, visit: Visit) -> None:
        """The button `units:A1:2`."""
        await self._show(visit, visit.pressed["course"], int(visit.pressed["page"]))

    async def choose(self, visit: Visit) -> None:
        """The button `unit:A1-13`."""
        await self._open(visit, visit.pressed["unit"])

    async def _usual_course(self, learner: Learner) -> str | None:
        """What `13` alone means: the course of the unit chosen before, or the only course there is."""
        if learner.unit:
            return course_of(learner.unit)
        courses = await self._library.courses()
        return courses[0] if len(courses) == 1 else None

    async def _open(self, visit: Visit, id: str) -> None:
        unit = await self._library.unit(id)
        if unit is None:  # never was, or the book has changed since the button was made
            await self._offer(visit, visit.texts.unit_unknown.format(unit=id))
            return
        name = f"{unit.id} {unit.title}".rstrip()
        await self._choose(visit, unit.id, visit.texts.unit_chosen.format(unit=name))

    async def _open_whole(self, visit: Visit, course: str) -> None:
        """A course in which no units were found is learned as one."""
        if not await self._library.is_open(course):  # the course of an old button
            await self._offer(visit, to_courses=True)
            return
        await self._choose(visit, course, visit.texts.course_chosen.format(course=course))

    async def _choose(self, visit: Visit, unit: str, words: str) -> None:
        asked, limit = await self._questions.choose(visit.place, unit)
        await visit.say(f"{words}\n\n{limit_line(visit.texts, limit)}" if limit else words)
        self._answers.announce(visit, *asked)

    async def _offer(self, visit: Visit, remark: str = "", to_courses: bool = False) -> None:
        """Open the keyboard where the learner is: at the current unit, at the only course, or at the courses."""
        courses, chosen = await self._library.courses(), visit.learner.unit
        course = course_of(chosen) if chosen else None
        if not courses:
            await visit.say(visit.texts.no_books)
        elif len(courses) == 1 or (course in courses and not to_courses):
            await self._show(visit, course if course in courses else courses[0], None, remark)
        else:
            await visit.say(remark or visit.texts.choose_course, courses_keyboard(courses))

    async def _show(self, visit: Visit, course: str, page: int | None, remark: str = "") -> None:
        units, chosen = await self._library.units(course), visit.learner.unit
        if not units:
            await self._open_whole(visit, course)
            return
        if page is None:
            page = page_of(units, chosen)
        several = len(await self._library.courses()) > 1
        await visit.say(
            remark or visit.texts.choose_unit.format(course=course),
            units_keyboard(visit.texts, units, page, chosen, several),
        )
