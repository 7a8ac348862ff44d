"""The teaching core: a question in, an answer grounded in the book out. Knows nothing of Telegram."""
