"""Units that running heads name, as where their titles are pictures. Pure."""

from collections.abc import Iterator, Sequence

from ingest.pdf.document import Block, Page
from ingest.units.headings import headings_on
from ingest.units.matter import is_titled_contents
from ingest.units.starts import Start, bare, is_unit_word, parse_running, without_signs

SHORT = 3  # letters of a title: any other text may have these too


def headers(page: Page) -> Iterator[str]:
    """The running heads, without the page number before or behind their words, and what stands sideways, read last."""
    yield from (block.text for block in page.blocks[-1:] if _is_sideways(block))
    label = page.label if page.label not in page.running else None
    for text in page.running:
        behind = text.removeprefix(f"{label} ")
        rest = without_signs(behind if behind != text else text.removesuffix(f" {label}")) if label else text
        yield text if is_unit_word(rest) else rest


def _is_sideways(block: Block) -> bool:
    """Whether it is one line that goes up or down."""
    tall = (right - left < bottom - top for left, top, right, bottom in block.boxes)
    return len(block.boxes) == 1 and all(tall) and len(block.text) > SHORT


def _in_words(page: Page) -> set[str]:
    return {text for text in headers(page) if any(map(str.isalpha, text))}


def running_on(page: Page, pages: Sequence[Page]) -> Iterator[Start]:
    """The units that the running heads of a page name; they begin on the page before if that has no running head, as
    the first pages of units often have none."""
    before, after = (pages[at - 1 : at] if at > 0 else () for at in (page.number - 1, page.number + 1))
    opens = any(
        not is_titled_contents(opener) and _is_without_header(opener) and not _is_over_title(page, after)
        for opener in before
    )
    starts = (parse_running(text, page.number - opens) for text in headers(page))
    yield from (start for start in starts if start and start.style and not start.form)


def _is_without_header(page: Page) -> bool:
    return not (_in_words(page) or any(start.style and not start.form for start in headings_on(page)))


def _is_over_title(page: Page, after: Sequence[Page]) -> bool:
    """Whether a running head stands over the title of a unit that begins on its page, and not on the page before: it
    has the title, too, or the page after has one that names another unit, or has none and no title as large."""
    title = bare(page.blocks[0].text) if _head_size(page) else ""
    if len(title) > SHORT and any(bare(text).endswith(title) for text in headers(page)):
        return True
    return any(
        (_head_size(page) > 0 and not _in_words(page) & _in_words(other) and any(running_on(other, ())))
        if _in_words(other)
        else _head_size(other) < _head_size(page)
        for other in after
    )


def _head_size(page: Page) -> float:
    return page.blocks[0].size if page.blocks and page.blocks[0].kind == "heading" else 0.0
