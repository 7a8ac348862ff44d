-- Why: an update is kept before Telegram is told that it has arrived, until it is handled; a kill loses none, and one that
-- is delivered again is handled once.
CREATE TABLE updates (
    id bigint PRIMARY KEY,             -- Telegram's update_id
    chat bigint,
    person bigint,
    raw text,                          -- the JSON as it came, in ASCII; NULL: it is handled
    attempts int NOT NULL DEFAULT 0,
    is_set_aside boolean NOT NULL DEFAULT false,  -- each attempt has ended its process
    received timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX updates_of_a_chat ON updates (chat, id) WHERE raw IS NOT NULL;

-- Why: a button that asks may be handled twice when its process is killed; it asks once.
ALTER TABLE turns ADD COLUMN press text UNIQUE;  -- Telegram's id of the press that asked
