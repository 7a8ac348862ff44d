"""A stand-in for Claude: the Messages API, and what can go wrong. The door is `ClaudeServer`."""

from bot.sandbox.claude.server import ClaudeServer, Request

__all__ = ["ClaudeServer", "Request"]
