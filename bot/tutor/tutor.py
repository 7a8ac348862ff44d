"""The tutor: a question in, an answer grounded in the learner's unit out."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from bot.retry_write import retry_write
from bot.tutor.answer import Answer
from bot.tutor.answer_language import language_of_answer
from bot.tutor.claude import Claim, Claude
from bot.tutor.claude_errors import Unavailable
from bot.tutor.context import Context, Found, look
from bot.tutor.conversations import Conversations
from bot.tutor.follow_ups import answers, refers_back
from bot.tutor.grounding import Grounding
from bot.tutor.prompt import HISTORY_TURNS, Exchange, Prompt, Setting, assemble
from bot.tutor.small_talk import is_small_talk
from bot.tutor.turns import Learner, Turn, TurnState
from bot.tutor.unit_requests import asks_for_unit
from ingest.books.cards import UnitCard, course_of
from ingest.library import Hit, Library

logger = logging.getLogger(__name__)

_SHORT_QUOTE = 300  # characters
_ROOT = 3  # questions back, in which what the talk is about has been named

_ENDINGS = {"max_tokens": TurnState.CUT, "model_context_window_exceeded": TurnState.CUT, "refusal": TurnState.REFUSED}


class Tutor:
    def __init__(
        self,
        library: Library,
        claude: Claude,
        conversations: Conversations,
        outage: Callable[[str | None], None],
        context: Context,
    ) -> None:
        """`outage` is told why only the operator can make Claude answer, or None when it has answered."""
        self._library = library
        self._claude = claude
        self._conversations = conversations
        self._outage = outage
        self._context = context

    async def answer(
        self,
        learner: Learner,
        turn: Turn,
        think: Callable[[], None],
        show: Callable[[Answer], None],
        begun: Answer | None = None,
        claim: Claim | None = None,
    ) -> tuple[TurnState, Answer]:
        """Answer a turn.

        Calls `think` once the book has been searched, and hands the answer to `show` as it grows, from what an earlier
        run has `begun`. `claim` is asked before Claude is, each time. Raises Unanswered, EmbeddingFailed.
        """
        started = time.monotonic()

        def grow(answer: Answer) -> None:
            answer.grounding = request.grounding
            if answer.first_word_seconds is None:
                answer.first_word_seconds = time.monotonic() - started
            show(answer)

        request = await retry_write(lambda: self._prepare(learner, turn))  # Claude is not asked yet: it can wait
        think()
        try:
            answer = await self._claude.answer(request.prompt, request.passages, grow, begun, claim)
        except Unavailable as error:
            self._outage(str(error))
            raise
        self._outage(None)
        cited = [source.unit for source in answer.sources]
        answer.grounding = request.grounding.borne_out(turn.unit, answer.plain, cited, request.units)
        if answer.dropped:
            logger.warning("turn %d: %d citations of what does not stand there", turn.id, answer.dropped)
        return _ending(answer), answer

    async def _prepare(self, learner: Learner, turn: Turn) -> "Request":
        history = await self._conversations.history(turn)
        return await prepare(self._library, learner, turn, history, self._context)


@dataclass(frozen=True, slots=True)
class Request:
    """What Claude is asked: the prompt, the passages in it, and what the search says of them."""

    prompt: Prompt
    passages: Sequence[Hit]
    grounding: Grounding
    units: Sequence[UnitCard]  # of the learner's course
    language: str  # to answer in; '' for the question's own


async def prepare(
    library: Library, learner: Learner, turn: Turn, history: Sequence[Turn], context: Context = Context.PASSAGES
) -> Request:
    """Search the book for a question, and put the request together. Raises EmbeddingFailed."""
    topic = topic_of(turn, history)
    found, units = await asyncio.gather(_find(library, turn, history, topic, context), _contents(library, turn.unit))
    past = [Exchange(earlier.question, earlier.answer, earlier.about) for earlier in history]
    language = _language(topic, learner.language)
    setting = _setting(language, turn, units, found.passages)
    prompt = assemble(setting, past, found.best, turn.question, turn.about, found.grounding, found.whole)
    return Request(prompt, found.passages, found.grounding, units, language)


async def _find(library: Library, turn: Turn, history: Sequence[Turn], topic: Sequence[str], context: Context) -> Found:
    """What of the book goes with the question; nothing with a friendly line."""
    if is_small_talk(turn.question):
        return Found([], [])
    is_for_unit = turn.unit is not None and (asks_for_unit(topic[-1], turn.unit) or _practises(topic, history))
    is_alone = len(topic) == 1 and not turn.about and not is_for_unit
    asked = [earlier.question[:_SHORT_QUOTE] for earlier in reversed(history) if not is_small_talk(earlier.question)]
    before = "\n".join(asked[:_ROOT]) if is_alone else ""
    found = await look(library, searched(turn, topic), turn.unit, Context.UNIT if is_for_unit else context, before)
    if is_for_unit and found.whole:
        found = replace(found, best=[])  # the rest of the course has no part in it
    is_moved = len(topic) > 1 and not found.grounding.is_same_place(history[-1].grounding)
    if is_for_unit or is_moved:  # a follow-up stays where the conversation is
        found = replace(found, grounding=Grounding())
    return found


async def _contents(library: Library, unit: str | None) -> list[UnitCard]:
    """The units of the learner's course."""
    return await library.units(course_of(unit)) if unit else []


def searched(turn: Turn, topic: Sequence[str]) -> str:
    """What the book is searched for.

    A short quote tells what 'this' is, a long one would drown the question. A question that refers back is searched
    together with the one before it, and with the one that both rest on.
    """
    if 0 < len(turn.about) <= _SHORT_QUOTE:
        return f"{turn.question}\n{turn.about}"
    question, *before = topic
    return "\n".join([question, *(earlier[:_SHORT_QUOTE] for earlier in dict.fromkeys((*before[:1], *before[-1:])))])


def topic_of(turn: Turn, history: Sequence[Turn]) -> list[str]:
    """The question and those before it without which it says nothing, newest first; the last one says what it is all
    about, if any of them does."""
    questions = [turn.question]
    for earlier in reversed(history):
        question = questions[-1]
        if asks_for_unit(question, turn.unit) or not (refers_back(question) or answers(question, earlier.answer)):
            break
        if not is_small_talk(earlier.question):
            questions.append(earlier.question)
    return questions


def _practises(topic: Sequence[str], history: Sequence[Turn]) -> bool:
    """Whether it has been asked and answered for so long that the wish for it, a quiz for instance, is forgotten."""
    return len(topic) > HISTORY_TURNS and answers(topic[0], history[-1].answer)


def _language(topic: Sequence[str], language: str) -> str:
    """A follow-up that is too short to tell its language is answered in that of what it follows."""
    for question in reversed(topic):
        language = language_of_answer(question, language)
    return language


def _ending(answer: Answer) -> TurnState:
    """A refusal may go without words, an answer may not; marks, and what nobody can see, are none."""
    state = _ENDINGS.get(answer.stop_reason or "", TurnState.ANSWERED)
    says = any(category(character)[0] in "LN" or category(character) == "So" for character in answer.plain)
    return state if state is TurnState.REFUSED or says else TurnState.FAILED


def _setting(language: str, turn: Turn, units: Sequence[UnitCard], hits: Sequence[Hit]) -> Setting:
    """Without a unit, the course is the one that the passages come from."""
    names = [turn.unit or "", *(hit.passage.unit or "" for hit in hits)]
    course = next((course_of(name) for name in names if name), None)
    unit = next((unit for unit in units if unit.id == turn.unit), None)
    return Setting(language, course, unit.id if unit else None, unit.title if unit else "", tuple(units))
