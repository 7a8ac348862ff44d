"""The library: textbooks in, passages out. Knows nothing of the conversation in `bot`."""
