"""Claude over HTTP: the answer as it grows, and the faults that it survives."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx2
import pytest
from anthropic import PermissionDeniedError
from pydantic import SecretStr

from bot.sandbox.claude import ClaudeServer
from bot.sandbox.claude.faults import Break
from bot.sandbox.claude.messages_api import tokens
from bot.sandbox.claude.quotes import Piece
from bot.tutor.answer import Answer
from bot.tutor.claude import Claude
from bot.tutor.claude_errors import Busy, TryFailed, Unanswered, Unavailable, sdk_errors_named
from bot.tutor.cost import Usage
from bot.tutor.grounding import Grounding
from bot.tutor.prompt import Exchange, assemble
from tests.bot.tutor.asking import HITS, SETTING

PROMPT = assemble(SETTING, [], HITS, "Wann sage ich einen?")
WHOLE = "**einen** steht vor **Kaffee**. Das ist der Akkusativ."


@pytest.fixture
def server(server: ClaudeServer) -> ClaudeServer:
    server.answer_with(WHOLE)
    return server


Ask = Callable[..., Claude]


@pytest.fixture
async def ask(server: ClaudeServer) -> AsyncIterator[Ask]:
    """Makes clients of the server."""
    async with AsyncExitStack() as stack:

        def client(model: str = "claude-sonnet-4-6", **how: Any) -> Claude:
            claude = Claude(SecretStr(server.api_key), model, server.url, **how)
            stack.push_async_callback(claude.close)
            return claude

        yield client


@pytest.fixture
def claude(ask: Ask) -> Claude:
    """One that waits hardly at all between tries, and two seconds for a word."""
    return ask(pauses=(0.01, 0.01, 0.01), silence=2.0)


async def answers(claude: Claude) -> tuple[Answer, list[str]]:
    """The answer, and every text that was shown on the way to it."""
    shown: list[str] = []
    answer = await claude.answer(PROMPT, HITS, lambda answer: shown.append(answer.text))
    return answer, shown


async def test_the_answer_grows_and_knows_what_it_cost(claude: Claude) -> None:
    answer, shown = await answers(claude)
    assert answer.text == WHOLE == shown[-1]
    assert len(shown) > 2
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(shown))
    assert answer.stop_reason == "end_turn"
    assert answer.usage.tokens_in > 0
    assert answer.usage.tokens_out == len(tokens(WHOLE))


async def test_citations_become_marks_and_sources(server: ClaudeServer, claude: Claude) -> None:
    server.answer_with(Piece.cited("Man sagt **einen Kaffee**.", 0, 2), " Mehr nicht.")
    answer, _ = await answers(claude)
    assert answer.text == "Man sagt **einen Kaffee**. \\[1] Mehr nicht."
    assert [(source.unit, source.pages[0]) for source in answer.sources] == [("A1-3", 13)]


async def test_a_second_request_reads_the_instructions_from_the_cache(claude: Claude) -> None:
    first, _ = await answers(claude)
    second, _ = await answers(claude)
    assert first.usage.tokens_cached == 0
    assert second.usage.tokens_cached >= 1024
    assert second.usage.tokens_in == first.usage.tokens_in


@pytest.mark.parametrize("status", [429, 500, 503, 529])
async def test_a_busy_service_is_asked_again(server: ClaudeServer, claude: Claude, status: int) -> None:
    server.fail(status, times=3)
    answer, _ = await answers(claude)
    assert answer.text == WHOLE
    assert len(server.requests) == 4


async def test_before_each_request_it_is_claimed_that_somebody_wants_the_answer(
    server: ClaudeServer, claude: Claude
) -> None:
    server.fail(529, times=3)
    claims = 0

    async def claim() -> None:
        nonlocal claims
        claims += 1
        if claims == 3:
            raise LookupError

    with pytest.raises(LookupError):
        await claude.answer(PROMPT, HITS, lambda _: None, claim=claim)
    assert len(server.requests) == 2


async def test_the_wait_that_the_service_asks_for_is_kept(server: ClaudeServer, claude: Claude) -> None:
    server.fail(429, retry_after=1)
    await answers(claude)
    assert server.requests[1].at - server.requests[0].at >= 1


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        (401, "invalid x-api-key", None),
        (400, "Your credit balance is too low to access the Anthropic API.", None),
        (400, "messages: text content blocks must be non-empty", None),
        (402, "There is an issue with your billing information.", None),
        (403, "Your API key does not have permission to use the specified resource.", None),
        (404, "model: claude-sonnet-4-6", None),
        (429, "You have reached your API usage limits.", "enforced_spend_limit_reached"),
    ],
)
async def test_what_only_the_operator_can_mend_is_not_asked_again_and_told_in_the_apis_words(
    server: ClaudeServer, claude: Claude, status: int, words: str, code: str | None
) -> None:
    with server.refusing(status, words, error_code=code), pytest.raises(Unavailable, match=words) as error:
        await answers(claude)
    assert server.refused == 1
    assert "einen" not in str(error.value)
    assert (await answers(claude))[0].text == WHOLE


def test_a_refusal_that_is_not_in_the_apis_words_may_pass_but_is_told_if_it_lasts() -> None:
    page = httpx2.Response(403, text="<html>Forbidden</html>", request=httpx2.Request("POST", "http://proxy"))
    with pytest.raises(TryFailed) as raised, sdk_errors_named():
        raise PermissionDeniedError("403", response=page, body=None)
    assert raised.value.kind is Unavailable


@pytest.mark.parametrize("seconds", [30, 3600])
async def test_a_wait_longer_than_a_learners_patience_is_not_begun(
    server: ClaudeServer, claude: Claude, seconds: int
) -> None:
    server.fail(429, retry_after=seconds)
    with pytest.raises(Busy):
        await asyncio.wait_for(answers(claude), 20)
    assert len(server.requests) == 1


async def test_many_waits_take_no_more_patience_than_one(server: ClaudeServer, ask: Ask) -> None:
    server.fail(529, retry_after=0.1, times=9)
    with pytest.raises(Busy):
        await answers(ask(patience=0.25))
    assert len(server.requests) == 3


async def test_silence_is_borne_no_longer_than_the_deadline(server: ClaudeServer, ask: Ask) -> None:
    server.break_off("pings", times=9)
    with pytest.raises(Unanswered):
        await answers(ask(silence=600, deadline=0.5))
    assert len(server.requests) <= 1  # none, where a slow machine needs all of it for the way there


@pytest.mark.parametrize(
    "how", ["reset", "cut", "eof", "overloaded", "bad_json", "bad_text", "bad_shape", "silence", "pings", "blanks"]
)
async def test_a_stream_that_breaks_begins_again_with_a_new_text(
    server: ClaudeServer, claude: Claude, how: Break
) -> None:
    server.break_off(how, after=20)
    answer, shown = await answers(claude)
    assert answer.text == WHOLE
    assert len(server.requests) == 2
    restarts = sum(len(later) < len(earlier) for earlier, later in itertools.pairwise(shown))
    assert restarts == 1


async def test_an_answer_that_was_cut_off_goes_on_also_after_a_fault(server: ClaudeServer, claude: Claude) -> None:
    whole = "Man sagt **einen Kaffee**, denn das ist der Akkusativ. " * 6 + "Mehr nicht."
    server.answer_with(whole)
    begun = Answer(HITS, "claude-sonnet-4-6")
    begun.add_text(whole[:250])
    server.break_off("reset", after=20)
    shown: list[str] = []
    answer = await claude.answer(PROMPT, HITS, lambda answer: shown.append(answer.text), begun)
    assert answer.plain == whole
    assert all(text.startswith(whole[:240]) for text in shown)
    assert [request.body["messages"][-1]["role"] for request in server.requests] == ["user"] * 2
    assert whole.startswith(server.requests[1].body["messages"][-2]["content"][0]["text"])


async def test_a_short_beginning_is_written_again_and_paid(claude: Claude) -> None:
    whole, _ = await answers(claude)
    begun = Answer.recorded("Man", "Man", (), Grounding(), "claude-sonnet-4-6", Usage(tokens_in=5, tokens_out=1))
    answer = await claude.answer(PROMPT, HITS, lambda _: None, begun)
    assert answer.text == WHOLE
    assert (answer.usage.tokens_in, answer.usage.tokens_out) == (whole.usage.tokens_in + 5, whole.usage.tokens_out + 1)


async def test_a_broken_try_is_counted_into_the_cost(server: ClaudeServer, claude: Claude) -> None:
    whole, _ = await answers(claude)
    server.break_off("eof", after=20)
    broken, _ = await answers(claude)
    assert broken.usage.tokens_in == 2 * whole.usage.tokens_in


@pytest.mark.parametrize(("how", "after"), [("reset", None), ("eof", 2 * len(WHOLE))])
async def test_after_four_tries_the_learner_is_not_kept_waiting(
    server: ClaudeServer, claude: Claude, how: Break, after: int | None
) -> None:
    server.break_off(how, after=after, times=9)
    with pytest.raises(Unanswered):
        await answers(claude)
    assert len(server.requests) == 4


async def test_a_server_that_is_not_there_is_unanswered_and_the_key_stays_out_of_the_error(
    server: ClaudeServer, claude: Claude
) -> None:
    await server.stop()
    with pytest.raises(Unanswered) as error:
        await answers(claude)
    assert server.api_key not in repr(error.value)


@pytest.mark.parametrize("reason", ["max_tokens", "refusal"])
async def test_the_reason_why_it_stopped_is_told(server: ClaudeServer, claude: Claude, reason: str) -> None:
    server.answer_with(WHOLE, stop_reason=reason)  # type: ignore[arg-type]  # a literal, from the parameters
    answer, _ = await answers(claude)
    assert answer.stop_reason == reason


async def test_who_breaks_off_hangs_up_on_the_service(server: ClaudeServer, claude: Claude) -> None:
    server.tokens_per_second = 5
    task = asyncio.create_task(answers(claude))
    await server.wait_for(lambda server: bool(server.requests and server.requests[0].said))
    task.cancel()
    await server.wait_for(lambda server: server.requests[0].outcome == "disconnected")


THINKERS = {
    "claude-haiku-5-5": frozenset({"adaptive", "disabled"}),
    "claude-sonnet-5-5": frozenset({"adaptive", "between_tools"}),
    "claude-opus-5-5": frozenset({"adaptive"}),
}


@pytest.mark.parametrize(
    ("model", "options"),
    [
        ("claude-haiku-5-5", {"thinking": {"type": "disabled"}}),
        ("claude-sonnet-5-5", {"thinking": {"type": "between_tools"}}),
        ("claude-opus-5-5", {"output_config": {"effort": "low"}}),
        ("claude-sonnet-4-6", {}),
    ],
)
async def test_a_model_thinks_as_little_as_it_says_it_can(
    server: ClaudeServer, ask: Ask, model: str, options: dict[str, object]
) -> None:
    server.thinks.update(THINKERS)
    claude = ask(model)
    await claude.check()
    answer, shown = await answers(claude)
    body = server.requests[-1].body
    assert {name: body[name] for name in ("thinking", "output_config") if name in body} == options
    assert answer.plain == shown[-1] == WHOLE
    assert all(shown)


async def test_a_service_that_was_away_at_the_start_is_asked_later_how_its_model_thinks_least(
    server: ClaudeServer, ask: Ask
) -> None:
    server.thinks.update(THINKERS)
    claude = ask("claude-haiku-5-5")
    with server.refusing(529, "Overloaded"), pytest.raises(Unanswered):
        await claude.check()
    await answers(claude)
    await answers(claude)
    assert [request.body.get("thinking") for request in server.requests] == [None, {"type": "disabled"}]


async def test_an_answer_that_does_not_end_is_cut(server: ClaudeServer, claude: Claude) -> None:
    """Though the service is asked for 1500 tokens at most."""
    server.break_off("words", after=30)
    answer, shown = await answers(claude)
    assert (answer.stop_reason, len(server.requests)) == ("max_tokens", 1)
    assert shown[-1] == answer.text
    assert len(answer.text) < 15_000
    assert answer.usage.tokens_out > 1000


async def test_a_thought_is_borne_longer_than_silence_and_never_shown(server: ClaudeServer, ask: Ask) -> None:
    server.thinks.update(THINKERS)
    server.thought_pings = 150
    answer, shown = await answers(ask("claude-opus-5-5", silence=1.0))
    assert (answer.plain, len(server.requests)) == (WHOLE, 1)
    assert "Secret" not in "".join(shown)


@pytest.fixture
def backed(ask: Ask) -> Claude:
    """One with a second model."""
    return ask("claude-sonnet-5-5", fallback="claude-haiku-5-5", pauses=(0.01,))


async def test_a_refusal_goes_once_to_the_second_model(server: ClaudeServer, backed: Claude) -> None:
    server.answer_with("I ", stop_reason="refusal", times=1)
    answer, _ = await answers(backed)
    assert (answer.plain, answer.model) == (WHOLE, "claude-haiku-5-5")
    server.answer_with("I ", stop_reason="refusal")
    assert (await answers(backed))[0].stop_reason == "refusal"
    assert [request.body["model"][7:] for request in server.requests] == ["sonnet-5-5", "haiku-5-5"] * 2


async def test_an_overload_goes_once_to_the_second_model(server: ClaudeServer, backed: Claude) -> None:
    server.fail(529, times=2)
    assert (await answers(backed))[0].model == "claude-haiku-5-5"
    server.fail(529, times=9)
    with pytest.raises(Busy):
        await answers(backed)
    assert len(server.requests) == 3 + 4


async def test_what_is_too_long_is_asked_again_without_its_history(server: ClaudeServer, claude: Claude) -> None:
    prompt = assemble(SETTING, [Exchange("Alt?", "Ja.")], HITS, "Neu?")
    server.fail(400, "prompt is too long: 210000 tokens > 200000 maximum")
    assert (await claude.answer(prompt, HITS, lambda _: None)).text == WHOLE
    assert [len(request.body["messages"]) for request in server.requests] == [3, 1]
    server.fail(400, "prompt is too long: 210000 tokens > 200000 maximum", times=2)
    with pytest.raises(Unanswered) as error:
        await claude.answer(prompt, HITS, lambda _: None)
    assert not isinstance(error.value, Unavailable)
