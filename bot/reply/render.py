"""Markdown -> a message's text and entities. Works for every prefix of an answer."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from telegram import MessageEntity
from telegramify_markdown import RenderConfig, convert
from telegramify_markdown.entity import MessageEntity as Parsed

from bot.reply.blocks import clean, complete, read_lines
from bot.reply.inline import unescape, utf16
from bot.reply.tables import typeset

MOST_ENTITIES = 100  # Telegram ignores what goes beyond
LONGEST_TEXT = 3900  # UTF-16 units, under Telegram's 4096

_CODE = ("code", "pre")
_QUOTES = ("blockquote", "expandable_blockquote")


def _plain_symbols() -> RenderConfig:
    """Headings, links and images without telegramify-markdown's emoji."""
    config = RenderConfig.isolated()
    config.cite_expandable = False  # a growing quote must not be folded while it is read
    for name in ("heading_level_1", "heading_level_2", "heading_level_3", "heading_level_4", "image", "link"):
        setattr(config.markdown_symbol, name, "")
    return config


_CONFIG = _plain_symbols()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text and its entities, whose offsets count UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()

    def __add__(self, other: "Rendered") -> "Rendered":
        shift = utf16(self.text)
        moved = (_entity(e.type, e.offset + shift, e.length, e.url, e.language) for e in other.entities)
        return Rendered(self.text + other.text, (*self.entities, *moved))

    def __bool__(self) -> bool:
        """Whether there is any visible character."""
        return any(category(character)[0] in "LNPS" for character in self.text)


NOTHING = Rendered("")


def stacked(*pieces: Rendered) -> Rendered:
    """The visible pieces, with blank lines between them."""
    above, *rest = [piece for piece in pieces if piece] or [NOTHING]
    for piece in rest:
        above += Rendered("\n\n") + piece
    return above


def render(markdown: str, known: frozenset[str] = frozenset()) -> Rendered:
    """Render Markdown. Unfinished formatting at the end is closed; incomplete marks are not shown yet.
    `known`: addresses that a link may hide behind its label."""
    lines = typeset(read_lines(clean(markdown).split("\n")), lambda cell: render(cell, known).text)
    text, parsed = convert(complete(lines, known), latex_escape=False, config=_CONFIG)
    text, joints = unescape(text)
    for entity in parsed:
        end = entity.offset + entity.length
        entity.offset -= bisect_left(joints, entity.offset)
        entity.length = end - bisect_left(joints, end) - entity.offset
    text = text.rstrip()
    lead = len(text) - len(text.lstrip("\n"))
    return Rendered(text[lead:], tuple(_legal(text, parsed, lead))[:MOST_ENTITIES])


def render_sources(title: str, lines: Sequence[str]) -> Rendered:
    """An expandable quote: the title in bold, then a line for each source, without formatting."""
    title = clean(title).strip()
    text = "\n".join((title, *map(clean, lines))).rstrip()
    quote = MessageEntity(MessageEntity.EXPANDABLE_BLOCKQUOTE, 0, utf16(text))
    return Rendered(text, (quote, MessageEntity(MessageEntity.BOLD, 0, utf16(title))))


def fitting(lines: Iterable[str], room: int) -> list[str]:
    """The first lines that fit into `room` UTF-16 units, then '…' if some do not."""
    kept: list[str] = []
    for line in lines:
        room -= utf16(line) + 1
        if room < 0:
            return [*kept, "…"]
        kept.append(line)
    return kept


def _entity(kind: str, offset: int, length: int, url: str | None, language: str | None) -> MessageEntity:
    return MessageEntity(kind, offset, length, url=url, language=language)


def _legal(text: str, parsed: Iterable[Parsed], lead: int) -> Iterator[MessageEntity]:
    """The entities that Telegram accepts: none overlaps code or one of its own kind, none has spaces at its edges."""
    units = memoryview(text.encode("utf-16-le")).cast("H")
    # The library underlines headings; ours are bold lines.
    found = [e for e in parsed if e.type != "underline"]
    code = sorted((e.offset, e.offset + e.length) for e in found if e.type in _CODE)
    pieces = [piece for e in found for piece in ((e,) if e.type in (*_CODE, *_QUOTES) else _around(e, code))]
    trimmed = [_trimmed(piece, units) for piece in pieces]
    open_until: dict[str, int] = {}
    for e in sorted((e for e in trimmed if e.length > 0), key=_outermost_first):
        if e.offset >= open_until.get(e.type, 0):
            open_until[e.type] = e.offset + e.length
            language = e.language and unescape(e.language)[0]
            yield _entity(e.type, e.offset - lead, e.length, e.url and unescape(e.url)[0], language)


def _outermost_first(entity: Parsed) -> tuple[int, int, bool]:
    return entity.offset, -entity.length, entity.type not in _QUOTES


def _around(entity: Parsed, code: Sequence[tuple[int, int]]) -> Iterator[Parsed]:
    start, end = entity.offset, entity.offset + entity.length
    for code_start, code_end in code:
        if start <= code_start and code_end <= end:
            yield replace(entity, offset=start, length=code_start - start)
            start = code_end
    yield entity if start == entity.offset else replace(entity, offset=start, length=end - start)


def _trimmed(entity: Parsed, units: memoryview) -> Parsed:
    start, end = entity.offset, min(entity.offset + entity.length, len(units))
    while start < end and chr(units[start]).isspace():
        start += 1
    while end > start and chr(units[end - 1]).isspace():
        end -= 1
    unchanged = start == entity.offset and end - start == entity.length
    return entity if unchanged else replace(entity, offset=start, length=end - start)
