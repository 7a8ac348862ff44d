"""What two models of Tesseract make of one line."""

import pytest

from ingest.pdf.document import around
from ingest.pdf.hocr import Line, Sign, Token, words_in
from ingest.pdf.scripts import merged

WIDTH = 20.0


def line(*words: tuple[float, str, float], top: float = 0.0) -> Line:
    """Words that begin at so many signs, each sign of which is as sure as told."""
    tokens = []
    for place, text, confidence in words:
        starts = [(place + at) * WIDTH for at in range(len(text))]
        signs = tuple(Sign(sign, x, x + WIDTH - 2, confidence) for sign, x in zip(text, starts, strict=True))
        tokens.append(Token(signs, (signs[0].x0, top, signs[-1].x1, top + 30), confidence))
    return Line(tokens, around(token.box for token in tokens), top + 25, 0.0, 30.0)


def texts(own: list[Line], other: list[Line]) -> list[str]:
    return [" ".join(token.text for token in line.tokens) for line in merged(own, other)]


def test_each_word_is_read_by_the_model_that_knows_its_letters() -> None:
    korean = line((0, "다11", 97), (5, "나는", 99), (8, "쉰", 99))
    german = line((0, "Ich", 99.5), (5, "Le", 92), (8, "A", 94))
    assert texts([korean], [german]) == ["Ich 나는 쉰"]


@pytest.mark.parametrize(
    ("korean", "german", "read"),
    [
        ("04는", "dus", "du는"),
        ("516가", "Sie?", "Sie가"),
        ("66동사에", "besAt", "be동사에"),
        ("50분", "SO8", "50분"),
        ("10명", "IO8", "10명"),
        ("친구,", "A7,", "친구,"),
    ],
)
def test_particles_stay_behind_words_of_another_script_and_digits_behind_none(
    korean: str, german: str, read: str
) -> None:
    assert texts([line((0, korean, 98.5))], [line((0, german, 97))]) == [read]


@pytest.mark.parametrize(
    ("korean", "german", "read"), [("516", "sie", "sie"), ("64520.", "Busan.", "Busan."), ("10", "IO", "10")]
)
def test_a_word_of_the_one_model_is_no_number_of_the_other(korean: str, german: str, read: str) -> None:
    assert texts([line((0, korean, 99.5))], [line((0, german, 97))]) == [read]


def test_a_letter_alone_is_no_number_in_a_line_of_words_that_the_model_of_latin_knows() -> None:
    korean, german = line((0, "6", 99.8), (3, "16", 60)), line((0, "B", 98), (3, "Die", 98), (7, "Frau", 97))
    assert texts([korean], [german]) == ["B Die Frau"]
    assert texts([line((0, "6", 99.8), (3, "사과", 99))], [line((0, "B", 98), (3, "AZ", 70))]) == ["6 사과"]


def test_no_syllable_stands_within_a_word_of_other_letters() -> None:
    for korean in ("1다1", "|다1"):
        assert texts([line((0, korean, 99))], [line((0, "Ich", 90))]) == ["Ich"]


def test_a_wide_latin_letter_is_read_once() -> None:
    assert texts([line((0, "Ｌ61<01", 98.5))], [line((0, "Lektion", 97))]) == ["Lektion"]


def test_what_only_one_model_finds_stays_and_columns_are_not_mixed() -> None:
    left, right = line((0, "나는", 99)), line((10, "너는", 99))
    assert texts([left, right], [line((10, "Le", 90)), line((0, "Gut", 99), top=50)]) == ["나는", "너는", "Gut"]


def test_what_one_model_finds_twice_is_read_once() -> None:
    """The feet of a line's letters as a line of their own."""
    whole, feet = line((0, "나는", 99), (3, "516", 99.5)), line((3, "ㄴ", 62), top=20)
    feet = feet._replace(box=(feet.box[0], 20.0, feet.box[2], 29.0))
    both = merged([whole, feet], [line((0, "IE", 70), (3, "sie", 97))])
    assert [word.text for word in words_in(both, 1.0)] == ["나는", "sie"]


def test_a_line_of_korean_is_as_large_as_its_words_though_some_are_boxed_as_high_as_the_line() -> None:
    def sized(*heights: float) -> float:
        read = line((0, "주말에는", 95), (6, "가족과", 95), (11, "함께", 95), (15, "등산을", 95))
        tokens = [token._replace(box=(*token.box[:3], high)) for token, high in zip(read.tokens, heights, strict=True)]
        return next(words_in([read._replace(tokens=tokens)], 1.0)).size

    assert sized(30, 42, 42, 31) == pytest.approx(sized(30, 30, 30, 30), rel=0.05)


def test_a_page_leans_as_its_long_lines_do() -> None:
    short = [line((0, "Salat", 95), top=top)._replace(slope=0.01) for top in (0, 40, 80)]
    price = line((90, "5,80", 95), top=40)._replace(slope=0.01)
    long = line(*((6 * place, "Wort", 95) for place in range(9)), top=120)
    bases = {word.text: word.base for word in words_in([*short, price, long], 1.0)}
    assert bases["Salat"] - 40 == bases["5,80"]


def test_a_number_beside_two_lines_is_of_neither_though_tesseract_has_it_in_the_second() -> None:
    """As a number of contents is, in the middle of a title's two lines."""
    others = [line((0, "제목", 95), (4, "쪽", 95), top=top) for top in (100, 150, 200)]
    second = line((0, "02", 95), (9, "까?", 95), top=30)
    number, rest = second.tokens
    second = second._replace(tokens=[number._replace(box=(0, 8, 38, 32)), rest], base=60.0, size=55.0)
    words = {word.text: word for word in words_in([*others, second], 1.0)}
    assert (words["02"].base, words["까?"].base) == (32, 60)
    assert words["02"].size == words["까?"].size == words["제목"].size


def test_digits_that_are_set_wide_are_one_number() -> None:
    def read(gap: float) -> list[str]:
        tokens = [line((at * (1 + gap / WIDTH), digit, 95)).tokens[0] for at, digit in enumerate("02")]
        return [word.text for word in words_in([line((0, "02", 95))._replace(tokens=tokens)], 1.0)]

    assert [read(6.0), read(12.0)] == [["02"], ["0", "2"]]
