-- Why: the message that shows how far a book is must find its end after a restart too, and an answer to it its book.
CREATE TABLE uploads (
    book bigint PRIMARY KEY,
    chat bigint NOT NULL,
    thread bigint NOT NULL,
    message bigint NOT NULL,
    prompt bigint,                     -- the bot's message that asks for a correction
    language text NOT NULL,
    name text NOT NULL,
    over boolean NOT NULL DEFAULT false
);
