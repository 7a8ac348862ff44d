"""The final message of an answer: its text, then how it ended, its sources and where else to look. Pure functions."""

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
_LONGEST_SMALL_TALK = 120  # characters of an answer to a greeting or a thank-you
_COMPLETE = re.compile(r"[^\W\d]{2}[*_`)\"”“»]*[.!?…。]|\S\n")  # the end of a sentence or a line


def shown_text(texts: Texts, turn: Turn, answer: Answer) -> str:
    """The answer so far, in Markdown, below a line that says what the bot could not read (a picture, a sound)."""
    if turn.unseen is None or not answer.text.strip():
        return answer.text
    return f"{texts.unseen[turn.unseen]}\n\n{answer.text}"


def final_text(texts: Texts, turn: Turn, state: TurnState, answer: Answer) -> str:
    """The text that stays in the chat, perhaps unfinished; empty if only a remark of the bot's is shown."""
    return shown_text(texts, turn, answer).strip() if _is_kept(state, answer) else ""


def ending(texts: Texts, state: TurnState, answer: Answer) -> Rendered:
    """What stands below the text. It is rendered apart, as the text may end inside unfinished formatting."""
    is_kept = _is_kept(state, answer)
    remarks = {
        TurnState.REFUSED: texts.refused,
        TurnState.SET_ASIDE: texts.set_aside,
        TurnState.CUT: texts.cut,
        TurnState.STOPPED: texts.stopped,
        TurnState.FAILED: texts.broken_off if is_kept else texts.failed,
        TurnState.BUSY: texts.busy,
        TurnState.UNAVAILABLE: texts.unavailable,
    }
    remark = Rendered(remarks.get(state, "" if render(answer.text) else texts.failed))
    if not is_kept:
        return remark
    return stacked(remark, _sources(texts, answer.sources), Rendered(_whereabouts(texts, state, answer)))


def _is_kept(state: TurnState, answer: Answer) -> bool:
    """Whether the text stays in the chat. After an error it does if it has at least one whole sentence or line."""
    if state in OUR_FAULT:
        return len(answer.plain) >= WORTH_GOING_ON and _COMPLETE.search(answer.plain) is not None
    return state not in UNANSWERED


def _whereabouts(texts: Texts, state: TurnState, answer: Answer) -> str:
    """Says that the topic is in another unit, or not in the book. The latter is left out if the answer cites the book,
    and below small talk."""
    if state in UNANSWERED:
        return ""
    grounding = answer.grounding
    match grounding.ground:
        case Ground.ELSEWHERE:
            name = f"{grounding.unit} 〈{grounding.title}〉" if grounding.title else grounding.unit
            return texts.elsewhere.format(unit=name)
        case Ground.NOWHERE if not answer.sources and (
            BEYOND_THE_BOOK in answer.text or len(answer.text) > _LONGEST_SMALL_TALK
        ):
            return texts.nowhere
    return ""


def _sources(texts: Texts, sources: list[Source]) -> Rendered:
    """A line for each source: `[1] A1-13 · S. 42 „Ich hätte gern …“`."""
    if not sources:
        return Rendered("")
    return render_sources(texts.sources.format(count=len(sources)), [_line(texts, source) for source in sources])


def _line(texts: Texts, source: Source) -> str:
    quote = " … ".join(source.quotes).replace(" | ", " – ")  # cells of a table
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"[{source.number}] {texts.place(source.unit, '', source.label)} „{quote}“"
