"""Files whose page tree is damaged are read as far as one of the readers can open them."""

from ingest.pdf.document import Document
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs import HERE, hostile


async def read(data: bytes) -> Document:
    return await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here)


async def test_a_page_that_is_not_called_one_is_read_in_its_place() -> None:
    data = hostile.pages_with(hostile.words("Die zweite Seite."), {}, b"")
    document = await read(data.replace(b"/Type /Page ", b"            ", 1))
    assert [page.blocks[0].text for page in document.pages] == [
        "Die erste Seite.",
        "Die zweite Seite.",
        "Die letzte Seite.",
    ]


async def test_pages_that_a_file_only_counts_are_named() -> None:
    data = hostile.pages_with(hostile.words("Die zweite Seite."), {}, b"")
    document = await read(data.replace(b"/Count 3", b"/Count 5"))
    assert [page.problem for page in document.pages] == [None, None, None, "unreadable", "unreadable"]
    assert [page.blocks[0].text for page in document.pages[:3]][-1] == "Die letzte Seite."


async def test_tables_of_a_file_that_was_written_anew_are_tables() -> None:
    data = (HERE / "ruled_table.pdf").read_bytes()
    assert b"/Type /Page\n" in data
    whole, anew = await read(data), await read(data.replace(b"/Type /Page\n", b"           \n"))
    assert [block.kind for block in anew.pages[0].blocks] == [block.kind for block in whole.pages[0].blocks]
    assert [block.text for block in anew.pages[0].blocks] == [block.text for block in whole.pages[0].blocks]
