"""The request that Claude gets."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.answer_language import language_of_answer
from bot.tutor.grounding import Grounding
from bot.tutor.instructions import INSTRUCTIONS, NOT_FROM_THE_BOOK
from bot.tutor.prompt import HISTORY_TURNS, Exchange, Setting, assemble
from ingest.library import Hit, UnitCard
from ingest.passages import Paragraph, Passage
from ingest.search.gate import Ground
from ingest.tokens import count_tokens
from tests.bot.tutor.asking import HITS, SETTING, hit

UNIT = UnitCard("A1-1", "A1", 1, "Guten Tag!", 1, 2, 3, headings=("du und Sie", "sein"))


def test_the_constant_part_comes_first_and_is_marked_for_the_cache() -> None:
    one = assemble(SETTING, [], HITS, "möchten?")
    other = assemble(Setting("de", "B1", "B1-2"), [], [], "Warum?")
    assert one.system[0] == other.system[0]
    assert one.system[0]["cache_control"] == {"type": "ephemeral"}
    assert one.system[-1] != other.system[-1]


def test_the_contents_of_the_course_are_the_same_for_all_its_learners_and_marked_for_the_cache() -> None:
    contents = (
        UnitCard("A1-1", "A1", 1, "Guten Tag!", 1, 2, 3, headings=("du und Sie", "sein")),
        UnitCard("A1-2", "A1", 2, "", 3, 4, 3),
    )
    one, other = (assemble(Setting("ko", "A1", unit, "", contents), [], [], "?").system for unit in ("A1-1", "A1-2"))
    assert one[:2] == other[:2]
    assert one[1]["text"] == "The book's contents:\nA1-1 Guten Tag!: du und Sie; sein\nA1-2"
    assert "cache_control" in one[1]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("möchten은 언제 써요?", "ko"),
        ("What does this word mean and when do I use it?", "en"),
        ("Ich möchte ein Kuchen.", "de"),
        ("Tisch?", "de"),
        ("?", "de"),
        ("コーヒーはどう注文しますか？", ""),
        ("Làm sao để gọi cà phê?", ""),
        ("Когда в Perfekt используется sein?", ""),
        ("카페에서 咖啡 한 잔?", "ko"),
        ("ㅋㅋㅋ", "ko"),
        ("Was heißt Café?", "de"),
    ],
)
def test_the_answers_language_follows_the_question_where_that_is_clear_or_the_setting(
    question: str, language: str
) -> None:
    assert language_of_answer(question, "de") == language


@pytest.mark.parametrize(("language", "named"), [("ko", "Korean (ko)"), ("", "the one that the question is in")])
def test_the_language_to_answer_in_is_named(language: str, named: str) -> None:
    assert (
        f"Learner's language: {named}\n"
        in assemble(replace(SETTING, language=language), [], [], "?").system[-1]["text"]
    )


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("", "the one that the question is in; but English (en) if that"),
        ("ko", "Korean (ko), as the question is; but English (en) if that"),
        ("en", "English (en)\n"),
    ],
)
def test_a_sentence_of_the_language_being_learned_is_not_answered_in_it(language: str, named: str) -> None:
    """`私は学生です` in a Japanese course is not from a Japanese learner."""
    described = assemble(replace(SETTING, language=language, usual="en"), [], [], "?").system[-1]["text"]
    assert f"Learner's language: {named}" in described


def test_exercises_are_labelled_and_examples_are_not() -> None:
    paragraphs = tuple(Paragraph(text, 5) for text in ("Übung 1 · Ergänzen Sie.", "1. Ich ____ Mina.", "Ich bin da."))
    passage = Passage("A1-3", "", paragraphs, 5, 5, 9)
    content = assemble(SETTING, [], [Hit(passage, "", 1.0, 1.0, 1.0)], "?").messages[-1]["content"]
    texts = [block["text"] for block in content[0]["content"]]
    assert [text.startswith("[exercise] ") for text in texts] == [True, True, False]


def test_the_instructions_obey_their_own_rules() -> None:
    samples = INSTRUCTIONS.partition("# Four answers")[2].partition("# What the text")[0]
    for german in ("Akkusativ", "möchte", "einen", "Kuchen.", "deswegen"):
        told = re.sub(r"\*\*[^*\n]+\*\*|'[^'\n]+'", "", samples)
        assert german not in told
    for sentence in re.findall(r"^(?:- |> )?\*\*[^*\n]+[.?!]\*\*(.*)$", samples, re.MULTILINE):
        assert re.match(r" → [^*]+$", sentence)
    assert f"> {NOT_FROM_THE_BOOK['ko']}" in samples


def test_the_constant_part_is_long_enough_to_be_cached() -> None:
    assert count_tokens(INSTRUCTIONS) >= 1024


def test_language_level_unit_and_title_are_named() -> None:
    text = assemble(SETTING, [], HITS, "möchten?").system[-1]["text"]
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
        (Grounding(Ground.ELSEWHERE, "A1-17", "초대"), "in another unit, A1-17 초대, it seems"),
        (Grounding(Ground.NOWHERE), "nowhere"),
        (Grounding(doubtful=True), "perhaps in this unit, or nowhere"),
        (
            Grounding(Ground.HERE, "A1-17", "초대", True),
            "perhaps in this unit, or in another unit, A1-17 초대, or nowhere",
        ),
        (Grounding(Ground.ELSEWHERE, "A1-17", "초대", True), "perhaps in another unit, A1-17 초대, or nowhere"),
    ],
)
def test_where_the_book_answers_the_question_is_told_and_not_left_to_the_models_guess(
    grounding: Grounding, words: str
) -> None:
    *_, told, _ = assemble(SETTING, [], HITS, "초대?", grounding=grounding).messages[-1]["content"]
    assert words in told["text"]


@pytest.mark.parametrize("unit", ["A1-3", None])
@pytest.mark.parametrize("ground", Ground)
def test_the_instructions_explain_each_place_where_the_book_may_answer(ground: Ground, unit: str | None) -> None:
    prompt = assemble(replace(SETTING, unit=unit), [], HITS, "초대?", grounding=Grounding(ground, "A1-17"))
    [place] = re.findall(r"answers this: (nowhere|in \w+ \w+)", str(prompt.messages))
    assert place in INSTRUCTIONS.lower()


def test_a_passage_of_another_unit_says_so() -> None:
    content = assemble(SETTING, [], [hit("A1-17", 70)], "초대?").messages[-1]["content"]
    assert (content[0]["source"], content[0]["title"]) == ("book/A1-17", "A1-17 Im Café, p. 70 (another unit)")


def test_a_picture_that_came_with_the_question_is_told_of() -> None:
    *_, told, question = assemble(SETTING, [], HITS, "맞아요?", unseen="picture").messages[-1]["content"]
    assert "picture" in told["text"]
    assert question["text"] == "맞아요?"


def test_the_last_answer_is_marked_for_the_cache_for_the_next_question_begins_with_it() -> None:
    *_, answer, _ = assemble(SETTING, [Exchange("Eins?", "Ja."), Exchange("Zwei?", "Nein.")], HITS, "Und?").messages
    assert answer["content"] == [{"type": "text", "text": "Nein.", "cache_control": {"type": "ephemeral"}}]


def test_a_full_history_is_not_written_to_the_cache_for_the_next_one_begins_otherwise() -> None:
    *_, answer, _ = assemble(SETTING, [Exchange("Eins?", "Ja.")] * HISTORY_TURNS, HITS, "Und?").messages
    assert answer == {"role": "assistant", "content": [{"type": "text", "text": "Ja."}]}


def test_a_long_paste_is_remembered_by_its_beginning() -> None:
    earlier = Exchange("Wort " * 1600, "Ja.")
    assert len(assemble(SETTING, [earlier], HITS, "Und?").messages[0]["content"][0]["text"]) == 2000


def test_a_whole_unit_stands_before_the_first_question_where_the_cache_finds_it_again() -> None:
    whole, found = [hit("A1-3", page) for page in (12, 13)], [hit("A1-17", 70)]
    first = assemble(SETTING, [], found, "Eins?", whole=whole)
    later = assemble(SETTING, [Exchange("Eins?", "Ja.")], found, "Zwei?", whole=whole)
    for prompt in (first, later, later.without_history):
        *unit, after = prompt.messages[0]["content"][:3]
        assert [block["title"] for block in unit] == ["A1-3 Im Café, p. 12", "A1-3 Im Café, p. 13"]
        assert ["cache_control" in block for block in unit] == [False, True]
        results = [block for m in prompt.messages for block in m["content"] if block["type"] == "search_result"]
        assert [block["title"] for block in results] == ["A1-3 Im Café, p. 12", "A1-3 Im Café, p. 13", OTHER]
        assert "cache_control" not in after
    assert [m["content"][-1]["text"] for m in later.messages] == ["Eins?", "Ja.", "Zwei?"]
    assert len(later.without_history.messages) == 1


OTHER = "A1-17 Im Café, p. 70 (another unit)"


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=5))
def test_history_alternates_and_the_cache_marks_stay_within_four(history: list[tuple[str, str]]) -> None:
    past = [Exchange(question, answer) for question, answer in history]
    prompt = assemble(replace(SETTING, contents=(UNIT,)), past, HITS, "Und?", whole=HITS)
    roles = [message["role"] for message in prompt.messages]
    assert roles == ["user", "assistant"] * len(history) + ["user"]
    assert str(prompt).count("cache_control") <= 4
