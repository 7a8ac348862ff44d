-- Why: an answer that ends the process each time must not be tried for ever; one that Telegram refuses is not lost.
ALTER TABLE turns
    ADD attempts int NOT NULL DEFAULT 0,  -- processes that have begun the answer and did not end it in good order
    ADD owed boolean,                     -- Telegram took no last word: shown at the chat's next sign of life, once
    DROP CONSTRAINT turns_state_check,
    ADD CONSTRAINT turns_state_check CHECK (state IN
        ('waiting', 'asked', 'answered', 'cut', 'stopped', 'refused', 'failed', 'busy', 'unavailable', 'set_aside',
         'replaced'));

CREATE INDEX turns_owed ON turns (chat) WHERE owed;
