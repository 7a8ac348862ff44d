"""The composition root: builds every object once, wires it, runs it."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import asyncpg
import typer
from pydantic import SecretStr
from rich.console import Console
from telegram.error import InvalidToken, NetworkError
from telegram.ext import ApplicationBuilder, Defaults

from bot import MIGRATIONS as BOT_MIGRATIONS
from bot.alarm import Alarm
from bot.bad_answers import BadAnswers
from bot.commands import publish_commands
from bot.connection import Connection
from bot.evaluate.evaluation import (
    answer_all,
    ask_all,
    judge,
    read_answers,
    read_questions,
    write_answers,
    write_requests,
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
from bot.handlers.page_pictures import PageButtons
from bot.handlers.pastes import Pastes
from bot.handlers.units import Units
from bot.handlers.uploads import Uploads
from bot.handlers.visit import Visits
from bot.handlers.welcome import Welcome
from bot.handlers.why import Why
from bot.inbox import Inbox
from bot.leader import Leader
from bot.members import Members
from bot.metrics import Metrics, telling
from bot.pace import Pace
from bot.page_pictures import PagePictures
from bot.personal_data import PersonalData
from bot.polling import Polling, connected, fetching, started
from bot.retention import Retention
from bot.routes import AnyApplication, Handlers, add_routes
from bot.send_budget import SendBudget
from bot.settings import BotSettings
from bot.statistics import Statistics
from bot.tutor.allowance import Allowance, Limits
from bot.tutor.claude import Claude, Unanswered, Unavailable, WrongSetting
from bot.tutor.conversations import Conversations
from bot.tutor.prices import reserved_cents
from bot.tutor.tutor import Tutor
from bot.update_worker import UpdateWorker
from bot.upload_messages import UploadMessages
from bot.watchdog import watchdog
from bot.web import Webhook, serving
from ingest.composition import open_library
from ingest.database import MIGRATIONS, DatabaseUnavailable, migrate, open_pool, running_postgres
from ingest.embedders import EmbeddingFailed, UnknownModel
from ingest.heartbeat import beating
from ingest.jobs import Librarian
from ingest.library import Library
from ingest.log import set_up_logging
from ingest.settings import read_settings

logger = logging.getLogger("bot")
cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)  # they would print local variables: keys

_CONNECTIONS = 256  # to Telegram at once


@asynccontextmanager
async def running_bot(settings: BotSettings, database_url: str) -> AsyncIterator[asyncio.Event]:
    """The whole bot at work: polling, answering, reading books. The event is set when it cannot go on."""
    assert settings.telegram_bot_token is not None
    assert settings.anthropic_api_key is not None
    await migrate(database_url, (MIGRATIONS, BOT_MIGRATIONS))
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(await open_pool(database_url))
        claude = Claude(
            settings.anthropic_api_key,
            settings.claude_model,
            settings.anthropic_base_url,
            fallback=settings.claude_fallback_model,
        )
        stack.push_async_callback(claude.close)
        outage = await _check(claude)
        library = await stack.enter_async_context(open_library(settings, pool))
        await _warm_up(library)
        pace = Pace()
        budget = SendBudget(pool, pace, settings.messages_a_second)
        await budget.look()
        stack.push_async_callback(_end, asyncio.create_task(budget.work()))
        if settings.metrics_port:
            await stack.enter_async_context(telling(Metrics(pool, pace), settings.metrics_port))
        application = _application(settings, settings.telegram_bot_token, pace)
        conversations = Conversations(pool, Allowance(pool, _limits(settings)))
        alarm = Alarm(pool, conversations, application.bot, settings.admin_chat_ids, settings.default_language)
        tutor = Tutor(library, claude, conversations, alarm.hear)
        inbox, visits = Inbox(pool), Visits(conversations, settings.default_language)
        update_worker = UpdateWorker(inbox, application, visits, alarm, database_url)
        drafts = settings.stream_mode == "draft"
        answers = Answers(tutor, conversations, application.bot, pace, database_url, drafts=drafts)
        uploads = Uploads(library, UploadMessages(pool), application.bot)
        _wire(settings, application, library, conversations, answers, uploads, inbox, visits, pool)
        librarian = asyncio.create_task(Librarian(library, database_url).work())
        stack.push_async_callback(_end, librarian)
        retention = Retention(
            conversations,
            UploadMessages(pool),
            inbox,
            PagePictures(pool),
            settings.keep_questions_days,
            settings.keep_uploads_days,
        )
        stack.push_async_callback(_end, asyncio.create_task(retention.work()))
        if settings.webhook_url:
            await stack.enter_async_context(_listening(settings, inbox, pool))
        await stack.enter_async_context(connected(application, settings.webhook_url, settings.webhook_secret))
        stack.push_async_callback(alarm.close)
        stack.push_async_callback(_end, asyncio.create_task(alarm.work()))
        if outage:
            alarm.hear(outage)
        failed = asyncio.Event()
        await stack.enter_async_context(started(application))
        stack.push_async_callback(_end, asyncio.create_task(answers.work()))
        url = f"{application.bot.base_url}/getUpdates"

        def fetch() -> AbstractAsyncContextManager[None]:
            return nullcontext() if settings.webhook_url else fetching(Polling(url, inbox.accept, failed=failed))

        leader = Leader(database_url, lambda: _leading(uploads, update_worker, fetch()))
        stack.push_async_callback(_end, asyncio.create_task(leader.work()))
        await publish_commands(application.bot, settings.admin_chat_ids, settings.default_language)
        yield failed


@asynccontextmanager
async def _leading(
    uploads: Uploads, update_worker: UpdateWorker, fetching: AbstractAsyncContextManager[None]
) -> AsyncIterator[None]:
    """What one process at a time does: it goes on with what the one before has left, and takes updates."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(uploads.close)
        await uploads.resume()
        stack.push_async_callback(_end, asyncio.create_task(update_worker.work()))
        await stack.enter_async_context(fetching)
        yield


