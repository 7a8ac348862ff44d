"""OpenAI's embeddings, over the network."""

from collections.abc import Sequence
from http import HTTPStatus

import openai
from pydantic import SecretStr

from ingest.embedders import OPENAI, EmbeddingFailed
from ingest.embedders.remote import REQUEST_TIMEOUT, Kind, PassingFault, RemoteEmbedder
from ingest.tokens import encoding

_MOST_TEXTS = 128  # OpenAI allows 2,048, and 300,000 tokens
_LONGEST = 8191  # tokens of a text; OpenAI refuses longer ones


class OpenAI(RemoteEmbedder):
    provider = "OpenAI"

    def __init__(self, key: SecretStr, *, base_url: str | None = None) -> None:
        super().__init__(OPENAI, 1536, _MOST_TEXTS)
        self._client = openai.AsyncOpenAI(
            api_key=key.get_secret_value(), base_url=base_url, max_retries=0, timeout=REQUEST_TIMEOUT
        )

    async def _request(self, texts: list[str], kind: Kind) -> Sequence[Sequence[float]]:  # noqa: ARG002 - the API has no kinds
        try:
            answer = await self._client.embeddings.create(
                model=self.name, input=[_fitting(text) for text in texts], encoding_format="float"
            )
        except openai.APIStatusError as error:
            limited = error.status_code == HTTPStatus.TOO_MANY_REQUESTS and error.code != "insufficient_quota"
            if limited or error.status_code // 100 != 4:
                raise PassingFault(type(error).__name__, error.response.headers, limited=limited) from error
            raise EmbeddingFailed(f"OpenAI refuses: {error.type}, {error.code}") from error
        except openai.APIError as error:  # the connection failed, or the response is invalid
            raise PassingFault(type(error).__name__) from error
        return [each.embedding for each in sorted(answer.data, key=lambda each: each.index)]

    async def close(self) -> None:
        await self._client.close()


def _fitting(text: str) -> str:
    """The text cut to what OpenAI takes. Its tokenizer is cl100k, which passages are measured in too."""
    if len(text) <= _LONGEST:
        return text
    return encoding().decode(encoding().encode_ordinary(text)[:_LONGEST], errors="ignore")
