"""Builds the library from the settings, for the composition roots of the command line and of the bot."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import asyncpg

from ingest.children.parent import Run, run_child
from ingest.embedders import Access, Embedder, choose_embedder
from ingest.library import Library
from ingest.scans.transcription import Transcriber
from ingest.search.reranking import Reranker
from ingest.settings import LibrarySettings


@asynccontextmanager
async def open_library(settings: LibrarySettings, pool: asyncpg.Pool, run: Run = run_child) -> AsyncIterator[Library]:
    """Raises UnknownModel."""
    choose = embedder_choice(settings)
    async with AsyncExitStack() as stack:
        embedder = choose(settings.embedding_model)
        stack.push_async_callback(embedder.close)
        transcriber = _transcriber(settings)
        if transcriber:
            stack.push_async_callback(transcriber.close)
        reranker = _reranker(settings)
        if reranker:
            stack.push_async_callback(reranker.close)
        library = Library(
            pool, embedder, choose, transcriber, reranker=reranker, show_pages=settings.show_pages, run=run
        )
        stack.push_async_callback(library.close)
        yield library


def embedder_choice(settings: LibrarySettings) -> Callable[[str], Embedder]:
    """A function that makes an embedder by its name, with the settings' keys; it raises UnknownModel."""
    return partial(
        choose_embedder,
        voyage=Access(settings.voyage_api_key, settings.voyage_base_url),
        openai=Access(settings.openai_api_key, settings.openai_base_url),
        cohere=Access(settings.cohere_api_key, settings.cohere_base_url),
    )


def _reranker(settings: LibrarySettings) -> Reranker | None:
    if not settings.rerank_model or settings.voyage_api_key is None:
        return None
    from ingest.embedders.voyage_reranker import VoyageReranker  # voyageai takes most of a second to load

    return VoyageReranker(settings.voyage_api_key, settings.rerank_model, settings.voyage_base_url)


def _transcriber(settings: LibrarySettings) -> Transcriber | None:
    if not settings.claude_ocr or settings.anthropic_api_key is None:
        return None
    from ingest.scans.claude import ClaudeTranscriber  # anthropic takes a second to load

    return ClaudeTranscriber(settings.anthropic_api_key, settings.claude_ocr_model, settings.anthropic_base_url)
