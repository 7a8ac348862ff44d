"""Choosing a unit: /unit and its keyboard, and the deep link into a unit."""

import unicodedata

from bot.answering.answers import Answers
from bot.handlers.interaction import Interaction
from bot.handlers.lesson import Lesson, is_fresh_edit
from bot.handlers.limits import limit_line
from bot.keyboards import courses_keyboard, found_keyboard, page_of, units_keyboard, welcome_keyboard
from bot.texts import shortened
from bot.tutor.questions import Questions
from bot.tutor.turns import Learner
from ingest.books.cards import course_of
from ingest.library import Library
from ingest.units.caption import LONGEST_COURSE, course_id
from ingest.units.written import WrittenUnit, read_unit

_LONGEST_NAMED = 60  # characters of what a message names


class Units:
    def __init__(self, library: Library, questions: Questions, lesson: Lesson, answers: Answers) -> None:
        self._library, self._questions, self._lesson, self._answers = library, questions, lesson, answers

    async def jump(self, interaction: Interaction) -> None:
        """`/unit A1-13`, `/unit 13` and `/unit` with words of a title open that unit; `/unit` alone shows the list of
        units at the current one, `/unit A1` that of the course.

        A question after the unit's name is stored until a unit is open, perhaps another than the one named.
        """
        if not interaction.argument:
            await self._offer(interaction)
        elif written := read_unit(interaction.argument):
            await self._go(interaction, written)
        elif await self._is_course(course := course_id(interaction.argument)):
            await self._show(interaction, course, None)
        else:
            await self._find(interaction, interaction.argument)

    async def jump_again(self, interaction: Interaction) -> None:
        """/unit that was edited within a minute, to name another unit."""
        if is_fresh_edit(interaction):
            await self.jump(interaction)

    async def on_text(self, interaction: Interaction) -> None:
        """A text: the mere name of a unit or a course opens it, as its button does; all else is a question."""
        written, course = only_unit(interaction.said), course_id(interaction.said)
        if written and await self._is_choice(interaction, written):
            await self._go(interaction, written)
        elif await self._is_course(course):
            await self._show(interaction, course, None)
        else:
            await self._lesson.ask(interaction)

    async def on_edited_text(self, interaction: Interaction) -> None:
        """A question is asked again; what was none before is taken like a new text."""
        if not await self._lesson.ask_differently(interaction):
            await self.on_text(interaction)

    async def _is_choice(self, interaction: Interaction, written: WrittenUnit) -> bool:
        if written.course:
            return await self._is_course(written.course)  # "um 3" looks like a unit, too
        unit, is_bare_number = interaction.learner.unit, not any(map(str.isalpha, interaction.said))
        if unit is None or not is_bare_number:
            return True
        # It may be the answer to an exercise of the unit, or have chosen the unit when it was handled the first time.
        is_this = unit == f"{course_of(unit)}-{written.number}"
        return is_this and not await self._questions.was_answered(interaction.place, unit, interaction.update.update_id)

    async def _is_course(self, name: str) -> bool:
        return len(name) <= LONGEST_COURSE and name in await self._library.courses()

    async def _go(self, interaction: Interaction, written: WrittenUnit) -> None:
        if written.question and not await self._lesson.store_for_unit(interaction, written.question):
            return
        course = written.course or await self._usual_course(interaction.learner)
        if course is None:
            await self._offer(interaction, interaction.texts.ask_after_unit if written.question else "")
        else:
            await self._open(interaction, f"{course}-{written.number}")

    async def turn_found(self, interaction: Interaction) -> None:
        """The button `found:WORDS:1`."""
        await self._find(interaction, interaction.pressed["words"], int(interaction.pressed["page"]))

    async def _find(self, interaction: Interaction, words: str, page: int = 0) -> None:
        """Find a unit by words of its title, preferably in the learner's course."""
        folded = _folded(words)
        found = [unit for unit in await self._library.units() if folded and folded in _folded(unit.title)]
        usual = await self._usual_course(interaction.learner)
        found = [unit for unit in found if unit.course == usual] or found
        if len(found) == 1:
            await self._open(interaction, found[0].id)
        elif found:
            courses = shortened(", ".join(dict.fromkeys(unit.course for unit in found)), _LONGEST_NAMED)
            keyboard = found_keyboard(found, page, interaction.learner.unit, words)
            await interaction.say(interaction.texts.choose_unit.format(course=courses), keyboard)
        else:
            echo = shortened(" ".join(words.split()), _LONGEST_NAMED)
            await self._offer(interaction, interaction.texts.unit_not_found.format(words=echo))

    async def courses(self, interaction: Interaction) -> None:
        """The button `courses:`, or `courses:2` for the third page."""
        await self._offer(interaction, courses_page=int(interaction.pressed["page"] or 0))

    async def turn_page(self, interaction: Interaction) -> None:
        """The button `units:A1:2`."""
        await self._show(interaction, interaction.pressed["course"], int(interaction.pressed["page"]))

    async def choose(self, interaction: Interaction) -> None:
        """The button `unit:A1-13`."""
        await self._open(interaction, interaction.pressed["unit"])

    async def _usual_course(self, learner: Learner) -> str | None:
        """What `13` alone means: the course of the unit chosen before, or the only course there is."""
        if learner.unit:
            return course_of(learner.unit)
        courses = await self._library.courses()
        return courses[0] if len(courses) == 1 else None

    async def _open(self, interaction: Interaction, id: str) -> None:
        unit = await self._library.unit(id)
        if unit is None:  # there is none, or the book has changed since the button was sent
            remark, course = interaction.texts.unit_unknown.format(unit=id), course_of(id)
            if await self._library.units(course):
                await self._show(interaction, course, None, remark)
            else:
                await self._offer(interaction, remark)
            return
        name = f"{unit.id} {unit.title}".rstrip()
        await self._choose(interaction, unit.id, interaction.texts.unit_chosen.format(unit=name))

    async def _open_whole(self, interaction: Interaction, course: str) -> None:
        """Choose a course in which no units were found as a whole."""
        if not await self._library.is_open(course):  # removed since the button was sent
            await self._offer(interaction, courses_page=0)
            return
        await self._choose(interaction, course, interaction.texts.course_chosen.format(course=course))

    async def _choose(self, interaction: Interaction, unit: str, words: str) -> None:
        asked, limit = await self._questions.choose(interaction.place, unit)
        await interaction.say(f"{words}\n\n{limit_line(interaction.texts, limit)}" if limit else words)
        self._answers.announce(interaction.learner, *asked)

    async def _offer(self, interaction: Interaction, remark: str = "", courses_page: int | None = None) -> None:
        """Show the list of units of the current or the only course, else the list of courses; with `courses_page` the
        latter, if there are several."""
        courses, chosen = await self._library.courses(), interaction.learner.unit
        course = course_of(chosen) if chosen else None
        if not courses:
            await interaction.say(interaction.texts.no_books, welcome_keyboard(interaction.texts))
        elif len(courses) == 1 or (course in courses and courses_page is None):
            await self._show(interaction, course if course in courses else courses[0], None, remark)
        else:
            await interaction.say(
                remark or interaction.texts.choose_course, courses_keyboard(courses, courses_page or 0)
            )

    async def _show(self, interaction: Interaction, course: str, page: int | None, remark: str = "") -> None:
        units, chosen = await self._library.units(course), interaction.learner.unit
        if not units:
            await self._open_whole(interaction, course)
            return
        if page is None:
            page = page_of([unit.id for unit in units], chosen)
        await interaction.say(
            remark or interaction.texts.choose_unit.format(course=course),
            units_keyboard(interaction.texts, units, page, chosen, await self._library.courses()),
        )


def _folded(text: str) -> str:
    """In lower case, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def only_unit(text: str) -> WrittenUnit | None:
    """The unit that a text names; None if the text says anything else."""
    written = read_unit(text)
    return None if written is None or written.question else written
