"""The sizes in which Telegram keeps a picture that is sent as a photo, if it takes it. Pure."""

import io
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

LARGEST_PHOTO = 10 * 1024 * 1024
MOST_EDGES = 10_000  # width and height together
LONGEST_SHAPE = 20  # times as long as it is wide
EDGES = (90, 320, 800, 1280, 2560)


class BadPhoto(Exception):
    """In Telegram's words."""


def photo_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Width and height of each size that is kept, the largest last. Raises BadPhoto."""
    if len(data) > LARGEST_PHOTO:
        raise BadPhoto("too big for a photo")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError):
        raise BadPhoto("IMAGE_PROCESS_FAILED") from None
    longest = max(width, height)
    if width + height > MOST_EDGES or longest > LONGEST_SHAPE * min(width, height):
        raise BadPhoto("PHOTO_INVALID_DIMENSIONS")
    for edge in sorted({min(edge, longest) for edge in EDGES}):
        yield max(1, width * edge // longest), max(1, height * edge // longest)
