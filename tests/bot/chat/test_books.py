"""What admins do with the books that are there, and that nobody else can."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import (
    World,
    fail_once,
    forge,
    publish,
    replies_after,
    reply_to,
    say,
    to,
    verdict_on,
    words_in,
)
from tests.bot.waiting import until
from tests.ingest.textbooks import booklet

pytestmark = pytest.mark.asyncio(loop_scope="package")

PAGES = ("Guten Tag!", "Wie geht es Ihnen?", "Was kostet das?")


async def draft(admin: Person, caption: str, *pages: str) -> str:
    """The text of the verdict on a new draft."""
    verdict = await verdict_on(await admin.send_document(booklet(*pages), "c.pdf", caption))
    assert verdict.text.startswith("📝 c.pdf")
    return verdict.text


async def edition(admin: Person, course: str, units: int) -> None:
    """Publishes a book of the course, with so many units of a page."""
    caption = " ".join([course, *(f"{number}:{number}" for number in range(1, units + 1))])
    sent = await admin.send_document(booklet(*PAGES, course), f"{course}, {units}.pdf", caption)
    await publish(admin, await verdict_on(sent))


async def test_learners_see_a_book_only_once_it_is_published(editorial: World) -> None:
    admin, learner = editorial.admins[0], editorial.person()
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES), "p.pdf", "P1 1:1-2 2:3"))
    assert (await say(learner, "/unit P1-1")).text.startswith("✅") is False
    await publish(admin, verdict)
    assert (await say(learner, "/unit P1-1")).text.startswith("✅ P1-1")
    assert verdict.text.startswith("✅ p.pdf")
    assert verdict.buttons == ()


async def test_a_line_in_reply_to_the_verdict_corrects_the_units_once_though_the_database_fails_meanwhile(
    editorial: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = editorial.admins[1]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Die Uhr"), "k.pdf", "K1 1:1-2 2:3"))
    editorial.telegram.lose_answer("sendMessage", hang=False).where = to(admin.chat)
    await admin.press(verdict, KO.button_correct)
    prompt, _ = replies_after(verdict)  # whose number nobody knows
    await fail_once(editorial, monkeypatch, "INSERT ON uploads")
    line = await admin.say("2: 3-4 시간 말하기", reply_to=prompt)
    corrected = await verdict_on(line)
    assert "K1-2 시간 말하기 · 3-4쪽" in corrected.text
    assert replies_after(line) == [corrected]
    await publish(admin, corrected)
    assert (await say(editorial.person(), "/unit K1-2")).text.startswith("✅ K1-2 시간 말하기")


async def test_a_line_that_replies_to_no_verdict_is_about_the_newest_draft_and_other_lines_are_questions(
    editorial: World,
) -> None:
    admin = editorial.admins[2]
    assert "L1-2" in await draft(admin, "L1 1:1-2 2:3", *PAGES, "Nach links")
    file = next(message for message in admin.chat.messages if message.is_media)
    line = await admin.say("L1 1:1 2:2-4", reply_to=file)
    editorial.telegram.deliver_again(line)  # as it is handled again after a kill
    corrected = await verdict_on(line)
    assert "L1-2" in corrected.text
    assert "2-4쪽" in corrected.text
    await editorial.until("SELECT bool_and(raw IS NULL) FROM updates")
    assert replies_after(line) == [corrected]
    question = await admin.say("8:30은 어떻게 읽어요?")
    assert (await reply_to(question)).text != KO.correct_how
    assert not [turn for turn in await editorial.turns(admin.chat) if turn["message"] == line.id]


async def test_every_verdict_and_prompt_of_a_book_takes_corrections_and_only_the_newest_has_buttons(
    editorial: World,
) -> None:
    admin = editorial.admins[3]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Zweimal"), "z.pdf", "Z1 1:1-2 2:3"))
    prompts: list[Message] = []
    for _ in range(2):
        await asyncio.gather(*(admin.press(verdict, KO.button_correct) for _ in range(2)))  # as after a kill
        prompts.append(await reply_to(prompts[-1] if prompts else verdict, KO.correct_how))
    assert replies_after(verdict) == prompts
    for title, answered in {"Eins": prompts[0], "Zwei": prompts[1], "Drei": verdict}.items():
        corrected = await verdict_on(await admin.say(f"2: 3-4 {title}", reply_to=answered))
        assert f"Z1-2 {title} · 3-4쪽" in corrected.text
    await admin.chat.wait_for(lambda chat: sum(bool(reply.buttons) for reply in _about("z.pdf", chat.replies)) == 1)
    await publish(admin, corrected)
    assert "Zwei" not in verdict.text


def _about(name: str, messages: Sequence[Message]) -> list[Message]:
    return [message for message in messages if name in message.text]


async def test_what_might_be_a_question_is_one_though_a_draft_has_just_come_in(editorial: World) -> None:
    admin = editorial.admins[0]
    await draft(admin, "Q1 1:1-2 2:3", *PAGES, "Wie spät ist es?")
    for text in ("8:30", "10:30 어떻게 말해요?", "8: 30 Minuten heißt was?", "Q1 heißt was?"):
        await admin.say(text)
        await editorial.until("SELECT true FROM turns WHERE chat = $1 AND question = $2", admin.chat.id, text)


async def test_in_a_group_only_what_is_meant_for_the_bot_is_a_correction(editorial: World) -> None:
    admin, other, group = *editorial.admins[1:3], editorial.admin_group
    await verdict_on(await admin.send_document(booklet(*PAGES, "Gruppe"), "u.pdf", "U1 1:1-2 2:3", chat=group))
    await other.say("1: 1-3", chat=group)
    corrected = await verdict_on(await other.say("@linguarag_bot 2: 3-4", chat=group))
    [unit] = [line for line in corrected.text.splitlines() if line.startswith("U1-2")]
    assert "3-4" in unit  # in the language of whoever has spoken there first
    assert len(_about("u.pdf", group.replies)) == 2


async def test_an_edited_correction_has_to_be_sent_again(editorial: World) -> None:
    admin = editorial.admins[2]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Neu"), "e.pdf", "E1 1:1-2 2:3"))
    line = await admin.say("2: 3-4 Cafe", reply_to=verdict)
    corrected = await verdict_on(line)
    await admin.edit(line, "2: 3-4 Café")
    await reply_to(corrected, KO.correct_how)
    assert "E1-2 Cafe" in corrected.text
    assert await editorial.pool.fetchval("SELECT count(*) FROM turns WHERE question LIKE '%Caf%'") == 0


async def test_nonsense_in_reply_to_the_verdict_is_told_how_to_write_it(editorial: World) -> None:
    admin = editorial.admins[3]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Unsinn"), "n.pdf", "N1 1:1-2 2:3"))
    how = (await reply_to(await admin.say("13 bis 14", reply_to=verdict))).text
    assert how == f"{KO.correct_unclear.format(line='13 bis 14')}\n\n{KO.correct_how}"
    assert (await say(admin, "Lektion 2 ist falsch")).text.endswith(KO.correct_how)
    assert not (await say(admin, "Lektion 2")).text.endswith(KO.correct_how)
    line = await admin.say("2: 3 Das Ende")  # no reply, and none is needed once it was asked for
    editorial.telegram.deliver_again(line)  # as it is handled again after a kill
    corrected = await verdict_on(line)
    assert "N1-2 Das Ende · 3쪽" in corrected.text
    renamed = await verdict_on(await admin.say("2: Schluss", reply_to=corrected))
    assert "N1-2 Schluss · 3쪽" in renamed.text
    assert (await reply_to(await admin.say("2: 3 Das Ende?"))).text != KO.correct_how
    assert line.id not in [turn["message"] for turn in await editorial.turns(admin.chat)]


async def test_a_correction_has_its_verdict_below_it_though_the_bot_asks_for_it_later(editorial: World) -> None:
    """As it does again when it was killed meanwhile."""
    admin = editorial.admins[3]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Spät"), "s.pdf", "S1 1:1-2 2:3"))
    with editorial.telegram.held("sendMessage", where=to(admin.chat)) as prompt:
        pressing = asyncio.create_task(admin.press(verdict, KO.button_correct))
        await until(lambda: prompt.met)
        line = await admin.say("S1 2: 3 Zu spät")
    await pressing
    assert "S1-2 Zu spät" in (await verdict_on(line)).text


async def test_a_draft_can_be_discarded_and_a_published_book_cannot(editorial: World) -> None:
    admin = editorial.admins[0]
    verdict = await verdict_on(await admin.send_document(booklet(*PAGES, "Weg damit"), "w.pdf", "W1 1:1-2 2:3"))
    await admin.press(verdict, KO.button_discard)
    await admin.chat.wait_for(lambda _: verdict.text == KO.removed.format(name="w.pdf"))
    assert await forge(admin, verdict, f"publish:{10**9}") == KO.button_old


async def test_a_course_goes_back_to_its_edition_before(editorial: World) -> None:
    admin, learner = editorial.admins[1], editorial.person()
    for units in (1, 2, 3):
        await edition(admin, "V1", units)
    assert (await say(learner, "/unit V1-3")).text.startswith("✅ V1-3")
    choice = await say(admin, "/rollback")
    [button] = [button for button in choice.buttons if button.text == "V1"]
    await admin.press(choice, "V1")
    await words_in(choice, KO.rolled_back.format(course="V1"))
    assert await forge(admin, choice, button.data) == ""  # the second of two taps
    assert choice.text == KO.rolled_back.format(course="V1")
    assert (await say(learner, "/unit V1-3")).text == KO.unit_unknown.format(unit="V1-3")
    assert (await say(learner, "/unit V1-2")).text.startswith("✅ V1-2")


async def test_a_course_whose_published_book_was_removed_can_go_back(editorial: World) -> None:
    admin, learner = editorial.admins[1], editorial.person()
    for units in (1, 2):
        await edition(admin, "O1", units)
    offer = await say(admin, "/remove")
    await admin.press(offer, "O1, 2.pdf")
    await words_in(offer, KO.course_empty.format(course="O1"))
    assert (await say(learner, "/unit O1-1")).text.startswith("✅") is False
    choice = await say(admin, "/rollback")
    await admin.press(choice, "O1")
    await words_in(choice, KO.rolled_back.format(course="O1"))
    assert (await say(learner, "/unit O1-1")).text.startswith("✅ O1-1")


async def test_all_books_can_be_reached_however_many_there_are(editorial: World) -> None:
    admin = editorial.admins[5]
    await verdict_on(await admin.send_document(booklet("Viele."), "v.pdf", "V1-1"))
    query = """INSERT INTO books (file, file_name, caption, course, state)
               SELECT file, 'Band ' || number, 'V2', 'V2', $1 FROM books, generate_series(1, 24) AS number
               WHERE course = 'V1'"""
    for state, command, count in (("draft", "/books", 25), ("replaced", "/remove", 49), ("replaced", "/pictures", 73)):
        await editorial.pool.execute(query, state)
        listed, seen = await say(admin, command), set[str]()
        while len(seen) < count:
            turns = [button for button in listed.buttons if button.data.startswith("list:")]
            seen |= {button.text for button in listed.buttons} - {button.text for button in turns}
            await admin.press(listed, turns[-1].data)
        assert "Band 1" in str(seen)
    await admin.press(listed, "◀️")
    book = next(button.text for button in listed.buttons if "Band" in button.text)
    await admin.press(listed, book)  # this page stays
    await admin.chat.wait_for(lambda _: book.replace("🖼", "🚫") in {button.text for button in listed.buttons})
    await editorial.pool.execute("DELETE FROM books WHERE course LIKE 'V_'")


async def test_coverage_lists_the_units_and_what_is_missing(editorial: World) -> None:
    admin = editorial.admins[2]
    await publish(admin, await verdict_on(await admin.send_document(booklet(*PAGES, "x"), "g.pdf", "G1 1:1 3:2-4")))
    await edition(admin, "G2", 1)
    text = (await say(admin, "/coverage g1")).text
    choice = await say(admin, "/coverage")
    await admin.press(choice, "G1")
    await words_in(choice, text)
    assert text.startswith("📊 G1")
    assert "G1-1" in text
    assert KO.book_remarks["missing"].format(units="2", pages="") in text


@pytest.mark.parametrize("command", ["/books", "/rollback", "/coverage", "/remove", "/stats"])
async def test_these_commands_are_for_admins(editorial: World, command: str) -> None:
    assert (await say(editorial.person(), command)).text == KO.not_for_learners


@pytest.mark.parametrize(
    "data", ["publish:1", "correct:1", "discard:1", "rollback:A1:1", "coverage:A1", "remove:1", "list:remove:0"]
)
async def test_forged_buttons_are_for_admins_too(editorial: World, data: str) -> None:
    person = editorial.person()
    assert await forge(person, await say(person, "/start"), data) == KO.not_for_learners
