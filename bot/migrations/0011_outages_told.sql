-- Why: each admin chat is told of an outage once, however often it comes and goes in an hour, and later where Telegram
-- could not be reached.
CREATE TABLE outages_told (
    service text NOT NULL,
    chat bigint NOT NULL,
    is_out boolean NOT NULL,           -- what the chat was told last
    begun timestamptz NOT NULL,        -- when it was told last that something is out of order
    PRIMARY KEY (service, chat)
);
