"""Groups that the bot is added to, and groups that become supergroups, which gives them a new chat id."""

import logging

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ContextTypes

from bot.handlers.interaction import Interactions
from bot.keyboards import welcome_keyboard
from bot.records.members import Members
from bot.texts import texts_in
from bot.tutor.conversations import Conversations

logger = logging.getLogger(__name__)


_OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Groups:
    def __init__(
        self, conversations: Conversations, interactions: Interactions, members: Members, admin_chats: frozenset[int]
    ) -> None:
        self._conversations, self._interactions, self._members = conversations, interactions, members
        self._admin_chats = admin_chats

    async def greet(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how the bot is addressed in a group that it was added to, where it hears of nothing else."""
        change, chat = update.my_chat_member, update.effective_chat
        assert change is not None
        assert chat is not None
        is_added = change.old_chat_member.status in _OUTSIDE and change.new_chat_member.status not in _OUTSIDE
        is_group = chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)
        if not (is_group and is_added) or not await self._members.admit(chat.id, change.from_user.id):
            return
        texts = await self._interactions.texts(update)
        how = texts.ask_in_group.format(bot=context.bot.username)
        await chat.send_message(f"{texts.welcome}\n\n{how}", reply_markup=welcome_keyboard(texts))

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
