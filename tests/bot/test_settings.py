"""What a setting may be, before anything is opened."""

from pathlib import Path

import pytest

from bot.composition import limits
from bot.settings import BotSettings
from bot.tutor.claude_errors import WrongSetting
from bot.tutor.claude_models import MAX_TOKENS, THOUGHTS
from ingest.settings import read_settings


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("ANTHROPIC_API_KEY", "sk-1\nsk-2", "no key has blanks, line breaks or letters beyond ASCII"),
        ("TELEGRAM_BOT_TOKEN", "1:a/../b", "it is not like 123456:ABC-DEF, which is how @BotFather writes a token"),
        ("ANTHROPIC_BASE_URL", "127.0.0.1:8080", "it is not like https://api.example.org"),
        ("TELEGRAM_BASE_URL", "http://anna:geheim@ex ample/bot", "it is not like https://api.example.org"),
        ("WEBHOOK_URL", "https://bot.example.org/x{y", "it is not like https://bot.example.org/telegram"),
        ("VOYAGE_BASE_URL", "https://☃.example", "it is not like https://api.example.org"),
        ("ALLOWED_USERS", ",", "must be chat numbers separated by commas"),
        ("ALLOWED_USERS", "anna", "must be chat numbers separated by commas"),
        ("ADMIN_CHAT_IDS", "9" * 30, "Input should be less than 4503599627370496"),
        ("CENTS_A_DAY", "inf", "Input should be a finite number"),
        ("CENTS_A_DAY", "nan", "Input should be a finite number"),
        ("QUESTIONS_AT_ONCE", "9" * 400, "Input should be less than or equal to 1000"),
        ("KEEP_QUESTIONS_DAYS", "2147483648", "Input should be less than or equal to 36500"),
    ],
)
def test_what_a_setting_cannot_be_is_said_in_one_line(
    name: str,
    value: str,
    line: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        read_settings(BotSettings, tmp_path / "none", tmp_path / ".env")
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{name}: {line}\n"


def test_cents_that_no_answer_can_be_paid_from_are_a_wrong_setting() -> None:
    with pytest.raises(WrongSetting, match=r"^CENTS_A_DAY: one answer of claude-sonnet-4-6 may cost 4.65 cents, so "):
        limits(BotSettings(cents_a_day=4.0), MAX_TOKENS)
    assert limits(BotSettings(cents_a_day=5.0), MAX_TOKENS).cents_a_day == 5.0


def test_thoughts_are_reserved_too() -> None:
    of_words, of_thoughts = (limits(BotSettings(), tokens).reserve for tokens in (MAX_TOKENS, MAX_TOKENS + THOUGHTS))
    assert of_thoughts - of_words == pytest.approx(THOUGHTS * 1500 / 1e6)
