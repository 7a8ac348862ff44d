"""Requests to Telegram: the connection, the rate limits, and the meaning of its errors."""
