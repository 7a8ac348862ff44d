-- Why: questions of a learner, and what answers cost in a day, have limits that hold over processes and restarts.
CREATE TABLE allowances (
    learner bigint PRIMARY KEY,              -- a person; for nobody known, the chat
    questions double precision NOT NULL,     -- left when counted; more come by the hour
    counted timestamptz NOT NULL
);

CREATE TABLE spending (
    day date PRIMARY KEY,                    -- UTC
    cents double precision NOT NULL          -- of everybody, those who are forgotten too
);

ALTER TABLE turns
    ADD tokens_written int NOT NULL DEFAULT 0,       -- of tokens_in, those written to the cache
    ADD cents double precision NOT NULL DEFAULT 0,   -- reserved for the answer; once it has ended, its price
    ADD paid_on date;                                -- the day whose budget they are taken from

CREATE INDEX turns_by_payer ON turns (coalesce(person, chat), paid_on);
