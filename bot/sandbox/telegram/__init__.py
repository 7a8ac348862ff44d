"""A stand-in for Telegram: the Bot API, the people behind it, and what can go wrong. The door is `TelegramServer`."""

from bot.sandbox.telegram.server import TelegramServer

__all__ = ["TelegramServer"]
