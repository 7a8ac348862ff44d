"""The book's page: paper, faces, colours, running headers, and the few moves every block is set with."""

from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF

PETROL = (18, 94, 110)
CORAL = (214, 92, 66)
INK = (34, 40, 44)
GREY = (112, 120, 126)
MIST = (232, 242, 244)
SAND = (252, 243, 232)
WHITE = (255, 255, 255)

DEBIAN_FONTS = Path("/usr/share/fonts/truetype")
FACES = (
    ("Lato", "", "lato/Lato-Regular.ttf"),
    ("Lato", "B", "lato/Lato-Bold.ttf"),
    ("Lato", "I", "lato/Lato-Italic.ttf"),
    ("Nanum", "", "nanum/NanumGothic.ttf"),
    ("Nanum", "B", "nanum/NanumGothicBold.ttf"),
)

Colour = tuple[int, int, int]


class MissingFont(Exception):
    """A font file that the book is set in isn't there."""


class Page(FPDF):
    """B5, in millimetres. Text is Lato; Hangul, which Lato lacks, falls back to NanumGothic.

    Inline markup is `**bold**`; italics' own marker is moved out of the way of the exercises' `___` blanks.
    """

    MARKDOWN_ITALICS_MARKER = "//"
    MARKDOWN_MARKERS = ("**", "//", "~~", "--")
    inner, outer, top, foot = 20.0, 20.0, 22.0, 19.0

    def __init__(self, fonts: Path) -> None:
        super().__init__(format=(176, 250))
        self.starts: dict[str, int] = {}  # the page on which each part of the contents begins
        self.running = ""  # what the header says; empty: neither header nor page number
        self.bare = False  # the page being opened has a title of its own and needs no header
        self.set_margins(self.inner, self.top, self.outer)
        self.set_auto_page_break(True, self.foot)
        for family, style, file in FACES:
            if not (fonts / file).exists():
                raise MissingFont(f"{fonts / file} is missing; on Debian: apt-get install fonts-lato fonts-nanum")
            self.add_font(family, style, fonts / file)
        self.set_fallback_fonts(["Nanum"], exact_match=False)
        self.c_margin = 0

    def begin(self, entry: str, running: str) -> None:
        """Opens a page for a part of the book: `entry` is its name in contents and bookmarks."""
        self.bare = True
        self.add_page()
        self.bare = False
        self.running = running
        self.starts[entry] = self.page
        self.start_section(entry)

    def header(self) -> None:
        if not self.running or self.bare:
            return
        self.set_xy(self.l_margin, 10)
        self.type(8, GREY)
        self.cell(self.epw, 5, self.running, align="R" if self.page % 2 else "L")
        self.rule(16, PETROL, 0.3)
        self.set_y(self.t_margin)

    def footer(self) -> None:
        if not self.running:
            return
        self.set_xy(self.l_margin, self.h - 13)
        self.type(9, PETROL, "B")
        self.cell(self.epw, 5, str(self.page), align="R" if self.page % 2 else "L")

    def type(self, size: float, colour: Colour = INK, style: str = "") -> None:
        self.set_font("Lato", style, size)
        self.set_text_color(*colour)

    def rule(self, y: float, colour: Colour, width: float, x: float | None = None, w: float | None = None) -> None:
        left = self.l_margin if x is None else x
        self.set_draw_color(*colour)
        self.set_line_width(width)
        self.line(left, y, left + (self.epw if w is None else w), y)

    def text_block(
        self, text: str, leading: float, x: float | None = None, w: float | None = None, align: str = "L"
    ) -> None:
        """Sets `text` from the current height on, in a column at `x`; the pen ends below it, at the left margin."""
        self.set_x(self.l_margin if x is None else x)
        width = self.w - self.r_margin - self.x if w is None else w
        self.multi_cell(width, leading, soft(text), align=align, markdown=True, new_x="LMARGIN", new_y="NEXT")

    def height(self, draw: Callable[[], None]) -> float:
        """How much `draw` would take up: it draws, and what it drew is rubbed out.

        fpdf2's own offset_rendering() copies the whole document each time, which takes a minute for this book.
        """
        content = self.pages[self.page].contents
        assert isinstance(content, bytearray)  # a stream object only once the document is written
        length, x, start, breaking = len(content), self.x, self.y, self.auto_page_break
        with self.local_context():
            self.set_auto_page_break(False, self.foot)
            draw()
            end = self.y
        self.set_auto_page_break(breaking, self.foot)
        del content[length:]
        self.set_xy(x, start)
        return end - start

    def together(self, draw: Callable[[], None], after: float = 4, spare: float = 0) -> None:
        """Draws on this page, or on the next when less than its height and `spare` is left; then a gap."""
        if self.y + self.height(draw) + spare > self.h - self.b_margin:
            self.add_page()
        draw()
        self.set_y(self.y + after)


def soft(text: str) -> str:
    """The lessons mark where a word may be divided with a visible `¦`."""
    return text.replace("¦", "\u00ad")
