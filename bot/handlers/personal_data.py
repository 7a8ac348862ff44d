"""A person's data: /privacy, /export, /forget. Open to everybody, even if the class is closed."""

import asyncio
import json
import logging
from contextlib import suppress

from telegram.error import BadRequest

from bot.handlers.interaction import Interaction
from bot.keyboards import button, keyboard
from bot.records.personal_data import PersonalData
from bot.tutor.questions import Questions
from bot.tutor.turns import Place

logger = logging.getLogger(__name__)

_LONGEST_WAIT = 5.0  # seconds for growing answers to end before they are deleted


class PersonalDataCommands:
    def __init__(self, personal_data: PersonalData, questions: Questions) -> None:
        self._personal_data = personal_data
        self._questions = questions

    async def privacy(self, interaction: Interaction) -> None:
        await interaction.say(interaction.texts.privacy)

    async def export(self, interaction: Interaction) -> None:
        """Send all that is stored about the person as a file; not in a group, where everybody could read it."""
        if interaction.place.is_group:
            await interaction.say(interaction.texts.export_in_person)
            return
        data = await self._personal_data.export(interaction.place.chat)
        file = json.dumps(data, ensure_ascii=False, indent=1).encode(errors="replace")
        try:
            await interaction.message.reply_document(file, interaction.texts.exported, filename="linguarag.json")
        except BadRequest as error:
            logger.warning("an export was not sent: %s", error)
            await interaction.say(interaction.texts.file_not_taken)

    async def ask_to_forget(self, interaction: Interaction) -> None:
        texts = interaction.texts
        await interaction.say(
            texts.forget_sure_in_group if interaction.place.is_group else texts.forget_sure,
            keyboard(button(texts.button_forget, "forget:yes"), button(texts.button_keep, "forget:no")),
        )

    async def forget(self, interaction: Interaction) -> str | None:
        """The buttons `forget:yes` and `forget:no`; for all topics of the chat. In a group, members delete only their
        own questions, admins also the anonymous ones."""
        if interaction.pressed["sure"] == "no":
            if interaction.learner.is_new:  # `yes` was pressed just before, on another device
                return interaction.texts.button_old
            await interaction.say(interaction.texts.kept)
            return None
        place, person, update = interaction.place, interaction.person, interaction.update.update_id
        assert person is not None, "buttons are pressed by users"
        await self._stop_answers(place, person)
        if place.is_group:
            is_admin = await interaction.is_group_admin()
            await self._personal_data.forget_in_group(place.chat, person, update, anonymous=is_admin)
            return interaction.texts.forgotten
        await self._personal_data.forget(person, update)
        await interaction.say(interaction.texts.forgotten)
        return None

    async def _stop_answers(self, place: Place, person: int) -> None:
        """Stop all answers to a person, and wait until their final text is shown: once their messages' ids are deleted,
        nobody could edit them."""
        turns = await self._questions.under_way(place, person, everywhere=True)
        await self._questions.stop(turns)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_WAIT):
                while not await self._questions.are_closed(turns):  # noqa: ASYNC110 - another process may close them
                    await asyncio.sleep(0.05)
