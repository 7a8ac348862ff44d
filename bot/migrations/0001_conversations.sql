-- Why: a chat keeps its language, its unit and every question with what became of it.
CREATE TABLE learners (
    chat bigint NOT NULL,
    thread bigint NOT NULL DEFAULT 0,  -- a group's topic; 0 elsewhere
    language text NOT NULL,
    unit text,                         -- 'A1-13'
    fresh_since timestamptz NOT NULL DEFAULT '-infinity',  -- /new: older turns stay out of the prompt
    blocked boolean NOT NULL DEFAULT false,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (chat, thread)
);

CREATE TABLE turns (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat bigint NOT NULL,
    thread bigint NOT NULL,
    unit text,
    person bigint,                     -- who asked: in a group only they may stop the answer or ask again
    message bigint,                    -- the learner's message
    question text NOT NULL,
    state text NOT NULL
        CHECK (state IN ('waiting', 'asked', 'answered', 'cut', 'stopped', 'refused', 'failed', 'replaced')),
    replies bigint[] NOT NULL DEFAULT '{}',  -- the bot's messages that show the answer
    answer text NOT NULL DEFAULT '',         -- as the model wrote it
    marked text NOT NULL DEFAULT '',         -- with the marks of its citations
    citations jsonb NOT NULL DEFAULT '[]',
    model text,
    tokens_in int NOT NULL DEFAULT 0,        -- in full: fresh, written to the cache and read from it
    tokens_out int NOT NULL DEFAULT 0,
    tokens_cached int NOT NULL DEFAULT 0,    -- of tokens_in, those read from the cache
    first_word_seconds real,
    rating smallint CHECK (rating IN (-1, 1)),
    reason text,                             -- of a bad rating, in one word
    successor bigint REFERENCES turns ON DELETE SET NULL,  -- the turn that asked the same again
    asked timestamptz NOT NULL DEFAULT now(),
    ended timestamptz,
    closed boolean NOT NULL DEFAULT false,   -- its last word stands in the chat, or never will
    FOREIGN KEY (chat, thread) REFERENCES learners ON DELETE CASCADE
);

CREATE INDEX turns_of_a_conversation ON turns (chat, thread, unit, asked);
CREATE INDEX turns_by_message ON turns (chat, message);
CREATE INDEX turns_under_way ON turns (id) WHERE NOT closed;
