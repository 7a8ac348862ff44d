"""Content streams, read as pdfminer reads them and in a third of the time.

pdfminer calls several functions for each word of syntax. Here plain words, which nearly all are, are found by one
expression; what is not plain (comments, dictionaries, escapes, a word that a buffer cuts in two) is left to pdfminer.
"""

import re
from binascii import unhexlify
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, PSKeyword, keyword_name

_PLAIN = re.compile(
    rb"""\s*(?:
      ( [-+]?[0-9]{1,15} ) (?=[\s/\[\]()<>])
    | ( [-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+) ) (?=[\s/\[\]()<>])
    | \( ( [^()\\]* ) \)
    | ( [A-Za-z][^\#/%\[\]()<>{}\s]*(?=[\s/\[\]()<>]) | ['"\[\]] )
    | / ( [^\#/%\[\]()<>{}\s\x80-\xff]+ ) (?=[\s/\[\]()<>])
    | < ( (?:[0-9a-fA-F]{2})* ) > (?=[^>])
    )""",
    re.VERBOSE,
)


def _word(name: bytes) -> Any:
    return {b"true": True, b"false": False}.get(name, KWD(name))


_MEANT: tuple[Callable[[bytes], Any], ...] = (int, float, bytes, _word, lambda name: LIT(name.decode()), unhexlify)
_OPEN, _CLOSE, _DATA = KWD(b"["), KWD(b"]"), KWD(b"ID")
_SYNTAX = {_OPEN, _CLOSE, _DATA, *map(KWD, (b"{", b"}", b"<<", b">>", b"BI"))}


def objects_in(streams: Sequence[PDFStream]) -> Iterator[Any]:
    """Operators, and before each what it is applied to."""
    with suppress(PSEOF):
        yield from _Parser(streams).objects()


class _Parser(PDFContentParser):
    def _parse_main(self, s: bytes, i: int) -> int:
        """All plain words from `i` on; where there are none, what pdfminer finds."""
        start = i
        while found := _PLAIN.match(s, i):
            kind = found.lastindex or 0
            token = _MEANT[kind - 1](found[kind])
            self._tokens.append((self.bufpos + found.start(kind), token))
            i = found.end()
            if token is _DATA:  # no syntax follows
                return i
        return i if i > start else super()._parse_main(s, i)

    def objects(self) -> Iterator[Any]:
        """What `nextobject` finds, and then PSEOF."""
        while True:
            if not self._tokens:
                self._tokens.insert(0, self.nexttoken())
            yield from self._plain_objects()
            if self._tokens:
                yield self.nextobject()[1]
                yield from (item for _, item in self.results)
                self.results = []

    def _plain_objects(self) -> Iterator[Any]:
        """Of the tokens there are, up to the first that begins something else."""
        tokens, self._tokens = self._tokens, []
        at = 0
        while at < len(tokens):
            token = tokens[at][1]
            if token.__class__ is not PSKeyword or token not in _SYNTAX:
                yield token
                at += 1
            elif token is _OPEN and (end := _end_of_plain(tokens, at)):
                yield [item for _, item in tokens[at + 1 : end]]
                at = end + 1
            else:
                self._tokens = tokens[at:]
                return


def _end_of_plain(tokens: Sequence[tuple[int, Any]], start: int) -> int:
    """Where the array that begins there ends; 0 if it holds more than plain words, or ends elsewhere."""
    for at in range(start + 1, len(tokens)):
        if tokens[at][1].__class__ is PSKeyword:
            return at if tokens[at][1] is _CLOSE else 0
    return 0


class Interpreter(PDFPageInterpreter):
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

    def _operator(self, word: PSKeyword) -> tuple[Callable[..., None], int] | None:
        """What it does, and how many arguments it takes."""
        name = keyword_name(word).replace("*", "_a").replace('"', "_w").replace("'", "_q")
        do = getattr(self, f"do_{name}", None)
        return (do, do.__code__.co_argcount - 1) if do else None

    def do_TJ(self, seq: Any) -> None:  # noqa: N802  # pdfminer's name
        """Without a copy of the state for each string: nobody keeps it."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)
