-- Why: processes with one token share what Telegram lets it send, and each heeds what another was refused.
CREATE TABLE send_budget (
    per_second float NOT NULL,                          -- for all of them together
    changed timestamptz NOT NULL DEFAULT now(),
    refused timestamptz NOT NULL DEFAULT '-infinity'    -- the last time that it was lowered
);
INSERT INTO send_budget (per_second) VALUES (25);

CREATE TABLE senders (
    process uuid PRIMARY KEY,
    is_busy boolean NOT NULL,
    heartbeat timestamptz NOT NULL
);

CREATE TABLE closed_chats (
    chat bigint PRIMARY KEY,
    until timestamptz NOT NULL
);
