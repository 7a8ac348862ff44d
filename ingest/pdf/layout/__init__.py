"""How words belong together: from sheets, a page's words and what is drawn there, to pages of blocks. Pure.

This is the door. `laid_out` takes the sheets of a book, or of a part of it: `line_numbers`, `watermarks` and
`running_heads` go, two pages on one sheet are parted (`spreads`), and columns with an upright line between them
(`dividers`), or with tasks that count on down them (`task_columns`); each is read from the outside in (`blocks`):
ruled tables and boxes, but for those that only shade something (`boxes`), and `side_notes`;
`rows` of words, parted to `lines` where `tab_stops` say that columns begin, with the `task_numbers` and `names` beside
them; `pieces` in `bands`, and what `titles`, rules that span columns (`spans`) and `loose_ends` say about where these
end, and `seams` about where others begin; `columns` that `flow`, are counted (`numbering`) or in the alphabet's order
(`index_entries`, `headwords`), `panels`, or `tables` of `cells`; `paragraphs`, joined by `continuations`. With the
whole book read, `mended` joins what goes on over a page's end, and `mark_headings` finds what is set apart.
"""

from ingest.pdf.layout.boxes import Shelf
from ingest.pdf.layout.continuations import mended
from ingest.pdf.layout.headings import mark_headings
from ingest.pdf.layout.lines import lines_of
from ingest.pdf.layout.pages import laid_out
from ingest.pdf.layout.sheet import Divider, Grid, Rule, Sheet, cells_of

__all__ = ["Divider", "Grid", "Rule", "Sheet", "Shelf", "cells_of", "laid_out", "lines_of", "mark_headings", "mended"]
