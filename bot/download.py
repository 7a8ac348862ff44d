"""Fetching a file from Telegram: again through a minute of faults, each time from where it broke off."""

import asyncio
from pathlib import Path

import httpx
from telegram import Bot
from telegram.error import TelegramError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from bot.sending.refusals import meaning

_PATIENCE = 60.0  # seconds from the beginning after which no new try begins
_SILENCE = 20.0  # seconds without a byte after which a try has failed
_LONGEST = 600.0  # seconds for all of it, however it drips


class NotFetched(Exception):
    """The text is for the log: the token, which stands in a file's address, is not in it."""


class TooBig(NotFetched):
    """For a bot."""


class _Broken(NotFetched):
    """The next try may go on."""


async def download(bot: Bot, file_id: str, *, patience: float = _PATIENCE, silence: float = _SILENCE) -> bytes:
    """Raises NotFetched, or what is known better: TooBig."""
    data = bytearray()
    try:
        async with asyncio.timeout(_LONGEST):
            await _fetch(bot, file_id, data, patience, silence)
    except TimeoutError:
        raise NotFetched("it comes too slowly") from None
    return bytes(data)


async def _fetch(bot: Bot, file_id: str, data: bytearray, patience: float, silence: float) -> None:
    ended: int | None = None  # after so many bytes, which is not what Telegram says
    async for attempt in AsyncRetrying(
        retry=retry_if_exception_type(_Broken),
        wait=wait_exponential(0.5, max=8),
        stop=stop_after_delay(patience),
        reraise=True,
    ):
        with attempt:
            is_first = attempt.retry_state.attempt_number == 1
            address, size = await _located(bot, file_id, is_first=is_first)  # anew: it holds for an hour only
            if address.startswith("http"):
                await _go_on(address, data, silence)
            else:  # a Bot API server on this machine
                data[:] = await asyncio.to_thread(_read, address)
            # Another length is a proxy's page or half of the file, unless it is the same once more.
            if size is not None and len(data) not in (size, ended):
                ended = len(data)
                data.clear()
                raise _Broken("not as long as it should be")


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NotFetched(type(error).__name__) from None


async def _located(bot: Bot, file_id: str, *, is_first: bool) -> tuple[str, int | None]:
    """Where the file is, and its bytes as far as Telegram knows them. What is refused is tried once more."""
    try:
        file = await bot.get_file(file_id)
    except TelegramError as error:
        words = error.message.lower()
        if "too big" in words:
            raise TooBig("the file is too big") from None
        passes = is_first or meaning(error).passes or "temporarily" in words
        raise (_Broken if passes else NotFetched)(type(error).__name__) from None
    if not file.file_path:
        raise _Broken("no address")
    return file.file_path, file.file_size


async def _go_on(address: str, data: bytearray, silence: float) -> None:
    """Read the rest of a file into `data`; all of it anew from a server that does not resume."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={len(data)}-"} if data else {})
    try:
        async with (
            httpx.AsyncClient(timeout=silence) as client,
            client.stream("GET", address, headers=headers) as response,
        ):
            is_rest = response.headers.get("Content-Range", "").startswith(f"bytes {len(data)}-")
            if not is_rest:
                data.clear()
            if response.status_code != (httpx.codes.PARTIAL_CONTENT if is_rest else httpx.codes.OK):
                raise _Broken(f"status {response.status_code}")
            async for part in response.aiter_bytes():
                data += part
    except (httpx.RequestError, httpx.InvalidURL) as error:
        raise _Broken(type(error).__name__) from None
