"""A group that becomes a supergroup gets a new chat id."""

import logging

from telegram import Update
from telegram.ext import ContextTypes

from bot.texts import texts_in
from bot.tutor.conversations import Conversations

logger = logging.getLogger(__name__)


class Groups:
    def __init__(self, conversations: Conversations, admin_chats: frozenset[int]) -> None:
        self._conversations = conversations
        self._admin_chats = admin_chats

    async def move(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The service message of a migration comes in the old group or in the new one, mostly in both."""
        message = update.message
        assert message is not None
        old = message.migrate_from_chat_id or message.chat_id
        new = message.migrate_to_chat_id or message.chat_id
        await self._conversations.move(old, new)
        if old in self._admin_chats:
            logger.warning("the admins' group %d is %d now: put that into ADMIN_CHAT_IDS", old, new)
            if message.migrate_from_chat_id:  # tell the admins once
                texts = texts_in(await self._conversations.language(new))
                await context.bot.send_message(new, texts.admins_moved.format(old=old, new=new))
