-- Why: a file that an admin has sent is fetched by a job, so that none is lost in a process that ends meanwhile; and any
-- process may go on with the messages about books.
CREATE TABLE downloads (
    chat bigint NOT NULL,
    message bigint NOT NULL,           -- the file's
    thread bigint NOT NULL,
    language text NOT NULL,
    file_id text NOT NULL,             -- Telegram's name for it
    name text NOT NULL,
    caption text NOT NULL,
    shown bigint,                      -- the bot's message about it
    sent timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat, message)
);

ALTER TABLE uploads ADD wishes int NOT NULL DEFAULT 0;  -- how often something was done that its message is to show
