"""Telegram's rules for formatted text. Offsets and lengths count UTF-16 code units throughout.

`accept` does to a bot's text what Telegram does: cleans, trims, and refuses what Telegram refuses.
`check_entities` is stricter: it also names what Telegram would silently repair.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

MOST_ENTITIES = 100
LONGEST_TEXT = 4096

FORMATS = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
CODE = frozenset({"pre", "code"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
LINKS = frozenset({"text_link", "text_mention", "custom_emoji"})
# Telegram finds these itself; from a bot they are taken without effect.
DETECTED = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
KNOWN = FORMATS | CODE | QUOTES | LINKS | DETECTED

# What shows nothing: a text of these alone is empty to Telegram.
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})

_TYPED = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w+)?)"
    r"|(?P<url>\bhttps?://[^\s<>]+)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[\w.-]+\b)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#\w+)"
)


class Formatting(Protocol):
    """What python-telegram-bot's, telegramify-markdown's and our own entities have in common."""

    @property
    def type(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def length(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of formatting; `extra` holds what its type adds (url, language, user)."""

    type: str
    offset: int
    length: int
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        extra = {key: value for key, value in data.items() if key not in ("type", "offset", "length")}
        return cls(str(data["type"]), int(data["offset"]), int(data["length"]), extra)

    def to_json(self) -> dict[str, Any]:
        return {"type": self.type, "offset": self.offset, "length": self.length, **self.extra}

    @property
    def end(self) -> int:
        return self.offset + self.length


class BadEntities(ValueError):
    """Telegram refuses these entities."""


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: blanks, zero-width characters, nothing at all."""
    return all(unicodedata.category(character) in _INVISIBLE for character in text)


def cut_utf16(text: str, start: int, end: int | None = None) -> str:
    """A slice by UTF-16 offsets; a surrogate pair cut in two shows as replacement characters."""
    units = text.encode("utf-16-le")[2 * start : None if end is None else 2 * end]
    return units.decode("utf-16-le", errors="replace")


def check_entities(text: str, entities: Sequence[Formatting]) -> list[str]:
    """Everything that is wrong with the formatting of a text, one sentence each; none when it is sound.

    Bounds, cut surrogates, blank or unknown entities, partial overlap, what may not nest, and the limits of
    100 entities and 4096 units.
    """
    problems = []
    if utf16_length(text) > LONGEST_TEXT:
        problems.append(f"the text has {utf16_length(text)} UTF-16 units, more than {LONGEST_TEXT}")
    if len(entities) > MOST_ENTITIES:
        problems.append(f"{len(entities)} entities, more than {MOST_ENTITIES}")
    borders = _character_borders(text)
    total = utf16_length(text)
    for entity in entities:
        if problem := _misplaced(entity, borders, total):
            problems.append(f"{_name(entity)} {problem}")
        elif not cut_utf16(text, entity.offset, entity.offset + entity.length).strip():
            problems.append(f"{_name(entity)} covers nothing but blanks")
    return problems + list(_misnested(sorted(entities, key=lambda e: (e.offset, -e.length))))


def accept(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """The text and entities that Telegram keeps: control characters become blanks, the ends are trimmed (not before
    an entity's start), and only the first 100 entities stay. (It also takes out carriage returns and direction marks.)

    Raises:
        BadEntities: An entity lies outside the text or cuts a surrogate pair.
    """
    ordered = sorted((e for e in entities if e.length != 0), key=lambda e: (e.offset, -e.length))
    borders, total = _character_borders(text), utf16_length(text)
    for entity in ordered:
        if problem := _misplaced(entity, borders, total):
            raise BadEntities(f"can't parse entities: {_name(entity)} {problem}")
    cleaned = re.sub("[\x00-\x09\x0b-\x1f]", " ", text)
    return _trim(cleaned, [entity for entity in ordered if entity.type not in DETECTED])


def typed_entities(text: str) -> tuple[Entity, ...]:
    """What Telegram finds in a text that a person types: commands, mentions, links, hashtags."""
    return tuple(
        Entity(match.lastgroup or "", utf16_length(text[: match.start()]), utf16_length(match.group()))
        for match in _TYPED.finditer(text)
    )


def _name(entity: Formatting) -> str:
    return f"{entity.type}[{entity.offset}:{entity.offset + entity.length}]"


def _misplaced(entity: Formatting, borders: set[int], total: int) -> str | None:
    end = entity.offset + entity.length
    if entity.type not in KNOWN:
        return "is of an unknown type"
    if entity.offset < 0 or entity.length <= 0:
        return "is empty or negative"
    if end > total:
        return f"ends after the text's {total} units"
    return "cuts a surrogate pair" if not {entity.offset, end} <= borders else None


def _misnested(ordered: Sequence[Formatting]) -> Iterator[str]:
    open_ones: list[Formatting] = []
    for entity in ordered:
        open_ones = [o for o in open_ones if o.offset + o.length > entity.offset]
        for outer in open_ones:
            if entity.offset + entity.length > outer.offset + outer.length:
                yield f"{_name(entity)} overlaps {_name(outer)}"
            elif reason := _forbidden(outer.type, entity.type):
                yield f"{_name(entity)} in {_name(outer)}: {reason}"
        open_ones.append(entity)


def _forbidden(outer: str, inner: str) -> str | None:
    if outer == inner:
        return "nested in itself"
    if outer in CODE or (inner in CODE and outer not in QUOTES):
        return "code mixes with quotes around it only"
    if outer in QUOTES and inner in QUOTES:
        return "quotes can't nest"
    if outer in LINKS and inner in LINKS | QUOTES:
        return "links can't contain it"
    return None


def _character_borders(text: str) -> set[int]:
    borders, position = {0}, 0
    for character in text:
        position += 2 if character > "\uffff" else 1
        borders.add(position)
    return borders


def _trim(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    text = text.rstrip(" \n")
    total = utf16_length(text)
    clipped = [replace(e, length=min(e.end, total) - e.offset) for e in entities if e.offset < total]
    shown = [e for e in clipped if cut_utf16(text, e.offset, e.end).strip()]
    lead = len(text) - len(text.lstrip(" \n"))
    if shown:
        lead = min(lead, shown[0].offset)
    return text[lead:], tuple(replace(e, offset=e.offset - lead) for e in shown[:MOST_ENTITIES])
