"""Before there is any book."""

from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, answer_to, publish, reply_to, say, verdict_on, words_in
from tests.ingest.textbooks import booklet


async def test_a_question_before_any_book_is_kept_and_answered_when_there_is_one(empty_world: World) -> None:
    world = empty_world
    async with world.bot():
        person = world.person()
        asked = await person.say("Was heißt Kaffee?")
        assert (await reply_to(asked)).text == KO.no_books
        offer = await say(person, "/unit 3")
        assert offer.text == KO.no_books
        for how_it_begins in ("/start", "/books"):
            assert KO.book_how in (await say(world.admin, how_it_begins)).text
    await world.publish_course("A1", 3)
    async with world.bot():
        await person.press(offer, KO.button_units)
        await person.press(await words_in(offer, "A1"), "3. ")
        assert "A1-3 · 3쪽" in (await answer_to(asked)).text
        assert [turn["state"] for turn in await world.turns(person.chat)] == ["answered"]


async def test_a_course_in_which_no_units_were_found_is_asked_as_a_whole(empty_world: World) -> None:
    world, admin = empty_world, empty_world.admin
    await world.publish_course("B1", 2)
    async with world.bot():
        pages = booklet("Der Bahnhof ist links.", "Das Museum ist rechts.")
        await publish(admin, await verdict_on(await admin.send_document(pages, "stadt.pdf", "A1")))
        person = world.person()
        asked = await person.say("Wo ist das Museum?")
        await person.press(await reply_to(asked, KO.ask_after_unit), "A1")
        answer = await answer_to(asked)
        assert "Das Museum ist rechts." in answer.text
        assert "[1] 2쪽" in answer.text
        assert (await say(person, "/unit")).text == KO.course_chosen.format(course="A1")
    [request] = world.claude.requests
    assert "Course and level: A1\\n" in str(request.body["system"])
