"""Delivers what Telegram refused earlier. Any update from a chat may mean that the bot can write there again."""

import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, Update
from telegram.error import TelegramError

from bot.handlers.interaction import place_of
from bot.records.owed import Owed
from bot.sending.refusals import meaning
from bot.texts import Texts, texts_in
from bot.tutor.conversations import Conversations
from bot.tutor.turns import Place
from ingest.database import CONNECTION_LOST

logger = logging.getLogger(__name__)


class OwedMessages:
    def __init__(self, owed: Owed, conversations: Conversations) -> None:
        self._owed = owed
        self._conversations = conversations

    async def deliver(self, update: Update, _: object) -> None:
        """Queue the chat's stored messages again; if some were not stored, say that something was missed."""
        if update.effective_chat is None or may_not_write(update):
            return
        try:
            place = place_of(update)
            if language := await self._owed.show(place):
                await self._tell_missed(update.effective_chat, place, texts_in(language))
        except CONNECTION_LOST as error:
            logger.warning("what is owed is delivered with the next update: %s", type(error).__name__)

    async def _tell_missed(self, chat: Chat, place: Place, texts: Texts) -> None:
        try:
            await chat.send_message(texts.unheard, message_thread_id=place.thread or None)
        except TelegramError as error:
            if meaning(error).may_end:
                await self._conversations.mark_unheard(place)


def may_not_write(update: Update) -> bool:
    """Whether the update says that the bot may no longer write in its chat."""
    if update.my_chat_member is None:
        return False
    now = update.my_chat_member.new_chat_member
    is_muted = isinstance(now, ChatMemberRestricted) and not now.can_send_messages
    return is_muted or now.status in (ChatMember.LEFT, ChatMember.BANNED)
