"""What learners ask about weighs more than how they ask."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.concepts import GRAMMAR
from ingest.search.question import query_terms
from ingest.search.terms import terms


def weights(question: str) -> dict[str, float]:
    return {each.term: each.weight for each in query_terms(question) if " " not in each.term}


def lacks(question: str) -> dict[str, float]:
    return {each.term: each.lack for each in query_terms(question) if each.lack}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Was heißt Blumenkohl?", "blumenkohl"),
        ("Wie sagt man Steckdose auf Deutsch?", "steckdos"),
        ("What does Trinkgeld mean?", "trinkgeld"),
        ("Erklär mir bitte den Unterschied zwischen kennen und wissen.", "kenn"),
        ("weil은 언제 써요?", "weil"),
        ("wenn이랑 als 차이가 뭐예요?", "wenn"),
        ("무지개는 독일어로 뭐라고 해요?", "무지"),
        ("um zu 설명해 주세요", "um"),
        ("Wie sagt man 미혼 auf Deutsch?", "미혼"),
        ("When do I use du?", "du"),
    ],
)
def test_what_a_question_is_about_weighs_most(question: str, word: str) -> None:
    weighed = weights(question)
    assert max(weighed, key=lambda term: weighed[term]) == word


def test_a_common_korean_word_outweighs_all_others_of_a_question_in_english() -> None:
    weighed = {each.term: each.weight for each in query_terms("What does 친구 mean?")}
    assert weighed.pop("친구") > sum(weighed.values())


def test_korean_that_asks_for_something_weighs_little_behind_a_german_sentence() -> None:
    weighed = weights("Ich möchte ein Kaffee bitte. 이거 고쳐줘")
    assert weighed["이거"] + weighed["고쳐"] < weighed["kaffe"] / 2


def test_how_germans_ask_is_what_koreans_ask_about() -> None:
    assert weights("heißt랑 heiße 차이")["heisst"] > 5 * weights("Was heißt Milch?")["heisst"]


def test_an_english_word_is_not_cut_as_if_it_were_german() -> None:
    assert "tim" not in weights("what time is it?")
    assert "tim" in weights("Wie alt ist Tim?")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("学生 뜻이 뭐예요?", "私は学生ですか。"),
        ("待ってください는 무슨 뜻이에요?", "ここでちょっと待って、"),
        ("机の下 뜻", "猫は机の下にいます"),
        ("苹果는 중국어로 어떻게 읽어요?", "我喜欢吃苹果和香蕉。"),
    ],
)
def test_a_word_is_found_in_a_sentence_without_spaces(question: str, text: str) -> None:
    assert {each.term for each in query_terms(question)} & set(terms(text))


def test_the_kind_of_word_that_is_asked_about_says_little() -> None:
    assert weights("trennbare Verben")["trennbar"] > 5 * weights("trennbare Verben")["verb"]


def test_a_book_need_not_have_typing_errors_nor_the_language_of_the_question() -> None:
    assert {"kaffee", "커피"} <= lacks("Kaffee 커피 Kaffeee").keys()
    assert "kaffeee" not in lacks("Kaffee 커피 Kaffeee")
    assert not lacks("expensive breakfast").keys() & {"expensiv", "breakfast"}


def test_a_word_that_is_quoted_has_no_other_words_for_it() -> None:
    assert lacks("obwohl 어순")["obwohl"] == 1 > lacks("obwohl 어순")["어순"]
    assert lacks("Wie geht es mit obwohl weiter?")["obwohl"] < 1
    assert lacks("Wie geht Plusquamperfekt?")["§pluperfect"] == 1


def test_umlauts_may_be_written_in_two_letters() -> None:
    assert weights("Aepfel fuer Moebel") == weights("Äpfel für Möbel")
    assert "neu" in weights("neue Frauen")
    assert "blue" in weights("blue")


@pytest.mark.parametrize("text", ["Passiv", "das Passivs", "수동태는요", "the passive voice", "수동형", "PASSIV?"])
def test_a_term_of_grammar_is_one_in_all_languages(text: str) -> None:
    assert list(GRAMMAR.named_in(text)) == ["§passive"]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Plusquamperfekt", "§pluperfect"),
        ("비분리동사", "§inseparable verb"),
        ("부정관사", "§indefinite article"),
        ("Konjunktiv I", "§subjunctive i"),
        ("Konjunktiv\nII", "§subjunctive ii"),
        ("Konjunktiv in der Schule", "§subjunctive ii"),
    ],
)
def test_a_longer_name_is_not_the_shorter_one_in_it(text: str, term: str) -> None:
    assert list(GRAMMAR.named_in(text)) == [term]


@pytest.mark.parametrize("text", ["14격자", "Unperfektes", "", "21격"])
def test_a_name_inside_another_word_is_none(text: str) -> None:
    assert not GRAMMAR.named_in(text)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_question_wants_each_term_once(question: str) -> None:
    terms = [each.term for each in query_terms(question)]
    assert len(terms) == len(set(terms))
    assert all(0 <= each.weight <= 3 for each in query_terms(question))


def test_a_message_without_any_space_has_weights_like_any_other() -> None:
    assert all(0.0001 < each.weight < 100 for each in query_terms("가나다라마바사" * 300))
