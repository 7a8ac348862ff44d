"""Telegram's rules for formatted text, checked against each other."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.sandbox.telegram.entities import BadEntities, Entity, accept, check_entities, cut_utf16, typed_entities

TEXTS = st.text(st.sampled_from("ab ä한글😀🇩\n\t*"), max_size=40)
ENTITIES = st.lists(
    st.builds(
        Entity,
        st.sampled_from(["bold", "italic", "code", "pre", "blockquote", "text_link"]),
        st.integers(0, 45),
        st.integers(0, 45),
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("text", "entities", "problem"),
    [
        ("😀 ja", [("bold", 1, 2)], "bold[1:3] cuts a surrogate pair"),
        ("😀 ja", [("bold", 0, 6)], "bold[0:6] ends after the text's 5 units"),
        ("eins zwei", [("bold", 0, 0)], "bold[0:0] is empty or negative"),
        ("eins zwei", [("bold", 4, 1)], "bold[4:5] covers nothing but blanks"),
        ("eins zwei", [("shiny", 0, 4)], "shiny[0:4] is of an unknown type"),
        ("eins zwei", [("bold", 0, 6), ("italic", 5, 4)], "italic[5:9] overlaps bold[0:6]"),
        ("eins zwei", [("bold", 0, 9), ("bold", 5, 4)], "bold[5:9] in bold[0:9]: nested in itself"),
        (
            "eins zwei",
            [("bold", 0, 9), ("code", 5, 4)],
            "code[5:9] in bold[0:9]: code mixes with quotes around it only",
        ),
        (
            "eins zwei",
            [("blockquote", 0, 9), ("expandable_blockquote", 5, 4)],
            "expandable_blockquote[5:9] in blockquote[0:9]: quotes can't nest",
        ),
    ],
)
def test_each_fault_of_an_entity_is_named(text: str, entities: list[tuple[str, int, int]], problem: str) -> None:
    assert check_entities(text, [MessageEntity(*entity) for entity in entities]) == [problem]


def test_sound_formatting_has_no_problems() -> None:
    text = "🌳 der Baum\n나무 ja"
    entities = [Entity("blockquote", 0, 14), Entity("bold", 3, 8), Entity("italic", 7, 4), Entity("code", 15, 2)]
    assert check_entities(text, entities) == []


def test_more_text_or_entities_than_a_message_holds_is_a_problem() -> None:
    assert check_entities("😀" * 2049, []) == ["the text has 4098 UTF-16 units, more than 4096"]
    many = [Entity("bold", 2 * i, 1) for i in range(101)]
    assert check_entities("x " * 101, many) == ["101 entities, more than 100"]


@given(TEXTS, ENTITIES)
def test_what_the_strict_check_passes_is_accepted_with_its_words_unchanged(text: str, entities: list[Entity]) -> None:
    if check_entities(text, entities):
        return
    kept_text, kept = accept(text, entities)
    assert [e.type for e in kept] == [e.type for e in sorted(entities, key=lambda e: (e.offset, -e.length))]
    for before, after in zip(sorted(entities, key=lambda e: (e.offset, -e.length)), kept, strict=True):
        words = cut_utf16(text, before.offset, before.end).replace("\t", " ")
        assert words.rstrip(" \n") == cut_utf16(kept_text, after.offset, after.end).rstrip(" \n")


@given(TEXTS, ENTITIES)
def test_what_is_refused_the_strict_check_names_too(text: str, entities: list[Entity]) -> None:
    with suppress(BadEntities):
        accept(text, entities)
        return
    assert check_entities(text, entities)


def test_a_typed_text_has_the_entities_that_telegram_finds() -> None:
    text = "😀 /unit@linguarag_bot A1-3 @anna https://example.org/a?b=1 #deutsch a@b.de 3/4"
    found = {entity.type: cut_utf16(text, entity.offset, entity.end) for entity in typed_entities(text)}
    assert found == {
        "bot_command": "/unit@linguarag_bot",
        "mention": "@anna",
        "url": "https://example.org/a?b=1",
        "hashtag": "#deutsch",
        "email": "a@b.de",
    }
