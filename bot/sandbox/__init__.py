"""Local stand-ins for Telegram and Claude, spoken to over real HTTP: for the demo and the tests."""
