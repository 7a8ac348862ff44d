"""A small picture of a page, and what of it is not all of one colour."""

from collections.abc import Iterable
from functools import cached_property

import pypdfium2
from PIL import Image

from ingest.pdf.document import Box

MOST_PIXELS = 2_000_000  # A4 at 72 dots an inch has half a million
CONTRAST = 6  # of 255, between a letter and its ground: less can't be seen


class Picture:
    def __init__(self, page: pypdfium2.PdfPage) -> None:
        width, height = page.get_size()
        self._scale = min(1.0, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        drawn = page.render(scale=self._scale, may_draw_forms=True)
        self._width, self._height = drawn.width, drawn.height
        self._row, self._bands = drawn.stride, drawn.n_channels
        self._pixels = memoryview(drawn.buffer)
        self._drawn = drawn

    def part(self, box: Box) -> Image.Image:
        left, right = _pixels(box[0] * self._scale, box[2] * self._scale, self._width)
        top, bottom = _pixels(box[1] * self._scale, box[3] * self._scale, self._height)
        return self._image.crop((left, top, right, bottom)).convert("L")

    @cached_property
    def _image(self) -> Image.Image:
        whole: Image.Image = self._drawn.to_pil()
        return whole

    def shows(self, box: Box) -> bool:
        """Whether not all there is of one colour."""
        scale = self._scale
        left, top = max(0, int(box[0] * scale)), max(0, int(box[1] * scale))
        right, bottom = min(self._width, int(box[2] * scale) + 1), min(self._height, int(box[3] * scale) + 1)
        if right <= left or bottom <= top:
            return False
        middle = (top + bottom) // 2  # nearly all letters can be told by the row there
        return self._differ(left, right, (middle,)) or self._differ(left, right, range(top, bottom))

    def _differ(self, left: int, right: int, rows: Iterable[int]) -> bool:
        start, end, stride = self._bands * left, self._bands * right, self._row
        pixels = b"".join([self._pixels[row * stride + start : row * stride + end] for row in rows])
        for band in range(self._bands):
            values = pixels[band :: self._bands]
            if max(values) - min(values) > CONTRAST:
                return True
        return False


def _pixels(start: float, end: float, count: int) -> tuple[int, int]:
    """At least one of so many: what is drawn may reach far beyond the page, or lie outside it."""
    first = min(max(round(start), 0), count - 1)
    return first, max(first + 1, min(round(end), count))
