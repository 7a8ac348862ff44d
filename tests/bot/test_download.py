"""Fetching a file over a bad line."""

import time

import pytest
from telegram import Bot

from bot.download import NotFetched, TooBig, download
from bot.sandbox.telegram import TelegramServer

DATA = bytes(range(256)) * 40


async def sent(telegram: TelegramServer, size: int | None = None) -> str:
    """The file's id."""
    message = await telegram.person(1, "Anna").send_document(DATA, "Übung 1.pdf", size=size)
    return str(message.extra["document"]["file_id"])


async def test_a_download_goes_on_where_it_broke_off(telegram: TelegramServer, bot: Bot) -> None:
    telegram.cut_download(1000, times=2)
    assert await download(bot, await sent(telegram)) == DATA
    assert telegram.downloads == [0, 1000, 2000]


async def test_from_a_server_that_does_not_resume_all_of_it_is_read_anew(telegram: TelegramServer, bot: Bot) -> None:
    telegram.resumes = False
    telegram.cut_download(1000, times=2)
    assert await download(bot, await sent(telegram)) == DATA
    assert telegram.downloads == [0, 0, 0]


async def test_a_line_that_falls_silent_is_left(telegram: TelegramServer, bot: Bot) -> None:
    telegram.cut_download(1000, hang=True)
    assert await download(bot, await sent(telegram), silence=0.2) == DATA
    assert telegram.downloads == [0, 1000]


@pytest.mark.parametrize(
    ("status", "words"),
    [(502, "Bad Gateway"), (400, "Bad Request: wrong file_id or the file is temporarily unavailable")],
)
async def test_a_refusal_that_passes_is_waited_out(telegram: TelegramServer, bot: Bot, status: int, words: str) -> None:
    telegram.fail("getFile", status, words)
    telegram.fail("download", 404, "Not Found")
    assert await download(bot, await sent(telegram)) == DATA
    assert telegram.requests["getFile"] == 3


async def test_a_page_that_comes_instead_of_the_file_is_not_taken_for_it(telegram: TelegramServer, bot: Bot) -> None:
    telegram.garble("download", "<html>Welcome to our Wi-Fi!</html>")
    assert await download(bot, await sent(telegram)) == DATA
    assert telegram.downloads == [0, 0]


async def test_a_file_of_another_length_than_telegram_says_is_taken_when_it_comes_so_again(
    telegram: TelegramServer, bot: Bot
) -> None:
    assert await download(bot, await sent(telegram, size=len(DATA) + 1)) == DATA
    assert telegram.downloads == [0, 0]


async def test_a_file_that_telegram_gives_to_no_bot_is_told_apart(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(TooBig):
        await download(bot, await sent(telegram, size=30 * 2**20))
    assert telegram.requests["getFile"] == 1


async def test_what_does_not_come_is_given_up_and_names_no_token(telegram: TelegramServer, bot: Bot) -> None:
    telegram.cut_download(0, times=99)
    begun = time.monotonic()
    with pytest.raises(NotFetched) as error:
        await download(bot, await sent(telegram), patience=0.5)
    assert time.monotonic() - begun >= 0.5
    assert telegram.token not in str(error.value)
