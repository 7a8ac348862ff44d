"""/start, /help, /language, /new."""

from telegram import InlineKeyboardMarkup

from bot.handlers.interaction import Interaction
from bot.handlers.lesson import Lesson
from bot.handlers.units import Units, only_unit
from bot.keyboards import languages_keyboard, welcome_keyboard
from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations


class Welcome:
    def __init__(self, conversations: Conversations, units: Units, lesson: Lesson) -> None:
        self._conversations, self._units, self._lesson = conversations, units, lesson

    async def start(self, interaction: Interaction) -> None:
        """Greet the learner; the deep link `?start=A1-13` opens that unit instead."""
        if only_unit(interaction.argument):
            await self._units.jump(interaction)
        else:
            await self._greet(interaction)

    async def start_admins(self, interaction: Interaction) -> None:
        """The same, with what only admins can do."""
        if interaction.argument:
            await self.start(interaction)
        else:
            await self._greet(interaction, f"\n\n📚 {interaction.texts.book_how}")

    async def _greet(self, interaction: Interaction, more: str = "") -> None:
        words = interaction.in_its_place(interaction.texts.welcome)
        await interaction.say(f"{words}{more}", welcome_keyboard(interaction.texts))

    async def help(self, interaction: Interaction) -> None:
        await interaction.say(interaction.in_its_place(interaction.texts.help), _way_on(interaction, interaction.texts))

    async def help_admins(self, interaction: Interaction) -> None:
        """The learners' help, then how to add a book and the admins' commands."""
        texts = interaction.texts
        commands = "\n".join(f"• /{command} – {meaning}" for command, meaning in texts.admin_commands.items())
        await interaction.say("\n\n".join((interaction.in_its_place(texts.help), f"📚 {texts.book_how}", commands)))

    async def languages(self, interaction: Interaction) -> None:
        await interaction.say(interaction.texts.choose_language, languages_keyboard())

    async def choose_language(self, interaction: Interaction) -> None:
        """The button `language:de`."""
        language = interaction.pressed["language"]
        await self._conversations.set_language(interaction.place, language)
        texts = texts_in(language)
        await interaction.say(texts.language_chosen, _way_on(interaction, texts))

    async def start_afresh(self, interaction: Interaction) -> None:
        """A question after the command is the first of the new conversation."""
        await self._conversations.start_afresh(interaction.place, interaction.message.message_id)
        await interaction.say(interaction.texts.fresh)
        if interaction.argument:
            await self._lesson.ask_text(interaction, interaction.argument)


def _way_on(interaction: Interaction, texts: Texts) -> InlineKeyboardMarkup | None:
    """The buttons of the welcome, for those who have not chosen a unit."""
    return None if interaction.learner.unit else welcome_keyboard(texts)
