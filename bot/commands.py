"""The command menus that Telegram shows: for each language, and for admins in their chats."""

import logging
from typing import Any

from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.texts import DEFAULT, LANGUAGES

logger = logging.getLogger(__name__)


async def publish_commands(bot: ExtBot[Any], admin_chats: frozenset[int]) -> None:
    """Set every menu. The default language also serves the clients of all others."""
    try:
        await _publish(bot, admin_chats)
    except TelegramError as error:  # its text may hold the token
        logger.warning("the command menus stay as they are: %s", type(error).__name__)


async def _publish(bot: ExtBot[Any], admin_chats: frozenset[int]) -> None:
    for code, texts in LANGUAGES.items():
        for language in (None, code) if code == DEFAULT else (code,):
            learners = list(texts.commands.items())
            await bot.set_my_commands(learners, BotCommandScopeAllPrivateChats(), language)
            await bot.set_my_commands(learners, BotCommandScopeDefault(), language)
            for chat in admin_chats:
                try:
                    await bot.set_my_commands(
                        [*learners, *texts.admin_commands.items()], BotCommandScopeChat(chat), language
                    )
                except BadRequest:  # the admin has not yet written to the bot
                    logger.info("the admin chat %d is not known to Telegram yet", chat)
