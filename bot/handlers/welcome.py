"""Getting to know each other: /start, /help, /language, /privacy, /forget, /new."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.handlers.answers import Answers
from bot.handlers.chat import learner_of, place_of, say
from bot.handlers.keyboards import button, keyboard, languages_keyboard, welcome_keyboard
from bot.handlers.units import Units
from bot.texts import texts_in
from bot.tutor.conversations import Conversations
from bot.upload_messages import UploadMessages


class Welcome:
    def __init__(self, conversations: Conversations, messages: UploadMessages, answers: Answers, units: Units) -> None:
        self._conversations = conversations
        self._messages = messages
        self._answers = answers
        self._units = units

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what this is; the deep link `?start=A1-13` opens that unit at once."""
        if context.args and self._units.is_unit(context.args[0]):
            await self._units.jump(update, context)
            return
        learner = await learner_of(update, self._conversations)
        texts = texts_in(learner.language)
        await say(update, texts.welcome, welcome_keyboard(texts))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        learner = await learner_of(update, self._conversations)
        await say(update, texts_in(learner.language).help)

    async def privacy(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        learner = await learner_of(update, self._conversations)
        await say(update, texts_in(learner.language).privacy)

    async def languages(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        learner = await learner_of(update, self._conversations)
        await say(update, texts_in(learner.language).choose_language, languages_keyboard())

    async def speak(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The button `language:de`."""
        assert context.match is not None
        language = context.match["language"]
        await learner_of(update, self._conversations)
        await self._conversations.speak(place_of(update), language)
        await say(update, texts_in(language).language_chosen)

    async def start_afresh(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        learner = await learner_of(update, self._conversations)
        await self._conversations.start_afresh(learner.place)
        await say(update, texts_in(learner.language).fresh)

    async def ask_to_forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        learner = await learner_of(update, self._conversations)
        texts = texts_in(learner.language)
        await say(
            update,
            texts.forget_sure_in_group if learner.place.is_group else texts.forget_sure,
            keyboard(button(texts.button_forget, "forget:yes"), button(texts.button_keep, "forget:no")),
        )

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
        """The buttons `forget:yes` and `forget:no`. In a group, each deletes only what they asked themselves."""
        assert context.match is not None
        assert update.callback_query is not None
        learner = await learner_of(update, self._conversations)
        texts, place, person = texts_in(learner.language), learner.place, update.callback_query.from_user.id
        if context.match["sure"] == "no":
            await say(update, texts.kept)
            return None
        self._answers.stop_all(place, person)
        if place.is_group:
            await self._conversations.forget_person(place, person)
            return texts.forgotten
        await self._conversations.forget(place)
        await self._messages.forget(place.chat)
        await say(update, texts.forgotten)
        return None
