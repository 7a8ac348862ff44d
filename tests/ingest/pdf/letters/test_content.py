"""Content streams are read as pdfminer reads them, only sooner."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF, PSException

from ingest.pdf.letters.content import operators_in

WORDS = st.sampled_from(
    [
        *[b"BT", b"Tj", b"TJ", b"T*", b"'", b'"', b"true", b"false", b"null", b"Do%x", b"#", b"\xff", b"\0"],
        *[b"12", b"-7", b"+3", b"1.5", b"-.25", b".5", b"4.", b"--5", b"1.2.3", b"12abc", b"1" * 20, b"-", b"5-3"],
        *[b"/F1", b"/", b"/A#42", b"/\xe4", b"/A/B", b"% Kommentar", b"%"],
        *[b"(Haus)", b"(a\\)b)", b"(a(b)c)", b"(\\374)", b"(", b")", b"(a\rb)", b"()"],
        *[b"(\\q\\\\)", b"(\\7\\778\\477)", b"(\\n\\12)"],
        *[b"<4142>", b"<414>", b"<41 42>", b"<>", b"<41>>", b"<", b">", b"<<", b">>", b"{", b"}", b"[", b"]"],
        *[b"[(a)-250(b)]TJ", b"[1[2]3]", b"<</A[1]/B 2>>BDC", b"<</A 1>>BDC", b"<</A null>>", b"<</A>>", b"<<1 2>>"],
        *[b"BI /W 1 /H 1 ID \x00( EI", b"BI ID xEI ", b"BI", b"ID", b"EI"],
    ]
)
SPACES = st.sampled_from([b" ", b"\n", b"\r\n", b"", b"\0", b"\t", b" " * 3000])
STREAMS = st.lists(st.lists(st.tuples(WORDS, SPACES), max_size=12).map(lambda parts: b"".join(map(b"".join, parts))))


def pdfminers(streams: list[PDFStream]) -> Iterator[Any]:
    with suppress(PSEOF):
        parser = PDFContentParser(streams)
        while True:
            yield parser.nextobject()[1]


def ours(streams: list[PDFStream]) -> Iterator[Any]:
    stack: list[Any] = []
    try:
        for word in operators_in(streams, stack):
            yield from (*stack, word)
            stack.clear()
    except (PSException, AssertionError):
        yield from stack
        raise
    yield from stack


def as_floats(item: Any) -> Any:
    """With all its numbers as such: what they are written as is no matter."""
    match item:
        case list():
            return [as_floats(each) for each in item]
        case dict():
            return {name: as_floats(each) for name, each in item.items()}
        case bool():
            return item
        case int():
            return float(item)
    return item


def told(find: Callable[[list[PDFStream]], Iterator[Any]], contents: list[bytes]) -> list[str]:
    """The objects, and the error that ends them."""
    found = []
    try:
        for item in find([PDFStream({}, content) for content in contents]):
            found.append(f"{item!r} {item.get_data()!r}" if isinstance(item, PDFStream) else repr(as_floats(item)))
    except (PSException, AssertionError) as error:
        found.append(type(error).__name__)
    return found


@given(STREAMS)
@example([b"[(Ein Satz) -250 (und", b" noch einer)] TJ"])
@example([b"BT /F 12 Tf (Haus) Tj ET" * 400])
@example([b"q BI /W 1 /H 1 ID (\xff[<< EI Q"])
@settings(max_examples=100, deadline=None)
def test_any_content_is_parted_into_the_objects_that_pdfminer_finds(contents: list[bytes]) -> None:
    assert told(ours, contents) == told(pdfminers, contents)
