"""Fetching a file over a bad line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import pytest
from telegram import Bot

from bot.sandbox.telegram import TelegramServer
from bot.uploads.download import NotFetched, TooBig, download
from tests.leaping import leaping

DATA = bytes(range(256)) * 40


@asynccontextmanager
async def telegram_and_bot() -> AsyncIterator[tuple[TelegramServer, Bot]]:
    async with (
        TelegramServer(limits=None) as telegram,
        Bot(telegram.token, telegram.base_url, telegram.base_file_url) as bot,
    ):
        yield telegram, bot


async def sent(telegram: TelegramServer, size: int | None = None) -> str:
    """The file's id."""
    message = await telegram.person(1, "Anna").send_document(DATA, "Übung 1.pdf", size=size)
    return str(message.extra["document"]["file_id"])


@leaping
async def test_a_download_goes_on_where_it_broke_off() -> None:
    async with telegram_and_bot() as (telegram, bot):
        telegram.cut_download(1000, times=2)
        assert await download(bot, await sent(telegram)) == DATA
        assert telegram.downloads == [0, 1000, 2000]


@leaping
async def test_from_a_server_that_does_not_resume_all_of_it_is_read_anew() -> None:
    async with telegram_and_bot() as (telegram, bot):
        telegram.resumes = False
        telegram.cut_download(1000, times=2)
        assert await download(bot, await sent(telegram)) == DATA
        assert telegram.downloads == [0, 0, 0]


@leaping
async def test_a_line_that_falls_silent_is_left() -> None:
    async with telegram_and_bot() as (telegram, bot):
        telegram.cut_download(1000, hang=True)
        assert await download(bot, await sent(telegram), silence=0.2) == DATA
        assert telegram.downloads == [0, 1000]


@leaping
@pytest.mark.parametrize(
    ("status", "words"),
    [(502, "Bad Gateway"), (400, "Bad Request: wrong file_id or the file is temporarily unavailable")],
)
async def test_a_refusal_that_passes_is_waited_out(status: int, words: str) -> None:
    async with telegram_and_bot() as (telegram, bot):
        telegram.fail("getFile", status, words)
        telegram.fail("download", 404, "Not Found")
        assert await download(bot, await sent(telegram)) == DATA
        assert telegram.requests["getFile"] == 3


@leaping
async def test_a_page_that_comes_instead_of_the_file_is_not_taken_for_it() -> None:
    async with telegram_and_bot() as (telegram, bot):
        telegram.garble("download", "<html>Welcome to our Wi-Fi!</html>")
        assert await download(bot, await sent(telegram)) == DATA
        assert telegram.downloads == [0, 0]


@leaping
async def test_a_file_of_another_length_than_telegram_says_is_taken_when_it_comes_so_again() -> None:
    async with telegram_and_bot() as (telegram, bot):
        assert await download(bot, await sent(telegram, size=len(DATA) + 1)) == DATA
        assert telegram.downloads == [0, 0]


@leaping
async def test_a_file_that_telegram_gives_to_no_bot_is_told_apart() -> None:
    async with telegram_and_bot() as (telegram, bot):
        with pytest.raises(TooBig):
            await download(bot, await sent(telegram, size=30 * 2**20))
        assert telegram.requests["getFile"] == 1


@leaping
async def test_what_does_not_come_is_given_up_and_names_no_token() -> None:
    async with telegram_and_bot() as (telegram, bot):
        telegram.cut_download(0, times=10_000)
        begun = monotonic()
        with pytest.raises(NotFetched) as error:
            await download(bot, await sent(telegram), patience=0.1)  # real; the ten minutes for all take longer
        assert monotonic() - begun >= 0.1
        assert telegram.token not in str(error.value)
