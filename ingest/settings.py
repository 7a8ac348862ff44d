"""Settings of the library, read once at the root and handed out as values."""

import sys
from pathlib import Path
from typing import TypeVar

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

AnySettings = TypeVar("AnySettings", bound=BaseSettings)


class LibrarySettings(BaseSettings):
    """What `python -m ingest` needs; the bot's settings add to it. `.env.example` documents each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str = ""
    data_dir: Path = Path(".data")
    voyage_api_key: SecretStr | None = None
    voyage_base_url: str | None = None
    embedding_model: str = Field(default="", description="empty: Voyage's with a key, the local one without")
    anthropic_api_key: SecretStr | None = None
    anthropic_base_url: str | None = None
    claude_ocr: bool = False
    claude_ocr_model: str = "claude-sonnet-4-6"

    @field_validator("claude_ocr")
    @classmethod
    def _has_key(cls, value: bool, info: ValidationInfo) -> bool:
        if value and not info.data.get("anthropic_api_key"):
            raise ValueError("needs ANTHROPIC_API_KEY")
        return value


def read_settings(kind: type[AnySettings]) -> AnySettings:
    """Read `kind` from the environment and `.env`; exit with one line a problem, values never shown."""
    try:
        return kind()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
            print(f"{name}: {problem['msg'].removeprefix('Value error, ')}", file=sys.stderr)  # noqa: T201 - logging is not set up yet
        sys.exit(2)
