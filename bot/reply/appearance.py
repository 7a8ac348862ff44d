"""What a reader should see of a reply at a given moment. Pure."""

from dataclasses import dataclass, replace
from functools import lru_cache

from telegram import InlineKeyboardMarkup

from bot.reply.inline import utf16
from bot.reply.render import MOST_ENTITIES, NOTHING, Rendered, render, stacked
from bot.reply.split import split

_LONGEST_MESSAGE = 4096

_rendered = lru_cache(512)(render)  # of a long answer only the last part changes


@dataclass(frozen=True, slots=True)
class Face:
    """How one message is to look."""

    content: Rendered
    keyboard: InlineKeyboardMarkup | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """A reply as it is wanted.

    Attributes:
        placeholder: Stands there until the text is due.
        markdown: The text so far, perhaps unfinished.
        ending: Below the text.
        known: The addresses that the text may lead to unseen.
        keyboard: Under the last message.
        is_due: Whether the text is enough to be shown.
        is_final: Whether nothing newer will come.
    """

    placeholder: str = ""
    markdown: str = ""
    ending: Rendered = NOTHING
    known: frozenset[str] = frozenset()
    keyboard: InlineKeyboardMarkup | None = None
    is_due: bool = False
    is_final: bool = False

    def faces(self, *, drafts: bool) -> list[Face]:
        """The messages, first to last. With `drafts` the last is one, until the reply is final."""
        faces = self._faces()
        if faces and drafts and not self.is_final:
            faces[-1] = replace(faces[-1], keyboard=None, draft=True)
        return faces

    def _faces(self) -> list[Face]:
        if not (self.is_due or self.is_final):
            return [Face(Rendered(self.placeholder), self.keyboard)] if self.placeholder else []
        parts = [_rendered(part, self.known) for part in split(self.markdown)]
        faces = [Face(part) for part in self._with_ending(parts) if part]
        if faces:
            faces[-1] = replace(faces[-1], keyboard=self.keyboard)
        return faces

    def _with_ending(self, parts: list[Rendered]) -> list[Rendered]:
        """The ending under the last part, or in a message of its own when it has no room."""
        joined = stacked(parts[-1], self.ending)
        if utf16(joined.text) <= _LONGEST_MESSAGE and len(joined.entities) <= MOST_ENTITIES:
            return [*parts[:-1], joined]
        return [*parts, self.ending]
