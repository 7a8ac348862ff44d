"""Learners and turns in Postgres."""

import asyncio

import asyncpg
import pytest

from bot.tutor.answer import Answer, Source, Usage
from bot.tutor.conversations import AskedAlready, Conversations, Place, Superseded, Turn, TurnState

ANNA, TOPIC = Place(7), Place(-100, 3)


@pytest.fixture
def conversations(pool: asyncpg.Pool) -> Conversations:
    return Conversations(pool)


def said(text: str) -> Answer:
    answer = Answer(model="claude-sonnet-4-6", usage=Usage(1500, 200, 1100))
    answer.add_text(text)
    return answer


async def answered(
    conversations: Conversations, unit: str, question: str, state: TurnState = TurnState.ANSWERED, place: Place = ANNA
) -> Turn:
    turn = await conversations.ask(place, unit, question, None)
    await conversations.end(turn, state, said(f"Antwort auf {question}"))
    return turn


async def test_language_and_unit_are_kept(conversations: Conversations) -> None:
    assert (await conversations.learner(ANNA, "ko")).unit is None
    await conversations.speak(ANNA, "de")
    await conversations.choose(ANNA, "A1-13")
    learner = await conversations.learner(ANNA, "ko")
    assert (learner.language, learner.unit) == ("de", "A1-13")


