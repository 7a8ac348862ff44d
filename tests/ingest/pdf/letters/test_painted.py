"""The letters that a reader sees, and lines of Korean that end in mid-word."""

from unicodedata import normalize

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import SOFT_HYPHEN, WORD_JOINER
from ingest.pdf.letters.painted import letters


def line(number: int, text: str) -> list[Char]:
    base = 100.0 + 16 * number
    return [
        {"text": char, "x0": 10.0 * place, "x1": 10.0 * place + 10, "base": base, "size": 10.0, "fontname": "F"}
        for place, char in enumerate(text)
    ]


def test_a_number_at_a_lines_end_goes_on_where_no_space_stands_behind_it() -> None:
    chars = [*line(0, "그는 1990"), *line(1, "년에 왔고 5~10"), *line(2, "퍼센트를 더 "), *line(3, "받았다고 한다.")]
    ends = [char["text"][0] for char in letters(chars) if char["text"].endswith(WORD_JOINER)]
    assert ends == ["0", "0"]


def test_a_syllable_takes_the_mark_behind_it_into_the_next_line() -> None:
    """For which there was no room, though for the syllable alone there was."""
    chars = [*line(0, "조용히들 계산할게"), *line(1, "요. 우리는 조용히들"), *line(2, "가요 그리고 노래해")]
    ends = [char["text"] for char in letters(chars) if char["text"].endswith(SOFT_HYPHEN)]
    assert ends[0] == f"게{SOFT_HYPHEN}"


def test_parts_of_a_syllable_set_over_each_other_are_one_letter() -> None:
    parts = [
        char | {"x0": 10.0 * at, "x1": 10.0 * at + 0.2}
        for at, text in enumerate("한국어")
        for char in line(0, normalize("NFD", text))
    ]
    assert "".join(char["text"] for char in letters(parts)) == "한국어"
