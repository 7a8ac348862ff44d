-- Why: learners and admins know a page by the number that is printed on it, which is often not the PDF's own.

ALTER TABLE units ADD printed_first text, ADD printed_last text;  -- passages have theirs with each paragraph

-- A view has the columns that its table had when it was made.
CREATE OR REPLACE VIEW live_units AS
SELECT units.* FROM units JOIN edition_units ON edition_units.unit = units.key
WHERE edition_units.edition IN (SELECT max(id) FROM editions GROUP BY course);

CREATE OR REPLACE VIEW live_or_draft_units AS
SELECT * FROM live_units
UNION ALL
SELECT * FROM units WHERE book IN (
    SELECT max(id) FROM books
    WHERE state = 'draft' AND NOT EXISTS (SELECT FROM live_units WHERE live_units.course = books.course)
    GROUP BY course
);
