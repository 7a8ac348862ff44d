"""Learners and turns in Postgres."""

import asyncio

import asyncpg
import pytest

from bot.tutor.answer import Answer, Source, Usage
from bot.tutor.conversations import AskedAlready, Conversations, Place, Turn, TurnState

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


async def test_what_a_stopped_process_left_open_is_found_again(conversations: Conversations) -> None:
    await conversations.learner(ANNA, "de")
    await conversations.close(await answered(conversations, "A1-1", "fertig"))
    turn = await conversations.ask(ANNA, "A1-1", "offen", 4)
    await conversations.shown_in(turn, [21, 22])
    [(left, learner)] = await conversations.under_way()
    assert (left.question, left.replies, learner.language) == ("offen", (21, 22), "de")


async def test_what_was_left_open_for_more_than_a_day_has_failed(
    conversations: Conversations, pool: asyncpg.Pool
) -> None:
    await conversations.learner(ANNA, "de")
    await conversations.ask(ANNA, "A1-1", "offen", 4)
    await answered(conversations, "A1-1", "nur noch nicht gezeigt")
    await pool.execute("UPDATE turns SET asked = asked - interval '2 days'")
    assert [turn.state for turn, _ in await conversations.under_way()] == [TurnState.FAILED, TurnState.ANSWERED]
    assert [row["state"] for row in await pool.fetch("SELECT state FROM turns ORDER BY id")] == ["failed", "answered"]


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
    [(left, _)] = await conversations.under_way()
    assert left.state is TurnState.ANSWERED
    recorded = await conversations.recorded(left)
    assert (recorded.text, recorded.sources) == (answer.text, answer.sources)


async def test_tokens_model_citations_and_time_are_recorded(conversations: Conversations, pool: asyncpg.Pool) -> None:
    await conversations.learner(ANNA, "ko")
    turn = await conversations.ask(ANNA, "A1-1", "Frage", 4)
    answer = said("Antwort")
    answer.first_word_seconds = 0.5
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
