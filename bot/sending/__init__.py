"""How requests go out to Telegram: at its pace, within what one token may send, and what its refusals mean."""
