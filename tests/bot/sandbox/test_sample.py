"""The committed sample book, read as it is; building it anew needs fonts, these tests don't."""

import json
import re
import tomllib
import unicodedata
from typing import Any

import pypdfium2
import pytest

from bot.sandbox.sample import SAMPLE, SAMPLE_BOOK

LESSONS = range(1, 9)


def squeezed(text: str) -> str:
    """Without blanks and divisions, which typesetting adds and takes away; U+FFFE is pdfium's for a line's hyphen."""
    return re.sub(r"[\s¦*|\ufffe-]+", "", unicodedata.normalize("NFC", text))


@pytest.fixture(scope="module")
def pages() -> dict[int, str]:
    """The text of each page, as the file has it: one text after the other."""
    book = enumerate(pypdfium2.PdfDocument(SAMPLE_BOOK), 1)
    return {number: squeezed(page.get_textpage().get_text_range()) for number, page in book}


@pytest.fixture(scope="module")
def bookmarks() -> dict[str, int]:
    """Page by title."""
    book = pypdfium2.PdfDocument(SAMPLE_BOOK)
    entries = {mark.get_title(): mark.get_dest().get_index() + 1 for mark in book.get_toc()}
    book.close()
    return entries


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def lesson(number: int) -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "lessons" / f"{number}.toml").read_text(encoding="utf-8"))


def test_every_gold_answer_stands_on_its_pages(pages: dict[int, str], questions: list[dict[str, Any]]) -> None:
    for question in questions:
        assert question["answer"], question
        for answer in question["answer"]:
            assert any(squeezed(answer) in pages[page] for page in question["pages"]), (question, answer)


def test_every_gold_page_lies_in_its_unit(bookmarks: dict[str, int], questions: list[dict[str, Any]]) -> None:
    starts = list(bookmarks.values())
    for question in questions:
        number = int(question["unit"].removeprefix("A1-"))
        first = next(page for title, page in bookmarks.items() if title.startswith(f"Lektion {number} "))
        after = starts[starts.index(first) + 1]
        assert question["pages"], question
        assert all(first <= page < after for page in question["pages"]), question


@pytest.mark.parametrize("number", LESSONS)
def test_the_committed_book_holds_what_the_lesson_says(
    number: int, pages: dict[int, str], bookmarks: dict[str, int]
) -> None:
    content = lesson(number)
    title = f"Lektion {number}  {content['title']} · {content['korean']}"
    first = bookmarks[title]
    unit = "".join(pages[page] for page in range(first, first + 4))
    pieces = [
        piece
        for block in content["block"]
        for key in ("title", "caption", "words", "rows", "lines", "text", "note", "task")
        if key != "title" or block["kind"] != "words"  # the vocabulary's heading is set in two parts
        for line in block.get(key, "").splitlines()
        for piece in re.split(r" \| |\s", line.removeprefix("> "))
    ]
    assert len(pieces) > 400
    assert [piece for piece in pieces if squeezed(piece) not in unit] == []
