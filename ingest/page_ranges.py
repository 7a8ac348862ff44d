"""Ranges of page and unit numbers, as text."""

from collections.abc import Iterable, Sequence


def page_ranges(numbers: Iterable[int]) -> str:
    """1, 2, 3, 7 -> "1-3, 7"."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, run)) for run in found)


def both_ranges(pages: Sequence[int], printed: Sequence[str]) -> str:
    """The printed page numbers, then the PDF's: "51-52 (PDF 53-54)"; only the PDF's if both are the same, or if no
    numbers are printed."""
    own = page_ranges(pages)
    if not printed or list(map(str, pages)) == list(printed):
        return own
    ends = [at for at in range(1, len(pages)) if pages[at] != pages[at - 1] + 1]
    runs = [printed[start:end] for start, end in zip([0, *ends], [*ends, len(pages)], strict=True)]
    return f"{', '.join('-'.join(dict.fromkeys((run[0], run[-1]))) for run in runs)} (PDF {own})"


def shown_pages(first: int, last: int, printed: Sequence[str | None]) -> str:
    """The printed page numbers, "52-53" or "xiv", if all are known; else the PDF's."""
    known = [label for label in printed if label]
    if not known or len(known) < len(printed):
        return page_ranges(range(first, last + 1))
    return known[0] if known[0] == known[-1] else f"{known[0]}-{known[-1]}"
