-- Why: a question may be about words of the chat, and may have come with a picture that nobody looks at; a restart, or
-- asking again, has to know both.
ALTER TABLE turns
    ADD COLUMN about text NOT NULL DEFAULT '',  -- the quoted words, or those of the message that was replied to
    ADD COLUMN unseen text CHECK (unseen IN ('picture', 'sound', 'file'));
