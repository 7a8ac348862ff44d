"""Deletes every hour what is older than the settings say."""

import asyncio
import logging

from bot.inbox import Inbox
from bot.picture_cache import PictureCache
from bot.tutor.allowance import Allowance
from bot.tutor.conversations import Conversations
from bot.upload_messages import UploadMessages
from ingest.database import CONNECTION_LOST

_PAUSE = 3_600.0  # seconds

logger = logging.getLogger(__name__)


class Retention:
    """`questions` and `uploads`: the days that they are kept; None: for ever."""

    def __init__(
        self,
        conversations: Conversations,
        messages: UploadMessages,
        inbox: Inbox,
        pictures: PictureCache,
        allowance: Allowance,
        questions: int | None,
        uploads: int | None,
    ) -> None:
        self._conversations, self._messages, self._inbox = conversations, messages, inbox
        self._pictures, self._allowance = pictures, allowance
        self._questions, self._uploads = questions, uploads

    async def work(self) -> None:
        """Every hour, until cancelled."""
        while True:
            try:
                await self.tidy_up()
            except CONNECTION_LOST as error:
                logger.warning("nothing is forgotten yet: %s", type(error).__name__)
            await asyncio.sleep(_PAUSE)

    async def tidy_up(self) -> None:
        await self._inbox.tidy_up(self._questions)
        await self._pictures.tidy_up()
        await self._allowance.tidy_up()
        await self._messages.tidy_up()
        if self._questions is not None:
            await self._conversations.forget_older_than(self._questions)
        if self._uploads is not None:
            await self._messages.forget_older_than(self._uploads)
