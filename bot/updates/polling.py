"""Fetching updates from Telegram: what may pass is waited out, and what has come is acknowledged once it is kept."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from time import monotonic

import httpx
from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential

from bot.inbox import RawUpdate
from bot.routes import ALLOWED_UPDATES, AnyApplication
from bot.sending.connection import authorities
from bot.sending.refusals import meaning
from ingest.supervision import background

logger = logging.getLogger(__name__)

Accept = Callable[[Sequence[RawUpdate]], Awaitable[None]]

_LONG_POLL = 10  # seconds that Telegram keeps a request open until there is an update
_TIMEOUT = 5.0  # seconds for what is no waiting for updates
_FAREWELL = 2.0  # seconds for tasks that are not done when the bot stops
_PATIENCE = 60.0  # seconds of another bot's polling after which it is certain
_LONGEST_WAIT = 600.0  # seconds, whatever Telegram, or something on the way, asks for
_FIRST_PAUSE = 0.5  # seconds after trouble; each further one waits twice as long
# Of two bots that poll with one token each must be back before the other's request has come to its end: otherwise one
# would have all the conflicts, and leave, whichever it is.
_LONGEST_PAUSE = _LONG_POLL / 2


class _Refused(Exception):
    """Telegram's answer is not 200."""

    def __init__(self, status: int, retry_after: float) -> None:
        super().__init__(f"Telegram answers {status}")
        self.status, self.retry_after = status, retry_after


class Polling:
    """Hands updates to `accept`, as Telegram's JSON and in order, and acknowledges them when that has returned.

    Attributes:
        failed: Set when it is certain that no more will come: the token is revoked, or another bot polls with it.
    """

    def __init__(self, url: str, accept: Accept, *, failed: asyncio.Event | None = None) -> None:
        """`url` is that of getUpdates, with the token in it."""
        self.failed = failed or asyncio.Event()
        self._url, self._accept = url, accept
        self._client = httpx.AsyncClient(verify=authorities())
        self._offset = 0
        self._told: set[str] = set()  # the troubles since updates last came
        self._troubles = 0
        self._refusals = 0  # of the token, in a row
        self._rivalry = _Rivalry()

    async def run(self) -> None:
        while not self.failed.is_set():
            try:
                if updates := await self._fetch(_LONG_POLL):
                    await self._accept(updates)
                    self._offset = updates[-1]["update_id"] + 1
            except Exception as error:  # of any kind: learners must not be left alone with a bot that is deaf
                await self._wait_out(error)
            else:
                self._is_well()

    async def close(self) -> None:
        """Acknowledge what was accepted last, so that it does not come again at the next start."""
        with suppress(Exception):
            await self._fetch(0)
        await self._client.aclose()

    async def _fetch(self, seconds: float) -> list[RawUpdate]:
        """The updates that are not acknowledged, which are waited for so long."""
        wanted = {"offset": self._offset, "timeout": seconds, "allowed_updates": ALLOWED_UPDATES}
        timeout = httpx.Timeout(_TIMEOUT, read=seconds + _TIMEOUT)
        response = await self._client.post(self._url, json=wanted, timeout=timeout)
        if response.status_code != HTTPStatus.OK:
            raise _Refused(response.status_code, _retry_after(response))
        updates: list[RawUpdate] = response.json()["result"]
        return updates

    async def _wait_out(self, error: Exception) -> None:
        # The text of other errors may hold the token or what a learner has written.
        trouble = str(error) if isinstance(error, _Refused) else type(error).__name__
        if trouble not in self._told:
            self._told.add(trouble)
            logger.warning("no updates for now: %s", trouble)
        if reason := self._certainty(error):
            logger.error(reason)
            self.failed.set()
            return
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(self._troubles, 9))
        self._troubles += 1
        await asyncio.sleep(max(pause, error.retry_after if isinstance(error, _Refused) else 0))

    def _certainty(self, error: Exception) -> str | None:
        """Why updates will never come again, where that is certain."""
        status = error.status if isinstance(error, _Refused) else None
        self._refusals = self._refusals + 1 if status == HTTPStatus.UNAUTHORIZED else 0
        if self._refusals > 1:
            return "Telegram does not know the token any more"
        if status == HTTPStatus.CONFLICT and self._rivalry.is_lost():
            return "another bot is running with this token"
        return None

    def _is_well(self) -> None:
        if self._told:
            logger.info("updates come again")
            self._told.clear()
        self._troubles = self._refusals = 0
        self._rivalry.note_success()


class _Rivalry:
    """Two bots that poll with one token end each other's requests: after a while the newcomer leaves.

    A single conflict is of no account: while a bot is replaced, the old one polls for a last time.
    """

    def __init__(self) -> None:
        self._at_work: float | None = None  # since when
        self._first = self._latest = float("-inf")  # conflict

    def note_success(self) -> None:
        if self._at_work is None:
            self._at_work = monotonic()

    def is_lost(self) -> bool:
        """Notes a conflict, and tells whether to leave the field."""
        now = monotonic()
        if now - self._latest > _PATIENCE / 2:  # another fight than the last one
            self._first = now
        self._latest = now
        is_newcomer = self._at_work is None or self._first - self._at_work < _PATIENCE
        return now - self._first >= _PATIENCE * (1 if is_newcomer else 1.5)


@asynccontextmanager
async def connected(application: AnyApplication, webhook_url: str, secret: SecretStr | None) -> AsyncIterator[None]:
    """Telegram knows the bot, and brings its updates to a webhook or leaves them to polling. At first it may be away
    for a minute.

    Raises:
        TelegramError: It is away for longer, does not know the token or does not take the webhook.
    """
    tries = AsyncRetrying(
        retry=retry_if_exception_type(TelegramError),
        stop=_is_hopeless,
        wait=wait_exponential(_FIRST_PAUSE, max=_PATIENCE / 6),
        before_sleep=_tell_first,
        reraise=True,
    )
    try:
        async for attempt in tries:
            with attempt:
                await application.initialize()
                if webhook_url and secret:
                    await application.bot.set_webhook(
                        webhook_url, allowed_updates=ALLOWED_UPDATES, secret_token=secret.get_secret_value()
                    )
                else:
                    await application.bot.delete_webhook()
        yield
    finally:
        await application.shutdown()


def _is_hopeless(state: RetryCallState) -> bool:
    """What Telegram says twice of the token or of the webhook, it means."""
    error = _error(state)
    if isinstance(error, TelegramError) and (isinstance(error, InvalidToken) or not meaning(error).passes):
        return state.attempt_number > 1
    return (state.seconds_since_start or 0) > _PATIENCE


def _tell_first(state: RetryCallState) -> None:
    if state.attempt_number == 1:
        logger.warning("Telegram does not answer yet: %s", type(_error(state)).__name__)


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


@asynccontextmanager
async def started(application: AnyApplication) -> AsyncIterator[None]:
    """It takes tasks; in the end they have a moment to be done."""
    await application.start()
    try:
        yield
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await application.stop()


@asynccontextmanager
async def fetching(polling: Polling) -> AsyncIterator[None]:
    """Fetch updates; in the end what was accepted is acknowledged."""
    try:
        async with background(polling.run):
            yield
    finally:
        await polling.close()


def _retry_after(response: httpx.Response) -> float:
    """The seconds that Telegram asks to wait for, if it does."""
    try:
        return min(float(response.json()["parameters"]["retry_after"]), _LONGEST_WAIT)
    except (ValueError, KeyError, TypeError):
        return 0.0
