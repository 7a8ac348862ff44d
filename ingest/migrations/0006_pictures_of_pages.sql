-- Why: a page is shown to learners as a picture, which a book's licence may forbid.
ALTER TABLE books ADD shows_pages boolean NOT NULL DEFAULT true;
