"""The routing table: which update goes to which handler. Nothing else."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers.admins import is_admin
from bot.handlers.answer_buttons import AnswerButtons, PressRefused
from bot.handlers.books import Books
from bot.handlers.corrections import Corrections
from bot.handlers.fallbacks import Fallbacks
from bot.handlers.groups import Groups
from bot.handlers.interaction import Interaction, Interactions, addressed_text
from bot.handlers.invitations import Invitations
from bot.handlers.lesson import Lesson
from bot.handlers.limits import limit_line
from bot.handlers.owed_messages import OwedMessages
from bot.handlers.page_pictures import PagePictures
from bot.handlers.personal_data import PersonalDataCommands
from bot.handlers.ratings import Ratings
from bot.handlers.statistics import StatisticsCommands
from bot.handlers.units import Units
from bot.handlers.uploads import Uploads
from bot.handlers.welcome import Welcome
from bot.handlers.why import Why
from bot.sending.connection import persistently
from bot.texts import LANGUAGES
from bot.tutor.allowance import LimitReached

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]

_NEW, _EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
_UNREAD = filters.PHOTO | filters.VOICE | filters.AUDIO | filters.VIDEO | filters.VIDEO_NOTE | filters.Document.ALL
_REASONS = "|".join({code for texts in LANGUAGES.values() for code in texts.reasons})
_LONGEST_SPIN = 8.0  # seconds that a pressed button shows it is busy; Telegram's own limit is somewhat longer

Handler = Callable[[Interaction], Coroutine[Any, Any, str | None]]
"""The handler of a button returns the words that pop up, if any."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, str | None]]
"""A callback of python-telegram-bot."""


@dataclass(frozen=True, slots=True)
class Handlers:
    interactions: Interactions
    owed_messages: OwedMessages
    groups: Groups
    welcome: Welcome
    personal_data: PersonalDataCommands
    units: Units
    lesson: Lesson
    buttons: AnswerButtons
    page_pictures: PagePictures
    ratings: Ratings
    why: Why
    uploads: Uploads
    books: Books
    corrections: Corrections
    statistics: StatisticsCommands
    invitations: Invitations
    fallbacks: Fallbacks


def add_routes(application: AnyApplication, handlers: Handlers, admin_chats: frozenset[int]) -> None:
    """An update goes to the first route that matches it."""
    add = _Routes(application, handlers, admin_chats)
    _commands(add, handlers)
    _buttons(add, handlers)
    _messages(add, handlers, filters.Chat(admin_chats))
    application.add_error_handler(handlers.fallbacks.trouble)


def _commands(add: "_Routes", to: Handlers) -> None:
    add.command("start", add.for_admins(to.welcome.start_admins, otherwise=to.welcome.start))
    add.command("help", add.for_admins(to.welcome.help_admins, otherwise=to.welcome.help))
    add.command("language", to.welcome.languages)
    add.command("privacy", to.personal_data.privacy)
    add.command("export", to.personal_data.export)
    add.command("usage", to.statistics.usage)
    add.command("why", to.why.tell)
    add.command("invite", add.for_admins(to.invitations.invite))
    add.command("stats", add.for_admins(to.statistics.stats))
    add.command("forget", to.personal_data.ask_to_forget)
    add.command("new", to.welcome.start_afresh)
    add.command("unit", to.units.jump)
    add.command("unit", to.units.jump_again, _EDITED)
    add.command("stop", to.lesson.stop)
    add.command("books", add.for_admins(to.books.list))
    add.command("rollback", add.for_admins(to.books.ask_to_roll_back))
    add.command("coverage", add.for_admins(to.books.coverage))
    add.command("remove", add.for_admins(to.books.ask_to_remove))
    add.command("pictures", add.for_admins(to.books.list_pictures))


def _buttons(add: "_Routes", to: Handlers) -> None:
    add.button(r"help:", add.for_admins(to.welcome.help_admins, otherwise=to.welcome.help))
    add.button(r"languages:", to.welcome.languages)
    add.button(rf"language:(?P<language>{'|'.join(LANGUAGES)})", to.welcome.choose_language)
    add.button(r"forget:(?P<sure>yes|no)", to.personal_data.forget)
    add.button(r"courses:(?P<page>\d{0,3})", to.units.courses)
    add.button(r"units:(?P<course>\w{1,20}):(?P<page>\d{1,3})", to.units.turn_page)
    add.button(r"(?s:found:(?P<words>.{1,54}):(?P<page>\d{1,3}))", to.units.turn_found)
    add.button(r"unit:(?P<unit>\w{1,20}-\d{1,3})", to.units.choose)
    add.button(r"stop:(?P<turn>\d{1,18})", to.buttons.stop)
    add.button(r"again:(?P<turn>\d{1,18})", to.buttons.again)
    add.button(r"more:(?P<turn>\d{1,18})", to.buttons.more)
    add.button(r"there:(?P<turn>\d{1,18}):(?P<unit>\w{1,20}-\d{1,3})", to.buttons.there)
    add.button(r"page:(?P<turn>\d{1,18}):(?P<place>\d{1,2})", to.page_pictures.show)
    add.button(r"good:(?P<turn>\d{1,18})", to.ratings.rate_good)
    add.button(r"bad:(?P<turn>\d{1,18})", to.ratings.rate_bad)
    add.button(rf"why:(?P<turn>\d{{1,18}}):(?P<reason>{_REASONS})", to.ratings.give_reason)
    add.button(r"caption:(?P<caption>\w{1,20}(?:-\d{1,3})?):(?P<file>\d{1,18})", add.for_admins(to.uploads.take_name))
    add.button(r"publish:(?P<book>\d{1,18})", add.for_admins(to.books.publish))
    add.button(r"correct:(?P<book>\d{1,18})", add.for_admins(to.corrections.ask))
    add.button(r"transcribe:(?P<book>\d{1,18})", add.for_admins(to.books.transcribe))
    add.button(
        r"list:(?P<list>publish|rollback|coverage|remove|pictures):(?P<page>\d{1,3})",
        add.for_admins(to.books.turn_page),
    )
    add.button(r"pictures:(?P<book>\d{1,18}):(?P<allowed>on|off)", add.for_admins(to.books.allow_pictures))
    add.button(r"discard:(?P<book>\d{1,18})", add.for_admins(to.books.discard))
    add.button(r"rollback:(?P<course>\w{1,20}):(?P<present>\d{1,18})", add.for_admins(to.books.roll_back))
    add.button(r"coverage:(?P<course>\w{1,20})", add.for_admins(to.books.cover))
    add.button(r"remove:(?P<book>\d{1,18}|none)", add.for_admins(to.books.remove))
    add.button(r"(?s:.*)", to.fallbacks.old_button)


