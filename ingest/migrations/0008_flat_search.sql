-- Why: a search reads the vector of every passage of a course, and half the bytes tell their cosines to the fourth place.

-- All in the row: what is longer than a quarter of a page was moved out of line column by column, the digest first, which
-- a join then looked up for each row.
ALTER TABLE vectors
    ALTER digest SET STORAGE PLAIN,
    ALTER model SET STORAGE PLAIN,
    ALTER embedding TYPE halfvec USING embedding::halfvec,
    ALTER embedding SET STORAGE MAIN;

-- And the newest edition is looked up for the units that are asked for, not for every course there is.
CREATE OR REPLACE VIEW live_units AS
SELECT units.* FROM units JOIN edition_units ON edition_units.unit = units.key
WHERE edition_units.edition = (SELECT max(id) FROM editions WHERE editions.course = units.course);
