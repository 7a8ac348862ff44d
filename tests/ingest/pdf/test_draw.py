"""Pictures of pages, for a model that sees."""

import io

from PIL import Image

from ingest.pdf.reader import draw_pages
from tests.ingest.textbooks import textbook

CLAUDES_LONGEST_EDGE = 1568


async def test_a_picture_is_as_large_as_claude_looks_at_and_no_larger() -> None:
    pictures = await draw_pages(textbook("Begrüßung"), [1, 2])
    assert set(pictures) == {1, 2}
    assert all(max(Image.open(io.BytesIO(jpeg)).size) == CLAUDES_LONGEST_EDGE for jpeg in pictures.values())
