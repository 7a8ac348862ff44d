"""Getting to know each other: /start, /help, /language, /privacy, /export, /forget, /new."""

import asyncio
import json
from contextlib import suppress

from bot.handlers.keyboards import button, keyboard, languages_keyboard, welcome_keyboard
from bot.handlers.lesson import Lesson
from bot.handlers.units import Units
from bot.handlers.visit import Visit
from bot.personal_data import PersonalData
from bot.texts import texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Questions
from bot.tutor.turns import Place

_FAREWELL = 5.0  # seconds for the ends of answers, before nothing is known of them any more


class Welcome:
    def __init__(
        self,
        conversations: Conversations,
        questions: Questions,
        personal_data: PersonalData,
        units: Units,
        lesson: Lesson,
    ) -> None:
        self._conversations = conversations
        self._questions = questions
        self._personal_data = personal_data
        self._units = units
        self._lesson = lesson

    async def start(self, visit: Visit) -> None:
        """Say what this is; the deep link `?start=A1-13` opens that unit at once."""
        if visit.words and self._units.is_unit(visit.words[0]):
            await self._units.jump(visit)
        else:
            await visit.say(visit.texts.welcome, welcome_keyboard(visit.texts))

    async def help(self, visit: Visit) -> None:
        await visit.say(visit.texts.help)

    async def privacy(self, visit: Visit) -> None:
        await visit.say(visit.texts.privacy)

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
        if visit.rest:
            await self._lesson.answer(visit, visit.rest)

    async def export(self, visit: Visit) -> None:
        """All that is kept of the person, as a file; in a group everybody would read it."""
        if visit.place.is_group:
            await visit.say(visit.texts.export_in_person)
            return
        data = await self._personal_data.export(visit.place.chat)
        file = json.dumps(data, ensure_ascii=False, indent=1).encode(errors="replace")
        await visit.message.reply_document(file, caption=visit.texts.exported, filename="linguarag.json")

    async def ask_to_forget(self, visit: Visit) -> None:
        texts = visit.texts
        await visit.say(
            texts.forget_sure_in_group if visit.place.is_group else texts.forget_sure,
            keyboard(button(texts.button_forget, "forget:yes"), button(texts.button_keep, "forget:no")),
        )

    async def forget(self, visit: Visit) -> str | None:
        """The buttons `forget:yes` and `forget:no`, in all topics. In a group, each deletes only what they asked; its
        admins also what nobody known has asked, which nobody else could."""
        if visit.pressed["sure"] == "no":
            await visit.say(visit.texts.kept)
            return None
        place, person, update = visit.place, visit.person, visit.update.update_id
        assert person is not None, "somebody has pressed the button"
        await self._let_all_end(place, person)
        if place.is_group:
            is_admin = await visit.is_group_admin()
            await self._personal_data.forget_in_group(place.chat, person, update, nobodys=is_admin)
            return visit.texts.forgotten
        await self._personal_data.forget(person, update)
        await visit.say(visit.texts.forgotten)
        return None

    async def _let_all_end(self, place: Place, person: int) -> None:
        """Stop all answers to a person. The chat is to show their ends, as long as it is known where."""
        turns = await self._questions.under_way(place, person, everywhere=True)
        await self._questions.stop(turns)
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                while not await self._questions.are_closed(turns):  # noqa: ASYNC110 - perhaps elsewhere
                    await asyncio.sleep(0.05)
