"""What the characters on a page say: from a page that is open to its words, as a reader of it sees them.

`words` is the door: characters as they were painted (`content`, `chars`) and as their fonts know them (`fonts`,
`symbols`), also where Ghostscript broke them (`halves`), or as the PDF says what several glyphs are together
(`replacements`), what they lack and what of them can be seen, from a second reader and from the `layers` that are off
(`second_reader`, `picture`, `visible`), ligatures that nobody explains (`ligatures`), turned so that they stand level
(`directions`, `vertical`), with marks on the letters that bear them (`marks`), without what is printed twice and with
accents over their letters (`painted`), with furigana behind what they stand above (`readings`), joined to words
(`spacing`, `raised`), in the letters meant where a font has those of an old code page (`codepages`).
`annotations` has the words that are no characters of the page: what is filled into a form's `fields`, and comments.

The rest is about text alone, and open to everybody: `clean` spells a line as a reader would type it, `legible` tells
whether letters make words, `hyphens` which of them at line ends are the typesetter's.
"""
