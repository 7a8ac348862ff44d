"""Objects are what pdfminer makes of them, and no others are parsed for one."""

import io
from collections.abc import Sequence

import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from ingest.pdf.objects import Objects
from tests.pdfs.hostile import assemble, stream

KINDS = [
    b"<< /Type /Font /Widths [250 -3 +4.5 .5 6.] /Name (a) /Id <0aFF> /Of 1 0 R /Is true /Not false >>",
    b"[ [1 0 R 7 0 R] << /A << /B [ ] >> >> (Stra\xdfe) ]",
    rb"<< /Title (with \(brackets\) and \344) /Nested (a (b) c) /A#20B /C#23 >>",
    b"<< /Nothing null /Here 1 >>",
    b"<< /A % a comment >>\n /B >>",
    b"<< /Odd <abc> /Signs [1 -- 2 --3 1.2.3 4-5] >>",
    b"<< /Not closed [ 1 2 >>",
    b"[ 1 2 >> ]",
    b"/Name",
    b"17",
    b"0",
    b"",
]


def packed(objects: Sequence[bytes], shift: int = 0) -> bytes:
    """A file whose objects from 10 on are in one stream; `shift`: by how much its table of them is wrong."""
    places = [sum(len(each) + 1 for each in objects[:at]) for at in range(len(objects))]
    table = b" ".join(b"%d %d" % (number + shift, place) for number, place in enumerate(places, 10))
    body = table + b" " + b" ".join(objects)
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(table) + 1)
    data = assemble({1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: stream(body, entries)})
    rows = b"".join(b"\1" + data.find(b"\n%d 0 obj" % number).to_bytes(2) + b"\0" for number in (1, 3)) + b"".join(
        b"\2" + (3).to_bytes(2) + bytes([at]) for at in range(len(objects))
    )
    index = b"/Index [1 1 3 1 10 %d] /W [1 2 1] /Root 1 0 R /Size 99 /Type /XRef" % len(objects)
    begin = len(data)
    data += b"4 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(rows, index), begin)
    return data


def found(document: PDFDocument, number: int) -> str:
    try:
        return repr(document.getobj(number))
    except Exception as broken:
        return repr(type(broken))


def both(data: bytes) -> tuple[PDFDocument, Objects]:
    usual, ours = (PDFDocument(PDFParser(io.BytesIO(data))) for _ in range(2))
    return usual, Objects.of(ours)


@pytest.mark.parametrize("shift", [0, 1])
def test_objects_in_a_stream_are_what_pdfminer_makes_of_them(shift: int) -> None:
    for kind in KINDS:
        usual, ours = both(packed([b"<< /First 1 >>", kind, b"<< /Last 1 >>"], shift))
        assert found(ours, 11) == found(usual, 11)


def test_no_other_object_of_a_stream_is_parsed() -> None:
    _, ours = both(packed([b"<< /First 1 >>", b"[" * 2_000, b"<< /Last 1 >>"]))
    assert (ours.getobj(10), ours.getobj(12)) == ({"First": 1}, {"Last": 1})
