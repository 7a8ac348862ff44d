"""A document <-> compressed JSON."""

import zlib

from pydantic import TypeAdapter, ValidationError

from ingest.pdf.document import Document

_DOCUMENT = TypeAdapter(Document)


def packed(document: Document) -> bytes:
    """A whole book takes a moment."""
    return zlib.compress(_DOCUMENT.dump_json(document), level=1)


def unpacked(compressed: bytes) -> Document | None:
    """None: an earlier version has packed it otherwise, and the file has to be read again."""
    try:
        return _DOCUMENT.validate_json(zlib.decompress(compressed))
    except ValidationError:
        return None
