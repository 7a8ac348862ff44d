-- Why: what a PDF is may be said after it was sent, by an edit or in a reply, also after a restart.
CREATE TABLE uncaptioned (
    chat bigint NOT NULL,
    message bigint NOT NULL,           -- the file's
    asked bigint NOT NULL,             -- the bot's, which asks what it is
    file_id text NOT NULL,             -- Telegram's name for it
    name text NOT NULL,
    sent timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat, message)
);
