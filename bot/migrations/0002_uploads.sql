-- Why: messages about a book must find their end after a restart too, and an answer to one of them its book.
CREATE TABLE uploads (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book bigint NOT NULL,
    chat bigint NOT NULL,
    thread bigint NOT NULL,
    message bigint NOT NULL,
    language text NOT NULL,
    name text NOT NULL,                -- the file's
    -- past: the verdict is about units that are corrected since, or it is the prompt for a correction
    shows text NOT NULL CHECK (shows IN ('progress', 'verdict', 'past')),
    UNIQUE (chat, message)
);

CREATE INDEX uploads_of_a_book ON uploads (book);
