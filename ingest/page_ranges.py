"""Page and unit numbers as people write them."""

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


def shown_pages(first: int, last: int, printed: Sequence[str | None]) -> str:
    """The pages as they are printed, "52-53" or "xiv", where all of them are known; else by the PDF's own count."""
    known = [label for label in printed if label]
    if not known or len(known) < len(printed):
        return page_ranges(range(first, last + 1))
    return known[0] if known[0] == known[-1] else f"{known[0]}-{known[-1]}"
