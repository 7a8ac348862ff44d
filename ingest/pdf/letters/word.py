"""A word on a page."""

from typing import NamedTuple


class Word(NamedTuple):  # made and asked more often than anything else: quicker than a dataclass
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float  # the baseline, from the page's top
    size: float
    bold: bool
    doubtful: int = 0  # of its letters nobody says that these are what is printed; a sign alone is no matter
    font: str = ""  # its name in the file
