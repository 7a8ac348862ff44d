"""A pdfplumber page -> its visible words, rules and boxes, in the page's own coordinates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from ingest.pdf.annotations import comments, fields
from ingest.pdf.chars import Char, read_chars
from ingest.pdf.directions import turned
from ingest.pdf.document import Box
from ingest.pdf.letters import letters
from ingest.pdf.lines import around, lines_of
from ingest.pdf.rules import MOST_RULES, Grid, blanks, pictures, ruled
from ingest.pdf.second_reader import SecondSight, says
from ingest.pdf.spacing import close_spaced
from ingest.pdf.word import Word

LONGEST_RUN = 8  # letters whose place in the page's picture is looked at together
MOST_CHARS = 30_000  # a dense dictionary page has 10,000
RECOGNISED = 0.5  # of a page: a picture as large may have been read by another program, and its text hidden under it
SPACE = 0.17  # of the font's size: a gap that parts two words where the PDF has no space characters
SPACE_BESIDE_SPACES = 0.3  # the same where it has them, so that s p a c e d letters hold together
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is on one page, before anybody has read it."""

    number: int
    width: float
    height: float
    words: list[Word]
    grids: list[Grid]
    boxes: list[Box]
    drawn: bool = False  # there is more on it than these words: pictures, lines, areas
    covered: float = 0.0  # the share of it that its largest picture covers
    pictures: tuple[Box, ...] = ()
    asides: Sequence[Word] = ()  # lines that stand sideways at its edge, comments: read after the rest
    unseen: bool = False  # it may be that some of its text cannot be seen
    recognised: bool = False  # its text is what a program has put under the picture of it


def read_sheet(page: PlumberPage, second: SecondSight) -> Sheet:
    """Raises PdfminerException, or nearly anything else, on a page that is broken."""
    chars = read_chars(page)
    if len(chars) > MOST_CHARS:
        raise PdfminerException(f"{len(chars)} characters on one page")
    if second.missing(chars) or not all(says(char["text"]) for char in chars):
        chars = second.complete(chars)
    seen, unseen = _seen(chars, second)
    letters_on = turned(seen, float(page.width), float(page.height))
    words = [word for run in letters_on.level for word in close_spaced(list(_words(letters(run))))]
    grids: list[Grid] = []
    boxes: list[Box] = []
    rules = len(page.rects) + len(page.lines) + len(page.curves)
    if words and not letters_on.angle and 0 < rules <= MOST_RULES:
        grids, boxes = ruled(page)
        words += list(blanks(page, words, grids))
    words += list(fields(page, words))
    labels = [line for run in letters_on.sideways for line in _lines_aside(run)]
    cells = [cell for grid in grids for row in grid for cell in row if cell]
    inside = [one for one in labels if any(_is_in(one.x0 + one.x1, one.top + one.bottom, cell) for cell in cells)]
    asides = [*(one for one in labels if one not in inside), *comments(page)]
    drawn = bool(chars or rules or page.images or words)
    return Sheet(
        page.page_number,
        letters_on.width,
        letters_on.height,
        words + inside,
        grids,
        boxes,
        drawn,
        _covered(page),
        () if letters_on.angle else tuple(pictures(page)),
        asides,
        unseen,
        _covered(page) > RECOGNISED and second.is_hidden(),
    )


def read_sheet_alone(page: PlumberPage, second: SecondSight) -> Sheet:
    """A page that pdfplumber cannot read, as the second reader does: its words, without rules. Raises PdfminerException
    if there are none."""
    seen, unseen = _seen(second.complete([]), second)
    found = turned(seen, float(page.width), float(page.height))
    words = [word for run in found.level for word in close_spaced(list(_words(letters(run))))]
    if not words:
        raise PdfminerException("no reader finds words")
    return Sheet(page.page_number, found.width, found.height, words, [], [], drawn=True, unseen=unseen)


def _covered(page: PlumberPage) -> float:
    whole = float(page.width * page.height)
    areas = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    return min(1.0, max(areas, default=0.0) / whole) if whole else 0.0


