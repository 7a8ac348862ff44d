-- Why: a closed class takes in whoever has an invitation, by a link that ends.
CREATE TABLE invitations (
    code text PRIMARY KEY,
    expires timestamptz NOT NULL
);

CREATE TABLE members (
    person bigint PRIMARY KEY,
    joined timestamptz NOT NULL DEFAULT now()
);
