"""A document and its caption -> the book's units: how they are found, and why they are believed. Pure.

A unit is what the learner's teacher calls one: `Lektion 3`, `제3과`, `DAY 12`, or no more than `3 Familie` in large
letters. It begins at a place (a page, and a block on it) and ends where the next one begins; the last one ends where
the answers, word lists and the rest of the back matter begin, or another part of the book: a page whose heading is as
large as the units' and named otherwise than any before it, where most units have no such pages of their own, or one
that counts anew; or in any size, where the last unit would be longer than all others and these have the same sections.
Between two units, another part is opened by reviews and dividers (`parts`): headed as large as the units, or larger
than their sections and more than once, where no more than half of the units have such pages. It is of no unit. The
pages of a workbook, which counts anew behind all of them, are in the units with their numbers, where the titles agree;
so are exercises there that name a unit (`Übungen zu Lektion 1`). What is headed as the units are, right before unit 1,
and has exercises or sections as unit 1 has, is unit 0 (`openings`).

1. `starts` says what announces a unit: a word that counts units before or behind a number (`unit_words`), any other
   word there, which is doubted, or a bare number with a title, in Arabic, Roman or Han numerals. Beside a known
   word it may be spelled (`Chapter One`, `Erste Lektion`, `제 일 과`), in halves (`Unit 1A`), behind the title (`Im
   Café (Lektion 3)`), behind what is there for the unit (`Übungen zu Lektion 3`) or a letter, which is doubted.
   Words that count other things (Aufgabe, Seite, slide) and dates announce nothing. Where OCR took one, l and I for
   each other (`Lekt1on l`), they are read as a word and a number (`normal_form`).
2. `finders` collects such places from all of the document: the PDF's `outline`, whose entries may also have no
   numbers and be counted; the `contents` pages, whose entries are looked for on their printed pages, or else by
   their titles, and may have no numbers either; the `headings` on the pages, also small lines over them, in rows of
   tables and in the middle of a page; and the `running_heads` and tabs, where titles are pictures. `matter` knows
   what books call their front and back matter, and `shown` whether a page shows the unit that is said to begin there.
   Where there are no headings, `plain_text` takes lines by themselves for them. Where all this finds none, `guesses`
   takes what other things are counted by as often (`Station 3`, `Arbeitsblatt 3`), and titles without numbers, or
   dates.
3. `sequences` makes of the places that look alike the strongest sequence whose numbers and places rise together,
   with those that have the numbers it lacks and a word that looks like its own, misread by OCR (`Lektíon 2`,
   `제2파`), each at the heading that has its number and title, where a contents page is behind or a running head says
   it first. What counts anew in each part of a book, with titles of its own, is counted through, and what only counts
   modules of lessons is none. Each is one of the `proposals`; nothing has been judged yet.
4. `evidence` weighs the proposals, all by the same questions. Do their own pages show the units? Is a number
   missing? Does the look serve other things too? Are there no more than two of them on a page, unless they teach a
   language? And where no known word counts them: Is anything else set as large? Are they larger than the text, with
   titles, and of many pages? Have they tables or tasks, unlike the chapters of a novel or a report? Each answer is
   a share from 0 to 1, and what is missing takes its part of the confidence away. Of what it has counted itself, of
   lessons in reverse order, of one unit alone, of numbers with a gap and, unless they teach a language, of more
   units than two a page the bot is never sure. What is left is decided by what the units teach (`lessons`): a
   language, if half are named after its grammar, most share several sections, one of them on a skill
   (`skills.txt`), or share none and are mostly phrases in two languages; another subject, if they share sections
   without all that or exercises, and then chapters and bare numbers count no units, unless they ask the learner
   questions. Only lessons of a language are surely units where bare numbers, letters, chapters, modules, days and
   weeks count them, and only those with sections on several skills where tests and steps do. With another subject,
   `Unit 1-6` of a training is asked about as well. What begins with an introduction or ends with an appendix, as a
   report's and a manual's chapters do, is no units unless a known word counts lessons there, or they teach a
   language or are in two; nor are guesses, worksheets aside.
5. `plan` takes the best proposal, if it is likely at all; `spans`, with `parts`, `workbook` and `titles` see where
   its units begin and end, and what they are called. From `SURE` on they are taken as they are; below, a remark
   says so and the admin is asked before learners see them. The weights are set so that this holds for the documents
   of `tests/pdfs/unit_layouts`, half of which have no units: `make bench ONLY=units` shows how often a confidence
   is right.

`caption` and `corrections` are what an admin says, which goes before all this; `printed_pages` turns the numbers that
are printed on pages into the PDF's own and back, also for the `remarks`: what an admin should look at.
"""
