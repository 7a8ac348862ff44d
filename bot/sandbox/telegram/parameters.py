"""What comes with a request of the Bot API's, and what is refused of it, in Telegram's own words."""

import json
from collections.abc import Mapping
from typing import Any

from bot.sandbox.telegram.chats import Button, Keyboard

LONGEST_CALLBACK_DATA = 64
MOST_BUTTONS, MOST_IN_A_ROW = 100, 8


class Refused(Exception):
    """Telegram's answer to a request it does not carry out."""

    def __init__(
        self, status: int, description: str, retry_after: int | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(description)
        self.status, self.description = status, description
        self.retry_after, self.migrate_to = retry_after, migrate_to

    @classmethod
    def bad(cls, words: str) -> "Refused":
        return cls(400, f"Bad Request: {words}")


class Parameters(dict[str, Any]):
    """A request's parameters, however they came: a number or an object may be a string of JSON."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(values)
        self.files = files

    def text(self, key: str) -> str:
        return str(self.get(key, ""))

    def number(self, key: str) -> int:
        return int(self.get(key, 0))

    def json(self, key: str) -> Any:
        value = self.get(key)
        return json.loads(value) if isinstance(value, str) else value


def keyboard_of(parameters: Parameters) -> Keyboard:
    """Telegram cuts no row short: it refuses the keyboard."""
    markup = parameters.json("reply_markup") or {}
    rows = [
        tuple(Button(b["text"], b.get("callback_data") or "") for b in row)
        for row in markup.get("inline_keyboard", ())
        if row
    ]
    for button in (button for row in rows for button in row):
        if not button.text.strip() or not button.data:
            raise Refused.bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
        if not 1 <= len(button.data.encode()) <= LONGEST_CALLBACK_DATA:
            raise Refused.bad("BUTTON_DATA_INVALID")
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise Refused.bad("reply markup is too long")
    return tuple(rows)
