-- Why: the message that shows how far a book is must find its end after a restart too.
CREATE TABLE uploads (
    book bigint PRIMARY KEY,
    chat bigint NOT NULL,
    thread bigint NOT NULL,
    message bigint NOT NULL,
    language text NOT NULL,
    name text NOT NULL
);
