"""Nothing of the book goes with a friendly line."""

import asyncpg
import pytest

from bot.tutor.small_talk import is_small_talk
from bot.tutor.turns import Learner, Place, Turn
from bot.tutor.tutor import prepare, topic_of
from ingest.embedders import choose_embedder
from ingest.library import Library

FRIENDLY = """\
고마워!
아하 이해했어요 ㄱㅅㄱㅅ
안녕하세요 독일어 처음입니다 잘부탁드려요
오늘은 여기까지 할게요 굿밤
ㅋㅋㅋ
👍🙂
Thank you so much!
Danke, alles klar!"""

TO_BE_ANSWERED = """\
안녕 독일어로
danke 뜻
고마워요 근데 einen은요
ㅇㅇ 하나 더
네
gut
tomorrow
Gute Nacht는 언제 써요
이해했어요 다음 문제 주세요
Danke?
??"""


def turn(question: str, answer: str = "") -> Turn:
    return Turn(1, Place(1), "A1-3", question, answer=answer)


@pytest.mark.parametrize("message", FRIENDLY.splitlines())
def test_greetings_thanks_and_goodbyes_are_friendly_lines(message: str) -> None:
    assert is_small_talk(message)


@pytest.mark.parametrize("message", TO_BE_ANSWERED.splitlines())
def test_what_asks_or_names_anything_is_none(message: str) -> None:
    assert not is_small_talk(message)


async def test_nothing_of_the_book_goes_with_it_and_nothing_is_said_of_the_book(pool: asyncpg.Pool) -> None:
    request = await prepare(Library(pool, choose_embedder("")), Learner(Place(1), "ko", "A1-3"), turn("고마워!"), [])
    assert request.passages == []
    assert request.prompt.messages == [{"role": "user", "content": [{"type": "text", "text": "고마워!"}]}]


def test_what_follows_it_goes_on_from_what_was_said_before() -> None:
    said = [turn("einen은 언제 써요?", "4격이에요."), turn("고마워!", "천만에요!")]
    assert topic_of(turn("그럼 여자는요?"), said) == ["그럼 여자는요?", "einen은 언제 써요?"]
