"""Getting to know each other: /start, /help, /language, /new."""

from bot.handlers.keyboards import languages_keyboard, welcome_keyboard
from bot.handlers.lesson import Lesson
from bot.handlers.units import Units
from bot.handlers.visit import Visit
from bot.texts import texts_in
from bot.tutor.conversations import Conversations


class Welcome:
    def __init__(self, conversations: Conversations, units: Units, lesson: Lesson) -> None:
        self._conversations = conversations
        self._units = units
        self._lesson = lesson

    async def start(self, visit: Visit) -> None:
        """Say what this is; the deep link `?start=A1-13` opens that unit at once."""
        if visit.arguments and self._units.is_unit(visit.arguments[0]):
            await self._units.jump(visit)
        else:
            await visit.say(visit.texts.welcome, welcome_keyboard(visit.texts))

    async def help(self, visit: Visit) -> None:
        await visit.say(visit.texts.help)

    async def languages(self, visit: Visit) -> None:
        await visit.say(visit.texts.choose_language, languages_keyboard())

    async def speak(self, visit: Visit) -> None:
        """The button `language:de`."""
        language = visit.pressed["language"]
        await self._conversations.speak(visit.place, language)
        await visit.say(texts_in(language).language_chosen)

    async def start_afresh(self, visit: Visit) -> None:
        """A question behind the command is the first of the new conversation."""
        await self._conversations.start_afresh(visit.place)
        await visit.say(visit.texts.fresh)
        if visit.argument:
            await self._lesson.answer(visit, visit.argument)
