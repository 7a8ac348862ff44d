"""A class that is closed, and the links that lead into it."""

import pytest

from bot.texts.de import TEXTS as DE
from bot.texts.en import TEXTS as EN
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, ask, say

MEMBER = 900


async def test_a_closed_class_is_for_those_it_names_and_those_who_are_invited(empty_world: World) -> None:
    world = empty_world
    await world.publish_course("A1", 1)
    member = world.telegram.person(MEMBER, "Mina", language_code="ko")
    stranger, late, mocker = world.person(), world.person("de"), world.person()
    async with world.bot(allowed_users=frozenset({MEMBER})):
        await ask(member, "Was heißt Thema?")
        assert (await say(stranger, "Was heißt Thema?")).text == KO.class_is_closed
        assert (await say(stranger, "/invite")).text == KO.class_is_closed
        assert (await say(stranger, "/privacy")).text == KO.privacy
        assert (await say(mocker, "/forget")).text == KO.forget_sure
        for guess in ("join_guessed", "join_", "join_\0", "join_가"):
            assert (await say(mocker, f"/start {guess}")).text == KO.class_is_closed
        link = (await say(world.admin, "/invite")).text.split()[-1]
        address, _, payload = link.partition("?start=")
        assert address == f"https://t.me/{world.telegram.username}"
        assert (await say(stranger, f"/start {payload}")).text == KO.welcome
        group = world.telegram.group("Kurs")  # in whose name anybody may speak
        await mocker.add_bot(group)
        assert (
            await say(mocker, f"/start@linguarag_bot {payload}", chat=group, as_chat=group)
        ).text == EN.class_is_closed
        await ask(stranger, "Was heißt Thema?")
        await world.pool.execute("UPDATE invitations SET expires = now()")
        assert (await say(late, f"/start {payload}")).text == DE.class_is_closed
        assert len([request for request in world.claude.requests if "Thema" in request.question]) == 2


@pytest.mark.asyncio(loop_scope="package")
async def test_a_class_is_open_by_default_and_invite_says_so(world: World) -> None:
    assert (await say(world.admin, "/invite")).text == KO.class_is_open
    assert (await say(world.person(), "/start join_whatever")).text == KO.welcome
