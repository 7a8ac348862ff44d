"""Pages -> pictures of them. Runs in the child process."""

import base64
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
from pypdfium2 import PdfiumError

LONGEST_EDGE = 1568  # pixels; Claude makes larger pictures smaller
MOST_SCALE = 4.0
JPEG_QUALITY = 80


def draw(data: bytes, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    """`{"page": n, "jpeg": base64}` for each page that can be drawn."""
    pdf = pypdfium2.PdfDocument(data)
    for number in numbers:
        try:
            page = pdf[number - 1]
            scale = min(LONGEST_EDGE / max(*page.get_size(), 1), MOST_SCALE)
            picture = page.render(scale=scale, grayscale=True).to_pil()
        except PdfiumError:
            continue
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=JPEG_QUALITY)
        yield {"page": number, "jpeg": base64.b64encode(jpeg.getvalue()).decode()}
