"""The documents and photos that a bot sends: uploaded with the request, or named by an earlier message's file_id."""

import io
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.sandbox.telegram.parameters import Parameters, Refused
from bot.sandbox.telegram.switchboard import StoredFile, Switchboard

LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_EDGES = 10_000  # width and height together
LONGEST_SHAPE = 20  # times as long as it is wide


class SentFiles:
    """What a message says of them. Raises Refused."""

    def __init__(self, switchboard: Switchboard) -> None:
        self._switchboard = switchboard

    def document(self, parameters: Parameters) -> dict[str, Any]:
        name, data = self._uploaded(parameters, "document")
        file = self._known(parameters, "document") if data is None else self._switchboard.store(data, "documents", name)
        return {**file.to_json(), "file_name": name or file.path.rpartition("/")[2]}

    def photo(self, parameters: Parameters) -> list[dict[str, Any]]:
        """In one size; Telegram keeps smaller ones too."""
        name, data = self._uploaded(parameters, "photo")
        file = self._known(parameters, "photo") if data is None else self._switchboard.store(data, "photos", name)
        width, height = _edges(file.data)
        return [{**file.to_json(), "width": width, "height": height}]

    def _uploaded(self, parameters: Parameters, kind: str) -> tuple[str, bytes | None]:
        """The name and the bytes that came with the request; no bytes if it names an earlier file instead."""
        upload = parameters.files.get(parameters.text(kind).removeprefix("attach://") or kind)
        if upload is None:
            return "", None
        if len(upload[1]) > LARGEST_UPLOAD:
            raise Refused(413, "Request Entity Too Large")
        if not upload[1]:
            raise Refused.bad("file must be non-empty")
        return upload

    def _known(self, parameters: Parameters, kind: str) -> StoredFile:
        reference = parameters.text(kind)
        if not reference or reference.startswith("attach://"):
            raise Refused.bad(f"there is no {kind} in the request")
        file = self._switchboard.files.get(reference)
        if file is None:
            raise Refused.bad("wrong file identifier/HTTP URL specified")
        return file


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
