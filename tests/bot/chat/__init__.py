"""The whole bot, driven over HTTP: people on a stand-in of Telegram, a stand-in of Claude, a real Postgres."""
