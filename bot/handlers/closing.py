"""What stands under an answer when it has ended: a remark on how it ended, and its sources. Pure."""

from bot.render import Rendered, render_sources
from bot.texts import Texts
from bot.tutor.answer import Answer, Source
from bot.tutor.conversations import State

_LONGEST_QUOTE = 60  # characters of a source's words


def final_text(texts: Texts, state: State, answer: Answer) -> str:
    """The answer as Markdown, with a last line where it has no end of its own."""
    if state is State.REFUSED:
        return texts.refused
    remark = {State.CUT: texts.cut, State.STOPPED: texts.stopped, State.FAILED: texts.failed}.get(state)
    return "\n\n".join(filter(None, (answer.text.strip(), remark))) or texts.failed


def sources_under(texts: Texts, state: State, answer: Answer) -> Rendered | None:
    """A line for each source: `[1] A1-13 · S. 42 „Ich hätte gern …“`; none where a refusal stands instead."""
    if state is State.REFUSED or not answer.sources:
        return None
    title = texts.sources.format(count=len(answer.sources))
    return render_sources(title, [_line(texts, source) for source in answer.sources])


def _line(texts: Texts, source: Source) -> str:
    pages = f"{source.page_first}"
    if source.page_last != source.page_first:
        pages += f"-{source.page_last}"
    quote = source.quote
    if len(quote) > _LONGEST_QUOTE:
        quote = quote[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    place = " · ".join(filter(None, (source.unit, texts.page.format(pages=pages))))
    return f"[{source.number}] {place} „{quote}“"
