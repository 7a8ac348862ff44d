"""Texts for the tests of everything that reads Markdown: answers as a tutor gives them, and random ones."""

import re
from pathlib import Path

from hypothesis import strategies as st

from bot.reply.render import Rendered
from bot.sandbox.telegram.entities import check_entities, cut_utf16

ANSWERS = {path.stem: path.read_text() for path in sorted((Path(__file__).parent / "answers").glob("*.md"))}

# The words are letters only and the marks hold none of them, so that what a reader should see can be told apart.
_WORDS = ("Haus", "책상", "den", "für", "공부합니다", "Ä", "👩‍🏫Lehrerin", "🙂gut", "e\u0301te\u0301")
_MARKS = (
    *("*", "**", "***", "_", "__", "___", "~~", "~", "`", "``", "```", "[", "](", "](https://1.22/3_4)", ")", "!["),
    *("@1anna", "@annalena", "tg://1?2=3", "](tg://1)", "\u202e"),
    *("(", ".", ":", "!", "\\", "<", ">", "&", "$", "$$", "|", "||", "#", "-", "=", "+", "1.", "5 * 3", "「", "”"),
)
_LINES = (
    *("\n", "\n\n", "\n\n\n", "\n- ", "\n* ", "\n  - ", "\n1. ", "\n\n    2) ", "\n> ", "\n> - ", "\n## ", "\n---\n"),
    *("\n```\n", "\n```17\n", "\n  ```\n", "\n> ```\n", "\n~~~\n", "\n| ", " | ", " |\n", "\n|---|---|\n", "\n- [ ] "),
    *("\n=\n", "\n-\n", "\r\n", "\t", "\n    ", "\\\n", "  \n", "\n[1]: ", "\n<!-- "),
)
_WORD = re.compile("|".join(map(re.escape, sorted(_WORDS, key=len, reverse=True))))
_FENCE = re.compile(r"^.*?(?:`{3}|~{3}).*$", re.MULTILINE)

_pieces = st.sampled_from((*_WORDS, *_WORDS, " ", *_MARKS, *_LINES))

# Left to itself, Hypothesis hardly ever draws a text that is longer than a message.
markdown = (
    st.sampled_from((0, 8, 40, 200))
    .flatmap(lambda least: st.lists(_pieces, min_size=least, max_size=2 * least + 8))
    .map("".join)
)


def says_all(shown: str, source: str) -> bool:
    """Whether every word of a random source is shown, in order; a table's head may be said more than once.

    What follows the marks of a code block names its language and is no text.
    """
    said = iter(_WORD.findall(shown))
    return all(word in said for word in _WORD.findall(_FENCE.sub("", source)))


def problems(rendered: Rendered, most_units: int = 4096, most_entities: int = 100) -> list[str]:
    """What Telegram, or a reader, would object to in a message."""
    found = check_entities(rendered.text, rendered.entities)
    if len(rendered.text.encode("utf-16-le")) // 2 > most_units:
        found.append(f"longer than {most_units} units")
    if len(rendered.entities) > most_entities:
        found.append(f"more than {most_entities} entities")
    if re.search("[\ufdd0-\ufdef]", rendered.text):
        found.append("shows what only the parser should see")
    return found


def raw_marks(rendered: Rendered) -> list[str]:
    """The `**`, `__` and backticks that a reader sees outside of code."""
    text = rendered.text
    for entity in sorted(rendered.entities, key=lambda e: -e.offset):
        if entity.type in ("code", "pre"):
            text = cut_utf16(text, 0, entity.offset) + " " + cut_utf16(text, entity.offset + entity.length)
    return re.findall(r"\*\*+|__+|`+", text)
