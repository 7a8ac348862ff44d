"""The menus of commands, and the language that they and the bot speak with everybody."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.texts import LANGUAGES
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.conftest import new_world
from tests.bot.chat.world import World, say


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with new_world(database_url) as world:
        yield world


async def test_a_setting_names_the_language_of_all_others(world: World) -> None:
    async with world.bot(default_language="ko", admin_chat_ids=frozenset()):
        person = world.person("ja")
        assert (await say(person, "/start")).text == KO.welcome
        menu = {entry["command"]: entry["description"] for entry in world.telegram.menu(person)}
        assert menu == dict(KO.commands)


async def test_what_fails_for_one_menu_keeps_nobody_else_from_theirs(world: World) -> None:
    refusing, other = world.admins[:2]
    fault = world.telegram.fail(
        "setMyCommands",
        403,
        "Forbidden: bot was blocked by the user",
        times=99,
        where=lambda parameters: json.loads(parameters["scope"]).get("chat_id") == refusing.id,
    )
    world.telegram.garble("setMyCommands", "<html>One moment, please</html>", where=lambda _: fault.met > 0)
    async with world.bot(admin_chat_ids=frozenset({refusing.id, other.id})):
        assert fault.met == 2 * (len(LANGUAGES) + 1)  # what is refused is tried once more
    for language in ("", *LANGUAGES):
        assert "books" in str(world.telegram.commands[f"chat:{other.id}", language])
        assert world.telegram.commands["default", language]
