-- Why: after a clock that was put back, a chat must not stay closed until the time that was the future then.
ALTER TABLE closed_chats ADD since timestamptz NOT NULL DEFAULT now();
