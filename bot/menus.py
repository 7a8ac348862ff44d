"""The command menus that Telegram shows: for each language, and for admins in their chats."""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from telegram import BotCommandScope, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.sending.connection import persistently
from bot.texts import LANGUAGES, Texts

logger = logging.getLogger(__name__)

_Menu = tuple[BotCommandScope, dict[str, str]]


async def publish_menus(bot: ExtBot[Any], admin_chats: frozenset[int], default_language: str) -> None:
    """Set every menu. The default language also serves the clients of all others."""
    for code, texts in LANGUAGES.items():
        for scope, commands in _menus(texts, admin_chats):
            for language in (None, code) if code == default_language else (code,):
                try:
                    await persistently(partial(bot.set_my_commands, list(commands.items()), scope, language))
                except TelegramError as error:  # an admin has not yet written to the bot, or has blocked it
                    # Not the error's text, which may hold the token.
                    logger.warning("the menu of %s stays as it is: %s", _name(scope), type(error).__name__)


def _menus(texts: Texts, admin_chats: frozenset[int]) -> Iterator[_Menu]:
    learners = dict(texts.commands)
    yield BotCommandScopeAllPrivateChats(), learners
    yield BotCommandScopeDefault(), learners
    for chat in admin_chats:
        yield BotCommandScopeChat(chat), learners | dict(texts.admin_commands)


def _name(scope: BotCommandScope) -> str:
    return f"the chat {scope.chat_id}" if isinstance(scope, BotCommandScopeChat) else scope.type
