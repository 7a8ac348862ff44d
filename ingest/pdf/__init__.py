"""Everything that touches a PDF, and the only place that imports pdfplumber. How a page becomes text:

1.  `reader` gives ranges of pages to child processes (`ingest.children`), which may die: a page that kills its reader
    is named and left out, and so is one that takes too long (`clock`). In the child, `pages` reads one after the other
    as `opening` opens them: as large as pypdfium2 finds them, which also mends what is broken in the file. `objects`
    parses no more of it than these pages need.
2.  The room `letters` says what the characters on a page mean. pdfplumber tells what is set there (`content`, `chars`,
    `shapes`), also in stamps (`appearances`), the fonts in the file which letters glyphs are where the PDF does not say
    it or says it wrongly (`fonts`, `tex`, `halves`), pypdfium2 what pdfplumber misses (`second_reader`) and a small
    `picture` of the page what can be seen (`visible`). They are levelled (`directions`), get their `marks`, are seen
    once (`painted`) and joined to words (`words`, `spacing`). `sheets` adds
    form fields and comments (`annotations`), and from what is drawn tables, boxes, pictures, bullets (`rules`) and
    lines to write on (`blanks`): a `Sheet`.
3.  The room `layout` says how they belong together; `layout.pages` leads. What comes again on other pages, or lies
    behind the text, goes: `watermarks`, `running_heads` (with the page's number), judged by their `margins`, and the
    tabs of a thumb index; `line_numbers` too. Two pages on one sheet are parted (`spreads`),
    and columns with an upright line between them (`dividers`).
4.  What is left is read from the outside in (`blocks`), columns of tasks that count on one after the other, whatever
    stands level (`task_columns`; `enumerators` read their numbers). A ruled table or a box is read on its own and
    becomes an island, unless it only shades a part of a text or of a table (`boxes`); a picture is an island without
    text. Words side by side are lines (`lines`), parted where gaps are wide or columns begin (`tab_stops`). Lines and
    islands (`pieces`) are bands, one below the other, with the gutters that run through them (`bands`).
    One question then decides nearly all: does a line go on in the next one? It does when the next word would not have
    fitted and no sentence ends; else it was broken on purpose. Side by side, columns that go on from line to line
    (`flow`) are read one after the other, and what was broken on purpose in level rows is a table (`columns`), unless
    it is two `dialogues`; boxes in rows, bubbles and cards are read from top to bottom (`panels`). A row of a table
    ends where the lines between two entries of its first column are farthest apart (`cells`, `tables`); one that is
    drawn has its cells in `grids`.
    Lines that go on are one paragraph, over columns, boxes and pages too; it belongs to the page that it begins on
    (`paragraphs`, `continuations`).
5.  With all pages read, the book settles what no page can: `continuations` joins what goes on over the page,
    `hyphens` tells the typesetter's hyphens from the words' own and where Korean words go on in the next line,
    `headings` finds what is set apart from the rest, and `page_numbers` which numbers are printed on the pages.
6.  A page whose letters make no words (`legible`), or that is a picture, is read by Tesseract (`ocr`, `hocr`): dark
    letters on white are made of it, and folds taken off (`photographs`); it is seen from straight above (`levelling`),
    without rows of dots (`leaders`) and lines (`ruling`), of which its tables, its frames and the gaps to fill in are
    made as those of other pages are (`rules`, `blanks`); what is coloured is a box, as it is there (`areas`). Frames
    around numbers, boxes to tick and bullets are taken off, and their signs put in (`signs`). Its columns are put below
    each other, as Tesseract reads best (`stacked`), each script by its own model (`scripts`).
    The words of all scans go the same way from step 3 on, together. Letters that Tesseract sees too were right,
    whatever they say, and stay. A page with a font whose letters make no words is read so too, and of a page of text
    the pictures that show lines of text and the lines that are drawn as `outlines`. What cannot be read is a `problem`
    of its page, or counted as lost.

What comes out is a `document`: pages of blocks, in reading order, each with the boxes of its lines. These lie on the
page as it was laid out; a page's `view` leads from there to the page as it is seen, where `draw` marks them.
To change a step, build a small PDF that shows the need (`tests/pdfs`), with the text that must come out beside it.
"""
