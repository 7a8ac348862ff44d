"""Imported once, before programs are forked: the local model and the vocabularies, which each would load anew."""

import asyncio

from ingest.embedders import choose_embedder
from ingest.tokens import count_tokens

asyncio.run(choose_embedder().embed_query("Hallo"))
count_tokens("Hallo")
