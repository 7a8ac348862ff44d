"""The composition root: builds every object once, and starts and ends the parts in their order."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext, suppress
from functools import partial
from urllib.parse import urlsplit

import asyncpg
from telegram.ext import ApplicationBuilder, Defaults

from bot import MIGRATIONS as BOT_MIGRATIONS
from bot.answering.answers import Answers
from bot.answering.waiting_notices import WaitingNotices
from bot.answering.writer import AnswerWriter
from bot.handlers.answer_buttons import AnswerButtons
from bot.handlers.books import Books
from bot.handlers.corrections import Corrections
from bot.handlers.fallbacks import Fallbacks
from bot.handlers.groups import Groups
from bot.handlers.interaction import Interactions
from bot.handlers.invitations import Invitations
from bot.handlers.lesson import Lesson
from bot.handlers.owed_messages import OwedMessages
from bot.handlers.page_pictures import PagePictures
from bot.handlers.personal_data import PersonalDataCommands
from bot.handlers.ratings import Ratings
from bot.handlers.statistics import StatisticsCommands
from bot.handlers.units import Units
from bot.handlers.uploads import Uploads
from bot.handlers.welcome import Welcome
from bot.handlers.why import Why
from bot.menus import publish_menus
from bot.operation.alarm import Alarm
from bot.operation.metrics import Metrics, serving_metrics
from bot.operation.retention import delete_old_rows
from bot.records.bad_answers import BadAnswers
from bot.records.inbox import Inbox
from bot.records.members import Members
from bot.records.owed import Owed
from bot.records.personal_data import PersonalData
from bot.records.picture_cache import PictureCache
from bot.records.statistics import Statistics
from bot.routes import AnyApplication, Handlers, add_routes
from bot.sending.connection import Connection
from bot.sending.pace import Pace
from bot.sending.send_budget import SendBudget
from bot.settings import BotSettings
from bot.tutor.allowance import Allowance, Limits
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.claude import Claude
from bot.tutor.claude_errors import Unanswered, Unavailable, WrongSetting
from bot.tutor.conversations import Conversations
from bot.tutor.cost import reserved_cents
from bot.tutor.questions import Questions
from bot.tutor.tutor import Tutor
from bot.updates.leader import Leader
from bot.updates.polling import Polling, connected, fetching, started
from bot.updates.web import Webhook, serving
from bot.updates.worker import UpdateWorker
from bot.uploads.book_messages import BookMessages
from bot.uploads.download import largest_file
from bot.uploads.intake import Intake
from bot.uploads.upload_messages import UploadMessages
from bot.uploads.uploaded_files import UploadedFiles
from ingest.children.parent import Run, run_child
from ingest.composition import open_library
from ingest.database import CONNECTION_LOST, MIGRATIONS, migrate, open_pool
from ingest.embedders import EmbeddingFailed
from ingest.jobs.librarian import Librarian
from ingest.library import Library
from ingest.supervision import background
from ingest.tokens import count_tokens

logger = logging.getLogger(__name__)

_CONNECTIONS = 256  # to Telegram at once


@asynccontextmanager
async def running_bot(settings: BotSettings, database_url: str, run: Run = run_child) -> AsyncIterator[asyncio.Event]:
    """The whole bot at work: fetching updates, answering, reading books, whose files are worked on by `run`.

    The event is set when the bot cannot go on.
    """
    await migrate(database_url, (MIGRATIONS, BOT_MIGRATIONS))
    async with (
        await open_pool(database_url) as pool,
        open_claude(settings) as claude,
        open_library(settings, pool, run) as library,
    ):
        outage = await _check(claude)
        await _warm_up(library)
        bot = _Bot(settings, database_url, pool, claude, library)
        async with bot.at_work():
            if outage:
                bot.alarm.report(outage)
            await publish_menus(bot.application.bot, settings.admin_chat_ids, settings.default_language)
            yield bot.failed


class _Bot:
    """The parts of the bot. `failed` is set when no more updates will come."""

    def __init__(
        self, settings: BotSettings, database_url: str, pool: asyncpg.Pool, claude: Claude, library: Library
    ) -> None:
        self._settings, self._database_url, self._pool, self._library = settings, database_url, pool, library
        self.failed = asyncio.Event()
        self._pace = Pace()
        self._budget = SendBudget(pool, self._pace, settings.messages_a_second)
        self.application = _application(settings, self._pace)
        bot, language = self.application.bot, settings.default_language
        self._conversations, runs = Conversations(pool, language), AnswerRuns(pool)
        assert settings.telegram_bot_token is not None
        key = settings.telegram_bot_token.get_secret_value().encode()
        self._questions = Questions(pool, Allowance(pool, limits(settings, claude.most_tokens), key))
        self.alarm = Alarm(pool, self._conversations, bot, settings.admin_chat_ids)
        self._inbox, self._interactions = Inbox(pool), Interactions(self._conversations, language)
        tutor = Tutor(library, claude, self._conversations, self.alarm.report, settings.context)
        drafts = settings.stream_mode == "draft"
        writer = AnswerWriter(tutor, self._conversations, runs, bot, self._pace, drafts=drafts)
        self._answers = Answers(writer, WaitingNotices(runs, bot, self._pace), runs, database_url)
        self._upload_messages, self._files = UploadMessages(pool), UploadedFiles(pool)
        self._picture_cache = PictureCache(pool)
        self._book_messages = BookMessages(library, self._upload_messages, bot)
        self._uploads = Uploads(self._files, self._upload_messages, largest_file(settings.telegram_base_url))
        intake = Intake(library, self._files, self._book_messages, self._conversations, bot)
        self._update_worker = UpdateWorker(
            self._inbox, self.application, self._interactions, intake, self.alarm, database_url
        )
        self._delete_old_rows = partial(
            delete_old_rows,
            partial(self._inbox.tidy_up, settings.keep_questions_days),
            partial(self._conversations.tidy_up, settings.keep_questions_days),
            partial(self._upload_messages.tidy_up, settings.keep_uploads_days),
            self._files.tidy_up,
            self._picture_cache.tidy_up,
            self._questions.allowance.tidy_up,
        )
        add_routes(self.application, self._handlers(), settings.admin_chat_ids)

    def _handlers(self) -> Handlers:
        settings, library = self._settings, self._library
        conversations, questions = self._conversations, self._questions
        admins = settings.admin_chat_ids
        lesson = Lesson(library, questions, self._answers, self._inbox)
        units = Units(library, questions, lesson, self._answers)
        members = Members(self._pool, settings.allowed_users, admins)
        told = admins if settings.bad_answers_to_admins else frozenset()
        return Handlers(
            owed_messages=OwedMessages(Owed(self._pool), conversations),
            interactions=self._interactions,
            groups=Groups(conversations, self._interactions, members, admins),
            invitations=Invitations(members),
            statistics=StatisticsCommands(questions.allowance, Statistics(self._pool)),
            welcome=Welcome(conversations, units, lesson),
            personal_data=PersonalDataCommands(PersonalData(self._pool, questions.allowance), questions),
            units=units,
            lesson=lesson,
            buttons=AnswerButtons(library, conversations, questions, self._answers),
            page_pictures=PagePictures(library, conversations, self._picture_cache),
            ratings=Ratings(conversations, BadAnswers(self._pool), told),
            why=Why(conversations),
            uploads=self._uploads,
            books=Books(library, self._book_messages),
            corrections=Corrections(library, self._upload_messages, self._book_messages, self._uploads, units),
            fallbacks=Fallbacks(conversations, self._interactions),
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Start the parts; they end in the reverse order."""
        with suppress(*CONNECTION_LOST):  # `work` tries again
            await self._budget.sync()
        settings = self._settings
        async with AsyncExitStack() as stack:
            for part in (
                background(self._budget.work),
                self._metrics(),
                background(Librarian(self._library, self._database_url).work),
                background(self._delete_old_rows),
                self._webhook(),
                connected(self.application, settings.webhook_url, settings.webhook_secret),
                background(self.alarm.work),
                started(self.application),
                background(self._answers.work),
                background(self._update_worker.work),
                background(Leader(self._database_url, self._leading).work),
            ):
                await stack.enter_async_context(part)
            yield

    @asynccontextmanager
    async def _leading(self) -> AsyncIterator[None]:
        """The tasks of the leading process: keep the messages about books up to date, and fetch updates."""
        async with background(self._book_messages.work), self._polling():
            yield

    def _polling(self) -> AbstractAsyncContextManager[None]:
        if self._settings.webhook_url:
            return nullcontext()
        url = f"{self.application.bot.base_url}/getUpdates"
        return fetching(Polling(url, self._inbox.accept, failed=self.failed))

    def _webhook(self) -> AbstractAsyncContextManager[None]:
        settings = self._settings
        if not settings.webhook_url:
            return nullcontext()
        assert settings.webhook_secret, "settings see to that"
        webhook = Webhook(self._inbox.accept, settings.webhook_secret.get_secret_value())
        path = urlsplit(settings.webhook_url).path
        return serving(settings.webhook_port, path, webhook, lambda: self._pool.fetchval("SELECT true"))

    def _metrics(self) -> AbstractAsyncContextManager[None]:
        port = self._settings.metrics_port
        return serving_metrics(Metrics(self._pool, self._pace), port) if port else nullcontext()


