-- Why: whoever is forgotten has still used up what they have used up: that is kept under a pseudonym, as long as it counts.
DROP TABLE allowances;
CREATE TABLE allowances (
    payer bytea PRIMARY KEY,                 -- a person's pseudonym; for nobody known, the chat's
    questions double precision NOT NULL,     -- left when counted; more come by the hour
    counted timestamptz NOT NULL,
    cents double precision NOT NULL,         -- of that day
    day date NOT NULL                        -- UTC
);

ALTER TABLE turns ADD payer bytea;           -- until it is known what the answer costs
DROP INDEX turns_by_payer;
