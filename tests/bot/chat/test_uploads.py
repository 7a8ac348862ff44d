"""Books come in through an admin's chat: what is taken, what is refused before it is fetched, the verdicts."""

import asyncio

import pytest

from bot.sandbox.sample import SAMPLE_BOOK
from bot.texts.de import TEXTS as DE
from bot.texts.en import TEXTS as EN
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import (
    World,
    answer_to,
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
from tests.ingest.textbooks import booklet
from tests.pdfs import hostile

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_whole_course_is_understood_and_shown_in_one_message(editorial: World) -> None:
    verdict = await verdict_on(await editorial.admin.send_document(hostile.lessons(3), "a1.pdf", "A1"))
    await publish(editorial.admin, verdict)
    texts = [version.text for version in verdict.versions]
    assert texts[0] == KO.book_received.format(name="a1.pdf")
    head, *lines = texts[-1].splitlines()
    assert (head, lines[0].partition(" ")[0]) == ("✅ a1.pdf", "12쪽")
    units = [line for line in lines if line.startswith("A1-")]
    assert len(units) == 3
    assert units[2].startswith("A1-3 Im Café · 카페에서 · 13-16쪽 (PDF 9-12) · ")


async def test_the_same_file_again_changes_nothing(editorial: World) -> None:
    admin, book = editorial.admins[3], booklet("Zweimal dasselbe.")
    await publish(admin, await verdict_on(await admin.send_document(book, "s.pdf", "S1-1")))
    again = await reply_to(await admin.send_document(book, "s.pdf", "S1-1"))
    await words_in(again, KO.book_known.format(name="s.pdf"))


async def test_what_cannot_be_read_gets_its_reason_in_the_admins_language(editorial: World) -> None:
    english, german = editorial.admins[4:]
    broken = (await asyncio.to_thread(SAMPLE_BOOK.read_bytes))[:20_000]
    sent = [
        await english.send_document(hostile.locked(), "locked.pdf", "X1"),
        await english.send_document(b"", "empty.pdf", "X2"),
        await german.send_document(b"Guten Tag!", "text.pdf", "X3"),
        await german.send_document(broken, "half.pdf", "X4"),
    ]
    for admin in (english, german):
        await admin.chat.wait_for(lambda chat: sum("❌" in reply.text for reply in chat.replies) == 2)
    assert len(sent) == len(english.chat.replies) + len(german.chat.replies)
    shown = {message.text for message in (*english.chat.replies, *german.chat.replies)}
    assert shown == {  # nothing else was said
        f"❌ locked.pdf\n{EN.book_failures['locked']}",
        f"❌ empty.pdf\n{EN.book_failures['empty']}",
        f"❌ text.pdf\n{DE.book_failures['not_a_pdf']}",
        f"❌ half.pdf\n{DE.book_failures['damaged']}",
    }


async def test_a_file_over_the_limit_is_not_fetched(editorial: World) -> None:
    """Which Telegram's own servers set at 20 MB."""
    fetched = editorial.telegram.requests["getFile"]
    sent = await editorial.admin.send_document(b"%PDF", "big.pdf", "A1", size=125 * 1024 * 1024)
    reply = await reply_to(sent)
    assert reply.text == KO.book_too_big.format(size=125, limit=100)
    assert "python -m ingest add" in reply.text
    assert editorial.telegram.requests["getFile"] == fetched


@pytest.mark.parametrize(
    ("caption", "remark"), [("", ""), ("Das Buch!", KO.book_bad_caption), ("A1 1:9-3", KO.book_bad_caption)]
)
async def test_a_caption_that_says_nothing_is_asked_for(editorial: World, caption: str, remark: str) -> None:
    reply = await reply_to(await editorial.admins[1].send_document(b"%PDF", "a.pdf", caption))
    assert reply.text.endswith(KO.book_which.format(name="a.pdf"))
    assert reply.text.startswith(remark.format(caption=caption))


async def test_a_verdict_comes_though_nothing_could_be_said_of_the_file_before(editorial: World) -> None:
    admin = editorial.admins[3]
    lost = editorial.telegram.fail(
        "sendMessage",
        400,
        "Bad Request: nobody knows why",
        times=99,
        where=lambda parameters: to(admin.chat)(parameters) and "📥" in parameters["text"],
    )
    file = await admin.send_document(booklet("Ganz ohne ein Wort."), "w.pdf", "W1-1")
    verdict = await verdict_on(file)
    lost.left = 0
    assert lost.met
    assert "\nW1-1 " in verdict.text
    assert file in admin.chat.messages


async def test_a_caption_is_taken_though_it_could_not_be_asked_for(editorial: World) -> None:
    admin = editorial.admins[3]
    editorial.telegram.fail("sendMessage", 400, "Bad Request: nobody knows why", times=2, where=to(admin.chat))
    file = await admin.send_document(booklet("Was bin ich?"), "v.pdf")
    await reply_to(file, KO.trouble)
    verdict = await verdict_on(await admin.say("V1-1", reply_to=file))
    assert "\nV1-1 " in verdict.text


async def test_a_caption_is_asked_for_once_though_the_database_fails_meanwhile(
    editorial: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fail_once(editorial, monkeypatch, "UPDATE ON uncaptioned")
    admin = editorial.admins[1]
    file = await admin.send_document(booklet("Was bin ich?"), "v.pdf")
    await editorial.until("SELECT asked > message FROM uncaptioned WHERE (chat, message) = ($1, $2)", admin.id, file.id)
    assert [reply.text for reply in replies_after(file)] == [KO.book_which.format(name="v.pdf")]


async def test_only_pdfs_are_books(editorial: World) -> None:
    sent = await editorial.admins[2].send_document(b"PK", "a.docx", "A1", mime_type="application/zip")
    assert (await reply_to(sent)).text == KO.book_not_pdf


async def test_books_come_from_an_admin_in_person(editorial: World) -> None:
    fetched = editorial.telegram.requests["getFile"]
    sent = await editorial.admins[0].send_document(booklet("Nein."), "n.pdf", "N1-1", forwarded_from=editorial.person())
    assert (await reply_to(sent)).text == KO.book_not_in_person
    assert editorial.telegram.requests["getFile"] == fetched


async def test_a_channels_post_is_not_an_order(editorial: World) -> None:
    admin, fetched = editorial.admins[3], editorial.telegram.requests["getFile"]
    sent = await admin.send_document(booklet("Nein."), "n.pdf")
    await reply_to(sent, KO.book_which.format(name="n.pdf"))
    editorial.telegram.post(editorial.telegram.channel("Bücher"), "N1-1")
    await reply_to(await admin.say("/help"), KO.help)
    assert replies_after(sent)[0].text == KO.book_which.format(name="n.pdf")
    assert editorial.telegram.requests["getFile"] == fetched


async def test_a_caption_may_come_later_by_an_edit(editorial: World) -> None:
    admin = editorial.admins[1]
    sent = await admin.send_document(booklet("Später."), "spät.pdf", "Das Buch!")
    await reply_to(sent, "spät.pdf")
    await admin.edit(sent, "T1-1")
    verdict = await verdict_on(sent)
    assert "\nT1-1 " in verdict.text
    await admin.edit(sent, "T1-2")  # the book is in: another caption orders nothing
    await reply_to(sent, KO.book_has_caption.format(caption="T1-1"))
    assert len([reply for reply in replies_after(sent) if "📝 spät.pdf" in reply.text]) == 1


async def test_in_a_group_the_bot_s_name_is_no_part_of_the_caption(editorial: World) -> None:
    """Without it Telegram would not show the bot the file."""
    admin, group = editorial.admins[1], editorial.admin_group
    sent = await admin.send_document(booklet("Gruppe."), "g.pdf", "@linguarag_bot G1-1", chat=group)
    assert "\nG1-1 " in (await verdict_on(sent)).text


async def test_a_caption_may_come_later_as_a_reply(editorial: World) -> None:
    admin = editorial.admins[2]
    one = await admin.send_document(booklet("Eins."), "eins.pdf")
    how = await reply_to(one)
    two = await admin.send_document(booklet("Zwei."), "zwei.pdf")
    await reply_to(two, "zwei.pdf")
    assert (await say(admin, "das Buch", reply_to=how)).text.startswith(KO.book_bad_caption.format(caption="das Buch"))
    captions, verdicts = [], []
    for unit, answered in (("U1-1", one), ("U1-2", replies_after(two)[0])):
        captions.append(await admin.say(unit, reply_to=answered))
        verdicts.append(await verdict_on(captions[-1]))
    for caption in captions:
        editorial.telegram.deliver_again(caption)  # as it is handled again after a kill
    assert (await say(admin, "/help")).text.startswith(KO.help)
    asked = await editorial.turns(admin.chat)
    assert not {caption.id for caption in captions} & {turn["message"] for turn in asked}
    assert [verdict.text.partition("\n")[0] for verdict in verdicts] == ["📝 eins.pdf (초안)", "📝 zwei.pdf (초안)"]


async def test_a_caption_may_just_be_written_while_a_single_file_waits(editorial: World) -> None:
    admin = editorial.admins[4]
    await reply_to(await admin.send_document(booklet("Fünf."), "fünf.pdf"), "fünf.pdf")
    other = await say(admin, "Hallo")  # which might be the name of a course
    caption = await admin.say("X1 Lektion 5")
    assert "\nX1-5 " in (await verdict_on(caption)).text
    editorial.telegram.deliver_again(caption)  # as it is handled again after a kill
    for name in ("sechs.pdf", "sieben.pdf"):
        how = await reply_to(await admin.send_document(booklet(name), name), name)
        await editorial.until("SELECT asked > message FROM uncaptioned WHERE name = $1", name)
    assert (await say(admin, "X1-6")).text == EN.book_which_file
    assert "\nX1-7 " in (await verdict_on(await admin.say("X1-7", reply_to=how))).text
    # A reply to what no id is stored of, as after a kill, is about the file too.
    assert "\nX1-6 " in (await verdict_on(await admin.say("X1-6", reply_to=other))).text
    asked = await editorial.turns(admin.chat)
    assert [turn["question"] for turn in asked] == ["Hallo"]


@pytest.mark.parametrize(
    ("name", "caption", "offered"),
    [
        ("Netzwerk_A1_Kursbuch_neu.pdf", "", "📖 A1"),
        ("Buch.pdf", "Lehrbuch A2 Lektion 13, neu", "📖 A2-13"),
        ("Menschen B1.2 (2024).pdf", "", "📖 B1_2"),
    ],
)
async def test_what_is_called_by_its_level_is_offered(editorial: World, name: str, caption: str, offered: str) -> None:
    how = await reply_to(await editorial.admins[1].send_document(b"%PDF", name, caption), name)
    assert [button.text for button in how.buttons] == [offered]


async def test_a_file_may_be_what_its_name_says(editorial: World) -> None:
    admin = editorial.admins[2]
    editorial.telegram.lose_answer("sendMessage", hang=False).where = to(admin.chat)
    sent = await admin.send_document(booklet("Drei."), "u1-3.pdf")
    await sent.chat.wait_for(lambda _: len(replies_after(sent)) == 2)
    how, _ = replies_after(sent)  # whose number nobody knows
    await admin.press(how, "U1-3")
    assert "\nU1-3 " in (await verdict_on(sent)).text
    assert (await reply_to(sent, "📎 U1-3")).buttons == ()
    assert await forge(admin, how, f"caption:U1-3:{sent.id}") == "", "a kill may come before that is said"
    assert not (await reply_to(await admin.send_document(booklet("Vier."), "vier.pdf"), "vier.pdf")).buttons


async def test_after_ten_minutes_neither_a_reply_nor_the_button_is_a_caption_any_more(editorial: World) -> None:
    admin, fetched = editorial.admins[3], editorial.telegram.requests["getFile"]
    how = await reply_to(await admin.send_document(booklet("Zu spät."), "V1-1.pdf"), "V1-1.pdf")
    await editorial.until("SELECT true FROM uncaptioned WHERE name = 'V1-1.pdf'")
    await editorial.pool.execute("UPDATE uncaptioned SET sent = sent - interval '10 minutes'")
    await reply_to(await admin.say("V1-1", reply_to=how))
    assert await admin.press(how, "V1-1") == KO.button_old
    assert editorial.telegram.requests["getFile"] == fetched


async def test_a_file_that_only_the_download_finds_too_big_gets_the_way_over_the_server(editorial: World) -> None:
    admin = editorial.admins[3]
    editorial.telegram.fail("getFile", 400, "Bad Request: file is too big")
    shown = await reply_to(await admin.send_document(booklet("Groß."), "groß.pdf", "G2-1"))
    await words_in(shown, KO.book_not_given)
    assert "python -m ingest add" in shown.text


async def test_who_could_not_be_told_that_a_file_did_not_come_through_hears_so_at_the_next_sign_of_life(
    editorial: World,
) -> None:
    admin, fetched = editorial.admins[3], editorial.telegram.requests["getFile"]
    editorial.telegram.fail("getFile", 400, "Bad Request: invalid file_id", times=2)
    words = "Bad Request: not enough rights to send text messages to the chat"
    muted = editorial.telegram.fail("sendMessage", 400, words, times=99, where=to(admin.chat))
    await admin.send_document(booklet("Stumm."), "stumm.pdf", "S3-1")
    await editorial.until("SELECT unheard FROM learners WHERE chat = $1", admin.id)
    assert muted.met == 4  # that it has come, and what became of it, each tried twice: no variant of either helps
    muted.left = 0
    usage = await admin.say("/usage")
    await reply_to(usage, KO.unheard)
    await reply_to(usage, KO.usage_free)  # behind it: another test's message does not get it
    assert editorial.telegram.requests["getFile"] == fetched + 2


async def test_a_learners_pdf_is_not_taken(world: World) -> None:
    fetched = world.telegram.requests["getFile"]
    sent = await (await world.learner()).send_document(booklet("Nein."), "n.pdf", "A1")
    assert (await answer_to(sent)).text.startswith(KO.unseen["file"])  # its caption is a question like any other
    assert world.telegram.requests["getFile"] == fetched


async def test_a_file_that_does_not_come_through_is_asked_for_again(editorial: World) -> None:
    admin = editorial.admins[1]
    editorial.telegram.fail("getFile", 400, "Bad Request: invalid file_id", times=2)
    shown = await reply_to(await admin.send_document(booklet("Weg."), "w.pdf", "W1-1"))
    await words_in(shown, KO.book_download_failed)


async def test_a_file_that_does_not_come_through_is_asked_for_again_though_its_message_was_deleted(
    editorial: World,
) -> None:
    admin = editorial.admins[1]

    def vanishes(_: object) -> bool:
        if admin.chat.replies[-1].text.startswith("📥"):
            admin.chat.remove(admin.chat.replies[-1])
        return True

    editorial.telegram.fail("getFile", 400, "Bad Request: invalid file_id", times=2, where=vanishes)
    await reply_to(await admin.send_document(booklet("Weg."), "w.pdf", "W1-1"), KO.book_download_failed)


@pytest.mark.parametrize(("verb", "words", "shown"), [("publish", KO.book_published, "✅"), ("discard", "", "🗑")])
async def test_a_button_whose_work_is_done_says_so_and_puts_its_message_right(
    editorial: World, verb: str, words: str, shown: str
) -> None:
    admin, library = editorial.admins[2], editorial.library
    verdict = await verdict_on(await admin.send_document(booklet(f"Zu spät, {verb}!"), "spät.pdf", "SP1-1"))
    data = next(button.data for button in verdict.buttons if button.data.startswith(verb))
    book = int(data.partition(":")[2])
    assert await (library.publish(book) if verb == "publish" else library.remove(book))
    assert await admin.press(verdict, data) == words
    await words_in(verdict, shown)


async def test_a_message_about_a_book_survives_telegrams_refusals(editorial: World) -> None:
    admin = editorial.admins[2]
    editorial.telegram.fail(
        "editMessageText", 429, "Too Many Requests: retry after 1", retry_after=1, times=2, where=to(admin.chat)
    )
    verdict = await verdict_on(await admin.send_document(booklet("Geduld."), "g.pdf", "G1-1"))
    assert verdict.text.startswith("📝 g.pdf")


async def test_books_are_listed_and_removed_by_admins_only(editorial: World) -> None:
    admin, learner = editorial.admins[3], editorial.person()
    await publish(admin, await verdict_on(await admin.send_document(booklet("Bis bald."), "bald.pdf", "L1-1")))
    catalogue = await reply_to(await admin.say("/books"), KO.books)
    assert "bald.pdf (L1-1) · 공개됨 · 1쪽" in catalogue.text
    offer = await reply_to(await admin.say("/remove"), KO.remove_which)
    button = next(button for button in offer.buttons if "bald.pdf" in button.text)
    assert await forge(learner, await say(learner, "/start"), button.data) == KO.not_for_learners
    assert (await say(learner, "/unit L1-1")).text.startswith("✅ L1-1")
    query = {"from": admin.user, "message": offer.to_json(), "data": button.data}
    for _ in range(2):  # as if a kill had come before the words
        assert await admin._switchboard.pressed(admin.chat, query) == ""
        assert offer.text == KO.removed.format(name="bald.pdf")
    unknown = KO.unit_unknown.format(unit="L1-1")
    assert (await say(learner, "/unit L1-1")).text in (unknown, KO.no_books)  # the other tests' books, or none
