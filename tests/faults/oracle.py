"""Compares what learners have asked with what they see in the end and with what is in the tables."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.sandbox.chats import Chat, Message
from bot.sandbox.claude import Request
from bot.sandbox.messages_api import asked as asked_of
from bot.sandbox.messages_api import tokens
from bot.sandbox.screen import PLACEHOLDERS
from tests.bot.chat.world import World, is_complete, is_growing


async def judge(world: World, asked: Sequence[Message]) -> Counter[str]:
    """How many of the questions ended how, and how often something is wrong.

    One that has ended as it should is `answered`, or `set aside` with a word to the learner: it had come no further in
    three processes that died. Who died between a send and the note of its number leaves a message that is `known to
    nobody`; it must not look as if it still grew.
    """
    found: Counter[str] = Counter()
    for chat in {question.chat.id: question.chat for question in asked}.values():
        found += await _in_chat(world, chat, [question for question in asked if question.chat is chat])
    for question in asked:
        found += _bill([request for request in world.claude.requests if request.question == question.text])
    return found


def _bill(requests: Sequence[Request]) -> Counter[str]:
    """What Claude has written for one question: tokens, and what each further request was good for.

    A request that was read to its end by nobody is `unread`: its process was paused, or killed before it wrote down
    what it had.
    """
    found: Counter[str] = Counter()
    written = sum(len(tokens(request.said)) for request in requests)
    needed = max((len(tokens(asked_of(request.body)[1] + request.said)) for request in requests), default=0)
    found["tokens written"], found["tokens written twice"] = written, max(0, written - needed)
    for broken, further in pairwise(requests):
        how = "anew" if not asked_of(further.body)[1] else "further"
        end = "an unread answer" if broken.outcome == "complete" else "half an answer"
        found[f"asked {how} after {end}"] += 1
    whole = [request for request in requests if request.outcome == "complete" and not asked_of(request.body)[1]]
    found["paid more than once"] += len(whole) > 1
    return found


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
