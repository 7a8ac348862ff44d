"""Lines of Korean that end in mid-word."""

from ingest.pdf.letters.chars import Char
from ingest.pdf.letters.clean import WORD_JOINER
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
