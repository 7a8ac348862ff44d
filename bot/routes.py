"""The routing table: which update goes to which handler. Nothing else."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.handlers.answers import Answers
from bot.handlers.books import Books
from bot.handlers.buttons import AnswerButtons
from bot.handlers.complaints import Complaints
from bot.handlers.fallbacks import Fallbacks
from bot.handlers.figures import FigureCommands
from bot.handlers.groups import Groups
from bot.handlers.invitations import Invitations
from bot.handlers.lesson import Lesson
from bot.handlers.licences import Licences
from bot.handlers.limits import limit_line
from bot.handlers.page_pictures import PageButtons
from bot.handlers.units import Units
from bot.handlers.uploads import Uploads
from bot.handlers.visit import Visit, Visits, addressed_text, is_admin
from bot.handlers.welcome import Welcome
from bot.handlers.why import Why
from bot.tutor.allowance import LimitReached

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]

Handler = Callable[[Visit], Coroutine[Any, Any, str | None]]
"""A button's gives the words that pop up, if any."""

Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, str | None]]
"""What python-telegram-bot calls."""


def add_routes(
    application: Application[Any, Any, Any, Any, Any, Any],
    *,
    visits: Visits,
    answers: Answers,
    groups: Groups,
    welcome: Welcome,
    units: Units,
    lesson: Lesson,
    buttons: AnswerButtons,
    page_buttons: PageButtons,
    complaints: Complaints,
    why: Why,
    uploads: Uploads,
    books: Books,
    licences: Licences,
    figures: FigureCommands,
    invitations: Invitations,
    fallbacks: Fallbacks,
    admin_chats: frozenset[int],
) -> None:
    new = filters.UpdateType.MESSAGE
    private = filters.ChatType.PRIVATE
    admin = filters.Chat(admin_chats)
    said = filters.TEXT & ~filters.COMMAND & _Addressed()
    captioned = filters.CAPTION & _Addressed()

    for_everybody = (welcome.privacy, welcome.export, welcome.ask_to_forget, welcome.forget)

    def for_admins(handler: Handler, otherwise: Handler = fallbacks.not_for_learners) -> Handler:
        async def guarded(visit: Visit) -> str | None:
            return await (handler if is_admin(visit.update, admin_chats) else otherwise)(visit)

        return guarded

    def visiting(handler: Handler) -> Callback:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
            visit = await visits.of(update, context)
            if handler in for_everybody or await invitations.admits(visit):
                return await _within_limits(handler)(visit)
            return await invitations.turn_away(visit)

        return handle

    def command(name: str, handler: Handler) -> None:
        application.add_handler(CommandHandler(name, visiting(handler), filters=new))

    def button(pattern: str, handler: Handler) -> None:
        application.add_handler(CallbackQueryHandler(_answered(visiting(handler)), pattern=f"^{pattern}$"))

    def message(kind: filters.BaseFilter, handler: Handler) -> None:
        application.add_handler(MessageHandler(kind, visiting(handler)))

    command("start", welcome.start)
    command("help", welcome.help)
    command("language", welcome.languages)
    command("privacy", welcome.privacy)
    command("export", welcome.export)
    command("usage", figures.usage)
    command("why", why.tell)
    command("invite", for_admins(invitations.invite))
    command("stats", for_admins(figures.stats))
    command("forget", welcome.ask_to_forget)
    command("new", welcome.start_afresh)
    command("unit", units.jump)
    command("stop", lesson.stop)
    command("books", for_admins(books.list))
    command("rollback", for_admins(books.ask_to_roll_back))
    command("coverage", for_admins(books.coverage))
    command("remove", for_admins(books.ask_to_remove))
    command("pictures", for_admins(licences.list))

    button(r"help:", welcome.help)
    button(r"languages:", welcome.languages)
    button(r"language:(?P<language>ko|en|de)", welcome.speak)
    button(r"forget:(?P<sure>yes|no)", welcome.forget)
    button(r"courses:", units.courses)
    button(r"units:(?P<course>\w{1,20}):(?P<page>\d{1,3})", units.turn_page)
    button(r"unit:(?P<unit>\w{1,20}-\d{1,3})", units.choose)
    button(r"stop:(?P<turn>\d{1,18})", buttons.stop)
    button(r"again:(?P<turn>\d{1,18})", buttons.again)
    button(r"more:(?P<turn>\d{1,18})", buttons.more)
    button(r"there:(?P<turn>\d{1,18}):(?P<unit>\w{1,20}-\d{1,3})", buttons.there)
    button(r"page:(?P<turn>\d{1,18}):(?P<place>\d{1,2})", page_buttons.show)
    button(r"good:(?P<turn>\d{1,18})", buttons.praise)
    button(r"bad:(?P<turn>\d{1,18})", complaints.blame)
    button(r"why:(?P<turn>\d{1,18}):(?P<reason>wrong|hard|long|off)", complaints.explain_blame)
    button(r"publish:(?P<book>\d{1,18})", for_admins(books.publish))
    button(r"correct:(?P<book>\d{1,18})", for_admins(books.ask_for_correction))
    button(r"transcribe:(?P<book>\d{1,18})", for_admins(books.transcribe))
    button(r"pictures:(?P<book>\d{1,18}):(?P<allowed>on|off)", for_admins(licences.change))
    button(r"discard:(?P<book>\d{1,18})", for_admins(books.discard))
    button(r"rollback:(?P<course>\w{1,20}):(?P<present>\d{1,18})", for_admins(books.roll_back))
    button(r"remove:(?P<book>\d{1,18}|none)", for_admins(books.remove))
    button(r"(?s:.*)", fallbacks.old_button)

    application.add_handler(TypeHandler(Update, answers.show_owed), group=-1)  # before what the update asks for
    application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, groups.move))
    message(new & filters.Document.ALL & admin, uploads.receive)
    message(filters.UpdateType.EDITED_MESSAGE & filters.Document.ALL & admin, uploads.hear_edited_caption)
    message(new & filters.COMMAND & private, fallbacks.unknown_command)
    message(new & said & admin, for_admins(books.hear, otherwise=lesson.ask))
    message(new & (said | captioned | private & _InAlbum()), lesson.ask)
    message(new & private & ~filters.StatusUpdate.ALL, fallbacks.only_text)
    message(filters.UpdateType.EDITED_MESSAGE & said & admin, books.hear_edited)
    message(filters.UpdateType.EDITED_MESSAGE & (said | captioned), lesson.ask_differently)

    application.add_error_handler(fallbacks.trouble)


class _Addressed(filters.MessageFilter):
    """What is meant for the bot; of what people in a group say to each other it takes no notice."""

    def filter(self, message: Message) -> bool:
        return addressed_text(message, message.get_bot()) is not None


class _InAlbum(filters.MessageFilter):
    """One of several pictures or files that were sent together."""

    def filter(self, message: Message) -> bool:
        return message.media_group_id is not None


def _within_limits(handler: Handler) -> Handler:
    """A button that asks pops up why nothing more can be asked."""

    async def press(visit: Visit) -> str | None:
        try:
            return await handler(visit)
        except LimitReached as limit:
            return limit_line(visit.texts, limit)

    return press


def _answered(handler: Callback) -> Callback:
    """A button whose query is always answered, or it spins for ever; what its handler returns pops up."""

    async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        remark = None
        try:
            remark = await handler(update, context)
        finally:
            with suppress(BadRequest):  # pressed while the bot was away: nothing spins any more
                await update.callback_query.answer(remark)

    return press