@asynccontextmanager
async def open_claude(settings: BotSettings) -> AsyncIterator[Claude]:
    assert settings.anthropic_api_key is not None
    claude = Claude(
        settings.anthropic_api_key,
        settings.claude_model,
        settings.anthropic_base_url,
        fallback=settings.claude_fallback_model,
    )
    try:
        yield claude
    finally:
        await claude.close()


def _application(settings: BotSettings, pace: Pace) -> AnyApplication:
    assert settings.telegram_bot_token is not None
    return (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_file_url)
        .defaults(Defaults(allow_sending_without_reply=True))
        .rate_limiter(pace)
        .request(Connection(connection_pool_size=_CONNECTIONS))
        .get_updates_request(Connection())  # never used, but the library's own would read all certificates anew
        .updater(None)
        .build()
    )


def limits(settings: BotSettings, most_tokens: int) -> Limits:
    """`most_tokens`: the maximum for one answer. Raises WrongSetting if a limit is below the price of one answer."""
    reserve = reserved_cents(settings.claude_model, settings.context, most_tokens)
    for name in ("learner_cents_a_day", "cents_a_day"):
        cents = getattr(settings, name)
        if cents is not None and cents < reserve:
            reason = f"one answer of {settings.claude_model} may cost {reserve:g} cents, so nobody could ever ask"
            raise WrongSetting(name.upper(), reason)
    return Limits(
        settings.questions_an_hour or None,
        settings.questions_at_once,
        settings.learner_cents_a_day,
        settings.cents_a_day,
        reserve,
    )


async def _check(claude: Claude) -> str | None:
    """What the operator must fix before Claude can answer; None if nothing, or if it is unknown. Raises
    WrongSetting."""
    try:
        await claude.check()
    except Unavailable as error:
        logger.error("Claude: %s", error)
        return str(error)
    except Unanswered as error:
        logger.warning("Claude does not answer yet: %s", error)
    return None


async def _warm_up(library: Library) -> None:
    """Load the embedding model, the word lists and the tokens before the first learner asks: loading them blocks the
    event loop, and with it every answer that is growing."""
    count_tokens("")
    try:
        await library.search(await library.embed_question("Guten Tag! 안녕하세요!"))
    except EmbeddingFailed as error:
        logger.warning("the embedder does not answer yet: %s", error)
    except CONNECTION_LOST as error:
        logger.warning("the database does not answer yet: %s", type(error).__name__)
