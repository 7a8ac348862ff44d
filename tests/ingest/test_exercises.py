"""Exercises are told from examples by their shape."""

import pytest

from ingest.exercises import exercises, labels


@pytest.mark.parametrize(
    "text",
    [
        "Übung 2 · Antworten Sie mit kein.",
        "Ergänzen Sie den Artikel.",
        "1. Ich möchte _______ Tee.",
        "Ich komme (   ) Korea.",
        "연습 3",
        "A3 Hören Sie und sprechen Sie nach.",
        "2 알맞은 것을 고르세요.",
        "Übung 1 | " + "1. Äpfel 2. Tomaten " * 12,
    ],
)
def test_a_task_or_a_gap_makes_an_exercise(text: str) -> None:
    assert list(exercises([text])) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte einen Tee. | 차 한 잔 부탁합니다.",
        "Vorwort · 머리말 …… 4",
        "1. Der Akkusativ steht nach haben.",
        "Grammatik · 1",
        "1 Wohnen Sie in Köln?",
        "시험에서는 „Ich habe gesessen“을 쓰세요.",
    ],
)
def test_an_example_or_a_rule_is_none(text: str) -> None:
    assert list(exercises([text])) == [False]


def test_numbered_items_belong_to_the_exercise_right_above_them() -> None:
    texts = ["Übung 3 · Übersetzen Sie.", "1. 냉장고는 부엌에 있습니다.", "Das ist neu.", "1. Regel"]
    assert list(exercises(texts)) == [True, True, False, False]


def test_a_korean_request_is_a_task_where_gaps_or_items_follow() -> None:
    texts = ["알맞은 것을 고르세요.", "1. ein / einen", "대문자로 쓰세요.", "빈칸에 쓰세요.", "Ich ___ Mina."]
    assert list(exercises(texts)) == [True, True, False, True, True]


@pytest.mark.parametrize("title", ["Lösungen · 정답", "부록 · 정답", "Lösungen zu den Übungen", "Soluciones"])
def test_all_below_the_title_of_an_answer_key_are_exercises(title: str) -> None:
    texts = [title, "1과 연습", "1: 1) -e 2) -st", "neunundneunzig 4. achtzig Cent"]
    assert list(exercises(texts)) == [False, True, True, True]


@pytest.mark.parametrize("text", ["정답은 책 뒤의 Lösungen에 있습니다.", "Compare your answers"])
def test_what_speaks_of_a_key_is_none(text: str) -> None:
    assert list(exercises([text, "Das ist neu."])) == [False, False]


@pytest.mark.parametrize("task", ["4 Completa las frases.", "4. Вставьте глаголы.", "4) Điền vào chỗ trống:"])
def test_a_label_over_gaps_is_an_exercise_in_any_language(task: str) -> None:
    texts = [task, "a) Ana ____ una manzana.", "b) Luis la come."]
    assert list(exercises(texts)) == [True, True, True]
    assert list(labels(texts)) == ["4"]
