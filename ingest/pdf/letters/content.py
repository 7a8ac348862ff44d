"""Content streams, read as pdfminer reads them and in a third of the time.

pdfminer calls several functions for each word of syntax. Here plain words, which nearly all are, are found by one
expression; what is not plain (comments, pictures, arrays in arrays, a word that a buffer cuts in two) is left to
pdfminer.
"""

import re
from binascii import unhexlify
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, dict_value, stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import ESC_STRING, KWD, LIT, PSKeyword, PSLiteral, keyword_name, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix

_PLAIN = re.compile(
    rb"""\s*(?:
      ( [-+]?[0-9]{1,15} ) (?=[\s/\[\]()<>])
    | ( [-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+) ) (?=[\s/\[\]()<>])
    | \( ( [^()\\]* (?: \\ (?: [nrtbf()\\] | [0-3][0-7]{0,2} | [4-7][0-7]?(?![0-7]) ) [^()\\]* )* ) \)
    | ( [A-Za-z][^\#/%\[\]()<>{}\s]*(?=[\s/\[\]()<>]) | ['"\[\]] | << | >> )
    | / ( [^\#/%\[\]()<>{}\s\x80-\xff]+ ) (?=[\s/\[\]()<>])
    | < ( (?:[0-9a-fA-F]{2})* ) > (?=[^>])
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)")


def _string(text: bytes) -> bytes:
    return _ESCAPE.sub(_escaped, text) if b"\\" in text else text


def _escaped(found: re.Match[bytes]) -> bytes:
    return bytes([ESC_STRING[found[1]] if found[1] in ESC_STRING else int(found[1], 8)])


@lru_cache
def _word(name: bytes) -> Any:
    return {b"true": True, b"false": False}.get(name, KWD(name))


_MEANT: tuple[Callable[[bytes], Any], ...] = (int, float, _string, _word, lambda name: LIT(name.decode()), unhexlify)
_END_OF_ARRAY = KWD(b"]")
_ENDS = {KWD(b"["): _END_OF_ARRAY, KWD(b"<<"): KWD(b">>")}
_SYNTAX = {*_ENDS, *_ENDS.values(), KWD(b"BI"), KWD(b"ID")}


def objects_in(streams: Sequence[PDFStream]) -> Iterator[Any]:
    """Operators, and before each what it is applied to."""
    with suppress(PSEOF):
        yield from _Parser(streams).objects()


class _Parser(PDFContentParser):
    BUFSIZ = 2**16

    def objects(self) -> Iterator[Any]:
        """What `nextobject` finds, and then PSEOF."""
        while True:
            if not self._tokens and self._parse1 == self._parse_main:
                yield from self._plain_objects()
            yield self.nextobject()[1]
            yield from (item for _, item in self.results)
            self.results = []

    def _plain_objects(self) -> Iterator[Any]:
        """Those that come next in the buffer, up to the first that holds something else."""
        text, end = self.buf, self.charpos
        while found := _PLAIN.match(text, end):
            kind, end = found.lastindex or 0, found.end()
            item = _MEANT[kind - 1](found[kind])
            if item.__class__ is PSKeyword and item in _SYNTAX:
                item, end = _collection(item, text, end)
                if not end:
                    return
            self.charpos = end
            yield item


def _collection(begin: PSKeyword, text: bytes, end: int) -> tuple[Any, int]:
    """The array or dictionary that goes on there, and where it ends; 0 if it holds more than plain words, or ends
    elsewhere."""
    items: list[Any] = []
    while begin in _ENDS and (found := _PLAIN.match(text, end)):
        kind, end = found.lastindex or 0, found.end()
        item = _MEANT[kind - 1](found[kind])
        if item.__class__ is not PSKeyword:
            items.append(item)
        elif item is not _ENDS[begin]:
            break
        elif item is _END_OF_ARRAY:
            return items, end
        elif len(items) % 2 == 0 and all(name.__class__ is PSLiteral for name in items[::2]):
            return dict(zip(map(literal_name, items[::2]), items[1::2], strict=True)), end
        else:
            break
    return None, 0


class Interpreter(PDFPageInterpreter):
    _page: Matrix = MATRIX_IDENTITY

    def render_contents(self, resources: Any, streams: Sequence[object], ctm: Matrix = MATRIX_IDENTITY) -> None:
        self._page = ctm
        super().render_contents(resources, streams, ctm=ctm)

    def paint(self, form: PDFStream, matrix: Matrix) -> None:
        """What is no part of the page's contents, when these are painted. `matrix`: from its places to the page's."""
        page = self._page
        self.render_contents(dict_value(form.get("Resources") or {}), [form], ctm=mult_matrix(matrix, page))
        self._page = page

    def execute(self, streams: Sequence[object]) -> None:
        """No stream that is executed already: a form may hold itself."""
        known = [stream for stream in map(stream_value, streams) if stream.objid is not None]
        known = [stream for stream in known if stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in known if stream.objid is not None}
        operators: dict[PSKeyword, tuple[Callable[..., None], int] | None] = {}
        for item in objects_in(known):
            if item.__class__ is not PSKeyword:
                self.argstack.append(item)
                continue
            if item not in operators:
                operators[item] = self._operator(item)
            if known_operator := operators[item]:
                do, count = known_operator
                arguments = self.pop(count)
                if len(arguments) == count:
                    do(*arguments)

    def pop(self, n: int) -> list[Any]:
        """The last `n` arguments, or as many as there are."""
        popped = self.argstack[-n:] if n else []
        del self.argstack[len(self.argstack) - len(popped) :]
        return popped

    def _operator(self, word: PSKeyword) -> tuple[Callable[..., None], int] | None:
        """What it does, and how many arguments it takes."""
        name = keyword_name(word).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        do = getattr(self, f"do_{name}", None)
        return (do, do.__code__.co_argcount - 1) if do else None

    def do_TJ(self, seq: Any) -> None:  # noqa: N802  # pdfminer's name
        """Without a copy of the state for each string: nobody keeps it."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)
