"""The documents and photos that a bot sends: uploaded with the request, or named by an earlier message's file_id."""

from typing import Any

from bot.sandbox.telegram.parameters import Parameters, Refused
from bot.sandbox.telegram.photos import BadPhoto, photo_sizes
from bot.sandbox.telegram.switchboard import StoredFile, Switchboard

LARGEST_UPLOAD = 50 * 1024 * 1024


class SentFiles:
    """What a message says of them. Raises Refused."""

    def __init__(self, switchboard: Switchboard) -> None:
        self._switchboard = switchboard

    def document(self, parameters: Parameters) -> dict[str, Any]:
        name, data = self._uploaded(parameters, "document")
        file = self._known(parameters, "document") if data is None else self._switchboard.store(data, "documents", name)
        return {**file.to_json(), "file_name": name or file.path.rpartition("/")[2]}

    def photo(self, parameters: Parameters) -> list[dict[str, Any]]:
        """Each size is a file of its own. The file id of any size stands for the whole photo."""
        name, data = self._uploaded(parameters, "photo")
        if data is None:
            return self._switchboard.photos[self._known(parameters, "photo").id]
        try:
            sizes = list(photo_sizes(data))
        except BadPhoto as error:
            raise Refused.bad(str(error)) from None
        files = [self._switchboard.store(data, "photos", name) for _ in sizes]
        photo = [
            {**file.to_json(), "width": width, "height": height}
            for file, (width, height) in zip(files, sizes, strict=True)
        ]
        self._switchboard.photos |= dict.fromkeys((file.id for file in files), photo)
        return photo

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
        is_photo = file.id in self._switchboard.photos
        if is_photo != (kind == "photo"):
            names = ("Photo", "Document") if is_photo else ("Document", "Photo")
            raise Refused.bad(f"can't use file of type {names[0]} as {names[1]}")
        return file
