"""The system prompt. Its text is in `instructions.md`."""

from pathlib import Path

NOT_FROM_THE_BOOK = {
    "ko": "ℹ️ 교재 밖 설명이에요.",
    "en": "ℹ️ Not from the book:",
    "de": "ℹ️ Nicht aus dem Buch:",
}
"""By language, the first line of the block in which an answer goes beyond the book."""

EXERCISE = "[exercise]"
"""Stands before each paragraph of the book that is an exercise."""

_TEXT = Path(__file__).with_suffix(".md").read_text(encoding="utf-8").strip()
INSTRUCTIONS = _TEXT.format(exercise=EXERCISE, **NOT_FROM_THE_BOOK)
