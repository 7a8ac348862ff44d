"""The bot's own share of the time to the first word: the stand-ins answer at once."""

import asyncio
import statistics

from pydantic import SecretStr
from rich import print
from rich.table import Table

from bot.composition import running_bot
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person
from bot.settings import BotSettings
from tests.databases import own_postgres, sample

QUESTIONS = 40
UNIT = "A1-3"


async def main() -> None:
    async with own_postgres() as (url, _):
        await sample(url)
        # Without limits: what Telegram makes everybody wait is not the bot's share.
        async with TelegramServer(limits=None) as telegram, ClaudeServer() as claude:
            settings = BotSettings(
                telegram_bot_token=SecretStr(telegram.token),
                telegram_base_url=telegram.base_url,
                telegram_file_url=telegram.base_file_url,
                anthropic_api_key=SecretStr(claude.api_key),
                anthropic_base_url=claude.url,
            )
            async with running_bot(settings, url):
                delays = [await _ask(telegram.person(1000 + n, "Anna", language_code="ko")) for n in range(QUESTIONS)]
    table = Table("questions", "first message, median", "first word, median", "first word, 95th percentile")
    notes, words = ([delay[i] * 1000 for delay in delays] for i in (0, 1))
    table.add_row(
        str(QUESTIONS),
        f"{statistics.median(notes):.0f} ms",
        f"{statistics.median(words):.0f} ms",
        f"{statistics.quantiles(words, n=20)[-1]:.0f} ms",
    )
    print(table)


async def _ask(learner: Person) -> tuple[float, float]:
    """Seconds from a question to the bot's first message, and to the first word of the answer."""
    await learner.say(f"/unit {UNIT}")
    await learner.chat.wait_for(lambda chat: chat.replies)
    asked = await learner.say("möchten은 언제 써요?")
    shown = await learner.chat.wait_for(lambda chat: next(filter(None, map(_first_word, chat.replies[1:])), None))
    at = asked.versions[0].at
    first_message = learner.chat.replies[1].versions[0].at
    await asyncio.sleep(0.5)  # let the answer end before the next learner asks
    return first_message - at, shown - at


def _first_word(message: Message) -> float | None:
    """When the message first showed something of the answer."""
    return next((v.at for v in message.versions if not v.text.startswith(("🔎", "💭", "⏳"))), None)
