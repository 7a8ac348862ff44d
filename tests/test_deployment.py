"""The files that put the product on a machine."""

import subprocess
import sys
from pathlib import Path

import yaml

from bot.settings import BotSettings

ROOT = Path(__file__).parent.parent


def test_the_compose_file_keeps_to_the_compose_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    outcome = subprocess.run([*check, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_bot_and_worker_run_without_root_once_the_database_is_healthy() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert "healthcheck" in services["db"]
    for name in ("bot", "worker"):
        assert services[name]["depends_on"]["db"]["condition"] == "service_healthy"
        recipe = services[name]["build"]["dockerfile_inline"]
        assert recipe.index("USER linguarag") < recipe.index("CMD")


def test_every_setting_is_documented_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    for name in BotSettings.model_fields:
        assert f"\n{name.upper()}=" in example or f"\n# {name.upper()}=" in example, name
