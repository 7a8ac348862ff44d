"""Cutting units into passages."""

import itertools
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunking import cut_passages
from ingest.passages import Passage
from ingest.pdf.document import Block, Document, Page
from ingest.search.snippets import snippets
from ingest.tokens import count_tokens
from ingest.units.plan import Unit, UnitPlan

KINDS: tuple[Literal["heading", "paragraph", "table"], ...] = ("heading", "paragraph", "paragraph", "table")
SENTENCE = "Anna wohnt in Leipzig und arbeitet jeden Morgen in einer kleinen Bäckerei. "
KOREAN = "민준은 부산에서 왔고 건축을 공부하며 주말에는 친구들을 만납니다. "


def book(*pages: list[Block]) -> Document:
    return Document(tuple(Page(number, tuple(blocks)) for number, blocks in enumerate(pages, 1)))


def paragraph(text: str, page: int = 1) -> Block:
    return Block("paragraph", text.strip(), page)


def heading(text: str, page: int = 1) -> Block:
    return Block("heading", text, page)


def one_unit(document: Document) -> UnitPlan:
    return UnitPlan("A1", (Unit("A1-1", 1, "", 1, len(document.pages)),), "caption")


@st.composite
def books(draw: st.DrawFn) -> tuple[Document, UnitPlan]:
    """Up to twelve pages of headings, paragraphs and tables, and a plan with gaps."""
    total = draw(st.integers(1, 12))
    text = st.builds(
        lambda sentence, times: (sentence * times).strip(), st.sampled_from([SENTENCE, KOREAN]), st.integers(1, 60)
    )
    kinds = st.sampled_from(KINDS)
    pages = []
    for number in range(1, total + 1):
        blocks = []
        for kind in draw(st.lists(kinds, max_size=6)):
            words = draw(text)
            blocks.append(Block(kind, words[:60].strip() if kind == "heading" else words, number))
        pages.append(blocks)
    borders = sorted(draw(st.sets(st.integers(1, total + 1), max_size=4)))
    spans = list(itertools.pairwise(borders))
    units = tuple(Unit(f"A1-{n}", n, "", first, after - 1) for n, (first, after) in enumerate(spans, 1))
    return book(*pages), UnitPlan("A1", units, "caption")


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(books())
def test_nothing_is_lost_doubled_or_moved_and_no_passage_crosses_a_unit(found: tuple[Document, UnitPlan]) -> None:
    document, plan = found
    passages = cut_passages(document, plan)
    whole = "".join(block.text for page in document.pages for block in page.blocks)
    assert squeezed("".join(passage.text for passage in passages)) == squeezed(whole)
    homes = {page: unit.id for unit in plan.units for page in range(unit.page_first, unit.page_last + 1)}
    for passage in passages:
        assert {homes.get(part.page) for part in passage.paragraphs} == {passage.unit}
        pages = [part.page for part in passage.paragraphs]
        assert (passage.page_first, passage.page_last) == (pages[0], pages[-1])
        assert pages == sorted(pages)


@given(books())
def test_passages_are_neither_long_nor_needlessly_short(found: tuple[Document, UnitPlan]) -> None:
    passages = cut_passages(*found)
    for passage in passages:
        assert passage.tokens == count_tokens(passage.text)
        assert passage.tokens <= 800
    for left, right in itertools.pairwise(passages):
        joined = left.tokens + right.tokens
        if left.unit == right.unit is not None:
            assert joined > 800 or max(left.tokens, right.tokens) >= 500, "two halves of one passage"


def test_a_short_unit_is_one_passage() -> None:
    document = book([heading("Lektion 1"), paragraph(SENTENCE)], [heading("Übung", 2), paragraph(KOREAN, 2)])
    (passage,) = cut_passages(document, one_unit(document))
    assert passage.unit == "A1-1"
    assert passage.section == "Lektion 1"
    assert (passage.page_first, passage.page_last) == (1, 2)


