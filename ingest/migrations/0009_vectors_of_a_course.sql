-- Why: a search reads the vectors of a whole course, and found by the digests of texts each lay on another page of the index.

-- Keys of a course begin with four bytes of its name's digest. A text of two courses has a vector in each.
CREATE TEMP TABLE keyed ON COMMIT DROP AS
SELECT DISTINCT ON (1, v.model) substr(sha256(convert_to(u.course, 'UTF8')), 1, 4) || substr(t.digest, 1, 28) AS digest,
       v.model, v.embedding, v.created, v.ctid AS place
FROM texts t JOIN passages p ON p.key = t.passage JOIN units u ON u.key = p.unit JOIN vectors v ON v.digest = t.digest
ORDER BY 1, v.model;

-- Those that no passage has are gone: they would not be found again.
TRUNCATE vectors;
INSERT INTO vectors (digest, model, embedding, created)
SELECT digest, model, embedding, created FROM keyed ORDER BY place;

UPDATE passages SET digest = substr(sha256(convert_to(u.course, 'UTF8')), 1, 4) || substr(digest, 1, 28)
FROM units u WHERE u.key = passages.unit;

UPDATE snippets SET digest = substr(sha256(convert_to(u.course, 'UTF8')), 1, 4) || substr(snippets.digest, 1, 28)
FROM passages p JOIN units u ON u.key = p.unit WHERE p.key = snippets.passage;
