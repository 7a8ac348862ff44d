-- Why: what the book has on a question, in the learner's unit or in another, is shown under the answer with a button.
ALTER TABLE turns ADD COLUMN grounding jsonb;
