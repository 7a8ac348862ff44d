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
from bot.tutor.follow_ups import answers, names_topic, refers_back
from bot.tutor.grounding import Grounding
from bot.tutor.prompt import HISTORY_TURNS, Exchange, Prompt, Setting, assemble
from bot.tutor.small_talk import is_small_talk
from bot.tutor.turns import Learner, Turn, TurnState
from bot.tutor.unit_requests import asks_for_unit
from ingest.books.cards import UnitCard, course_of
from ingest.library import Hit, Library
from ingest.search.gate import Ground

logger = logging.getLogger(__name__)

_SHORT_QUOTE = 300  # characters
_LATELY = 3  # questions among which the topic of the conversation is looked for

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
        """`outage` is called with the reason if only the operator can make Claude answer, and with None when it has
        answered."""
        self._library, self._claude, self._conversations, self._outage = library, claude, conversations, outage
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
        """Answer a turn, or continue the answer that an earlier run has `begun`.

        Calls `think` once the book has been searched, `claim` before each request to Claude, and `show` whenever the
        answer has grown. Raises Unanswered.
        """
        started = time.monotonic()
        # Claude is not asked yet, so a retry costs nothing.
        request = await retry_write(lambda: self._prepare(learner, turn))
        think()

        def grow(answer: Answer) -> None:
            answer.grounding = request.grounding
            if answer.first_word_seconds is None:
                answer.first_word_seconds = time.monotonic() - started
            show(answer)

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
    """A request to Claude: the prompt, the passages in it, and the result of the search."""

    prompt: Prompt
    passages: Sequence[Hit]
    grounding: Grounding
    units: Sequence[UnitCard]  # of the learner's course
    language: str  # to answer in; '' for the question's own


async def prepare(
    library: Library, learner: Learner, turn: Turn, history: Sequence[Turn], context: Context = Context.PASSAGES
) -> Request:
    """Search the book for a question, and assemble the request."""
    topic = topic_of(turn, history)
    found, units = await asyncio.gather(_find(library, turn, history, topic, context), _contents(library, turn.unit))
    past = [Exchange(earlier.question, earlier.answer, earlier.about) for earlier in history]
    language = _language(topic, learner.language)
    setting = replace(_setting(language, turn, units, found.passages), usual=learner.language)
    prompt = assemble(setting, past, found.best, turn.question, turn.about, found.grounding, found.whole, turn.unseen)
    return Request(prompt, found.passages, found.grounding, units, language)


async def _find(library: Library, turn: Turn, history: Sequence[Turn], topic: Sequence[str], context: Context) -> Found:
    """The passages for a question."""
    if is_small_talk(turn.question):
        return Found([], [])
    question = searched(turn, topic)
    if turn.unit and (asks_for_unit(topic[-1], turn.unit) or _practises(topic, history)):
        found = await look(library, question, turn.unit, Context.UNIT)
        # The rest of the course is not needed, unless the unit is too long to be sent whole.
        return replace(found, best=[] if found.whole else found.best, grounding=Grounding())
    if len(topic) == 1:
        return await look(library, question, turn.unit, context, "" if turn.about else _lately_asked(history))
    found = await look(library, question, turn.unit, context)
    # A follow-up belongs to the unit of the conversation, even if its few words are found elsewhere.
    if not found.grounding.is_same_place(history[-1].grounding):
        found = replace(found, grounding=Grounding())
    if found.grounding.ground is not Ground.HERE or not names_topic(turn.question):
        return found
    return _with_another_topic(found, await look(library, searched(turn, topic[:1]), turn.unit, context), turn.unit)


def _with_another_topic(found: Found, alone: Found, unit: str | None) -> Found:
    """What was `found` for a follow-up, with what it finds `alone` in the rest of the course, if that seems to have the
    answer: 'and the plural?' may go on or begin something new, which only a reader can tell."""
    there = alone.grounding
    if there.ground is not Ground.ELSEWHERE or there.doubtful:
        return found
    here = [hit for hit in found.best if hit.passage.unit == unit]
    beyond = [hit for hit in alone.best if hit.passage.unit != unit]
    return replace(
        found, best=[*here, *beyond], grounding=Grounding(Ground.HERE, there.unit, there.title, doubtful=True)
    )


def _lately_asked(history: Sequence[Turn]) -> str:
    asked = [earlier.question[:_SHORT_QUOTE] for earlier in reversed(history) if not is_small_talk(earlier.question)]
    return "\n".join(asked[:_LATELY])


async def _contents(library: Library, unit: str | None) -> list[UnitCard]:
    """The units of the learner's course."""
    return await library.units(course_of(unit)) if unit else []


def searched(turn: Turn, topic: Sequence[str]) -> str:
    """The text that is searched for.

    It includes a short quotation, which tells what 'this' is; a long one would outweigh the question. A question that
    refers back is searched together with the one before it and the one that began the topic.
    """
    if 0 < len(turn.about) <= _SHORT_QUOTE:
        return f"{turn.question}\n{turn.about}"
    question, *before = topic
    return "\n".join([question, *(earlier[:_SHORT_QUOTE] for earlier in dict.fromkeys((*before[:1], *before[-1:])))])


def topic_of(turn: Turn, history: Sequence[Turn]) -> list[str]:
    """The question and the earlier ones without which it cannot be understood, newest first. The last one names the
    topic, if any does."""
    questions = [turn.question]
    for earlier in reversed(history):
        question = questions[-1]
        if asks_for_unit(question, turn.unit) or not (refers_back(question) or answers(question, earlier.answer)):
            break
        if not is_small_talk(earlier.question):
            questions.append(earlier.question)
    return questions


def _practises(topic: Sequence[str], history: Sequence[Turn]) -> bool:
    """Whether a quiz or the like has gone on so long that the request for it is no longer in the history."""
    return len(topic) > HISTORY_TURNS and answers(topic[0], history[-1].answer)


def _language(topic: Sequence[str], language: str) -> str:
    """The language to answer in. A follow-up too short to tell its language has that of the question before it."""
    for question in reversed(topic):
        language = language_of_answer(question, language)
    return language


def _ending(answer: Answer) -> TurnState:
    """The turn's state by the answer. One without a letter, a digit or an emoji has failed, unless it is a refusal."""
    state = _ENDINGS.get(answer.stop_reason or "", TurnState.ANSWERED)
    says_something = any(category(character)[0] in "LN" or category(character) == "So" for character in answer.plain)
    return state if state is TurnState.REFUSED or says_something else TurnState.FAILED


def _setting(language: str, turn: Turn, units: Sequence[UnitCard], hits: Sequence[Hit]) -> Setting:
    """Without a unit, the course is that of the passages."""
    names = [turn.unit or "", *(hit.passage.unit or "" for hit in hits)]
    course = next((course_of(name) for name in names if name), None)
    unit = next((unit for unit in units if unit.id == turn.unit), None)
    return Setting(language, course, unit.id if unit else None, unit.title if unit else "", tuple(units))
