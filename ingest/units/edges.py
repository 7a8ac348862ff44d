"""What a page says at its edges: in running heads, and in tabs at its side. Pure."""

from collections.abc import Iterator, Sequence

from ingest.pdf.document import Page, around
from ingest.units.starts import is_unit_word, without_signs

LONGEST_TAB = 30  # letters


def headers(page: Page) -> Iterator[str]:
    """The running heads, without the page number before or behind their words."""
    label = page.label if page.label not in page.running else None
    for text in page.running:
        behind = text.removeprefix(f"{label} ")
        rest = without_signs(behind if behind != text else text.removesuffix(f" {label}")) if label else text
        yield text if is_unit_word(rest) else rest


def tabs(page: Page) -> Iterator[str]:
    """Short texts that stand left or right of all other text, as in a coloured tab at the page's outer edge."""
    boxes = [around(block.boxes) for block in page.blocks if block.boxes]
    if len(boxes) > 1 and len(boxes) == len(page.blocks):
        left, right = sorted(box[0] for box in boxes)[1], sorted(box[2] for box in boxes)[-2]
        beside = (block for block, box in zip(page.blocks, boxes, strict=True) if box[2] <= left or box[0] >= right)
        yield from (block.text for block in beside if len(block.text) <= LONGEST_TAB)


def headers_in_words(pages: Sequence[Page]) -> set[str]:
    return {text for page in pages for text in headers(page) if any(map(str.isalpha, text))}
