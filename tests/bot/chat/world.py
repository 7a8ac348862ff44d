"""A world for the bot to live in: its two services, its database, the people who write to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from itertools import count
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr
from tenacity import wait_none

from bot.composition import running_bot
from bot.retry_write import retry_write
from bot.sandbox import patience
from bot.sandbox.claude import ClaudeServer, Request
from bot.sandbox.screen import PLACEHOLDERS
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Chat, Message
from bot.sandbox.telegram.people import Person
from bot.settings import BotSettings
from bot.tutor.answer import Answer
from bot.tutor.answer_runs import AnswerRuns
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, TurnState
from ingest.books.cards import UnitCard
from ingest.embedders import choose_embedder
from ingest.library import Library, Report
from ingest.passages import Paragraph, Passage
from ingest.search.snippets import embedded_texts
from ingest.units.caption import parse_caption
from tests.databases import until
from tests.in_process import run_here

ADMINS = {1: "ko", 2: "ko", 3: "ko", 4: "ko", 5: "en", 6: "de"}  # with their languages
ADMIN_GROUP = -1001000000001
ADMIN_CHATS = frozenset({*ADMINS, ADMIN_GROUP})
PATIENCE = patience.seconds  # for anything that is going to happen

_ids = count(1001)


@cache
def _settings() -> BotSettings:
    """Those that all worlds have in common: to read them anew takes each bot 10 ms."""
    return BotSettings(
        voyage_api_key=None,
        embedding_model="",
        questions_an_hour=0,
        bad_answers_to_admins=False,  # they would come among what other tests wait for
    )


class World:
    """Attributes are the stand-ins, and `pool` for a look into the bot's database.

    `admin_chats`: each has menus of its own, which the bot sets one by one when it starts.
    """

    def __init__(
        self,
        telegram: TelegramServer,
        claude: ClaudeServer,
        pool: asyncpg.Pool,
        database_url: str,
        admin_chats: frozenset[int] = ADMIN_CHATS,
    ) -> None:
        self.telegram, self.claude, self.pool, self.database_url = telegram, claude, pool, database_url
        self.admin_chats = admin_chats
        self.admin_group = telegram.group("Redaktion")
        assert self.admin_group.id == ADMIN_GROUP
        self.library = Library(pool, choose_embedder(""))
        self.admins = [
            telegram.person(number, f"Admin{number}", language_code=language) for number, language in ADMINS.items()
        ]
        self.admin = self.admins[0]

    @asynccontextmanager
    async def bot(self, **changed: Any) -> AsyncIterator[asyncio.Event]:
        """The bot at work, with some settings `changed`; the event is set when it cannot go on."""
        settings = {
            "telegram_bot_token": SecretStr(self.telegram.token),
            "telegram_base_url": self.telegram.base_url,
            "telegram_file_url": self.telegram.base_file_url,
            "admin_chat_ids": self.admin_chats,
            "anthropic_api_key": SecretStr(self.claude.api_key),
            "anthropic_base_url": self.claude.url,
            **changed,
        }
        async with running_bot(_settings().model_copy(update=settings), self.database_url, run_here) as failed:
            yield failed

    def person(self, language: str | None = "ko") -> Person:
        """Somebody whom the bot has never met."""
        number = next(_ids)
        return self.telegram.person(number, f"Person{number}", language_code=language)

    async def learner(self, unit: str = "A1-3", language: str = "ko") -> Person:
        """Somebody who has chosen a unit."""
        person = self.person(language)
        await self.choose(self.telegram.private_chat(person), unit, language=language)
        return person

    async def publish_course(self, course: str, units: int) -> None:
        """A course of so many one-page units, put on the shelf without a PDF; before the bot is there."""
        library = self.library
        receipt = await library.receive(f"{course} {units}".encode(), f"{course}.pdf", parse_caption(course))
        assert await library.reading_state.open(receipt.book)
        cards = [UnitCard(f"{course}-{n}", course, n, f"Thema {n}", n, n, 1) for n in range(1, units + 1)]
        passages = [
            Passage(card.id, "", (Paragraph(f"{card.title} von {course}: der Kaffee Nummer {n}.", n, ()),), n, n, 20)
            for n, card in enumerate(cards, 1)
        ]
        model = await library.vectors.complete(course, embedded_texts(passages), lambda *_: None)
        report = Report(units, units, tuple(cards), "caption", 1.0, (), 0.1)
        assert await library.reading_state.store(receipt.book, passages, report, model)
        assert await library.publish(receipt.book)

    async def choose(self, chat: Chat, unit: str, thread: int = 0, language: str = "ko") -> None:
        """As if the unit had been chosen here before."""
        place = Place(chat.id, thread)
        await Conversations(self.pool).learner(place, language)
        await Questions(self.pool).choose(place, unit)

    async def remember(self, chat: Chat, unit: str, question: str, words: str) -> None:
        """As if this had been asked and answered here before."""
        answer = Answer()
        answer.add_text(words)
        turn = await Questions(self.pool).ask(
            Question(Place(chat.id), question), unit, state=TurnState.WAITING
        )  # without a job
        await self.pool.execute("UPDATE turns SET state = 'asked', closed = true WHERE id = $1", turn.id)
        await AnswerRuns(self.pool).end(turn, TurnState.ANSWERED, answer)

    async def asked(self, question: str, times: int = 1) -> Request:
        """Claude's latest request with this question, once there are so many."""
        await self.claude.wait_for(lambda claude: len(_about(claude, question)) >= times)
        return _about(self.claude, question)[-1]

    async def outcome(self, request: Request) -> str:
        await self.claude.wait_for(lambda _: request.outcome != "open")
        return request.outcome

    async def turns(self, chat: Chat) -> list[asyncpg.Record]:
        """The chat's rows, oldest first."""
        return list(await self.pool.fetch("SELECT * FROM turns WHERE chat = $1 ORDER BY id", chat.id))

    async def until(self, question: str, *values: object) -> None:
        await until(self.pool, question, *values)

    async def turn_in(self, chat: Chat, state: str) -> asyncpg.Record:
        """The chat's newest turn, once it is in this state."""
        await self.until("SELECT state = $2 FROM turns WHERE chat = $1 ORDER BY id DESC LIMIT 1", chat.id, state)
        return (await self.turns(chat))[-1]


