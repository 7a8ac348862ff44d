"""Pages -> pictures of them. Runs in the child process."""

import base64
import io
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import PdfiumError

LONGEST_EDGE = 1568  # pixels; Claude makes larger pictures smaller
MOST_SCALE = 4.0
JPEG_QUALITY = 80

PAGE_EDGE = 1600  # pixels of a page for people; Telegram makes larger ones smaller
FLATTEST = 19  # times as long as it is wide: Telegram takes no picture of 20
PAPER, MARKER = (255, 255, 255), (255, 236, 130)

Corners = Sequence[Sequence[float]]
"""Of a mark, in points from the top left corner of the page as displayed: where its line begins and ends above the
letters, and then below them."""


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
        yield {"page": number, "jpeg": _jpeg(picture)}


def draw_marked(data: bytes, number: int, marks: Sequence[Corners]) -> Iterator[dict[str, Any]]:
    """`{"jpeg": base64}`: the page as it is printed, with a highlighter drawn over the marks; one that was scanned on
    its side is set upright. Nothing if there is no such page, or it cannot be drawn."""
    try:
        pdf = pypdfium2.PdfDocument(data)
        pdf.init_forms()
        page = pdf[number - 1]
        scale = PAGE_EDGE / max(*page.get_size(), 1)
        picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        turn = 0 if page.get_textpage().count_chars() else _turn(marks)
    except (PdfiumError, IndexError):
        return
    yield {"jpeg": _jpeg(_not_too_flat(_marked(picture, marks, scale).rotate(turn, expand=True)))}


def _turn(marks: Sequence[Corners]) -> int:
    """By how many degrees, against the clock, the page has to be turned so that most marked lines are level."""
    turns = Counter(
        round(math.degrees(math.atan2(right[1] - left[1], right[0] - left[0])) / 90) * 90 for left, right, *_ in marks
    )
    return max(turns, key=turns.__getitem__, default=0)


def _marked(picture: Image.Image, marks: Sequence[Corners], scale: float) -> Image.Image:
    """Marks that lie on each other are no darker, and letters stay as they are."""
    marker = Image.new("RGB", picture.size, PAPER)
    brush = ImageDraw.Draw(marker)
    for corners in marks:
        brush.polygon([(x * scale, y * scale) for x, y in corners], fill=MARKER)
    return ImageChops.multiply(picture, marker)


def _not_too_flat(picture: Image.Image) -> Image.Image:
    least = max(picture.size) // FLATTEST + 1
    if min(picture.size) >= least:
        return picture
    paper = Image.new("RGB", (max(picture.width, least), max(picture.height, least)), PAPER)
    paper.paste(picture)
    return paper


def _jpeg(picture: Image.Image) -> str:
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=JPEG_QUALITY)
    return base64.b64encode(jpeg.getvalue()).decode()