async def test_history_is_this_units_last_ten_messages_oldest_first(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    for number in range(7):
        await answered(conversations, "A1-1", f"Frage {number}")
    await answered(conversations, "A1-2", "in einer anderen Lektion")
    turn = await conversations.ask(ANNA, "A1-1", "jetzt", 9)
    history = await conversations.history(turn)
    assert [past.question for past in history] == [f"Frage {number}" for number in range(2, 7)]


@pytest.mark.parametrize("state", [TurnState.FAILED, TurnState.REFUSED, TurnState.REPLACED])
async def test_what_was_no_answer_stays_out_of_the_history(conversations: Conversations, state: TurnState) -> None:
    await conversations.learner(ANNA, "ko")
    await answered(conversations, "A1-1", "gut")
    await answered(conversations, "A1-1", "schlecht", state)
    turn = await conversations.ask(ANNA, "A1-1", "jetzt", 9)
    assert [past.question for past in await conversations.history(turn)] == ["gut"]


async def test_an_answer_without_a_word_stays_out_of_the_history(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    blank = await conversations.ask(ANNA, "A1-1", "Frage", 1)
    await conversations.end(blank, TurnState.STOPPED, said(" \n"))
    turn = await conversations.ask(ANNA, "A1-1", "jetzt", 9)
    assert await conversations.history(turn) == []


async def test_the_turn_of_a_message_is_found_however_late(conversations: Conversations, pool: asyncpg.Pool) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, "A1-1", "Frage", 4)
    await pool.execute("UPDATE turns SET asked = asked - interval '1 hour'")
    assert await conversations.turn_of_message(ANNA, 4) == turn


async def test_a_new_start_leaves_earlier_turns_out(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    await answered(conversations, "A1-1", "früher")
    await conversations.start_afresh(ANNA)
    turn = await conversations.ask(ANNA, "A1-1", "jetzt", 9)
    assert await conversations.history(turn) == []


async def test_topics_of_a_group_are_conversations_of_their_own(conversations: Conversations) -> None:
    await conversations.learner(TOPIC, "ko")
    await conversations.learner(Place(-100, 4), "ko")
    await answered(conversations, "A1-1", "nebenan", place=Place(-100, 4))
    turn = await conversations.ask(TOPIC, "A1-1", "hier", 9)
    assert await conversations.history(turn) == []


async def test_nobody_reaches_a_turn_of_another_chat(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, "A1-1", "meine", 1)
    assert await conversations.turn(Place(8), turn.id) is None
    assert await conversations.turn(ANNA, turn.id) == turn


async def begin(conversations: Conversations, turn: Turn, *, again: bool = False) -> Turn:
    begun = await conversations.begin(turn.id, again=again)
    assert begun is not None
    return begun[0]


async def test_what_is_open_is_begun_where_it_was_left(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "de")
    closed = await answered(conversations, "A1-1", "fertig")
    await conversations.close(closed)
    assert await conversations.begin(closed.id) is None
    asked = await conversations.ask(ANNA, "A1-1", "offen", 4)
    assert await conversations.announced(asked, 21)
    turn = await begin(conversations, asked)
    assert not await conversations.announced(asked, 23)
    await conversations.shown_in(turn, [21, 22])
    assert await conversations.begin(turn.id) is None  # perhaps it has ended its process
    left = await begin(conversations, turn, again=True)
    assert (left.question, turn.replies, left.replies) == ("offen", (21,), (21, 22))


async def test_what_was_left_open_for_more_than_a_day_has_failed(
    conversations: Conversations, pool: asyncpg.Pool
) -> None:
    await conversations.learner(ANNA, "de")
    turns = [
        await conversations.ask(ANNA, "A1-1", "offen", 4),
        await answered(conversations, "A1-1", "nur noch nicht gezeigt"),
    ]
    await pool.execute("UPDATE turns SET asked = asked - interval '2 days'")
    assert [(await begin(conversations, turn)).state for turn in turns] == [TurnState.FAILED, TurnState.ANSWERED]


async def test_who_has_lost_a_turn_writes_nothing_more(conversations: Conversations, pool: asyncpg.Pool) -> None:
    await conversations.learner(ANNA, "de")
    lost = await begin(conversations, await conversations.ask(ANNA, "A1-1", "offen", 4))
    turn = await begin(conversations, lost, again=True)
    before = await pool.fetchrow("SELECT * FROM turns")
    for write in (
        conversations.draft(lost, said("verloren")),
        conversations.shown_in(lost, [1]),
        conversations.end(lost, TurnState.ANSWERED, said("verloren")),
        conversations.close(lost),
        conversations.owe(lost),
    ):
        with pytest.raises(Superseded):
            await write
    await conversations.excuse(lost)
    assert await pool.fetchrow("SELECT * FROM turns") == before
    await conversations.end(turn, TurnState.ANSWERED, said("Antwort"))
    await pool.execute("DELETE FROM turns")
    assert await conversations.draft(turn, said("vergessen")) is TurnState.STOPPED


async def test_an_answer_is_kept_as_far_as_it_has_come(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "de")
    turn = await begin(conversations, await conversations.ask(ANNA, "A1-1", "offen", 4))
    assert await conversations.draft(turn, said("So weit")) is TurnState.ASKED
    left = await begin(conversations, turn, again=True)
    recorded = await conversations.recorded(left)
    assert (left.state, recorded.text, recorded.plain) == (TurnState.ASKED, "So weit", "So weit")
    assert await conversations.stop([turn.id])
    assert not await conversations.stop([turn.id])
    assert await conversations.draft(left, said("So weit, so gut")) is TurnState.STOPPED
    await conversations.end(left, TurnState.ANSWERED, said("So weit, so gut"))
    assert await conversations.state(turn.id) is TurnState.STOPPED


async def test_what_waits_for_others_waits_no_more_when_it_is_stopped(
    conversations: Conversations, pool: asyncpg.Pool
) -> None:
    await conversations.learner(ANNA, "de")
    turns = [await conversations.ask(ANNA, "A1-1", f"{number}?", number) for number in range(3)]
    assert [await conversations.answers_before(turn) for turn in turns] == [0, 1, 2]
    assert await conversations.under_way(ANNA, None) == [turn.id for turn in turns]
    await conversations.stop([turns[1].id])
    locks = await pool.fetch("SELECT lock FROM procrastinate_jobs ORDER BY id")
    assert [row["lock"] for row in locks] == ["place:7:0", None, "place:7:0"]
    assert await conversations.answers_before(turns[2]) == 1


async def test_the_messages_of_a_replaced_turn_are_its_successors(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "de")
    turn = await begin(conversations, await conversations.ask(ANNA, "A1-1", "alt", 4))
    successor = await conversations.ask_again(turn, "neu")
    assert successor is not None
    await conversations.shown_in(turn, [21])  # it was on its way
    assert (await begin(conversations, successor)).replies == (21,)


async def test_questions_wait_for_their_unit_and_are_given_out_once(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    for number, question in enumerate(("wo?", "wann?")):
        await conversations.ask(ANNA, None, question, number, state=TurnState.WAITING)
    turns = await conversations.choose(ANNA, "A1-2")
    assert [(turn.question, turn.unit, turn.state) for turn in turns] == [
        ("wo?", "A1-2", TurnState.ASKED),
        ("wann?", "A1-2", TurnState.ASKED),
    ]
    assert await conversations.choose(ANNA, "A1-2") == []


async def test_a_question_edited_while_it_waits_for_its_unit_goes_on_waiting(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, None, "wo?", 4, state=TurnState.WAITING)
    await conversations.ask_again(turn, "woher?")
    assert [turn.question for turn in await conversations.choose(ANNA, "A1-2")] == ["woher?"]


async def test_the_same_further_question_is_asked_once_at_a_time(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await answered(conversations, "A1-1", "Frage")
    further = await asyncio.gather(
        *(conversations.ask_further(turn, "mehr: Frage", press) for press in ("1", "2", "2"))
    )
    [asked] = filter(None, further)
    await conversations.end(asked, TurnState.ANSWERED, said("mehr"))
    assert await conversations.ask_further(turn, "mehr: Frage", "4") is not None


async def test_a_press_that_is_handled_again_asks_once(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await answered(conversations, "A1-1", "Frage")
    further = await conversations.ask_further(turn, "mehr: Frage", "1")
    assert further is not None
    await conversations.end(further, TurnState.ANSWERED, said("mehr"))
    assert await conversations.ask_further(turn, "mehr: Frage", "1") is None


async def test_an_answer_that_the_chat_does_not_show_yet_is_found_with_its_sources(
    conversations: Conversations,
) -> None:
    await conversations.learner(ANNA, "de")
    turn = await conversations.ask(ANNA, "A1-1", "offen", 4)
    answer = said("Antwort")
    answer.sources.append(Source(1, "A1-1", 5, 6, "Guten Tag!"))
    await conversations.end(turn, TurnState.ANSWERED, answer)
    left = await begin(conversations, turn)
    assert (left.state, left.is_ended) == (TurnState.ANSWERED, True)
    recorded = await conversations.recorded(left)
    assert (recorded.text, recorded.sources) == (answer.text, answer.sources)


async def test_tokens_model_citations_and_time_are_recorded(conversations: Conversations, pool: asyncpg.Pool) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, "A1-1", "Frage", 4)
    answer = said("Antwort")
    answer.first_word_seconds, answer.stop_reason = 0.5, "max_tokens"
    await conversations.end(turn, TurnState.CUT, answer)
    row = await pool.fetchrow("SELECT * FROM turns")
    assert row is not None
    assert (row["state"], row["answer"], row["model"]) == ("cut", "Antwort", "claude-sonnet-4-6")
    assert (row["tokens_in"], row["tokens_out"], row["tokens_cached"]) == (1500, 200, 1100)
    assert row["first_word_seconds"] == 0.5


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "가" * 2000], ids=["NUL", "surrogate", "long"])
async def test_any_question_can_be_kept(conversations: Conversations, text: str) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, "A1-1", text, 4)
    await conversations.end(turn, TurnState.ANSWERED, said(text))


async def test_a_message_asks_once(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, "A1-1", "Frage", 4)
    with pytest.raises(AskedAlready):
        await conversations.ask(ANNA, "A1-1", "Frage", 4)
    edited = await conversations.ask_again(turn, "Die Frage")
    with pytest.raises(AskedAlready):
        await conversations.ask(ANNA, "A1-1", "Frage", 4)
    assert await conversations.turn_of_message(ANNA, 4) == edited


async def test_what_waits_of_a_person_is_counted_wherever_they_asked(conversations: Conversations) -> None:
    for place in (ANNA, TOPIC):
        await conversations.learner(place, "ko")
    await conversations.ask(ANNA, "A1-1", "eins", 1, person=7)
    await conversations.ask(TOPIC, None, "zwei", 2, person=7, state=TurnState.WAITING)
    await conversations.ask(TOPIC, "A1-1", "fremd", 3, person=8)
    await conversations.ask(TOPIC, "A1-1", "von niemandem", 4)
    await answered(conversations, "A1-1", "fertig")
    assert [await conversations.unanswered(ANNA, person, 9) for person in (7, 8, 9)] == [2, 1, 0]
    assert [await conversations.unanswered(place, None, 9) for place in (ANNA, TOPIC)] == [0, 1]
    assert await conversations.unanswered(ANNA, 7, 1) == 1


async def test_a_person_has_one_language_in_all_topics_and_each_topic_its_unit(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "ko")
    await conversations.speak(ANNA, "de")
    learner = await conversations.learner(Place(ANNA.chat, 3), "ko")
    assert (learner.language, learner.unit) == ("de", None)
    await conversations.choose(learner.place, "A1-2")
    await conversations.speak(learner.place, "en")
    home = await conversations.learner(ANNA, "ko")
    assert (home.language, home.unit) == ("en", None)


async def test_topics_of_a_group_may_have_languages_of_their_own(conversations: Conversations) -> None:
    other = Place(TOPIC.chat, 4)
    for place in (TOPIC, other):
        await conversations.learner(place, "ko")
    await conversations.speak(TOPIC, "de")
    assert [(await conversations.learner(place, "ko")).language for place in (TOPIC, other)] == ["de", "ko"]


async def test_a_supergroup_goes_on_where_the_group_was(conversations: Conversations, pool: asyncpg.Pool) -> None:
    old, new = Place(-40), Place(-1001)
    await conversations.learner(old, "de")
    await conversations.choose(old, "A1-2")
    await answered(conversations, "A1-2", "früher", place=old)
    growing = await conversations.ask(old, "A1-2", "gerade", 4)
    await conversations.shown_in(growing, [5])
    await conversations.learner(new, "ko")  # somebody was quicker
    await asyncio.gather(*(conversations.move(old.chat, new.chat) for _ in range(2)))
    learner = await conversations.learner(new, "ko")
    assert (learner.language, learner.unit) == ("de", "A1-2")
    assert [turn.question for turn in await conversations.history(growing)] == ["früher"]
    moved = await conversations.turn(new, growing.id)
    assert moved is not None
    assert (moved.message, moved.replies) == (None, ())
    assert await pool.fetchval("SELECT count(*) FROM learners WHERE chat = $1", old.chat) == 0