def _about(claude: ClaudeServer, question: str) -> list[Request]:
    return [request for request in claude.requests if question in request.question]


def about(question: str) -> Callable[[Mapping[str, Any]], bool]:
    """For Claude's faults: only requests with this question."""
    return lambda body: question in str(body["messages"][-1]["content"])


def to(chat: Chat) -> Callable[[Mapping[str, Any]], bool]:
    """For Telegram's faults: only requests to this chat."""
    return lambda parameters: str(parameters.get("chat_id")) == str(chat.id)


def replies_after(message: Message) -> list[Message]:
    """The bot's messages in the same topic that are younger than this one."""
    return [
        reply
        for reply in message.chat.replies
        if reply.id > message.id and (not message.chat.is_forum or reply.thread == message.thread)
    ]


async def reply_to(message: Message, words: str = "", timeout: float | None = None) -> Message:
    """The bot's first message after this one, or the first that shows these words."""

    def find(_: Chat) -> Message | None:
        return next((reply for reply in replies_after(message) if words in reply.text), None)

    return await message.chat.wait_for(find, timeout)


async def answer_to(message: Message) -> Message:
    """The last message of the answer to a question, when it is complete."""

    def find(_: Chat) -> Message | None:
        return next((reply for reply in replies_after(message) if is_complete(reply)), None)

    return await message.chat.wait_for(find)


def is_complete(reply: Message) -> bool:
    return any(button.data.startswith(("again:", "more:")) for button in reply.buttons)


def is_growing(reply: Message) -> bool:
    return any(button.data.startswith("stop:") for button in reply.buttons)


async def words_in(message: Message, words: str) -> Message:
    """This message, when it shows these words."""
    await message.chat.wait_for(lambda _: words in message.text)
    return message


async def verdict_on(sent: Message) -> Message:
    """The bot's message about a book that was sent, when it has ended."""

    def find(_: Chat) -> Message | None:
        return next((reply for reply in replies_after(sent) if reply.text.startswith(("📝", "✅", "❌"))), None)

    return await sent.chat.wait_for(find)


async def publish(admin: Person, verdict: Message) -> None:
    """Shows a draft to learners."""
    [button] = [button.data for button in verdict.buttons if button.data.startswith("publish:")]
    await admin.press(verdict, button)
    await words_in(verdict, "✅ ")


async def say(person: Person, text: str, **how: Any) -> Message:
    """What the bot says first to this text."""
    return await reply_to(await person.say(text, **how))


async def ask(person: Person, question: str, **how: Any) -> Message:
    """The complete answer to this question."""
    return await answer_to(await person.say(question, **how))


async def growing(message: Message) -> Message:
    """The answer to this question when Claude's words have begun to show."""

    def find(_: Chat) -> Message | None:
        shown = [reply for reply in replies_after(message) if is_growing(reply)]
        return next((reply for reply in shown if not reply.text.startswith(PLACEHOLDERS)), None)

    return await message.chat.wait_for(find)


async def press_stop(person: Person, message: Message) -> str:
    """As soon as it has the button: an answer gets one when the bot has kept its number."""
    await message.chat.wait_for(lambda _: is_growing(message))
    [data] = [button.data for button in message.buttons]
    return await person.press(message, data)


async def broken_answer(world: World, learner: Person) -> Message:
    """An answer that the end of its bot has broken off; there is no bot before or after it."""
    with world.claude.thinking(after=60):
        async with world.bot():
            return await growing(await learner.say("Was heißt Kaffee?"))


async def forge(person: Person, under: Message, data: str) -> str:
    """A press as a manipulated client sends it."""
    query = {"from": person.user, "message": under.to_json(), "data": data}
    return await person._switchboard.pressed(under.chat, query)


async def fail_once(world: World, patch: pytest.MonkeyPatch, change: str) -> None:
    """The next change of a kind, such as 'UPDATE ON turns', is refused as after a conflict; then it is retried at
    once."""
    patch.setattr(retry_write.retry, "wait", wait_none())
    await world.pool.execute(_FAIL_ONCE.format(change=change))


_FAIL_ONCE = """
    CREATE SEQUENCE changes;
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('changes') = 1 THEN RAISE 'trouble' USING ERRCODE = '40001'; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER fail_once BEFORE {change} FOR EACH ROW EXECUTE FUNCTION fail_once()"""


async def keeps(world: World, chat: int, rows: int) -> None:
    """Waits until the chat has so many rows in all tables: what was handled leaves the inbox after its answer."""
    tables = await world.pool.fetch("SELECT table_name FROM information_schema.columns WHERE column_name = 'chat'")
    assert len(tables) >= 3
    counts = " + ".join(f"(SELECT count(*) FROM {t['table_name']} WHERE chat = $1)" for t in tables)
    await world.until(f"SELECT {counts} = $2", chat, rows)
