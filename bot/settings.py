"""Settings of the bot: those of the library and what the conversation adds."""

import re
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from bot.texts import LANGUAGES
from bot.tutor.context import Context
from ingest.settings import Address, LibrarySettings, Secret

Chats = Annotated[frozenset[Annotated[int, Field(gt=-(2**52), lt=2**52)]], NoDecode]
"""Telegram's numbers of people and groups."""

Days = Annotated[int, Field(ge=1, le=36_500)]
Cents = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]


class BotSettings(LibrarySettings):
    """The settings of `python -m bot`. `.env.example` documents each."""

    telegram_bot_token: Secret = None
    telegram_base_url: Address = "https://api.telegram.org/bot"
    telegram_file_url: Address = "https://api.telegram.org/file/bot"
    webhook_url: str = ""
    webhook_secret: Secret = Field(default=None, validate_default=True)
    webhook_port: int = Field(default=8080, ge=1, le=65535)
    messages_a_second: float = Field(default=28.0, ge=1, le=1000, description="Telegram's own limit is about 30")
    claude_model: str = "claude-sonnet-4-6"
    claude_fallback_model: str | None = None
    admin_chat_ids: Chats = frozenset()
    allowed_users: Chats = frozenset()
    bad_answers_to_admins: bool = True
    context: Context = Context.PASSAGES
    stream_mode: Literal["edit", "draft"] = "edit"
    questions_an_hour: int = Field(default=20, ge=0, le=100_000, description="of each learner; 0: no limit")
    questions_at_once: int = Field(default=5, ge=1, le=1000)
    learner_cents_a_day: Cents | None = None
    cents_a_day: Cents | None = None
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    keep_questions_days: Days | None = None
    keep_uploads_days: Days | None = None
    default_language: str = "en"

    @field_validator("telegram_bot_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[0-9]+:[\w-]+", value.get_secret_value(), re.ASCII):
            raise ValueError("it is not like 123456:ABC-DEF, which is how @BotFather writes a token")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https://[\w.:-]+/[\w./~-]+", value, re.ASCII):
            raise ValueError("it is not like https://bot.example.org/telegram")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("must be 16 to 256 of A-Z, a-z, 0-9, _ and -")
        if not value and info.data.get("webhook_url"):
            raise ValueError("WEBHOOK_URL needs it")
        return value

    @field_validator("default_language")
    @classmethod
    def _is_spoken(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"must be one of {', '.join(LANGUAGES)}")
        return value

    @field_validator("admin_chat_ids", "allowed_users", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Split `123, -100456`, as people write ids; pydantic would expect JSON."""
        if not isinstance(value, str):
            return value
        try:
            numbers = frozenset(int(part) for part in value.replace(" ", "").split(",") if part)
        except ValueError:
            numbers = frozenset()
        if not numbers:  # an empty set would open the class that ALLOWED_USERS is to close
            raise ValueError("must be chat numbers separated by commas")
        return numbers
