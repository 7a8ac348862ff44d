-- Why: messages about books are forgotten after a time that a setting names.
ALTER TABLE uploads ADD COLUMN created timestamptz NOT NULL DEFAULT now();
