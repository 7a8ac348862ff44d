-- Why: books go in whole, are found by the passage, and are replaced without learners noticing.

-- The bytes are here: a worker on another machine needs nothing but the database.
CREATE TABLE files (
    sha256   bytea PRIMARY KEY,
    data     bytea NOT NULL,
    document bytea  -- what was read of it, as compressed JSON
);
ALTER TABLE files ALTER data SET STORAGE EXTERNAL, ALTER document SET STORAGE EXTERNAL;  -- both are compressed already

-- What Claude has read on a page that is a scan: paid for once.
CREATE TABLE transcripts (
    file bytea NOT NULL REFERENCES files ON DELETE CASCADE,
    page integer NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (file, page)
);

-- One reading of a file. Its units never change once they were published: what is corrected then is a new row.
CREATE TABLE books (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file        bytea NOT NULL REFERENCES files,
    file_name   text NOT NULL,
    caption     text NOT NULL,
    course      text NOT NULL,
    unit        integer,  -- the number of the only unit in it; none: it is a whole course
    corrections jsonb NOT NULL DEFAULT '[]',
    transcribe  boolean NOT NULL DEFAULT false,  -- an admin has agreed to what reading its scans costs
    state       text NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'reading', 'draft', 'published', 'replaced', 'failed')),
    stage       text,
    done        integer NOT NULL DEFAULT 0,
    total       integer NOT NULL DEFAULT 0,
    attempts    integer NOT NULL DEFAULT 0,  -- begun and not ended in order
    report      jsonb,
    failure     text,
    created     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX books_file ON books (file, caption);

-- `id` is what learners know, such as A1-13; `key` tells the readings of a unit apart. Pages of a course that
-- belong to no unit stand under a row without a number, whose id is the course's name.
CREATE TABLE units (
    key        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book       bigint NOT NULL REFERENCES books ON DELETE CASCADE,
    id         text NOT NULL,
    course     text NOT NULL,
    number     integer,
    title      text NOT NULL,
    page_first integer NOT NULL,
    page_last  integer NOT NULL,
    UNIQUE (book, id)
);
CREATE INDEX units_course ON units (course, number);

CREATE TABLE passages (
    unit       bigint NOT NULL REFERENCES units ON DELETE CASCADE,
    position   integer NOT NULL,
    section    text NOT NULL,
    page_first integer NOT NULL,
    page_last  integer NOT NULL,
    tokens     integer NOT NULL,
    digest     bytea NOT NULL,  -- of its text
    paragraphs jsonb NOT NULL,  -- [{"text", "page", "boxes": [[x0, top, x1, bottom], ...]}, ...]
    PRIMARY KEY (unit, position)
);
CREATE INDEX passages_digest ON passages (digest);

-- By the text, not by the passage: what was embedded once is never embedded again, whatever book it is in. Several
-- models live side by side. No vector index: a unit has some tens of passages, so the keys' B-trees and an exact
-- sort are faster than one, and never lose a hit.
CREATE TABLE vectors (
    digest    bytea NOT NULL,
    model     text NOT NULL,
    embedding vector NOT NULL,
    created   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (digest, model)
);

-- The model that questions are asked with: every passage has a vector of it.
CREATE TABLE active_model (
    name  text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    sole  boolean PRIMARY KEY DEFAULT true CHECK (sole)  -- there is one row
);

-- What learners see of a course is its newest edition; going back deletes that one.
CREATE TABLE editions (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    course    text NOT NULL,
    published timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX editions_course ON editions (course, id);

CREATE TABLE edition_units (
    edition bigint NOT NULL REFERENCES editions ON DELETE CASCADE,
    unit    bigint NOT NULL REFERENCES units ON DELETE CASCADE,
    PRIMARY KEY (edition, unit)
);
CREATE INDEX edition_units_unit ON edition_units (unit);

CREATE VIEW live_units AS
SELECT units.* FROM units JOIN edition_units ON edition_units.unit = units.key
WHERE edition_units.edition IN (SELECT max(id) FROM editions GROUP BY course);

-- For operators: with the newest draft of each course that has nothing published.
CREATE VIEW live_or_draft_units AS
SELECT * FROM live_units
UNION ALL
SELECT * FROM units WHERE book IN (
    SELECT max(id) FROM books
    WHERE state = 'draft' AND NOT EXISTS (SELECT FROM live_units WHERE live_units.course = books.course)
    GROUP BY course
);