def _listening(settings: BotSettings, inbox: Inbox, pool: asyncpg.Pool) -> AbstractAsyncContextManager[None]:
    """Updates are taken from whoever brings them."""
    assert settings.webhook_secret
    webhook = Webhook(inbox.accept, settings.webhook_secret.get_secret_value())
    path = urlsplit(settings.webhook_url).path
    return serving(settings.webhook_port, path, webhook, lambda: pool.fetchval("SELECT true"))


def _limits(settings: BotSettings) -> Limits:
    return Limits(
        settings.questions_an_hour or None,
        settings.questions_at_once,
        settings.learner_cents_a_day,
        settings.cents_a_day,
        reserved_cents(settings.claude_model),
    )


def _application(settings: BotSettings, token: SecretStr, pace: Pace) -> AnyApplication:
    return (
        ApplicationBuilder()
        .token(token.get_secret_value())
        .base_url(settings.telegram_base_url)
        .base_file_url(settings.telegram_file_url)
        .defaults(Defaults(allow_sending_without_reply=True))
        .rate_limiter(pace)
        .request(Connection(connection_pool_size=_CONNECTIONS))
        .updater(None)
        .build()
    )


def _wire(
    settings: BotSettings,
    application: AnyApplication,
    library: Library,
    conversations: Conversations,
    answers: Answers,
    uploads: Uploads,
    inbox: Inbox,
    visits: Visits,
    pool: asyncpg.Pool,
) -> None:
    """Make the other handlers and route the updates to all of them."""
    lesson = Lesson(library, conversations, answers, Pastes(inbox))
    units = Units(library, conversations, lesson, answers)
    buttons = AnswerButtons(library, conversations, answers)
    told = settings.admin_chat_ids if settings.bad_answers_to_admins else frozenset()
    handlers = Handlers(
        answers=answers,
        visits=visits,
        groups=Groups(conversations, settings.admin_chat_ids, settings.default_language),
        invitations=Invitations(Members(pool, settings.allowed_users, settings.admin_chat_ids)),
        figures=FigureCommands(conversations.allowance, Statistics(pool)),
        welcome=Welcome(conversations, PersonalData(pool), units, lesson),
        units=units,
        lesson=lesson,
        buttons=buttons,
        page_buttons=PageButtons(library, conversations, PagePictures(pool)),
        complaints=Complaints(buttons, conversations, BadAnswers(pool), told, settings.default_language),
        why=Why(conversations),
        uploads=uploads,
        licences=Licences(library),
        books=Books(library, UploadMessages(pool), uploads, lesson),
        fallbacks=Fallbacks(conversations, visits),
    )
    add_routes(application, handlers, settings.admin_chat_ids)


