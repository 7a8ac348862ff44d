"""/why: the passages that the last answer was written from, with their scores in the search."""

from collections.abc import Sequence

from telegram import MessageEntity

from bot.handlers.interaction import Interaction
from bot.reply.inline import utf16
from bot.reply.render import LONGEST_TEXT, Rendered, fitting, render_sources, stacked
from bot.texts import Texts
from bot.tutor.conversations import Conversations
from bot.tutor.passages_used import PassageUsed


class Why:
    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def tell(self, interaction: Interaction) -> None:
        turn = await self._conversations.latest_from_book(interaction.place)
        if turn is None:
            await interaction.say(interaction.texts.why_nothing)
            return
        shown = why_text(interaction.texts, await self._conversations.passages_used(turn))
        await interaction.message.reply_text(shown.text, entities=shown.entities)


def why_text(texts: Texts, passages: Sequence[PassageUsed]) -> Rendered:
    """The passages in a folded quote; below it what the figures mean."""
    figures = _italic(texts.why_figures)
    return stacked(passages_folded(texts, passages, figures), figures)


def passages_folded(texts: Texts, passages: Sequence[PassageUsed], beside: Rendered) -> Rendered:
    """The passages in a folded quote, ✅ before those that the answer cites; as many as fit into a message `beside`
    the rest."""
    lines = [line for passage in passages for line in _lines(texts, passage)]
    title = texts.why_passages.format(count=len(passages))
    return render_sources(title, fitting(lines, LONGEST_TEXT - utf16(title + beside.text)))


def _lines(texts: Texts, passage: PassageUsed) -> list[str]:
    figures = f"{passage.score:.2f} · {passage.likeness:.2f} · {passage.wording:.2f}"
    place = texts.place(passage.unit, passage.title, passage.pages)
    return ["", f"{'✅' if passage.cited else '▫️'} {place} · {figures}", passage.text.replace(" | ", " – ")]


def _italic(text: str) -> Rendered:
    return Rendered(text, (MessageEntity(MessageEntity.ITALIC, 0, utf16(text)),))
