"""What a reply should look like at a given moment: the desired state of its messages. Pure."""

from dataclasses import dataclass, replace
from functools import lru_cache

from telegram import InlineKeyboardMarkup

from bot.reply.inline import utf16
from bot.reply.render import MOST_ENTITIES, NOTHING, Rendered, render, stacked
from bot.reply.split import split

_LONGEST_MESSAGE = 4096

_rendered = lru_cache(512)(render)  # of a long answer only the last part changes


@dataclass(frozen=True, slots=True)
class View:
    """How one message should look."""

    content: Rendered
    keyboard: InlineKeyboardMarkup | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a whole reply should look.

    Attributes:
        placeholder: Shown until the text is due.
        markdown: The text so far, perhaps unfinished.
        ending: Shown below the text.
        known: The addresses that a link in the text may hide behind its label.
        keyboard: Under the last message.
        is_due: Whether there is enough text to show.
        is_final: Whether nothing newer will come.
    """

    placeholder: str = ""
    markdown: str = ""
    ending: Rendered = NOTHING
    known: frozenset[str] = frozenset()
    keyboard: InlineKeyboardMarkup | None = None
    is_due: bool = False
    is_final: bool = False

    def views(self, *, drafts: bool) -> list[View]:
        """The messages, first to last. With `drafts` the last is a draft until the reply is final."""
        views = self._views()
        if views and drafts and not self.is_final:
            views[-1] = replace(views[-1], keyboard=None, draft=True)
        return views

    def _views(self) -> list[View]:
        if not (self.is_due or self.is_final):
            return [View(Rendered(self.placeholder), self.keyboard)] if self.placeholder else []
        parts = [_rendered(part, self.known) for part in split(self.markdown)]
        views = [View(part) for part in self._with_ending(parts) if part]
        if views:
            views[-1] = replace(views[-1], keyboard=self.keyboard)
        return views

    def _with_ending(self, parts: list[Rendered]) -> list[Rendered]:
        """The ending below the last part, or in a message of its own if it does not fit."""
        joined = stacked(parts[-1], self.ending)
        if utf16(joined.text) <= _LONGEST_MESSAGE and len(joined.entities) <= MOST_ENTITIES:
            return [*parts[:-1], joined]
        return [*parts, self.ending]
