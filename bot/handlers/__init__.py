"""Telegram in, Telegram out: one small class for each kind of update. No SQL, no prompts."""
