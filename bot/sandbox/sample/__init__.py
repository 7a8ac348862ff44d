"""The sample course: the book as a PDF, the lessons it is built from, and questions about it."""

from pathlib import Path

SAMPLE = Path(__file__).parent
SAMPLE_BOOK = SAMPLE / "a1.pdf"
