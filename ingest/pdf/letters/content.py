"""Content streams, read as pdfminer reads them and in a third of the time.

pdfminer calls several functions for each word of syntax. Here plain words, which nearly all are, are found by one
expression; what is not plain (comments, pictures, arrays in arrays, a word that a buffer cuts in two) is left to
pdfminer.
"""

import re
from binascii import unhexlify
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, dict_value, resolve1, stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import ESC_STRING, KWD, LIT, PSKeyword, PSLiteral, keyword_name, literal_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix

_BEFORE, _WORD, _NUMBERS, _STRING, _NAME, _HEX, _SYNTAX = range(1, 8)
_PLAIN = re.compile(
    rb"""\s*+(?:
      ( (?:[-+.0-9][-+.0-9\s]*)? ) ( [A-Za-z][^\#/%\[\]()<>{}\s]*+ (?=[\s/\[\]()<>]) | ['"] )
    | ( [-+.0-9][-+.0-9\s]* (?: (?<=\s) | (?=[/\[\]()<>]) ) )
    | \( ( [^()\\]*+ (?: \\ (?: [nrtbf()\\] | [0-3][0-7]{0,2} | [4-7][0-7]?(?![0-7]) ) [^()\\]*+ )*+ ) \)
    | / ( [^\#/%\[\]()<>{}\s\x80-\xff]++ ) (?=[\s/\[\]()<>])
    | < ( [0-9a-fA-F]*+ ) > (?=[^>])
    | ( [\[\]] | << | >> )
    )""",
    re.VERBOSE,
)
_ESCAPE = re.compile(rb"\\(?:[0-7]{1,3}|.)")


def _string(text: bytes) -> bytes:
    return _ESCAPE.sub(lambda found: _escaped(found[0]), text) if b"\\" in text else text


@cache
def _escaped(sequence: bytes) -> bytes:
    return bytes([ESC_STRING.get(sequence[1:]) or int(sequence[1:], 8)])


def _numbers(text: bytes) -> list[float]:
    return [*map(float, text.decode().split())]  # nearly twice as quick as from bytes


@lru_cache
def _word(name: bytes) -> Any:
    return {b"true": True, b"false": False}.get(name, KWD(name))


_ENDS = {b"[": b"]", b"<<": b">>"}
_PICTURES = {KWD(b"BI"), KWD(b"ID")}


def operators_in(streams: Sequence[PDFStream], stack: list[Any]) -> Iterator[PSKeyword]:
    """One after the other; before each, what it is applied to is put on the stack. Numbers are floats."""
    with suppress(PSEOF):
        yield from _Parser(streams).operators(stack)


class _Parser(PDFContentParser):
    BUFSIZ = 2**16

    def operators(self, stack: list[Any]) -> Iterator[PSKeyword]:
        """Among what `nextobject` finds; and then PSEOF."""
        while True:
            if not self._tokens and self._parse1 == self._parse_main:
                with suppress(ValueError):  # what only looks like numbers
                    yield from self._plain_operators(stack)
            objects = [self.nextobject(), *self.results]
            self.results = []
            for _, item in objects:
                if item.__class__ is PSKeyword:
                    yield item
                else:
                    stack.append(item)

    def _plain_operators(self, stack: list[Any]) -> Iterator[PSKeyword]:
        """Those that come next in the buffer, up to the first that holds something else. Raises ValueError."""
        text = self.buf
        while found := _PLAIN.match(text, self.charpos):
            end = found.end()
            if found.lastindex == _WORD:
                word = _word(found[_WORD])
                if word in _PICTURES:
                    return
                if before := found[_BEFORE]:
                    stack += _numbers(before)
                self.charpos = end
                if word.__class__ is PSKeyword:
                    yield word
                else:
                    stack.append(word)
                continue
            if found.lastindex == _SYNTAX:
                collection, end = _collection(found[_SYNTAX], text, end)
                if not end:
                    return
                stack.append(collection)
            else:
                _put(found, stack)
            self.charpos = end


def _put(found: re.Match[bytes], items: list[Any]) -> None:
    """Adds what was found, which is no word. Raises ValueError."""
    kind = found.lastindex
    if kind == _STRING:
        items.append(_string(found[_STRING]))
    elif kind == _NUMBERS:
        items += _numbers(found[_NUMBERS])
    elif kind == _NAME:
        items.append(LIT(found[_NAME].decode()))
    elif kind == _HEX:
        items.append(unhexlify(found[_HEX]))


def _collection(begin: bytes, text: bytes, end: int) -> tuple[Any, int]:
    """The array or dictionary that goes on there, and where it ends; 0 if there is none, if it holds others or ends
    elsewhere. Raises ValueError."""
    items: list[Any] = []
    while begin in _ENDS and (found := _PLAIN.match(text, end)) and found.lastindex != _WORD:
        end = found.end()
        if found.lastindex != _SYNTAX:
            _put(found, items)
        elif found[_SYNTAX] != _ENDS[begin]:
            break
        elif begin == b"[":
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
        for word in operators_in(known, self.argstack):
            if word not in operators:
                operators[word] = self._operator(word)
            if operator := operators[word]:
                do, count = operator
                arguments = self.pop(count)
                if len(arguments) == count:
                    do(*arguments)

    def pop(self, n: int) -> list[Any]:
        """The last `n` arguments, or as many as there are."""
        if not n:
            return []
        popped = self.argstack[-n:]
        del self.argstack[-n:]
        return popped

    def _operator(self, word: PSKeyword) -> tuple[Callable[..., None], int] | None:
        """What it does, and how many arguments it takes."""
        name = keyword_name(word).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        do = getattr(self, f"do_{name}", None)
        return (do, do.__code__.co_argcount - 1) if do else None

    do_F = PDFPageInterpreter.do_f  # noqa: N815  # which pdfminer takes for nothing

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802  # pdfminer's name
        """With the properties themselves instead of their name."""
        if isinstance(props, PSLiteral):
            props = dict_value(self.resources.get("Properties") or {}).get(literal_name(props))
        super().do_BDC(tag, props)

    def do_Do(self, name: Any) -> None:  # noqa: N802  # pdfminer's name
        """As a part of the layer that it belongs to."""
        form = resolve1(self.xobjmap.get(literal_name(name)))
        self.device.begin_tag(LIT("OC"), form.get("OC") if isinstance(form, PDFStream) else None)
        super().do_Do(name)
        self.device.end_tag()

    def do__w(self, aw: Any, ac: Any, s: Any) -> None:
        """On a line of its own, which pdfminer forgets."""
        self.do_Tw(aw)
        self.do_Tc(ac)
        self.do__q(s)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802  # pdfminer's name
        """Without a copy of the state for each string: nobody keeps it."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)
