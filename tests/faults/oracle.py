"""Compares what learners have asked with what they see in the end and with what is in the tables."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.sandbox.claude import Request
from bot.sandbox.claude.messages_api import asked as asked_of
from bot.sandbox.claude.messages_api import tokens
from bot.sandbox.screen import PLACEHOLDERS
from bot.sandbox.telegram.chats import Chat, Message
from tests.bot.chat.world import World, is_complete, is_growing
from tests.faults.fleet import BOT, Fault

_LEAD = 1.0  # seconds by which a fault may come before the request that it breaks off


async def judge(world: World, asked: Sequence[Message], faults: Sequence[Fault] = ()) -> Counter[str]:
    """How many of the questions ended how, and how often something is wrong.

    One that has ended as it should is `answered`, or `set aside` with a word to the learner: it had come no further in
    three processes that died. Who died between a send and the note of its number leaves a message that is `known to
    nobody`; it must not look as if it still grew.
    """
    found: Counter[str] = Counter()
    for chat in {question.chat.id: question.chat for question in asked}.values():
        found += await _in_chat(world, chat, [question for question in asked if question.chat is chat])
    for question in asked:
        found += _bill([request for request in world.claude.requests if request.question == question.text], faults)
    return found


def _bill(requests: Sequence[Request], faults: Sequence[Fault]) -> Counter[str]:
    """What Claude has written for one question, in tokens, and what of it twice, by the fault that came between."""
    found: Counter[str] = Counter()
    found["tokens written"] = sum(_tokens(request.said) for request in requests)
    for broken, further in pairwise(requests):
        begun = asked_of(further.body)[1]
        end = "an unread answer" if broken.outcome == "complete" else "half an answer"
        cause = _cause(broken, further, faults)
        twice = max(0, _tokens(asked_of(broken.body)[1] + broken.said) - _tokens(begun))
        found["tokens written twice"] += twice
        found[f"tokens written twice: {cause}"] += twice
        found[f"asked {'further' if begun else 'anew'} after {end}: {cause}"] += 1
    whole = [request for request in requests if request.outcome == "complete" and not asked_of(request.body)[1]]
    if len(whole) > 1:
        found["paid more than once"] += 1
        for request in requests:
            print(request.question, _described(request, faults), flush=True)  # noqa: T201
    return found


def _tokens(text: str) -> int:
    return len(tokens(text))


def _cause(broken: Request, further: Request, faults: Sequence[Fault]) -> str:
    """What was done to the bot that had asked, before another request became necessary."""
    bot = broken.headers.get(BOT)
    span = broken.at - _LEAD, further.at
    kinds = [fault.kind for fault in faults if fault.bot in (bot, None) and span[0] <= fault.at <= span[1]]
    return kinds[0] if kinds else "NO FAULT"


def _described(request: Request, faults: Sequence[Fault]) -> str:
    """When it was asked, and what of it and of its bot became when."""
    bot, ended = request.headers.get(BOT), (request.ended or request.at) - request.at
    later = [
        f"{fault.kind} +{fault.at - request.at:.2f}"
        for fault in faults
        if fault.bot in (bot, None) and -1 <= fault.at - request.at <= 30
    ]
    begun = asked_of(request.body)[1]
    return f"[bot {bot}: begun {len(begun)}, said {len(request.said)}, {request.outcome} +{ended:.2f} | {later}]"


async def _in_chat(world: World, chat: Chat, asked: Sequence[Message]) -> Counter[str]:
    found: Counter[str] = Counter()
    turns = {turn["message"]: turn for turn in await world.turns(chat)}
    messages = {reply.id: reply for reply in chat.replies}
    for question in asked:
        turn = turns.get(question.id)
        shown = [messages[id] for id in turn["replies"] if id in messages] if turn else []
        if turn is None:
            found["LOST"] += 1
        elif not turn["closed"] or not shown:
            found["UNFINISHED"] += 1
        elif turn["state"] == "answered" and is_complete(shown[-1]):
            found["answered"] += 1
        else:
            found[str(turn["state"]).replace("_", " ")] += 1
    known = {id for turn in turns.values() for id in turn["replies"]}
    for reply in chat.replies:
        is_known = reply.id in known
        found["LEFT GROWING"] += is_growing(reply) or (is_known and reply.text.startswith(PLACEHOLDERS))
        found["DOUBLED"] += is_complete(reply) and not is_known
        found["begun and known to nobody"] += not (is_known or is_complete(reply))
    begun = [turns[question.id]["replies"] for question in asked if question.id in turns]
    order = [replies[0] for replies in begun if replies]
    found["OUT OF ORDER"] += sum(later < earlier for earlier, later in pairwise(order))
    return found


FAILURES = ("LOST", "UNFINISHED", "LEFT GROWING", "DOUBLED", "OUT OF ORDER", "ENDED BY ITSELF")
