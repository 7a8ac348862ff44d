"""The library as the settings want it, for the composition roots of the command line and of the bot."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import asyncpg

from ingest.embedders import choose_embedder
from ingest.library import Library
from ingest.scans.transcription import Transcriber
from ingest.settings import LibrarySettings


@asynccontextmanager
async def open_library(settings: LibrarySettings, pool: asyncpg.Pool) -> AsyncIterator[Library]:
    """Raises UnknownModel."""
    choose = partial(choose_embedder, voyage_key=settings.voyage_api_key, voyage_url=settings.voyage_base_url)
    async with AsyncExitStack() as stack:
        embedder = choose(settings.embedding_model)
        stack.push_async_callback(embedder.close)
        transcriber = _transcriber(settings)
        if transcriber:
            stack.push_async_callback(transcriber.close)
        library = Library(pool, embedder, choose, transcriber, show_pages=settings.show_pages)
        stack.push_async_callback(library.close)
        yield library


def _transcriber(settings: LibrarySettings) -> Transcriber | None:
    if not settings.claude_ocr or settings.anthropic_api_key is None:
        return None
    from ingest.scans.claude import ClaudeTranscriber  # anthropic takes a second to load

    return ClaudeTranscriber(settings.anthropic_api_key, settings.claude_ocr_model, settings.anthropic_base_url)
