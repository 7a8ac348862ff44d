-- Why: passages are found by the distance of their vectors.
CREATE EXTENSION IF NOT EXISTS vector;
