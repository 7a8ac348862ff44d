-- Why: a page that was sent once as a picture goes by Telegram's name for it; what an answer was written from can be
-- asked for; and a bad answer is shown to the admins once, and once more with the reason.
CREATE TABLE page_pictures (
    book bigint NOT NULL,
    page integer NOT NULL,
    marks bytea NOT NULL,              -- the digest of the lines that are marked
    file_id text NOT NULL,
    sent timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (book, page, marks)
);

ALTER TABLE turns
    ADD passages jsonb NOT NULL DEFAULT '[]',          -- what the answer was written from
    ADD citations_dropped int NOT NULL DEFAULT 0;      -- of what was not sent, or of words that do not stand there

CREATE TABLE bad_answers (
    turn bigint NOT NULL REFERENCES turns ON DELETE CASCADE,
    chat bigint NOT NULL,              -- an admin's, where it is shown
    message bigint NOT NULL,
    sent timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (turn, chat)
);
CREATE INDEX bad_answers_of_a_day ON bad_answers (chat, sent);
