"""What it costs to split and render an answer, which is done at each edit."""

import time

from rich import print

from bot.reply.render import render
from bot.reply.split import split
from tests.bot.reply.markdown_texts import ANSWERS

TIMES = 50


async def main() -> None:
    answer = ANSWERS["lang"][:4000]
    for length in (400, 1200, 4000):
        started = time.perf_counter()
        for _ in range(TIMES):
            split(answer[:length])
            render(answer[:length])
        print(f"an edit of {length:5,} characters: {(time.perf_counter() - started) / TIMES * 1000:.2f} ms")
