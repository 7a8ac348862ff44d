"""What the bot says, in every language."""

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import get_args

import pytest

from bot.sandbox.screen import PLACEHOLDERS
from bot.texts import LANGUAGES, known_language
from bot.texts.particles import Fitted
from ingest.library import BookState, Stage
from ingest.pdf.reader import Reason
from ingest.units.remarks import Remark

OTHERS = [code for code in LANGUAGES if code != "ko"]


def sentences(language: str) -> dict[str, str]:
    """Every sentence by its path."""

    def walk(path: str, value: object) -> Iterator[tuple[str, str]]:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                yield from walk(f"{path}.{key}", inner)
        else:
            assert isinstance(value, str), path
            yield path, value

    return dict(walk(language, asdict(LANGUAGES[language])))


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_things_with_the_same_names_in_them(language: str) -> None:
    korean = {path.partition(".")[2]: names(text) for path, text in sentences("ko").items()}
    other = {path.partition(".")[2]: names(text) for path, text in sentences(language).items()}
    assert other == korean


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_longer_than_a_message(language: str) -> None:
    for path, text in sentences(language).items():
        assert 0 < len(text) <= 1500, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_stands_for_an_answer_that_is_to_come_begins_like_it(language: str) -> None:
    begun = {path for path, text in sentences(language).items() if text.startswith(PLACEHOLDERS)}
    assert begun == {f"{language}.{name}" for name in ("searching", "thinking", "waiting")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_commands_fit_telegram(language: str) -> None:
    texts = LANGUAGES[language]
    for command, meaning in {**texts.commands, **texts.admin_commands}.items():
        assert command.isascii()
        assert command.islower()
        assert 3 <= len(meaning) <= 256
    for path, text in sentences(language).items():
        if ".button_" in path and not path.endswith(("button_old", "button_not_yours")):
            assert len(re.sub(r"{\w+}", "9.99", text)) <= 32, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_everything_that_can_happen_to_a_book(language: str) -> None:
    texts = LANGUAGES[language]
    assert {*Reason, "set_aside", "not_embedded", "unexpected"} == set(texts.book_failures)
    assert set(get_args(Remark.__annotations__["code"])) == set(texts.book_remarks)
    assert {*Stage, "waiting"} == set(texts.book_stages)
    assert set(BookState) == set(texts.book_states)


@pytest.mark.parametrize(
    ("code", "language"), [("de-AT", "de"), ("EN", "en"), ("ko", "ko"), ("fr", "en"), (None, "en"), ("", "en")]
)
def test_the_telegram_language_decides_and_all_others_get_the_default(code: str | None, language: str) -> None:
    assert known_language(code, "en") == language


@pytest.mark.parametrize(
    ("name", "particles"),
    [
        ("독일어 책", "은 을 으로"),
        ("독일어 노트", "는 를 로"),
        ("단어 길", "은 을 로"),
        ("Lektion 7", "은 을 로"),
        ("Kurs A2!", "는 를 로"),
        ("-1003", "은 을 으로"),
        ("lehrbuch.PDF", "는 를 로"),
        ("Buch", "는 를 로"),
        ("Test", "은(는) 을(를) (으)로"),  # 티 or 테스트, 북 or 부크
        ("Übung ß", "은(는) 을(를) (으)로"),
        ("교재 …?", "은(는) 을(를) (으)로"),
    ],
)
def test_korean_particles_fit_the_name_before_them(name: str, particles: str) -> None:
    topic, thing, aim = particles.split()
    text = Fitted("‘{name}’은(는) {name}을(를) ({name})(으)로").format(name=name)
    assert text == f"‘{name}’{topic} {name}{thing} ({name}){aim}"
