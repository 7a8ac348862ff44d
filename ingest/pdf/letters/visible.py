"""A page's characters -> those that a reader can see."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.pdf.document import around
from ingest.pdf.letters.chars import Char, box_of
from ingest.pdf.letters.second_reader import SecondSight

BELOW = 0.2  # of the size
PLAIN = ("DeviceGray", "DeviceRGB", "DeviceCMYK", "ICCBased")  # colour spaces in which 1, or 0 of four inks, is white
LONGEST_RUN = 8  # letters whose place in the page's picture is looked at together


def visible(chars: list[Char], second: SecondSight) -> tuple[list[Char], bool]:
    """The characters that a reader of the page can see; and whether that cannot be told of some, which are kept. Those
    on a layer that is off are in the picture where others stand below them."""
    seen: list[Char] = []
    elsewhere: set[str] | None = None
    unseen = not second.is_drawn
    for run in _short_runs(char for char in chars if "hidden" not in char):
        if not run[0]["text"].strip() or _is_seen(run, second):
            seen += run
            continue
        elsewhere = second.fonts_elsewhere() if elsewhere is None else elsewhere
        if run[0]["fontname"] in elsewhere and not all(char["text"].isascii() for char in run):
            seen += run
            unseen = True
    return seen, unseen


def _is_seen(run: Sequence[Char], second: SecondSight) -> bool:
    box = around(map(box_of, run))
    if run[0]["text"] == "_" and all(char["text"] == "_" for char in run):  # which may be painted below its own box
        box = (*box[:3], box[3] + BELOW * run[0]["size"])
    elif _is_white(*run[0].get("fill", ("", None))) and second.is_white(box):
        return False  # what differs there is a rule
    return second.shows(box)


@lru_cache
def _is_white(space: str, colour: object) -> bool:
    if space not in PLAIN:
        return False
    parts = colour if isinstance(colour, tuple) else (colour,)
    return all(part == (0 if len(parts) == 4 else 1) for part in parts)


def _short_runs(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """A few characters beside each other: they are seen together or not at all. Spaces are runs of their own."""
    run: list[Char] = []
    for char in chars:
        if not char["text"].strip():
            if run:
                yield run
                run = []
            yield [char]
        elif run and len(run) < LONGEST_RUN and _is_beside(run[-1], char):
            run.append(char)
        else:
            if run:
                yield run
            run = [char]
    if run:
        yield run


def _is_beside(last: Char, char: Char) -> bool:
    near = 2 * last["size"]
    (x, y), (last_x, last_y) = char["origin"], last["origin"]
    return -near < x - last_x < near and -near < y - last_y < near and char.get("fill") == last.get("fill")
