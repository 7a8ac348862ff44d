"""An answer that has ended, as it stands in the chat: its text, and below it how it ended and its sources. Pure."""

import re

from bot.reply.render import Rendered, render, render_sources, stacked
from bot.texts import Texts
from bot.tutor.answer import Answer
from bot.tutor.claude import WORTH_GOING_ON
from bot.tutor.grounding import BEYOND_THE_BOOK
from bot.tutor.sources import Source
from bot.tutor.turns import OUR_FAULT, UNANSWERED, Turn, TurnState
from ingest.search.gate import Ground

_LONGEST_QUOTE = 60  # characters of a source's words
_FRIENDLY_LINE = 120  # characters of an answer to a greeting or a thank-you
_WHOLE = re.compile(r"[^\W\d]{2}[*_`)\"”“»]*[.!?…。]|\S\n")  # the end of a sentence or a line


def shown_text(texts: Texts, turn: Turn, answer: Answer) -> str:
    """The answer as Markdown, as far as it has come, below a line on what nobody has looked at."""
    if turn.unseen is None or not answer.text.strip():
        return answer.text
    return f"{texts.unseen[turn.unseen]}\n\n{answer.text}"


def final_text(texts: Texts, turn: Turn, state: TurnState, answer: Answer) -> str:
    """The same, perhaps unfinished; none where a line of the bot's stands instead."""
    return shown_text(texts, turn, answer).strip() if _stays(state, answer) else ""


def ending(texts: Texts, state: TurnState, answer: Answer) -> Rendered:
    """What stands below the text. Apart from it, or a remark would end up inside what was left unfinished."""
    stays = _stays(state, answer)
    remarks = {
        TurnState.REFUSED: texts.refused,
        TurnState.SET_ASIDE: texts.set_aside,
        TurnState.CUT: texts.cut,
        TurnState.STOPPED: texts.stopped,
        TurnState.FAILED: texts.broken_off if stays else texts.failed,
        TurnState.BUSY: texts.busy,
        TurnState.UNAVAILABLE: texts.unavailable,
    }
    remark = Rendered(remarks.get(state, "" if render(answer.text) else texts.failed))
    if not stays:
        return remark
    return stacked(remark, _sources(texts, answer.sources), Rendered(_whereabouts(texts, state, answer)))


def _stays(state: TurnState, answer: Answer) -> bool:
    """Whether the text does; of one that a fault has broken off, what is worth reading: a whole sentence or line."""
    if state in OUR_FAULT:
        return len(answer.plain) >= WORTH_GOING_ON and _WHOLE.search(answer.plain) is not None
    return state not in UNANSWERED


def _whereabouts(texts: Texts, state: TurnState, answer: Answer) -> str:
    """That the book has it in another unit, or does not have it: which an answer that cites the book belies, and
    which nobody wants to hear below a friendly line."""
    if state in UNANSWERED:
        return ""
    grounding = answer.grounding
    match grounding.ground:
        case Ground.ELSEWHERE:
            name = f"{grounding.unit} 〈{grounding.title}〉" if grounding.title else grounding.unit
            return texts.elsewhere.format(unit=name)
        case Ground.NOWHERE if not answer.sources and (
            BEYOND_THE_BOOK in answer.text or len(answer.text) > _FRIENDLY_LINE
        ):
            return texts.nowhere
    return ""


def _sources(texts: Texts, sources: list[Source]) -> Rendered:
    """A line for each source: `[1] A1-13 · S. 42 „Ich hätte gern …“`."""
    if not sources:
        return Rendered("")
    return render_sources(texts.sources.format(count=len(sources)), [_line(texts, source) for source in sources])


def _line(texts: Texts, source: Source) -> str:
    quote = source.quote
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    place = " · ".join(filter(None, (source.unit, texts.page.format(pages=source.label))))
    return f"[{source.number}] {place} „{quote}“"
