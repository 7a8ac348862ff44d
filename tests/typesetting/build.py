"""Builds the sample book: `python -m tests.typesetting.build [--text FOLDER] [OUT.pdf]`."""

import argparse
import logging
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox.sample import SAMPLE, SAMPLE_BOOK
from tests.typesetting.blocks import SETTERS, Block
from tests.typesetting.front_and_back import answer_key, contents, imprint, opening, preface, title_page, word_list
from tests.typesetting.page import DEBIAN_FONTS, MissingFont, Page

DATE = datetime(2025, 3, 1, tzinfo=UTC)  # fixed, so that the same text gives the same file


def build(path: Path, fonts: Path, text: Path) -> None:
    """Writes the book whose text lies in `text` to `path`. Raises MissingFont."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it reports each table that it leaves out
    starts = typeset(text, {}, fonts).starts  # once to learn the page numbers, once to print them
    typeset(text, starts, fonts).output(str(path))


def typeset(text: Path, starts: dict[str, int], fonts: Path) -> Page:
    """The whole book, its contents page filled in from `starts`: on which page each part begins."""
    files = sorted((text / "lessons").glob("*.toml"), key=lambda file: int(file.stem))
    book, lessons = read(text / "book.toml"), [read(file) for file in files]
    page = Page(fonts)
    page.set_title(f"{book['korean']} {book['level']} – {book['title']}")
    page.set_author("LinguaRAG")
    page.set_lang("ko")
    page.set_creation_date(DATE)
    title_page(page, book)
    imprint(page, book)
    contents(page, lessons, starts)
    preface(page, book)
    for number, lesson in enumerate(lessons, 1):
        opening(page, number, lesson)
        for block in numbered(lesson["block"]):
            SETTERS[block["kind"]](page, block)
    answer_key(page, lessons)
    word_list(page, lessons)
    return page


def numbered(blocks: list[Block]) -> list[Block]:
    """Gives the lesson's exercises their numbers."""
    exercises = (block for block in blocks if block["kind"] == "exercise")
    for number, block in enumerate(exercises, 1):
        block["number"] = number
    return blocks


def read(file: Path) -> Block:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def main() -> None:
    arguments = argparse.ArgumentParser(description="Build the sample book.")
    arguments.add_argument("out", nargs="?", type=Path, default=SAMPLE_BOOK)
    arguments.add_argument("--text", type=Path, default=SAMPLE, help="where book.toml and lessons/ lie")
    arguments.add_argument("--fonts", type=Path, default=DEBIAN_FONTS, help="where lato/ and nanum/ lie")
    chosen = arguments.parse_args()
    try:
        build(chosen.out, chosen.fonts, chosen.text)
    except MissingFont as missing:
        raise SystemExit(str(missing)) from None


if __name__ == "__main__":
    main()
