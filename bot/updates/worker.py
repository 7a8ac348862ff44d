"""The worker of the queue of updates: if its process dies, another handles the update."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from procrastinate import App
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, CallbackContext

from bot.handlers.interaction import Interactions
from bot.operation.alarm import Alarm
from bot.records.inbox import HANDLE_UPDATE, MOST_ATTEMPTS, QUEUE, Inbox, RawUpdate
from bot.retry_write import retry_write
from bot.routes import AnyApplication
from bot.updates.building import build, sender_alone
from bot.uploads.intake import Intake
from bot.uploads.uploaded_files import FILES
from ingest.database import CONNECTION_LOST
from ingest.jobs.workers import AtOnce, Worker

logger = logging.getLogger(__name__)

_AT_ONCE = 200  # updates, mostly of different chats
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)  # seconds before an update is retried after a lost connection


class UpdateWorker:
    def __init__(
        self,
        inbox: Inbox,
        application: AnyApplication,
        interactions: Interactions,
        intake: Intake,
        alarm: Alarm,
        database_url: str,
    ) -> None:
        """`intake`: its jobs run in this worker too."""
        self._inbox, self._application = inbox, application
        self._interactions, self._intake, self._alarm = interactions, intake, alarm
        self._lost_database: dict[int, bool] = {}  # by running update: whether its handler has lost the database
        application.add_error_handler(self._note_trouble)
        self._worker = Worker(
            database_url, "update worker", [QUEUE, FILES], self._add_tasks, at_once=_AT_ONCE, delete_jobs="always"
        )

    async def work(self, patience: float = 3.0) -> None:
        """Work until cancelled; running updates then have `patience` seconds to finish."""
        await self._worker.work(patience)

    def _add_tasks(self, app: App) -> None:
        app.task(name=HANDLE_UPDATE, queue=QUEUE, retry=AtOnce(failures=MOST_ATTEMPTS))(self._handle)
        self._intake.add_task(app)

    async def _handle(self, update: int) -> None:
        """The job. It may run twice, and so may the handlers."""
        taken = await self._inbox.take(update)
        if taken is None:
            return
        raw, attempt = taken
        if attempt > MOST_ATTEMPTS:
            await self._set_aside(update, raw, "its handling has ended the process")
            return
        try:
            built = build(raw, self._application.bot)
        except Exception as error:  # of any kind
            await self._set_aside(update, raw, type(error).__name__)
            return
        try:
            await self._process(built)
        except asyncio.CancelledError:
            with suppress(*CONNECTION_LOST):
                await self._inbox.uncount_attempt(update)
            raise
        await retry_write(lambda: self._inbox.mark_handled([update]))

    async def _process(self, update: Update) -> None:
        """Retry the handler while it loses the database; after the last try the learner is told."""
        for pause in _PAUSES:
            self._lost_database[update.update_id] = False
            await self._process_once(update)
            if not self._lost_database.pop(update.update_id):
                return
            await asyncio.sleep(pause)
        await self._process_once(update)

    async def _process_once(self, update: Update) -> None:
        await self._application.process_update(update)
        await self._interactions.end(update)

    async def _note_trouble(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """The first error handler: notes lost connections, so that the update is retried; leaves others to the next."""
        if (
            isinstance(context.error, CONNECTION_LOST)
            and isinstance(update, Update)
            and update.update_id in self._lost_database
        ):
            self._lost_database[update.update_id] = True
            logger.warning("update %d is handled again after %s", update.update_id, type(context.error).__name__)
            raise ApplicationHandlerStop

    async def _set_aside(self, id: int, raw: RawUpdate, reason: str) -> None:
        """Give an update up; tell its sender and the admins."""
        kinds = ", ".join(raw.keys() - {"update_id"})
        logger.error("update %s (%s) is set aside: %s", id, kinds, reason)
        await self._inbox.set_aside(id)
        self._alarm.tell(lambda texts: texts.update_set_aside.format(update=id))
        with suppress(Exception):  # of any kind: an update that cannot be parsed may not name its sender
            update = self._sender(raw)
            if update.effective_chat and update.effective_message:
                texts = await self._interactions.texts(update)
                with suppress(TelegramError):
                    await update.effective_message.reply_text(texts.trouble)

    def _sender(self, raw: RawUpdate) -> Update:
        """The update; if it cannot be built, only who has sent it."""
        bot = self._application.bot
        with suppress(Exception):  # of any kind, as above
            return build(raw, bot)
        return sender_alone(raw, bot)
