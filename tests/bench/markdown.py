"""10,000 random Markdown texts rendered and split, and what rendering an answer costs."""

import time

from hypothesis import HealthCheck, given, settings

from bot.reply.render import render
from bot.reply.split import split
from tests.bot.reply.markdown_texts import ANSWERS, markdown, problems, says_all

TEXTS = 10_000
LIMIT, ENTITIES = 600, 40


async def main() -> None:
    seen: list[int] = []

    @settings(max_examples=TEXTS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(markdown)
    def is_shown_whole_and_sound(text: str) -> None:
        seen.append(len(text))
        assert not problems(render(text), most_units=1 << 20)
        parts = [render(part) for part in split(text, LIMIT, ENTITIES)]
        assert not any(problems(part, LIMIT, ENTITIES) for part in parts)
        assert says_all("".join(part.text for part in parts), text)

    started = time.perf_counter()
    is_shown_whole_and_sound()
    print(f"{len(seen):,} texts, the longest of {max(seen):,} characters: all whole and sound", end=" ")
    print(f"({time.perf_counter() - started:.0f} s)")

    answer = ANSWERS["lang"][:4000]
    for length in (400, 1200, 4000):
        started = time.perf_counter()
        for _ in range(50):
            split(answer[:length])
            render(answer[:length])
        print(
            f"an edit of {length:5,} characters costs {(time.perf_counter() - started) * 20:.2f} ms to split and render"
        )