def _messages(add: "_Routes", to: Handlers, admin: filters.BaseFilter) -> None:
    private = filters.ChatType.PRIVATE
    said = filters.TEXT & ~filters.COMMAND & _Addressed()
    captioned = filters.CAPTION & ~filters.CaptionRegex(r"^/\w") & _Addressed()  # a command in a caption does nothing

    # In a group of its own, before all others: then the update goes on to its route.
    add.application.add_handler(TypeHandler(Update, to.owed_messages.deliver), group=-1)
    add.application.add_handler(ChatMemberHandler(to.groups.greet))
    add.application.add_handler(MessageHandler(_NEW & filters.StatusUpdate.MIGRATE, to.groups.move))
    add.message(_NEW & filters.Document.ALL & admin, to.uploads.receive)
    add.message(_EDITED & filters.Document.ALL & admin, to.uploads.on_edited_caption)
    add.message(_NEW & filters.COMMAND & (private | _Addressed()), to.fallbacks.unknown_command)
    add.message(_NEW & said & admin, add.for_admins(to.corrections.on_text, otherwise=to.units.on_text))
    add.message(_NEW & said, to.units.on_text)
    add.message(_NEW & (captioned | private & _InAlbum()), to.lesson.ask)
    in_group = _UNREAD & _Addressed() & ~_InAlbum()  # a sticker is mostly a thank-you
    add.message(_NEW & (private & ~filters.StatusUpdate.ALL | in_group), to.fallbacks.only_text)
    add.message(_EDITED & said & admin, to.corrections.on_edited_text)
    add.message(_EDITED & (said | captioned), to.units.on_edited_text)


class _Routes:
    """Adds routes whose handlers get an Interaction. People who may not use the bot are turned away before."""

    def __init__(self, application: AnyApplication, handlers: Handlers, admin_chats: frozenset[int]) -> None:
        self.application, self._handlers, self._admin_chats = application, handlers, admin_chats
        own = handlers.personal_data
        self._for_everybody = (own.privacy, own.export, own.ask_to_forget, own.forget)

    def command(self, name: str, handler: Handler, kind: filters.BaseFilter = _NEW) -> None:
        in_person = filters.ChatType.PRIVATE | ~filters.FORWARDED
        self.application.add_handler(CommandHandler(name, self._callback(handler), filters=kind & in_person))

    def button(self, pattern: str, handler: Handler) -> None:
        self.application.add_handler(CallbackQueryHandler(_answered(self._callback(handler)), pattern=rf"{pattern}\Z"))

    def message(self, kind: filters.BaseFilter, handler: Handler) -> None:
        self.application.add_handler(MessageHandler(kind, self._callback(handler)))

    def for_admins(self, handler: Handler, otherwise: Handler | None = None) -> Handler:
        others = otherwise or self._handlers.fallbacks.not_for_learners

        async def guarded(interaction: Interaction) -> str | None:
            return await (handler if is_admin(interaction.update, self._admin_chats) else others)(interaction)

        return guarded

    def _callback(self, handler: Handler) -> Callback:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
            if update.effective_message is None:  # a button without a message
                return None
            interaction = await self._handlers.interactions.of(update, context)
            invitations = self._handlers.invitations
            if handler not in self._for_everybody and not await invitations.admits(interaction):
                return await invitations.turn_away(interaction)
            try:
                return await handler(interaction)
            except PressRefused as refusal:
                return str(refusal)
            except LimitReached as limit:
                return limit_line(interaction.texts, limit)

        return handle


class _Addressed(filters.MessageFilter):
    """Messages that are addressed to the bot."""

    def filter(self, message: Message) -> bool:
        return addressed_text(message, message.get_bot()) is not None


class _InAlbum(filters.MessageFilter):
    """Pictures or files that were sent together."""

    def filter(self, message: Message) -> bool:
        return message.media_group_id is not None


def _answered(handler: Callback) -> Callback:
    """Answer the callback query in any case, as the button shows a spinner until then. The handler's result pops up if
    it returns within _LONGEST_SPIN."""

    async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        handling = asyncio.ensure_future(handler(update, context))
        try:
            await asyncio.wait([handling], timeout=_LONGEST_SPIN)
            is_in_time = handling.done() and not handling.cancelled() and not handling.exception()
            remark = handling.result() if is_in_time else None
            with suppress(TelegramError):  # it refuses answers to old queries, which does no harm
                await persistently(partial(update.callback_query.answer, remark))
            await handling
        finally:
            handling.cancel()
            await asyncio.wait([handling])

    return press
