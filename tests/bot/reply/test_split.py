"""A long answer is told in several messages, each sound alone, and none changes once the next has begun."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reply.render import render
from bot.reply.split import split
from tests.bot.reply.markdown_texts import ANSWERS, markdown, problems, says_all

# What a line may be nothing but, and what may go on for ever without being closed.
UNENDING = (
    *"~`*_[](|>#-=\\< .가🙂\u0301",
    *("[ ", "](x ", "** ", "`` ", "**a ", "_a ", "[a](", "[a](http://x", "| ", "|-", "> ", "- ", "1. "),
    *("\n", "|\n", ">\n", "- a\n", "~~~\n"),
)
SURROUNDINGS = st.sampled_from(
    ["", "Text\n", "~~~\n", "> ```\n", "| a | b |\n|---|---|\n", "**", "](", "wort", " ` x", " x" * 900]
)
LIMITS = st.sampled_from([600, 1000, 2000])
LONG = ANSWERS["lang"]


@given(markdown, LIMITS)
def test_the_parts_of_any_text_keep_the_limits_and_say_it_all(text: str, limit: int) -> None:
    parts = [render(part) for part in split(text, limit, 40)]
    for part in parts:
        assert not problems(part, most_units=limit, most_entities=40)
    assert says_all("".join(part.text for part in parts), text)


@given(markdown, LIMITS, st.integers(7, 60))
def test_a_part_with_a_successor_never_changes(text: str, limit: int, step: int) -> None:
    finished: list[str] = []
    for end in range(0, len(text) + 1, step):
        parts = split(text[:end], limit, 40)
        assert parts[: len(finished)] == finished
        finished = parts[:-1]


@pytest.mark.timeout(60)  # a second is plenty where time grows with the text and not with its square
@given(SURROUNDINGS, st.sampled_from(UNENDING), st.integers(1, 20_000), SURROUNDINGS, SURROUNDINGS)
def test_a_mark_without_end_is_cut_like_any_other_text(
    before: str, unit: str, length: int, between: str, after: str
) -> None:
    mark = (unit * length)[:length]
    for part in map(render, split(before + mark + between + mark[: length // 3] + after)):
        assert not problems(part)


@pytest.mark.parametrize(
    "fence",
    ["~" * 4100, "```" + "x" * 4100, "> " * 3000 + "```", " " * 5000 + "- ```"],
    ids=["marks", "language", "quote", "indented"],
)
def test_a_fence_longer_than_a_message_ends_all_the_same(fence: str) -> None:
    parts = [render(part) for part in split(f"Anfang\n{fence}\ncode\n" * 3)]
    assert not any(problems(part) for part in parts)
    assert sum(part.text.count("code") for part in parts) == 3


def test_a_long_answer_is_cut_between_its_blocks() -> None:
    parts = split(LONG)
    assert len(parts) >= 3
    assert all(part.startswith(("##", "- ", "Im Thema", "> ", "**")) for part in parts)
    assert all(len(render(part).text) > 2000 for part in parts[:-1])
    assert "\n".join(parts).split() == LONG.split()


def test_a_long_answer_stays_sound_while_it_grows() -> None:
    for end in range(0, len(LONG), 211):
        assert not any(problems(render(part)) for part in split(LONG[:end]))


def test_a_table_over_the_border_says_its_head_again_and_keeps_its_rows_whole() -> None:
    head = "| Deutsch | 한국어 |\n|---|---|\n"
    rows = [f"| das Wort mit der Nummer {n} | 번호가 {n}번인 아주 긴 단어 |" for n in range(60)]
    parts = split(head + "\n".join(rows), 1000)
    assert len(parts) > 2
    assert all(part.startswith(head) for part in parts)
    assert [line for part in parts for line in part.removeprefix(head).split("\n")] == rows


def test_a_code_block_over_the_border_is_opened_again() -> None:
    code = [f"print({n})  # Zeile {n}" for n in range(100)]
    parts = split("Text:\n\n```python\n" + "\n".join(code) + "\n```\n\nEnde.", 1000)
    assert len(parts) > 2
    for part in map(render, parts):
        assert {entity.type for entity in part.entities} == {"pre"}
        assert {entity.language for entity in part.entities} == {"python"}
    shown = "\n".join(render(part).text for part in parts)
    assert [line for line in shown.split("\n") if line.startswith("print")] == code


def test_bold_over_the_border_is_bold_on_both_sides() -> None:
    parts = [render(part) for part in split("**" + "Wort " * 400 + "Ende.**", 1000)]
    assert len(parts) == 3
    for part in parts:
        assert [(entity.type, entity.length) for entity in part.entities] == [("bold", len(part.text))]


def test_a_heading_goes_with_what_follows_it() -> None:
    parts = split("Satz. " * 150 + "\n\n## Titel\n\n" + "Wort " * 100, 1000)
    assert parts[1].startswith("## Titel")


def test_a_paragraph_without_a_border_is_cut_behind_a_sentence() -> None:
    parts = split("Das ist **ein. Satz** auf Deutsch. " * 60, 1000)
    assert all(part.endswith("Deutsch.") for part in parts)
    assert not any("**" in render(part).text for part in parts)


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧‍👦", "🙂", "👍🏽", "e\u0301", "❤️"])
def test_no_character_is_cut_in_two(emoji: str) -> None:
    parts = split(emoji * 700, 1001)
    assert len(parts) > 1
    assert all(part.replace(emoji, "") == "" for part in parts)


def test_many_formats_are_spread_over_messages() -> None:
    text = "\n\n".join(f"**Wort {n}** und *noch eins* mit `code`" for n in range(80))
    parts = [render(part) for part in split(text)]
    assert len(parts) > 2
    assert all(len(part.entities) <= 100 for part in parts)
    assert sum(len(part.entities) for part in parts) == 240
