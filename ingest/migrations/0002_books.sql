-- Why: books go in whole, are found by the passage, and are replaced without learners noticing.

-- One row for each file and caption sent, its bytes included: a worker on another machine needs nothing but the database.
CREATE TABLE books (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256    bytea NOT NULL,
    caption   text NOT NULL,
    course    text NOT NULL,
    unit      integer,  -- the number of the only unit in it; none: it is a whole course
    file_name text NOT NULL,
    file      bytea NOT NULL,
    state     text NOT NULL DEFAULT 'waiting'
              CHECK (state IN ('waiting', 'reading', 'published', 'replaced', 'failed')),
    stage     text,
    done      integer NOT NULL DEFAULT 0,
    total     integer NOT NULL DEFAULT 0,
    report    jsonb,
    failure   text,
    created   timestamptz NOT NULL DEFAULT now(),
    published timestamptz,
    UNIQUE (sha256, caption)
);
ALTER TABLE books ALTER file SET STORAGE EXTERNAL;  -- a PDF is compressed already

-- `id` is what learners know, such as A1-13; `key` tells the editions of a unit apart. Pages of a course that
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
    live       boolean NOT NULL,
    UNIQUE (book, id)
);
CREATE UNIQUE INDEX units_live ON units (id) WHERE live AND number IS NOT NULL;
CREATE INDEX units_course ON units (course, number) WHERE live;

CREATE TABLE passages (
    unit       bigint NOT NULL REFERENCES units ON DELETE CASCADE,
    position   integer NOT NULL,
    section    text NOT NULL,
    page_first integer NOT NULL,
    page_last  integer NOT NULL,
    tokens     integer NOT NULL,
    paragraphs jsonb NOT NULL,  -- [{"text", "page", "boxes": [[x0, top, x1, bottom], ...]}, ...]
    PRIMARY KEY (unit, position)
);

-- Vectors of several models and sizes live side by side. No vector index: a unit has some tens of passages, so the
-- key's B-tree and an exact sort are faster than one, and never lose a hit.
CREATE TABLE vectors (
    unit      bigint NOT NULL,
    position  integer NOT NULL,
    model     text NOT NULL,
    embedding vector NOT NULL,
    PRIMARY KEY (unit, position, model),
    FOREIGN KEY (unit, position) REFERENCES passages ON DELETE CASCADE
);
