-- Why: what Telegram took for no chat (a book's verdict, an answer to a command) is made good when the chat gives a sign
-- of life, also after a restart.
ALTER TABLE uploads
    DROP CONSTRAINT uploads_shows_check,
    -- owed: the chat has not taken the verdict
    ADD CONSTRAINT uploads_shows_check CHECK (shows IN ('progress', 'verdict', 'owed', 'past'));

ALTER TABLE learners ADD unheard boolean NOT NULL DEFAULT false;  -- something was to be said there, and nobody heard it