def test_bullets_are_no_part_of_a_passage() -> None:
    table = Block("table", "• Ich bin Mina. | 저는 미나입니다.\n• 5 • 2 | • zehn", 1)
    document = book([paragraph("• Wie heißt du?"), table])
    [passage] = cut_passages(document, one_unit(document))
    assert passage.text == "Wie heißt du?\n\nIch bin Mina. | 저는 미나입니다.\n5 • 2 | zehn"


def test_a_heading_stays_with_what_follows() -> None:
    blocks = [block for number in range(12) for block in (heading(f"Teil {number}"), paragraph(SENTENCE * 9))]
    for passage in cut(blocks):
        assert passage.paragraphs[-1].text.startswith("Anna")
        assert passage.section == passage.paragraphs[0].text


@pytest.mark.parametrize(("before", "after"), [(8, 9), (9, 7)])
def test_cuts_prefer_the_border_of_a_section_to_equal_sizes(before: int, after: int) -> None:
    first = [heading("Dialog"), *[paragraph(SENTENCE * 4)] * before]
    second = [heading("Grammatik"), *[paragraph(SENTENCE * 4)] * after]
    assert [passage.section for passage in cut([*first, *second])] == ["Dialog", "Grammatik"]


def test_no_tiny_rest_is_left() -> None:
    passages = cut([paragraph(SENTENCE * 3) for _ in range(17)])
    sizes = [passage.tokens for passage in passages]
    assert min(sizes) >= 0.7 * max(sizes)


def test_a_paragraph_longer_than_a_passage_is_cut_between_sentences() -> None:
    passages = cut([paragraph(SENTENCE * 100)])
    assert len(passages) > 1
    assert all(part.text.endswith("Bäckerei.") for passage in passages for part in passage.paragraphs)


@pytest.mark.parametrize(
    "sentence", ["我家有四口人，爸爸在医院工作。", "「どこに行きますか。」", "मैं दिल्ली में रहता हूँ। ", "أين يعمل والدك؟ "]
)
def test_sentences_of_other_scripts_are_whole_in_passages_and_snippets(sentence: str) -> None:
    passages = cut([paragraph((sentence * 200).strip())])
    assert len(passages) > 1
    assert (
        "".join(passage.text.replace("\n\n", "") for passage in passages).replace(" ", "")
        == sentence.replace(" ", "") * 200
    )
    pieces = [part.text for passage in passages for part in passage.paragraphs] + snippets(passages[0])
    assert all(piece.endswith(sentence.strip()) and piece.startswith(sentence[:3]) for piece in pieces)
    assert len(snippets(passages[0])) > 3


def test_a_table_longer_than_a_passage_is_cut_between_rows() -> None:
    rows = [f"{number}. das Wort | 단어 {number}" for number in range(200)]
    passages = cut([Block("table", "\n".join(rows), 1)])
    assert len(passages) > 1
    assert [row for passage in passages for row in passage.text.replace("\n\n", "\n").split("\n")] == rows


def cut(blocks: list[Block]) -> list[Passage]:
    document = book(blocks)
    return cut_passages(document, one_unit(document))


@pytest.mark.timeout(30)  # where the work grows with the square of the length, it takes minutes
def test_a_word_as_long_as_a_book_is_parted_and_each_part_keeps_the_lines_it_stands_on() -> None:
    lines = tuple((0.0, float(line), 100.0, line + 1.0) for line in range(10_000))
    word = "".join(chr(ord("a") + place * place % 26) for place in range(600_000))
    document = book([Block("paragraph", word, 1, lines)])
    paragraphs = [part for passage in cut_passages(document, one_unit(document)) for part in passage.paragraphs]
    assert "".join(part.text for part in paragraphs) == word
    assert [part.boxes[0] for part in paragraphs] == sorted(part.boxes[0] for part in paragraphs)
    assert {box for part in paragraphs for box in part.boxes} == set(lines)
    assert sum(len(part.boxes) for part in paragraphs) <= len(lines) + 2 * len(paragraphs)
