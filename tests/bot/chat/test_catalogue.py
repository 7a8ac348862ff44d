"""What admins do with the books that are there, and that nobody else can."""

import pytest

from bot.sandbox.people import Person
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.test_books import booklet
from tests.bot.chat.world import PATIENCE, World, publish, reply_to, say, verdict_on

pytestmark = pytest.mark.asyncio(loop_scope="package")

PAGES = ("Guten Tag!", "Wie geht es Ihnen?", "Was kostet das?")


async def draft(admin: Person, caption: str, *pages: str) -> str:
    """The text of the verdict on a new draft."""
    verdict = await verdict_on(await admin.send_document(booklet(*pages), "c.pdf", caption))
    assert verdict.text.startswith("📝 c.pdf")
    return verdict.text


async def test_learners_see_a_book_only_once_it_is_published(editorial: World) -> None:
    admin, learner = editorial.admins[0], editorial.person()
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES), "p.pdf", "P1 1:1-2 2:3"))
    assert (await say(learner, "/unit P1-1")).text.startswith("✅") is False
    await publish(admin, verdict)
    assert (await say(learner, "/unit P1-1")).text.startswith("✅ P1-1")
    assert verdict.text.startswith("✅ p.pdf")
    assert verdict.buttons == ()


async def test_a_line_in_reply_to_the_verdict_corrects_the_units(editorial: World) -> None:
    admin = editorial.admins[1]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Die Uhr"), "k.pdf", "K1 1:1-2 2:3"))
    await admin.press(verdict, KO.button_correct)
    prompt = await admin.chat.wait_for(lambda chat: next((r for r in chat.replies if r.text == KO.correct_how), None))
    corrected = await verdict_on(await admin.say("2: 3-4 시간 말하기", reply_to=prompt))
    assert "K1-2 시간 말하기 · S. 3-4" in corrected.text
    await publish(admin, corrected)
    assert (await say(editorial.person(), "/unit K1-2")).text.startswith("✅ K1-2 시간 말하기")


async def test_a_line_without_a_reply_is_about_the_newest_draft_and_other_lines_are_questions(
    editorial: World,
) -> None:
    admin = editorial.admins[2]
    assert "L1-2" in await draft(admin, "L1 1:1-2 2:3", *PAGES, "Nach links")
    corrected = await verdict_on(await admin.say("L1 1:1 2:2-4"))
    assert "L1-2" in corrected.text
    assert "S. 2-4" in corrected.text
    question = await admin.say("8:30은 어떻게 읽어요?")
    assert (await reply_to(question)).text != KO.correct_how


async def test_nonsense_in_reply_to_the_verdict_is_told_how_to_write_it(editorial: World) -> None:
    admin = editorial.admins[3]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Unsinn"), "n.pdf", "N1 1:1-2 2:3"))
    assert (await reply_to(await admin.say("13 bis 14", reply_to=verdict))).text == KO.correct_how


async def test_a_draft_can_be_discarded_and_a_published_book_cannot(editorial: World) -> None:
    admin = editorial.admins[0]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Weg damit"), "w.pdf", "W1 1:1-2 2:3"))
    keyboard = verdict.to_json()
    await admin.press(verdict, KO.button_discard)
    await admin.chat.wait_for(lambda _: verdict.text == KO.removed.format(name="w.pdf"), PATIENCE)
    query = {"from": admin.user, "message": keyboard, "data": f"publish:{10**9}"}
    assert await admin._switchboard.pressed(admin.chat, query) == KO.button_old


async def test_a_course_goes_back_to_its_edition_before(editorial: World) -> None:
    admin, learner = editorial.admins[1], editorial.person()
    for title in ("Alt", "Neu"):
        verdict = await verdict_on(await admin.send_document(booklet(*PAGES, title), f"{title}.pdf", "V1 1:1-2 2:3"))
        corrected = await verdict_on(await admin.say(f"1: 1-2 {title}", reply_to=verdict))
        await publish(admin, corrected)
    assert (await say(learner, "/unit V1-1")).text.startswith("✅ V1-1 Neu")
    choice = await say(admin, "/rollback")
    await admin.press(choice, "V1")
    await admin.chat.wait_for(lambda _: choice.text == KO.rolled_back.format(course="V1"))
    assert (await say(learner, "/unit V1-1")).text.startswith("✅ V1-1 Alt")


async def test_coverage_lists_the_units_and_what_is_missing(editorial: World) -> None:
    admin = editorial.admins[2]
    await publish(admin, await verdict_on(await admin.send_document(booklet(*PAGES, "x"), "g.pdf", "G1 1:1 3:2-4")))
    text = (await say(admin, "/coverage g1")).text
    assert text.startswith("📊 G1")
    assert "G1-1" in text
    assert KO.book_remarks["missing"].format(units="2", pages="") in text


@pytest.mark.parametrize("command", ["/books", "/rollback", "/coverage", "/remove"])
async def test_these_commands_are_for_admins(editorial: World, command: str) -> None:
    assert (await say(editorial.person(), command)).text == KO.not_for_learners


@pytest.mark.parametrize("data", ["publish:1", "correct:1", "discard:1", "rollback:A1", "remove:1"])
async def test_forged_buttons_are_for_admins_too(editorial: World, data: str) -> None:
    person = editorial.person()
    shown = await say(person, "/start")
    query = {"from": person.user, "message": shown.to_json(), "data": data}
    assert await person._switchboard.pressed(person.chat, query) == KO.not_for_learners


async def test_a_growing_answer_can_be_stopped_by_a_command(world: World) -> None:
    learner = await world.learner()
    assert (await say(learner, "/stop")).text == KO.nothing_to_stop
    with world.slow_claude(5):
        await learner.say("Wann sage ich einen?")
        await learner.chat.wait_for(lambda chat: "🔌" in chat.replies[-1].text, PATIENCE)
        await learner.say("/stop")
        await learner.chat.wait_for(lambda chat: KO.stopped in chat.replies[-1].text, PATIENCE)
    assert (await world.turns(learner.chat))[-1]["state"] == "stopped"
