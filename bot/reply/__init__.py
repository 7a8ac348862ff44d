"""A stream of Markdown -> growing, correctly paced Telegram messages. The door is `LiveReply`."""
