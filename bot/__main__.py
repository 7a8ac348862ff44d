"""The bot's command line: `python -m bot`, its demo and its evaluation."""

import asyncio
import gc
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.composition import running_bot
from bot.evaluate.evaluation import ask_all, read_questions
from bot.evaluate.run import run_evaluation
from bot.operation.ports import PortUnusable
from bot.operation.watchdog import watchdog
from bot.settings import BotSettings
from bot.tutor.claude_errors import WrongSetting
from ingest.database import DatabaseUnavailable, running_postgres
from ingest.embedders import UnknownModel
from ingest.heartbeat import beating
from ingest.log import set_up_logging
from ingest.settings import read_settings

logger = logging.getLogger("bot")
cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)  # they would print local variables: keys


async def _run_until_signalled(settings: BotSettings) -> int:
    """Run the bot until SIGINT or SIGTERM; the exit code tells whether it went well."""
    running = asyncio.create_task(_run_until_failed(settings))
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        # Only the first signal counts: a second one would break off the orderly end.
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
def _exits_on_wrong_setting() -> Iterator[None]:
    """A setting that turns out to be wrong ends the process with one line on standard error."""
    try:
        yield
        return
    except InvalidToken:
        problem = "TELEGRAM_BOT_TOKEN: Telegram does not know this token"
    except BadRequest as error:  # of all requests at the start, only the webhook's can be refused so
        problem = f"WEBHOOK_URL: Telegram does not take it: {error.message}"
    except TelegramError as error:  # its text may hold the token
        problem = f"Telegram cannot be reached at TELEGRAM_BASE_URL: {type(error).__name__}"
    except (DatabaseUnavailable, PortUnusable, UnknownModel, WrongSetting) as error:
        problem = str(error)
    typer.echo(problem, err=True)
    raise typer.Exit(2)


@cli.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot: polling Telegram, with a worker for books inside."""
    # All is loaded: undo what `bot/__init__.py` has done.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.freeze()
    gc.enable()
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
    with _exits_on_wrong_setting():
        raise typer.Exit(asyncio.run(_run_until_signalled(settings)))


@cli.command()
def demo() -> None:
    """Play the opening in the terminal, with stand-ins for the services whose keys are not set."""
    from bot.sandbox.demo import play  # the stand-ins are not loaded in production

    with _exits_on_wrong_setting(), suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(play(read_settings(BotSettings), running_bot))


@cli.command()
def evaluate(
    model: Annotated[str, typer.Option(help="the model that answers; CLAUDE_MODEL without")] = "",
    answers: Annotated[
        Path | None, typer.Option(help="judge the answers in this file instead of asking", exists=True, dir_okay=False)
    ] = None,
    requests: Annotated[Path | None, typer.Option(help="only write the requests to this file")] = None,
    judge: Annotated[str, typer.Option(help="a model that scores the answers, where rules cannot tell")] = "",
    against: Annotated[
        Path | None,
        typer.Option(help="answers of an earlier run, for the judge to compare", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Ask questions of many kinds about the sample book, and judge the answers by rules."""
    settings = read_settings(BotSettings)
    if settings.anthropic_api_key is None and (judge or (answers is None and requests is None)):
        typer.echo("ANTHROPIC_API_KEY is not set; --answers and --requests need none", err=True)
        raise typer.Exit(2)
    with _exits_on_wrong_setting():
        asyncio.run(_on_sample(settings, model or settings.claude_model, answers, requests, judge, against))


async def _on_sample(
    settings: BotSettings, model: str, answers: Path | None, requests: Path | None, judge: str, against: Path | None
) -> None:
    from bot.sandbox.sample import SAMPLE  # not loaded in production
    from bot.sandbox.sample.library import sample_library

    async with sample_library() as library:
        asked = await ask_all(library, read_questions(SAMPLE / "evaluation.jsonl"), settings.context)
    await run_evaluation(settings, asked, model, answers, requests, judge, against)


if __name__ == "__main__":
    cli()
