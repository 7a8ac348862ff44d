"""Units that the edges of pages name, as where their titles are pictures. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.pdf.document import Page
from ingest.units.edges import headers, headers_in_words, tabs
from ingest.units.headings import headings_on
from ingest.units.matter import is_titled_contents
from ingest.units.starts import Start, bare, parse_running

SHORT = 3  # letters of a title


def running_on(page: Page, pages: Sequence[Page]) -> Iterator[Start]:
    """The units that the running heads and tabs of a page name.

    They begin on the page before if that has no running head, as the first pages of units often have none; or if it has
    the one of the page after: left and right pages have different ones.
    """
    before, after = (pages[at - 1 : at] if at > 0 else () for at in (page.number - 1, page.number + 1))
    opens = any(
        not is_titled_contents(opener)
        and (_has_another_of_its_unit(page, pages) or (_is_without_header(opener) and not _is_over_title(page, after)))
        for opener in before
    )
    named = [(text, page.number - 1 if opens else page.number) for text in headers(page)]
    starts = (parse_running(*each) for each in (*named, *((text, page.number) for text in tabs(page))))
    yield from (start for start in starts if start and start.style and not start.form)


def _has_another_of_its_unit(page: Page, pages: Sequence[Page]) -> bool:
    """Whether the pages beside it have a running head that is found nowhere but beside pages with its own: the unit's
    title, but not the book's."""
    own, at = headers_in_words([page]), page.number
    beside = headers_in_words(pages[at - 2 : at - 1]) & headers_in_words(pages[at : at + 1]) - own
    beside -= headers_in_words(pages[max(at - 4, 0) : at - 2])
    last = max((other.number for other in pages[at:] if beside and own & headers_in_words([other])), default=at)
    return bool(beside - headers_in_words(pages[last + 1 :]))


def _is_without_header(page: Page) -> bool:
    return not (headers_in_words([page]) or any(start.style and not start.form for start in headings_on(page)))


def _is_over_title(page: Page, after: Sequence[Page]) -> bool:
    """Whether a running head stands over the title of a unit that begins on its page, and not on the page before: it
    has the title, too, or the page after has one that names another unit, or has none and no title as large."""
    title = bare(page.blocks[0].text) if _head_size(page) else ""
    if len(title) > SHORT and any(bare(text).endswith(title) for text in headers(page)):
        return True
    return any(
        (
            _head_size(page) > 0
            and not headers_in_words([page]) & headers_in_words([other])
            and any(running_on(other, ()))
        )
        if headers_in_words([other])
        else _head_size(other) < _head_size(page)
        for other in after
    )


def _head_size(page: Page) -> float:
    return page.blocks[0].size if page.blocks and page.blocks[0].kind == "heading" else 0.0


def numbers_at_edges(pages: Sequence[Page]) -> Iterator[Start]:
    """Bare numbers at the edges of pages, other than page numbers: each is one more than the last before it, and the
    next page has it too."""
    numbers = [_number_at_edge(page) for page in pages]
    last = 0
    for page, number, after in zip(pages, numbers, [*numbers[1:], 0], strict=True):
        if number == after == last + 1 and page.blocks:
            title = page.blocks[0].text if page.blocks[0].kind == "heading" else ""
            yield Start(number, title, page.number, "", weight=0, form="#")
        last = number or last


def _number_at_edge(page: Page) -> int:
    beside = Counter((*page.running, *tabs(page))) - Counter([page.label or ""])
    return next((int(text) for text in beside if re.fullmatch(r"[0-9]{1,2}", text)), 0)
