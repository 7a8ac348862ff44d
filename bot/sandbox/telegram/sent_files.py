"""What a message says of a document or a photo that a bot sends."""

import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.sandbox.telegram.parameters import Parameters, Refused
from bot.sandbox.telegram.switchboard import Switchboard

LARGEST_PHOTO = 10 * 1024 * 1024
MOST_EDGES = 10_000  # width and height together
LONGEST_SHAPE = 20  # times as long as it is wide


def document(switchboard: Switchboard, parameters: Parameters) -> dict[str, Any]:
    name, data = _uploaded(parameters, "document") or ("", b"")
    return {**switchboard.store(data, "documents", name).to_json(), "file_name": name}


def photo(switchboard: Switchboard, parameters: Parameters) -> list[dict[str, Any]]:
    """In one size; Telegram keeps smaller ones too. It may be named by an earlier message's file_id. Raises Refused."""
    if uploaded := _uploaded(parameters, "photo"):
        file = switchboard.store(uploaded[1], "photos", uploaded[0])
    elif parameters.text("photo") in switchboard.files:
        file = switchboard.files[parameters.text("photo")]
    else:
        raise Refused.bad("wrong file identifier/HTTP URL specified")
    width, height = _edges(file.data)
    return [{**file.to_json(), "width": width, "height": height}]


def _uploaded(parameters: Parameters, kind: str) -> tuple[str, bytes] | None:
    """The name and the bytes that came with the request."""
    return parameters.files.get(parameters.text(kind).removeprefix("attach://") or kind)


def _edges(photo: bytes) -> tuple[int, int]:
    """Width and height."""
    if len(photo) > LARGEST_PHOTO:
        raise Refused.bad("too big for a photo")
    try:
        with Image.open(io.BytesIO(photo)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError):
        raise Refused.bad("IMAGE_PROCESS_FAILED") from None
    if width + height > MOST_EDGES or max(width, height) > LONGEST_SHAPE * min(width, height):
        raise Refused.bad("PHOTO_INVALID_DIMENSIONS")
    return width, height
