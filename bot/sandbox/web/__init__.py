"""The stand-in's face in a browser: a client of Telegram's stand-in, of which the bot knows nothing."""
