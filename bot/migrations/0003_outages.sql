-- Why: what keeps Claude from answering until the operator mends it is told once, over restarts too; and a learner's
-- question remembers that this, or a busy service, was the reason.
CREATE TABLE outages (
    service text PRIMARY KEY,
    reason text NOT NULL,
    since timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE turns
    DROP CONSTRAINT turns_state_check,
    ADD CONSTRAINT turns_state_check CHECK (state IN (
        'waiting', 'asked', 'answered', 'cut', 'stopped', 'refused', 'failed', 'busy', 'unavailable', 'replaced'));
