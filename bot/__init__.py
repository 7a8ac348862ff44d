"""The conversation: a tutor in Telegram, grounded in the books of `ingest`."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