def _seen(chars: list[Char], second: SecondSight) -> tuple[list[Char], bool]:
    """The characters that a reader of the page can see; and whether that cannot be told of some, which are kept."""
    seen: list[Char] = []
    elsewhere: set[str] | None = None
    unseen = not second.is_drawn
    for run in _short_runs(chars):
        box = around((char["x0"], char["top"], char["x1"], char["bottom"]) for char in run)
        if all(not char["text"].strip() for char in run) or second.shows(box):
            seen += run
            continue
        elsewhere = second.fonts_elsewhere() if elsewhere is None else elsewhere
        if run[0]["fontname"] in elsewhere and not all(char["text"].isascii() for char in run):
            seen += run
            unseen = True
    return seen, unseen


def _short_runs(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """A few characters beside each other, parted at spaces: they are seen together or not at all."""
    run: list[Char] = []
    for char in chars:
        blank = not char["text"].strip()
        if run and (blank or len(run) == LONGEST_RUN or not _is_beside(run[-1], char)):
            yield run
            run = []
        run.append(char)
        if blank:
            yield run
            run = []
    if run:
        yield run


def _is_beside(last: Char, char: Char) -> bool:
    near = 2 * last["size"]
    (x, y), (last_x, last_y) = char["origin"], last["origin"]
    return bool(
        abs(x - last_x) < near
        and abs(y - last_y) < near
        and char.get("ncs") == last.get("ncs")
        and char.get("non_stroking_color") == last.get("non_stroking_color")
    )


def _lines_aside(chars: list[Char]) -> Iterator[Word]:
    """Lines that were levelled where there is no room for them, each as one word in the place where it stands."""
    for line in lines_of(_words(letters(chars))):
        inside = (char for char in chars if _is_in(char["x0"] + char["x1"], char["top"] + char["bottom"], line.box))
        x0, y0, x1, y1 = around(char["stands"] for char in inside)
        yield Word(line.text, x0, y0, x1, y1, (y0 + y1) / 2 + 0.35 * line.size, line.size, line.bold)


def _is_in(left_and_right: float, top_and_bottom: float, box: Box) -> bool:
    """Whether the middle between two edges each is."""
    return box[0] <= left_and_right / 2 <= box[2] and box[1] <= top_and_bottom / 2 <= box[3]


def _words(chars: list[Char]) -> Iterator[Word]:
    """Characters in the order they were painted -> words, split at spaces, gaps and new lines."""
    spaces = sum(char["text"].isspace() for char in chars)
    space = SPACE_BESIDE_SPACES if spaces > len(chars) * 0.04 else SPACE
    word: list[Char] = []
    for char in chars:
        blank = not char["text"] or char["text"].isspace()
        if word and (blank or not _continues(word[0], word[-1], char, space)):
            yield _word(word)
            word = []
        if not blank:
            word.append(char)
    if word:
        yield _word(word)


def _continues(first: Char, last: Char, char: Char, space: float) -> bool:
    size = max(last["size"], char["size"])
    gap = (char["x0"] - last["x1"]) / size
    shift = abs(char["base"] - first["base"]) / size
    if last["fontname"] != char["fontname"]:
        space = SPACE  # a bold word beside plain ones: its space may be only a gap
    raised: bool = char["size"] < first["size"] * 0.85 or last["size"] < first["size"] * 0.85
    level: bool = shift < (0.45 if raised else 0.12)
    return level and bool(-0.4 < gap < space)


def _word(chars: list[Char]) -> Word:
    main = max(chars, key=lambda char: char["size"])
    text = "".join(
        char["text"].translate(_RAISED)
        if char["size"] < main["size"] * 0.85 and char["base"] < main["base"] - main["size"] * 0.15
        else char["text"]
        for char in chars
    )
    return Word(
        text,
        min(char["x0"] for char in chars),
        min(char["top"] for char in chars),
        max(char["x1"] for char in chars),
        max(char["bottom"] for char in chars),
        main["base"],
        main["size"],
        all(_is_bold(char["fontname"]) for char in chars),
    )


def _is_bold(font: str) -> bool:
    font = font.lower()
    return any(weight in font for weight in ("bold", "black", "heavy", "semib", "cmbx", "extrab"))
