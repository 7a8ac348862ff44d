-- Why: the tutor says in which unit the book comes to a topic, and titles alone don't tell.

ALTER TABLE units ADD headings text[] NOT NULL DEFAULT '{}';

-- What was read before has the sections that its passages begin in.
UPDATE units SET headings = ARRAY(
    SELECT section FROM passages WHERE unit = units.key AND section <> '' GROUP BY section ORDER BY min(position)
);

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
