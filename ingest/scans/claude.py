"""Transcribes scans with Claude."""

import base64
import logging

from anthropic import APIConnectionError, APIError, APIStatusError, AsyncAnthropic
from pydantic import SecretStr

from ingest.prices import price_of
from ingest.scans.transcription import INSTRUCTIONS, Estimate, TranscriptionFailed, TranscriptionUnavailable

logger = logging.getLogger(__name__)

MAX_TOKENS = 4_000  # tokens; a page of dense Korean has some 2,000
RETRIES = 4
SECONDS = 120.0

# About the most that a page costs: its picture and the instructions in, its text out.
_TOKENS_IN, _TOKENS_OUT = 2_200, 1_200


class ClaudeTranscriber:
    def __init__(self, key: SecretStr, model: str, base_url: str | None = None) -> None:
        self._model = model
        self._client = AsyncAnthropic(
            api_key=key.get_secret_value(), base_url=base_url, max_retries=RETRIES, timeout=SECONDS
        )

    async def close(self) -> None:
        await self._client.close()

    def estimate(self, pages: int) -> Estimate:
        price = price_of(self._model)
        cents = pages * (_TOKENS_IN * price.fresh + _TOKENS_OUT * price.out) / 1e6
        return Estimate(pages, cents / 100, self._model)

    async def transcribe(self, jpeg: bytes) -> str:
        data = base64.b64encode(jpeg).decode()
        try:
            answer = await self._client.messages.create(
                model=self._model,
                max_tokens=MAX_TOKENS,
                system=INSTRUCTIONS,
                messages=[
                    {
                        "role": "user",
                        "content": [
                            {"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": data}}
                        ],
                    }
                ],
            )
        except APIError as error:
            raise _classified(error) from None
        logger.info(
            "A page was transcribed: %d tokens in, %d out", answer.usage.input_tokens, answer.usage.output_tokens
        )
        if answer.stop_reason == "refusal":
            raise TranscriptionFailed("Claude refuses")
        return "".join(block.text for block in answer.content if block.type == "text")


def _classified(error: APIError) -> TranscriptionFailed | TranscriptionUnavailable:
    """The error without its message, which may quote the request."""
    if not isinstance(error, APIStatusError):
        kind = TranscriptionUnavailable if isinstance(error, APIConnectionError) else TranscriptionFailed
        return kind(type(error).__name__)
    passing = error.status_code in (408, 409, 429) or error.status_code >= 500
    return (TranscriptionUnavailable if passing else TranscriptionFailed)(f"status {error.status_code}, {error.type}")
