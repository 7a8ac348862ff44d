"""The Claude stand-in behaves like the Messages API towards the real SDK."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from anthropic import AsyncAnthropic, AuthenticationError, BadRequestError, NotFoundError

from bot.sandbox.claude import ClaudeServer
from bot.sandbox.claude.messages_api import tokens
from bot.sandbox.claude.quotes import Piece

MODEL = "claude-sonnet-4-6"


def passage(*paragraphs: str, title: str = "A1-3 Im Café, p. 14") -> dict[str, Any]:
    return {
        "type": "search_result",
        "source": "book/A1-3",
        "title": title,
        "content": [{"type": "text", "text": paragraph} for paragraph in paragraphs],
        "citations": {"enabled": True},
    }


CAFE = passage("Dialog im Café", "Ich möchte einen Kaffee, bitte.\nZahlen, bitte!")
TREES = passage("der Baum, die Bäume 나무", "die Blume 꽃", title="A1-5 Natur, p. 30")
KOREAN = "You are a tutor.\nLearner's language: Korean (ko)\nCourse and level: A1"


def ask(question: str, *passages: dict[str, Any], **more: Any) -> dict[str, Any]:
    content = [*passages, {"type": "text", "text": question}]
    return {"model": MODEL, "max_tokens": 1000, "messages": [{"role": "user", "content": content}], **more}


@pytest.fixture
def claude(server: ClaudeServer) -> ClaudeServer:
    return server


@pytest.fixture
async def client(claude: ClaudeServer) -> AsyncIterator[AsyncAnthropic]:
    async with AsyncAnthropic(api_key=claude.api_key, base_url=claude.url, max_retries=0) as client:
        yield client


async def read(client: AsyncAnthropic, request: dict[str, Any], said: list[str]) -> list[str]:
    """Streams an answer into `said` and returns the types of its events."""
    kinds = []
    async with await client.messages.create(**request, stream=True) as stream:
        async for event in stream:
            kinds.append(event.type)
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                said.append(event.delta.text)
    return kinds


async def test_an_answer_quotes_the_passages_and_cites_the_right_paragraph(client: AsyncAnthropic) -> None:
    async with client.messages.stream(**ask("Wie bestelle ich Kaffee?", CAFE, TREES, system=KOREAN)) as stream:
        message = await stream.get_final_message()
    label, *rest = [block.text for block in message.content if block.type == "text"]
    assert "오프라인 대역" in label
    assert "**Ich möchte einen Kaffee, bitte.**" in rest
    cited = [block for block in message.content if block.type == "text" and block.citations]
    (citation,) = cited[0].citations or []
    assert citation.type == "search_result_location"
    assert (citation.search_result_index, citation.start_block_index, citation.end_block_index) == (0, 1, 2)
    assert citation.cited_text == "Ich möchte einen Kaffee, bitte.\nZahlen, bitte!"
    assert (citation.source, citation.title) == ("book/A1-3", "A1-3 Im Café, p. 14")
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens > 10


async def test_a_korean_question_finds_the_line_with_its_word(client: AsyncAnthropic) -> None:
    message = await client.messages.create(**ask("나무는 독일어로 뭐예요?", CAFE, TREES))
    quoted = [block.text for block in message.content if block.type == "text" and block.citations]
    assert quoted == ["**der Baum, die Bäume** 나무"]


@pytest.mark.parametrize(
    ("language", "word"),
    [("Korean (ko)", "오프라인 대역"), ("German (de)", "Offline-Ersatz"), ("Greek (el)", "Offline stand-in")],
)
async def test_the_label_is_in_the_learners_language_and_nothing_is_made_up(
    client: AsyncAnthropic, language: str, word: str
) -> None:
    message = await client.messages.create(**ask("?", system=f"Learner's language: {language}"))
    (block,) = message.content
    assert block.type == "text"
    assert word in block.text
    assert len(block.text) < 200


async def test_a_stream_has_the_events_of_the_api_in_their_order(client: AsyncAnthropic, claude: ClaudeServer) -> None:
    claude.answer_with("Der gesuchte Satz ", Piece.cited("steht auf Seite 14 im Buch.", 0, 1))
    said: list[str] = []
    kinds = await read(client, ask("Wo?", CAFE), said)
    assert "".join(said) == "Der gesuchte Satz steht auf Seite 14 im Buch."
    assert kinds[0] == "message_start"
    assert kinds[-2:] == ["message_delta", "message_stop"]
    assert kinds.count("content_block_start") == kinds.count("content_block_stop") == 2
    assert len(said) > 2
    assert claude.requests[0].outcome == "complete"
    assert claude.requests[0].said == "".join(said)
    assert claude.api_key not in str(claude.requests[0].headers)


async def test_tokens_come_at_their_rate_and_an_answer_left_is_noticed(client: AsyncAnthropic) -> None:
    async with ClaudeServer(tokens_per_second=50) as claude:
        claude.answer_with("eins zwei drei vier fünf sechs sieben acht neun zehn " * 50)
        slow = client.with_options(base_url=claude.url)
        async with await slow.messages.create(**ask("?"), stream=True) as stream:
            async for event in stream:
                if event.type == "content_block_delta":
                    break
            assert claude.active == 1
        await claude.wait_for(lambda c: c.requests[0].outcome == "disconnected")
        assert claude.active == 0
        assert 0 < len(claude.requests[0].said) < 2500  # of 2650


async def test_answers_stop_at_max_tokens(client: AsyncAnthropic, claude: ClaudeServer) -> None:
    claude.answer_with("eins zwei drei vier fünf")
    message = await client.messages.create(**ask("?") | {"max_tokens": 3})
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 3)
    claude.answer_with("", stop_reason="refusal", times=1)
    assert (await client.messages.create(**ask("?"))).stop_reason == "refusal"
    assert (await client.messages.create(**ask("?"))).stop_reason == "end_turn"


class TestCache:
    async def test_a_marked_prefix_is_written_once_then_read(self, client: AsyncAnthropic) -> None:
        constant = {"type": "text", "text": "regel " * 1500, "cache_control": {"type": "ephemeral"}}
        first = (await client.messages.create(**ask("eins", system=[constant]))).usage
        second = (await client.messages.create(**ask("zwei drei", system=[constant]))).usage
        size = len(tokens("regel " * 1500))
        assert (first.cache_creation_input_tokens, first.cache_read_input_tokens) == (size, 0)
        assert (second.cache_creation_input_tokens, second.cache_read_input_tokens) == (0, size)
        assert second.input_tokens == len(tokens("zwei drei"))

    async def test_a_growing_conversation_reads_what_it_had(self, client: AsyncAnthropic) -> None:
        def turn(role: str, text: str, mark: bool) -> dict[str, Any]:
            block: dict[str, Any] = {"type": "text", "text": text}
            return {"role": role, "content": [block | ({"cache_control": {"type": "ephemeral"}} if mark else {})]}

        long = "wort " * 1500
        first = ask("eins") | {"messages": [turn("user", long, True)]}
        second = ask("zwei") | {
            "messages": [turn("user", long, False), turn("assistant", "ja", False), turn("user", "und?", True)]
        }
        await client.messages.create(**first)
        usage = (await client.messages.create(**second)).usage
        assert usage.cache_read_input_tokens == len(tokens(long))
        assert usage.cache_creation_input_tokens == len(tokens("ja")) + len(tokens("und?"))


class TestRefusals:
    async def test_a_wrong_key_and_an_unknown_model(self, client: AsyncAnthropic, claude: ClaudeServer) -> None:
        with pytest.raises(AuthenticationError, match="invalid x-api-key") as refusal:
            await client.with_options(api_key="wrong").messages.create(**ask("?"))
        assert refusal.value.request_id is not None
        with pytest.raises(NotFoundError, match="model: gpt"):
            await client.messages.create(**ask("?") | {"model": "gpt"})
        assert claude.requests == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"messages": [{"role": "user", "content": ""}]}, "must have non-empty content"),
            (
                {"messages": [{"role": "user", "content": [{"type": "text", "text": " \n"}]}]},
                "must contain non-whitespace text",
            ),
            (
                {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]},
                "does not support assistant message prefill",
            ),
            ({"extra_body": {"chat_id": 1}}, "chat_id: Extra inputs are not permitted"),
            (
                {
                    "system": [
                        {"type": "text", "text": str(i), "cache_control": {"type": "ephemeral"}} for i in range(5)
                    ]
                },
                "A maximum of 4 blocks with cache_control may be provided. Found 5.",
            ),
            (
                {"messages": [{"role": "user", "content": [{**CAFE, "title": ""}]}]},
                "messages.0.content.0.search_result.title",
            ),
            (
                {"messages": [{"role": "user", "content": [CAFE, {**TREES, "citations": {"enabled": False}}]}]},
                "citations must be enabled on all",
            ),
        ],
    )
    async def test_a_request_that_the_api_refuses_is_refused(
        self, client: AsyncAnthropic, change: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(BadRequestError, match=words):
            await client.messages.create(**ask("?") | change)


async def test_an_exercise_is_not_quoted_and_the_unit_that_answers_is(client: AsyncAnthropic) -> None:
    other = passage("[exercise] 1. Kaffee ____", "Ich trinke Kaffee.", title="A1-5 Natur, p. 30 (another unit)")
    place = {"type": "text", "text": "Where the book answers this: in another unit, A1-5 Natur, it seems."}
    asked = ask("Kaffee?", CAFE, other, place)
    message = await client.messages.create(**asked)
    said = "".join(block.text for block in message.content if block.type == "text")
    assert "trinke" in said
    assert "bitte" not in said
    assert "_" not in said
