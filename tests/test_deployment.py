"""The files that put the product on a machine."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from bot.settings import BotSettings
from ingest.settings import LibrarySettings, read_settings

ROOT = Path(__file__).parent.parent


def test_the_compose_file_keeps_to_the_compose_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    outcome = subprocess.run([*check, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture
def compose() -> Any:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_bot_and_worker_run_without_root_once_the_database_is_healthy(compose: Any) -> None:
    for name in ("bot", "worker"):
        service = compose["services"][name]
        assert service["depends_on"]["db"]["condition"] == "service_healthy"
        recipe = service["build"]["dockerfile_inline"]
        assert recipe.index("USER linguarag") < recipe.index("CMD")


def test_every_container_is_bounded_and_watched(compose: Any) -> None:
    for service in compose["services"].values():
        assert service["read_only"]
        assert "/tmp" in [folder.split(":")[0] for folder in service["tmpfs"]]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert {"mem_limit", "cpus", "pids_limit", "healthcheck"} <= service.keys()
        assert {"max-size", "max-file"} <= service["logging"]["options"].keys()


def test_the_database_is_reached_from_inside_alone(compose: Any) -> None:
    services, networks = compose["services"], compose["networks"]
    assert all(networks[name]["internal"] for name in services["db"]["networks"])
    assert "ports" not in services["db"]


def test_keys_come_as_files_to_those_who_need_them(compose: Any) -> None:
    services = compose["services"]
    for service in services.values():
        assert "env_file" not in service
        assert all("password" not in str(value).lower() or "/run/secrets/" in value for value in _values(service))
    keys = {name for name, field in BotSettings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert set(services["bot"]["secrets"]) == set(compose["secrets"]) == keys
    assert set(services["worker"]["secrets"]) == keys - {"telegram_bot_token", "webhook_secret"}
    assert services["db"]["secrets"] == ["postgres_password"]


def test_containers_are_told_every_setting(compose: Any) -> None:
    for name, kind in (("bot", BotSettings), ("worker", LibrarySettings)):
        service = compose["services"][name]
        told = {key.lower() for key in service["environment"]} | set(service["secrets"])
        assert told == kind.model_fields.keys() - {"data_dir"}, name


def _values(service: Any) -> list[Any]:
    return list(service.get("environment", {}).values())


def test_the_image_installs_what_is_pinned_and_by_its_hash() -> None:
    """After a change of dependencies: `make requirements.txt`."""
    locked = dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    pinned = dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
    assert {_plain(name): version for name, version in pinned.items() if _plain(name) in locked} == locked
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {_plain(name.split("[")[0]) for name in project["dependencies"]} <= locked.keys()
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text().strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in "".join(entries)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_folder_of_keys_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    for name in ("Makefile", ".env.example"):
        shutil.copy(ROOT / name, tmp_path)
    make = ["make", "--silent", "-C", str(tmp_path)]
    subprocess.run([*make, ".env"], check=True)
    env = tmp_path / ".env"
    assert env.stat().st_mode & 0o777 == 0o600
    assert b"POSTGRES_PASSWORD" in subprocess.run([*make, "secrets"], check=False, capture_output=True).stdout
    env.write_bytes(b"TELEGRAM_BOT_TOKEN=123:ABC\r\nPOSTGRES_PASSWORD='a/b c'\r\nVOYAGE_API_KEY=\r\n")
    subprocess.run([*make, "secrets"], check=True, umask=0o077)
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "secrets").iterdir()} == {0o644}
    kept = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    nothing = dict.fromkeys(
        ("webhook_secret", "anthropic_api_key", "voyage_api_key", "openai_api_key", "cohere_api_key"), ""
    )
    assert kept == {"telegram_bot_token": "123:ABC", "postgres_password": "a/b c", **nothing}


def test_settings_are_read_from_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BotSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://linguarag@db/linguarag")
    tmp_path.joinpath("telegram_bot_token").write_text("123:ABC\n")
    tmp_path.joinpath("postgres_password").write_text("a/b@c")
    tmp_path.joinpath("voyage_api_key").write_text("")
    settings = read_settings(BotSettings, tmp_path, tmp_path / ".env")
    assert settings.telegram_bot_token == SecretStr("123:ABC")
    assert settings.voyage_api_key is None
    assert settings.database_url == "postgresql://linguarag:a%2Fb%40c@db/linguarag"


def test_a_file_of_keys_that_others_can_read_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    env = tmp_path / ".env"
    env.write_text("STREAM_MODE=draft\n")
    env.chmod(0o640)
    assert read_settings(BotSettings, tmp_path / "none", env).stream_mode == "draft"
    assert "chmod 600" in capsys.readouterr().err
    env.chmod(0o600)
    read_settings(BotSettings, tmp_path / "none", env)
    assert capsys.readouterr().err == ""


def test_every_setting_is_documented_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    for name in BotSettings.model_fields:
        assert f"\n{name.upper()}=" in example or f"\n# {name.upper()}=" in example, name
