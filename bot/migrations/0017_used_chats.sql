-- Why: what several processes write to one chat, one after another or side by side, is counted together. It is of no use
-- after a crash of the server, and need not wait for its disk.
CREATE UNLOGGED TABLE used_chats (
    chat bigint PRIMARY KEY,
    until timestamptz NOT NULL         -- when nothing that was sent there counts any more
);
