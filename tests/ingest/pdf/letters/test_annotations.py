"""Forms that were filled in and comments are read, where they stand or after the page."""

from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs import unseen


async def texts_of(*annotations: bytes, page: bytes = b"") -> list[str]:
    labels = unseen.line("Vorname:", 300) + unseen.line("Wohnort:", 270)
    data = unseen.page(labels, entries=b"%s /Annots [%s]" % (page, b" ".join(annotations)))
    document = await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here)
    return [block.text for block in document.pages[0].blocks][1:]


def field(rect: bytes, more: bytes) -> bytes:
    return b"<< /Type /Annot /Subtype /Widget /DA (/F 11 Tf 0 g) /Rect [%s] %s >>" % (rect, more)


async def test_a_fields_text_goes_on_with_its_label() -> None:
    name = field(b"140 295 300 313", b"/FT /Tx /T (a) /V <FEFF004A00FC007200670065006E>")
    place = field(b"140 265 300 283", b"/Parent << /FT /Ch /T (b) /V (Ulm) >>")
    assert await texts_of(name, place) == ["Vorname: Jürgen", "Wohnort: Ulm"]


async def test_a_field_goes_on_with_its_label_on_a_page_with_another_corner() -> None:
    name = field(b"140 295 300 313", b"/FT /Tx /T (a) /V (Jurek)")
    place = field(b"140 265 300 283", b"/FT /Tx /T (b) /V (Ulm)")
    page = b"/MediaBox [-100 -50 400 600] /CropBox [-50 240 350 580]"
    assert await texts_of(name, place, page=page) == ["Vorname: Jurek", "Wohnort: Ulm"]


async def test_a_broken_annotation_is_passed_over() -> None:
    name = field(b"140 295 300 313", b"/FT /Tx /T (a) /V (Jurek)")
    broken = field(b"/x 3", b""), b"<< /Type /Annot /Subtype /Text /Contents (Wo?) >>", b"17"
    assert await texts_of(*broken, name) == ["Vorname: Jurek", "Wohnort:"]


async def test_what_is_hidden_or_no_text_is_not_read() -> None:
    hidden = field(b"140 295 300 313", b"/F 2 /FT /Tx /T (a) /V (Geheim)")
    button = field(b"140 265 150 275", b"/FT /Btn /T (b) /V /Yes")
    link = b"<< /Type /Annot /Subtype /Link /Rect [50 300 90 310] /Contents (Mehr) >>"
    assert await texts_of(hidden, button, link) == ["Vorname:", "Wohnort:"]


async def test_comments_come_after_the_page() -> None:
    note = b"<< /Type /Annot /Subtype /Text /Rect [350 500 370 520] /Contents (Bitte bis Montag!) >>"
    box = b"<< /Type /Annot /Subtype /FreeText /Rect [50 100 300 130] /DA (/F 10 Tf) /Contents (Sehr gut gemacht.) >>"
    assert await texts_of(note, box) == ["Vorname:", "Wohnort:", "Bitte bis Montag!", "Sehr gut gemacht."]
