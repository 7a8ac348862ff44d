"""The settings of the library, read once by the composition root and passed on as values."""

import re
import sys
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import quote

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = Path("/run/secrets")  # where Docker puts them

Secret = Annotated[SecretStr | None, BeforeValidator(lambda value: value or None)]
"""An empty file counts as no secret."""


def _is_key(value: SecretStr | None) -> SecretStr | None:
    if value and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
        raise ValueError("no key has blanks, line breaks or letters beyond ASCII")
    return value


Key = Annotated[Secret, AfterValidator(_is_key)]
"""A key that is sent in an HTTP header."""

_HTTP = TypeAdapter(HttpUrl)


def _is_address(value: str) -> str:
    try:
        _HTTP.validate_python(value.encode("ascii").decode())
    except ValueError:  # its text may contain a password
        raise ValueError("it is not like https://api.example.org") from None
    return value


Address = Annotated[str, AfterValidator(_is_address)]
"""A service's address; the clients do not check it themselves."""

AnySettings = TypeVar("AnySettings", bound=BaseSettings)
T = TypeVar("T")

_NEEDED_KEYS = {"rerank_model": "voyage_api_key", "claude_ocr": "anthropic_api_key"}
"""Settings that need another one, which has to be declared before them."""


class LibrarySettings(BaseSettings):
    """The settings of `python -m ingest`; the bot's extend them. `.env.example` documents each."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    database_url: str = ""
    postgres_password: Secret = Field(default=None, description="for a database_url without one")
    data_dir: Path = Path(".data")
    heartbeat_file: Path | None = None
    voyage_api_key: Key = None
    voyage_base_url: Address | None = None
    rerank_model: Literal["", "rerank-2.5", "rerank-2.5-lite"] = ""
    openai_api_key: Key = None
    openai_base_url: Address | None = None
    cohere_api_key: Key = None
    cohere_base_url: Address | None = None
    embedding_model: str = Field(default="", description="empty: Voyage's with a key, the local one without")
    anthropic_api_key: Key = None
    anthropic_base_url: Address | None = None
    claude_ocr: bool = False
    claude_ocr_model: str = "claude-sonnet-4-6"
    show_pages: bool = Field(default=True, description="as pictures, of the books whose licence does not forbid it")

    @property
    def keys(self) -> tuple[SecretStr | None, ...]:
        """The keys to other services, which must not be logged."""
        return self.anthropic_api_key, self.voyage_api_key, self.openai_api_key, self.cohere_api_key

    @model_validator(mode="after")
    def _with_password(self) -> Self:
        if self.postgres_password:
            password = quote(self.postgres_password.get_secret_value(), safe="")
            self.database_url = re.sub(r"^(\w+://[^:/@]+)@", rf"\1:{password}@", self.database_url)
        return self

    @field_validator(*_NEEDED_KEYS)
    @classmethod
    def _has_its_key(cls, value: T, info: ValidationInfo) -> T:
        key = _NEEDED_KEYS[info.field_name or ""]
        if value and not info.data.get(key):
            raise ValueError(f"needs {key.upper()}")
        return value


def read_settings(kind: type[AnySettings], secrets: Path = SECRETS, file: Path = Path(".env")) -> AnySettings:
    """Read `kind` from the environment, from `file`, and from files in `secrets` that are named like the settings. On
    errors print a line for each, without values, and exit."""
    if file.is_file() and file.stat().st_mode & 0o077:
        print(f"{file} holds keys and others can read it; better: chmod 600 {file}", file=sys.stderr)  # noqa: T201
    try:
        return kind(_env_file=file, _secrets_dir=secrets if secrets.is_dir() else None)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            name = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
            print(f"{name}: {problem['msg'].removeprefix('Value error, ')}", file=sys.stderr)  # noqa: T201 - logging is not set up yet
        sys.exit(2)
