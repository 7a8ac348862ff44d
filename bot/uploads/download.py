"""Downloads a file from Telegram, with retries for a minute, each of which continues where the last one broke off."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from telegram import Bot
from telegram.error import TelegramError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_exponential

from bot.sending.refusals import meaning

_PATIENCE = 60.0  # seconds from the beginning after which no new try begins
_SILENCE = 20.0  # seconds without a byte after which a try has failed
_LONGEST = 600.0  # seconds for the whole file, however slowly it comes
_TELEGRAM = "api.telegram.org"


class NotFetched(Exception):
    """The file could not be downloaded. The text, for the log, never has the file's address, which includes the
    token."""


class TooBig(NotFetched):
    """The server does not let bots download files of this size."""


class _TryFailed(NotFetched):
    """A retry may succeed."""


def largest_file(base_url: str) -> int:
    """MB of the largest file that the server lets a bot fetch; of one's own, which does not mind, as much as fits well
    into memory."""
    return 20 if urlsplit(base_url).hostname == _TELEGRAM else 100


async def download(bot: Bot, file_id: str, *, patience: float = _PATIENCE, silence: float = _SILENCE) -> bytes:
    """Raises NotFetched, TooBig."""
    data = bytearray()
    try:
        async with asyncio.timeout(_LONGEST):
            await _fetch(bot, file_id, data, patience, silence)
    except TimeoutError:
        raise NotFetched("it comes too slowly") from None
    return bytes(data)


async def _fetch(bot: Bot, file_id: str, data: bytearray, patience: float, silence: float) -> None:
    other_size: int | None = None  # of an earlier try, if it differs from the size that Telegram named
    async for attempt in AsyncRetrying(
        retry=retry_if_exception_type(_TryFailed),
        wait=wait_exponential(0.5, max=8),
        stop=stop_after_delay(patience),
        reraise=True,
    ):
        with attempt:
            is_first = attempt.retry_state.attempt_number == 1
            # At each try, as it is valid for an hour only.
            address, size = await _located(bot, file_id, is_first=is_first)
            if address.startswith("http"):
                await _go_on(address, data, silence)
            else:  # a Bot API server on this machine
                data[:] = await asyncio.to_thread(_read, address)
            # A file of another size than Telegram named is a proxy's page or incomplete, unless it is so twice.
            if size is not None and len(data) not in (size, other_size):
                other_size = len(data)
                data.clear()
                raise _TryFailed("not as long as it should be")


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise NotFetched(type(error).__name__) from None


async def _located(bot: Bot, file_id: str, *, is_first: bool) -> tuple[str, int | None]:
    """The file's address, and its size if Telegram knows it. A first refusal of any kind is retried."""
    try:
        file = await bot.get_file(file_id)
    except TelegramError as error:
        words = error.message.lower()
        if "too big" in words:
            raise TooBig("the file is too big") from None
        passes = is_first or meaning(error).passes or "temporarily" in words
        raise (_TryFailed if passes else NotFetched)(type(error).__name__) from None
    if not file.file_path:
        raise _TryFailed("no address")
    return file.file_path, file.file_size


async def _go_on(address: str, data: bytearray, silence: float) -> None:
    """Read the rest of a file into `data`, or all of it if the server does not support ranges."""
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
                raise _TryFailed(f"status {response.status_code}")
            async for part in response.aiter_bytes():
                data += part
    except (httpx.RequestError, httpx.InvalidURL) as error:
        raise _TryFailed(type(error).__name__) from None
