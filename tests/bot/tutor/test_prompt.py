"""The request that Claude gets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.grounding import Grounding
from bot.tutor.prompt import INSTRUCTIONS, Exchange, Setting, assemble
from ingest.search.gate import Ground
from ingest.tokens import count_tokens
from tests.bot.tutor.test_answer import HITS, hit

SETTING = Setting("ko", "A1", "A1-3", "Im Café · 카페에서")


def test_the_constant_part_comes_first_and_is_marked_for_the_cache() -> None:
    one = assemble(SETTING, [], HITS, "möchten?")
    other = assemble(Setting("de", "B1", "B1-2"), [], [], "Warum?")
    assert one.system[0] == other.system[0]
    assert one.system[0]["cache_control"] == {"type": "ephemeral"}
    assert one.system[1] != other.system[1]


def test_the_constant_part_is_long_enough_to_be_cached() -> None:
    assert count_tokens(INSTRUCTIONS) >= 1024


def test_language_level_unit_and_title_are_named() -> None:
    text = assemble(SETTING, [], HITS, "möchten?").system[1]["text"]
    assert "Learner's language: Korean (ko)" in text
    assert "Course and level: A1" in text
    assert "A1-3 'Im Café · 카페에서'" in text


def test_each_passage_is_a_search_result_with_a_block_for_each_paragraph() -> None:
    content = assemble(SETTING, [], HITS, "möchten?").messages[-1]["content"]
    assert [block["type"] for block in content] == ["search_result", "search_result", "text", "text"]
    assert content[0]["title"] == "A1-3 Im Café, p. 12-13"
    assert content[0]["citations"] == {"enabled": True}
    assert [block["text"] for block in content[0]["content"]] == [p.text for p in HITS[0].passage.paragraphs]
    assert content[-1]["text"] == "möchten?"


@pytest.mark.parametrize(
    ("grounding", "words"),
    [
        (Grounding(), "in this unit"),
        (Grounding(Ground.ELSEWHERE, "A1-17", "초대"), "in another unit, A1-17 초대"),
        (Grounding(Ground.NOWHERE), "nowhere"),
    ],
)
def test_where_the_book_answers_the_question_is_told_and_not_left_to_the_models_guess(
    grounding: Grounding, words: str
) -> None:
    *_, told, _ = assemble(SETTING, [], HITS, "초대?", grounding=grounding).messages[-1]["content"]
    assert words in told["text"]


def test_a_passage_of_another_unit_says_so() -> None:
    content = assemble(SETTING, [], [hit("A1-17", 70)], "초대?").messages[-1]["content"]
    assert (content[0]["source"], content[0]["title"]) == ("book/A1-17", "A1-17 Im Café, p. 70 (another unit)")


def test_the_last_answer_is_marked_for_the_cache_for_the_next_question_begins_with_it() -> None:
    *_, answer, _ = assemble(SETTING, [Exchange("Eins?", "Ja."), Exchange("Zwei?", "Nein.")], HITS, "Und?").messages
    assert answer["content"] == [{"type": "text", "text": "Nein.", "cache_control": {"type": "ephemeral"}}]


def test_a_long_paste_is_remembered_by_its_beginning() -> None:
    earlier = Exchange("Wort " * 1600, "Ja.")
    assert len(assemble(SETTING, [earlier], HITS, "Und?").messages[0]["content"]) == 2000


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=5))
def test_history_alternates_and_the_cache_marks_stay_within_four(history: list[tuple[str, str]]) -> None:
    prompt = assemble(SETTING, [Exchange(question, answer) for question, answer in history], HITS, "Und?")
    roles = [message["role"] for message in prompt.messages]
    assert roles == ["user", "assistant"] * len(history) + ["user"]
    assert str(prompt).count("cache_control") <= 4
