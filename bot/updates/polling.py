"""Long polling: updates are acknowledged to Telegram once they are stored; errors that may pass are waited out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from time import monotonic

import httpx
from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot.records.inbox import RawUpdate
from bot.routes import ALLOWED_UPDATES, AnyApplication
from bot.sending.connection import authorities
from bot.sending.refusals import meaning
from ingest.supervision import background

logger = logging.getLogger(__name__)

Accept = Callable[[Sequence[RawUpdate]], Awaitable[None]]

_LONG_POLL = 10  # seconds that Telegram keeps a request open until there is an update
_TIMEOUT = 5.0  # seconds for a request, besides the long poll
_STOP_TIMEOUT = 2.0  # seconds for unfinished tasks when the bot stops
_PATIENCE = 60.0  # seconds of conflicts with another bot, or of outage at the start, before giving up
_LONGEST_RETRY_AFTER = 600.0  # seconds, whatever the response asks for
_FIRST_PAUSE = 0.5  # seconds after an error; doubled after each further one
# If two bots poll with one token, each must poll again before the other's request ends: else all conflicts would hit
# the same bot, whichever it is, and that one would leave.
_LONGEST_PAUSE = _LONG_POLL / 2


class _Refused(Exception):
    """Telegram's response is not 200."""

    def __init__(self, status: int, retry_after: float) -> None:
        super().__init__(f"Telegram answers {status}")
        self.status, self.retry_after = status, retry_after


class Polling:
    """Passes updates to `accept`, as Telegram's JSON and in order, and acknowledges them when that has returned.

    Attributes:
        failed: Set when no more updates will come: the token was revoked, or another bot polls with it.
    """

    def __init__(self, url: str, accept: Accept, *, failed: asyncio.Event | None = None) -> None:
        """`url`: of getUpdates, with the token."""
        self.failed = failed or asyncio.Event()
        self._url, self._accept = url, accept
        self._client = httpx.AsyncClient(verify=authorities())
        self._offset = 0
        self._logged: set[str] = set()  # errors since the last success
        self._errors = 0  # in a row
        self._unauthorized = 0  # in a row
        self._conflicts = _Conflicts()

    async def run(self) -> None:
        while not self.failed.is_set():
            try:
                if updates := await self._fetch(_LONG_POLL):
                    await self._accept(updates)
                    self._offset = updates[-1]["update_id"] + 1
            except Exception as error:  # of any kind: without polling the bot would hear nothing
                await self._wait_out(error)
            else:
                self._note_success()

    async def close(self) -> None:
        """Acknowledge what was accepted last, or Telegram would deliver it again."""
        with suppress(Exception):
            await self._fetch(0)
        await self._client.aclose()

    async def _fetch(self, seconds: float) -> list[RawUpdate]:
        """The unacknowledged updates; waits for them up to `seconds`."""
        wanted = {"offset": self._offset, "timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
        timeout = httpx.Timeout(_TIMEOUT, read=seconds + _TIMEOUT)
        response = await self._client.post(self._url, json=wanted, timeout=timeout)
        if response.status_code != HTTPStatus.OK:
            raise _Refused(response.status_code, _retry_after(response))
        updates: list[RawUpdate] = response.json()["result"]
        return updates

    async def _wait_out(self, error: Exception) -> None:
        # The text of other errors may contain the token or a learner's words.
        name = str(error) if isinstance(error, _Refused) else type(error).__name__
        if name not in self._logged:
            self._logged.add(name)
            logger.warning("no updates for now: %s", name)
        if reason := self._why_final(error):
            logger.error(reason)
            self.failed.set()
            return
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(self._errors, 9))
        self._errors += 1
        await asyncio.sleep(max(pause, error.retry_after if isinstance(error, _Refused) else 0))

    def _why_final(self, error: Exception) -> str | None:
        """Why no more updates will come; None if retrying may help."""
        status = error.status if isinstance(error, _Refused) else None
        self._unauthorized = self._unauthorized + 1 if status == HTTPStatus.UNAUTHORIZED else 0
        if self._unauthorized > 1:
            return "Telegram does not know the token any more"
        if status == HTTPStatus.CONFLICT and self._conflicts.must_leave():
            return "another bot is running with this token"
        return None

    def _note_success(self) -> None:
        if self._logged:
            logger.info("updates come again")
            self._logged.clear()
        self._errors = self._unauthorized = 0
        self._conflicts.note_success()


class _Conflicts:
    """Two bots that poll with one token end each other's requests (409). After a while the one that came later leaves.

    A single conflict is normal: a bot that is being replaced polls a last time.
    """

    def __init__(self) -> None:
        self._polling_since: float | None = None
        self._first = self._latest = float("-inf")  # conflict, by the monotonic clock

    def note_success(self) -> None:
        if self._polling_since is None:
            self._polling_since = monotonic()

    def must_leave(self) -> bool:
        """Note a conflict; whether this bot has to stop polling."""
        now = monotonic()
        if now - self._latest > _PATIENCE / 2:  # the last series of conflicts is over
            self._first = now
        self._latest = now
        is_newcomer = self._polling_since is None or self._first - self._polling_since < _PATIENCE
        return now - self._first >= _PATIENCE * (1 if is_newcomer else 1.5)


@asynccontextmanager
async def connected(application: AnyApplication, webhook_url: str, secret: SecretStr | None) -> AsyncIterator[None]:
    """Initialize the bot and set or delete its webhook. Telegram may be away for a minute at first.

    Raises:
        TelegramError: Telegram is away for longer, or refuses the token or the webhook twice.
    """
    begun, refused, pause = monotonic(), 0, _FIRST_PAUSE
    try:
        while True:
            try:
                await _connect(application, webhook_url, secret)
                break
            except TelegramError as error:
                refused += isinstance(error, InvalidToken) or not meaning(error).passes
                if refused > 1 or monotonic() > begun + _PATIENCE:
                    raise
                if pause == _FIRST_PAUSE:
                    logger.warning("Telegram does not answer yet: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _PATIENCE / 6)
        yield
    finally:
        await application.shutdown()


async def _connect(application: AnyApplication, webhook_url: str, secret: SecretStr | None) -> None:
    await application.initialize()
    if webhook_url and secret:
        await application.bot.set_webhook(
            webhook_url, allowed_updates=ALLOWED_UPDATES, secret_token=secret.get_secret_value()
        )
    else:
        await application.bot.delete_webhook()


@asynccontextmanager
async def started(application: AnyApplication) -> AsyncIterator[None]:
    """Run the application; when it stops, its tasks have _STOP_TIMEOUT to finish."""
    await application.start()
    try:
        yield
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_TIMEOUT):
                await application.stop()


@asynccontextmanager
async def fetching(polling: Polling) -> AsyncIterator[None]:
    """Fetch updates; in the end acknowledge those that were accepted."""
    try:
        async with background(polling.run):
            yield
    finally:
        await polling.close()


def _retry_after(response: httpx.Response) -> float:
    """The seconds that the response asks to wait; 0 if it names none."""
    try:
        return min(float(response.json()["parameters"]["retry_after"]), _LONGEST_RETRY_AFTER)
    except (ValueError, KeyError, TypeError):
        return 0.0
