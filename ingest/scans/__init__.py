"""Transcription: pages without text, read by Claude from their pictures."""