async def _check(claude: Claude) -> str | None:
    """Why only the operator can make Claude answer, where that is known. Raises WrongSetting."""
    try:
        await claude.check()
    except Unavailable as error:
        logger.error("Claude: %s", error)
        return str(error)
    except Unanswered as error:
        logger.warning("Claude does not answer yet: %s", error)
    return None


async def _warm_up(library: Library) -> None:
    """Load the model before the first learner asks."""
    try:
        await library.embed_question("Guten Tag!")
    except EmbeddingFailed as error:
        logger.warning("the embedder does not answer yet: %s", error)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _run_until_signalled(settings: BotSettings) -> int:
    """Run the bot until SIGINT or SIGTERM; the exit code tells whether it went well."""
    running = asyncio.create_task(_run_until_failed(settings))
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        # Once: a second signal would break off what is put away in the end.
        asyncio.get_running_loop().add_signal_handler(signal_number, lambda: running.cancelling() or running.cancel())
    try:
        await running
    except asyncio.CancelledError:
        return 0
    return 1


async def _run_until_failed(settings: BotSettings) -> None:
    with running_postgres(settings.database_url, settings.data_dir) as database_url, watchdog():
        async with running_bot(settings, database_url) as failed:
            with beating(settings.heartbeat_file):
                logger.info("the bot is running; Ctrl-C stops it")
                await failed.wait()


@contextmanager
def _settings_named() -> Iterator[None]:
    """A setting that turns out to be wrong is one line on standard error."""
    try:
        yield
        return
    except InvalidToken:
        problem = "TELEGRAM_BOT_TOKEN: Telegram does not know this token"
    except NetworkError as error:  # its text may hold the token
        problem = f"Telegram cannot be reached at TELEGRAM_BASE_URL: {type(error).__name__}"
    except (DatabaseUnavailable, UnknownModel, WrongSetting) as error:
        problem = str(error)
    typer.echo(problem, err=True)
    raise typer.Exit(2)


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot: polling Telegram, with a worker for books inside."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # everything is loaded
    if context.invoked_subcommand:
        return
    settings = read_settings(BotSettings)
    missing = [name for name in ("telegram_bot_token", "anthropic_api_key") if getattr(settings, name) is None]
    for name in missing:
        typer.echo(f"{name.upper()} is not set: put it into .env (see .env.example)", err=True)
    if missing:
        typer.echo("To try the bot without any keys: python -m bot demo", err=True)
        raise typer.Exit(2)
    set_up_logging(settings.telegram_bot_token, settings.webhook_secret, *settings.keys)
    with _settings_named():
        raise typer.Exit(asyncio.run(_run_until_signalled(settings)))


@cli.command()
def demo() -> None:
    """Play the opening in the terminal, with stand-ins for the services whose keys are not set."""
    from bot.sandbox.demo import play  # the stand-ins are not loaded in production

    with _settings_named(), suppress(KeyboardInterrupt):
        asyncio.run(play(read_settings(BotSettings), running_bot))


@cli.command()
def evaluate(
    model: Annotated[str, typer.Option(help="the model that answers; CLAUDE_MODEL without")] = "",
    answers: Annotated[Path | None, typer.Option(help="judge the answers in this file instead of asking")] = None,
    requests: Annotated[Path | None, typer.Option(help="only write the requests to this file")] = None,
) -> None:
    """Ask questions of many kinds about the sample book, and judge the answers by rules."""
    settings = read_settings(BotSettings)
    if settings.anthropic_api_key is None and answers is None and requests is None:
        typer.echo("ANTHROPIC_API_KEY is not set; --answers and --requests need none", err=True)
        raise typer.Exit(2)
    with _settings_named():
        asyncio.run(_evaluate(settings, model or settings.claude_model, answers, requests))


async def _evaluate(settings: BotSettings, model: str, answers: Path | None, requests: Path | None) -> None:
    """What is answered is kept in a file, for another look."""
    from bot.sandbox.shelf import SAMPLE, sample_shelf  # not loaded in production

    async with sample_shelf() as library:
        asked = await ask_all(library, read_questions(SAMPLE / "evaluation.jsonl"))
    if requests:
        write_requests(requests, asked)
    elif answers is None and settings.anthropic_api_key:
        answers = Path(f"answers-{model}.jsonl")
        claude = Claude(settings.anthropic_api_key, model, settings.anthropic_base_url)
        await claude.check()
        write_answers(answers, await answer_all(claude, asked))
        await claude.close()
    if answers:
        Console().print(judge(read_answers(answers, asked)))


if __name__ == "__main__":
    cli()
