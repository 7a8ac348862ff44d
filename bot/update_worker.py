"""Handling what is in the inbox, as jobs: an update whose process dies is handled by another."""

import asyncio
import logging
from contextlib import suppress

from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job
from telegram import Update
from telegram.error import TelegramError

from bot.alarm import Alarm
from bot.handlers.visit import Visits
from bot.inbox import HANDLE_UPDATE, MOST_ATTEMPTS, QUEUE, Inbox, RawUpdate
from bot.polling import AnyApplication
from bot.retry_write import retry_write
from ingest.database import CONNECTION_LOST
from ingest.workers import Worker

logger = logging.getLogger(__name__)

_AT_ONCE = 200  # updates, each of another chat


class UpdateWorker:
    def __init__(
        self, inbox: Inbox, application: AnyApplication, visits: Visits, alarm: Alarm, database_url: str
    ) -> None:
        self._inbox, self._application = inbox, application
        self._visits, self._alarm = visits, alarm
        self._worker = Worker(
            database_url, "update worker", [QUEUE], self._add_tasks, at_once=_AT_ONCE, delete_jobs="always"
        )

    async def work(self, patience: float = 3.0) -> None:
        """Work until cancelled; what is in hand then has `patience` seconds."""
        await self._worker.work(patience)

    def _add_tasks(self, app: App) -> None:
        app.task(name=HANDLE_UPDATE, queue=QUEUE, retry=_AtOnce())(self._handle)

    async def _handle(self, update: int) -> None:
        """The job. May run twice; so may the handlers."""
        taken = await self._inbox.take(update)
        if taken is None:
            return
        raw, attempt = taken
        if attempt > MOST_ATTEMPTS:
            await self._set_aside(update, raw, "its handling has ended the process")
            return
        try:
            built = Update.de_json(raw, self._application.bot)
        except Exception as error:  # of any kind: a field is missing, or of a type that the library does not know
            await self._set_aside(update, raw, type(error).__name__)
            return
        try:
            await self._application.process_update(built)
        except asyncio.CancelledError:
            with suppress(*CONNECTION_LOST):
                await self._inbox.give_back(update)
            raise
        await retry_write(lambda: self._inbox.put_away([update]))

    async def _set_aside(self, id: int, raw: RawUpdate, reason: str) -> None:
        """Not tried any more; who sent it and the admins are told."""
        kinds = ", ".join(raw.keys() - {"update_id"})
        logger.error("update %s (%s) is set aside: %s", id, kinds, reason)
        await self._inbox.set_aside(id)
        self._alarm.tell(lambda texts: texts.update_set_aside.format(update=id))
        with suppress(Exception):  # of any kind: whom to tell is unclear when it cannot be built
            update = Update.de_json(raw, self._application.bot)
            if update.effective_chat and update.effective_message:
                texts = await self._visits.texts(update)
                with suppress(TelegramError):
                    await update.effective_message.reply_text(texts.trouble)


class _AtOnce(BaseRetryStrategy):
    """By the next worker: a job that waits for later would keep its whole chat waiting."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        is_passing = isinstance(exception, (asyncio.CancelledError, *CONNECTION_LOST))
        return RetryDecision(retry_in={"seconds": 0}) if is_passing and job.attempts < 1000 else None
