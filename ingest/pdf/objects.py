"""A PDF's objects, parsed when they are asked for.

Many may be packed into one stream, and pdfminer parses all of it for one of them. In a book from LaTeX or InDesign its
pages lie in nearly all streams, and each child would parse the whole book before it reads its own pages.
"""

import re
from binascii import unhexlify
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSLiteral, literal_name

LONGEST_PLAIN = 20_000  # bytes of an object that may be plain
_ENDS = {b"[": b"]", b"<<": b">>"}


class _Kind:
    REFERENCE, WHOLE, NUMBER, NAME, STRING, HEX, TRUTH, SYNTAX = range(1, 9)


_PLAIN = re.compile(
    rb"""\s*+(?:
      (\d+) \s+ \d+ \s+ R (?![^\s/\[\]()<>])
    | ([-+]?\d+) (?![^\s/\[\]()<>])
    | ([-+]?(?:\d+\.\d*|\.\d+)) (?![^\s/\[\]()<>])
    | / ([^\#/%\[\]()<>{}\s\0\x80-\xff]*+)
    | \( ([^()\\]*+) \)
    | < ((?:[0-9a-fA-F]{2})*+) >
    | (true|false) (?![^\s/\[\]()<>])
    | (<<|>>|\[|\])
    )\s*+""",
    re.VERBOSE,
)
_ALONE = re.compile(rb"(\d+)\s+\d+\s+obj(?![^\s/\[\]()<>])(.*?)endobj", re.DOTALL)


class Objects(PDFDocument):
    _data: bytes
    _tables: dict[int | None, list[int]]

    @classmethod
    def of(cls, document: PDFDocument, data: bytes) -> "Objects":
        """What pdfplumber has opened, made one of these. `data`: the file's."""
        document.__class__ = cls
        assert isinstance(document, cls)
        document._data, document._tables = data, {}
        return document

    def _getobj_parse(self, pos: int, objid: int) -> object:
        found = _ALONE.match(self._data, pos, pos + LONGEST_PLAIN)
        with suppress(ValueError):
            if found and int(found[1]) == objid and (plain := self._plain(found[2])):
                return plain
        return super()._getobj_parse(pos, objid)

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        """As pdfminer finds it where the stream's table does not fit."""
        try:
            first, data = int(stream["First"]), stream.get_data()
            table = self._tables.get(stream.objid) or self._tables.setdefault(
                stream.objid, [*map(int, data[:first].split())]
            )
            number, start, *after = table[2 * index : 2 * index + 4]
            if number != objid or len(table) != 2 * int(stream["N"]):
                raise ValueError("another table")
            text = data[first + start : first + after[1] if after else None]
            return self._plain(text) or self._parsed(text)
        except (KeyError, TypeError, ValueError, PSEOF):
            return super()._getobj_objstm(stream, index, objid)

    def _parsed(self, text: bytes) -> Any:
        """The object there. Raises PSEOF if there is none."""
        parser = PDFStreamParser(text + b"\n")
        parser.set_document(self)
        return parser.nextobject()[1]

    def _plain(self, text: bytes) -> Any:
        """The same in a fifth of the time, where nothing is there that is seldom seen; else None."""
        items: list[Any] = []
        outer: list[tuple[bytes, list[Any]]] = []
        at = 0
        while found := _PLAIN.match(text, at):
            at, kind = found.end(), found.lastindex or 0
            token = found[kind]
            if kind != _Kind.SYNTAX:
                items.append(self._single(kind, token))
            elif token in _ENDS:
                outer.append((_ENDS[token], items))
                items = []
            elif not outer or outer[-1][0] != token:
                return None
            else:
                whole = items if token == b"]" else _dictionary(items)
                items = outer.pop()[1]
                items.append(whole)
        return items[0] if at == len(text) and len(items) == 1 and not outer else None

    def _single(self, kind: int, token: bytes) -> Any:
        match kind:
            case _Kind.REFERENCE:
                return PDFObjRef(self, int(token))
            case _Kind.WHOLE:
                return int(token)
            case _Kind.NUMBER:
                return float(token)
            case _Kind.NAME:
                return LIT(token.decode())
            case _Kind.HEX:
                return unhexlify(token)
            case _Kind.TRUTH:
                return token == b"true"
        return token


def _dictionary(items: Sequence[Any]) -> dict[str, Any]:
    """Raises ValueError if these are no names and values in turn."""
    names, values = items[::2], items[1::2]
    if not all(name.__class__ is PSLiteral for name in names):
        raise ValueError("no names")
    return dict(zip(map(literal_name, names), values, strict=True))
