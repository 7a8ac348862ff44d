"""The search: one query that scores the passages of a unit and of the rest of its course."""

from dataclasses import dataclass

import asyncpg

from ingest.books.cards import course_of
from ingest.passages import Passage
from ingest.search.places import named_units
from ingest.search.question import query_terms
from ingest.vectors import QuestionVector


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    Attributes:
        score: Ranks the hits of one question; says nothing on its own.
        likeness: The best cosine of the passage or one of its snippets; comparable within one model. 0 if the question
            has no vector.
        lift: How far that is above the mean cosine of the course's passages.
        wording: The passage's BM25, as a share of that of a passage full of the question's words.
        missing: The weight of the question's words that the passage's book lacks, as far as it matters.
        foreign: The share of those that are not Korean.
        named: How many of the kinds of place that the question names (page, exercise, unit) the passage has; None if
            it names none.
        among: How many passages were searched, if known.
    """

    passage: Passage
    title: str  # of the passage's unit
    score: float
    likeness: float
    wording: float
    model: str = ""  # of the likeness, if there is one
    book: int | None = None  # if its pages may be shown as pictures
    position: int = 0  # of the passage in its book
    lift: float = 0.0
    missing: float = 0.0
    foreign: float = 0.0
    named: int | None = None
    among: int | None = None


class Search:
    def __init__(self, pool: asyncpg.Pool, *, show_pages: bool = True, compared: int = 30) -> None:
        """`compared`: for so many passages, in the unit and outside it, the snippets are compared."""
        self._pool = pool
        self._compared = compared
        self._show_pages = show_pages

    async def find(
        self,
        question: QuestionVector,
        *,
        unit: str | None = None,
        course: str | None = None,
        top: int = 3,
        beyond: int = 0,
        drafts: bool = False,
    ) -> list[Hit]:
        """The `top` best passages of the unit (else of the course, else of all), then the `beyond` best of the rest of
        the course."""
        terms = query_terms(question.text)
        course = course or (unit and course_of(unit))
        units = [*named_units(question.text, unit, course)]
        rows = await self._pool.fetch(
            _FIND.format(units=_UNITS[drafts], course=_COURSES[course is not None]),
            question.numbers,
            question.model,
            [each.term for each in terms],
            [each.weight for each in terms],
            [each.lack for each in terms],
            unit,
            course,
            top,
            beyond,
            self._show_pages,
            self._compared,
            units,
            bool(units) or any(each.term.startswith("#") for each in terms),
            [each.word for each in terms],
        )
        return [_hit(row, question.model if question.numbers is not None else "") for row in rows]

    async def around(self, hit: Hit) -> list[Hit]:
        """The passage with the one before and after it, if these share a section with it, in the book's order. The
        neighbours have no scores."""
        rows = await self._pool.fetch(_AROUND, hit.passage.unit, hit.position)
        found = [
            Hit(Passage.from_row(row), hit.title, 0.0, 0.0, 0.0, hit.model, hit.book, row["position"]) for row in rows
        ]
        return sorted([hit, *found], key=lambda each: each.position)


# A passage that does not begin with its section's heading continues the section of the one before.
_AROUND = """
    SELECT other.*, u.id AS unit_id FROM live_units u
    JOIN passages this ON this.unit = u.key AND this.position = $2
    JOIN passages other ON other.unit = u.key AND (
        other.position = $2 - 1 AND this.section NOT IN ('', this.paragraphs->0->>'text')
        OR other.position = $2 + 1 AND other.section NOT IN ('', other.paragraphs->0->>'text'))
    WHERE u.id = $1
"""

_UNITS = {False: "live_units", True: "live_or_draft_units"}
_COURSES = {
    True: "course = $7",
    False: "$7::text IS NULL",
}  # not one condition for both: the plan of a prepared statement would then read all units

# MATERIALIZED and OFFSET 0 keep the planner from comparing snippets twice and from reading a term's postings in all
# books.
_FIND = """
    WITH live AS MATERIALIZED (  -- the units that are searched
        SELECT key, id, number, title, book, $6::text IS NULL OR id = $6 AS here
        FROM {units} WHERE ($6::text IS NULL OR $9 > 0 OR id = $6) AND {course}
    ), near AS MATERIALIZED (  -- their passages, with the cosine of each
        SELECT p.key, p.unit, p.terms, live.book, live.here, live.number, live.number IS NULL AS outside,
               coalesce(1 - (v.embedding <=> $1), 0) AS meaning
        FROM live JOIN passages p ON p.unit = live.key JOIN vectors v ON v.digest = p.digest AND v.model = $2
    ), sizes AS MATERIALIZED (
        SELECT book, count(*) AS size, greatest(avg(terms), 1) AS length FROM near GROUP BY book
    ), terms AS (  -- the question's terms with their postings in each book
        SELECT sizes.*, q.*, held.passages, held.counts, coalesce(cardinality(held.passages), 0) AS known,
               bool_or(q.term LIKE '~%' AND held.passages IS NOT NULL) OVER (PARTITION BY sizes.book, q.word) AS heard
        FROM sizes CROSS JOIN unnest($3::text[], $4::real[], $5::real[], $14::text[]) AS q (term, weight, lack, word)
        LEFT JOIN LATERAL (
            SELECT passages, counts FROM postings WHERE book = sizes.book AND term = q.term OFFSET 0
        ) held ON true
    ), asked AS MATERIALIZED (
        -- A term that the book lacks counts only if its lack does and no term that sounds like its word is there; one
        -- of grammar only if the book was indexed for it.
        SELECT *, weight * ln(1 + (greatest(size - known, 0) + 0.5) / (known + 0.5)) AS rarity FROM terms
        WHERE known > 0 OR lack > 0 AND NOT heard AND (term NOT LIKE '§%' OR passages IS NOT NULL)
    ), most AS (
        -- The BM25 of a passage full of the question's words. 4 more terms that no passage has keep a question of very
        -- few words from getting a high share.
        SELECT book, sum(rarity) + 4 * ln(1 + (max(size) + 0.5) / 0.5) AS rarity,
               sum(weight * lack) FILTER (WHERE known = 0) AS missing,
               sum(rarity) FILTER (WHERE term !~ '^[가-힣§#]') AS foreign
        FROM asked GROUP BY book
    ), wording AS (  -- BM25 with k1 = 1.2 and b = 0.75, as a share of `most`
        SELECT key, count(DISTINCT substring(term FROM '^#[a-z]+')) AS places,
               sum(asked.rarity / most.rarity * has.count / (has.count + 1.2 * (0.25 + 0.75 * near.terms / length)))
                   AS words
        FROM asked JOIN most USING (book), unnest(passages, counts) AS has (key, count) JOIN near USING (key)
        GROUP BY key
    ), measured AS MATERIALIZED (  -- topic: with the average cosine of the unit
        SELECT key, here, outside, meaning, (meaning + avg(meaning) OVER (PARTITION BY unit)) / 2 AS topic,
               coalesce(words, 0) AS words,
               CASE WHEN $13 THEN coalesce(places, 0) + (NOT outside AND number = ANY ($12::int[]))::int END AS named
        FROM near LEFT JOIN wording USING (key)
    ), spread AS (
        SELECT avg(meaning) AS mean, coalesce(nullif(stddev_pop(meaning), 0), 1) AS of_meaning,
               coalesce(nullif(stddev_pop(words), 0), 1) AS of_words FROM measured
    ), nearest AS (  -- passages that have the page, exercise or unit that the question names come first
        SELECT *, row_number() OVER (
            PARTITION BY here ORDER BY named DESC, 2 * meaning / of_meaning + 2 * words / of_words DESC) AS place
        FROM measured, spread
    ), detailed AS MATERIALIZED (
        -- Snippets are many, so they are compared only for the best passages by the other two measures; more would not
        -- change the result.
        SELECT *, coalesce((
            SELECT max(1 - (v.embedding <=> $1)) FROM snippets s JOIN vectors v USING (digest)
            WHERE s.passage = nearest.key AND v.model = $2), meaning) AS detail
        FROM nearest WHERE place <= greatest($11, $8, $9)
    ), scored AS (
        SELECT *, (topic + detail) / of_meaning + 2 * words / of_words AS score FROM detailed
    ), ranked AS (
        -- Outside the learner's unit, leave out passages with fewer of the named places than the best has, and pages
        -- that belong to no unit if a unit's passage scores higher.
        SELECT *, row_number() OVER (PARTITION BY here ORDER BY named DESC, score DESC) AS rank FROM scored
        WHERE here OR named IS NOT DISTINCT FROM (SELECT max(named) FROM scored)
            AND (named > 0 OR NOT outside OR score > ALL (SELECT score FROM scored WHERE NOT outside))
    )
    SELECT p.*, (SELECT id FROM books WHERE id = live.book AND shows_pages AND $10) AS book,
           CASE WHEN live.number IS NOT NULL THEN live.id END AS unit_id, live.title, score,
           greatest(meaning, detail) AS likeness, greatest(meaning, detail) - mean AS lift, words AS wording,
           coalesce(most.missing, 0) AS missing, coalesce(most.foreign / most.rarity, 0) AS foreign, named,
           (SELECT count(*) FROM near) AS among
    FROM ranked JOIN passages p USING (key) JOIN live ON live.key = p.unit LEFT JOIN most ON most.book = live.book
    WHERE rank <= CASE WHEN ranked.here THEN $8 ELSE $9 END ORDER BY ranked.here DESC, rank
"""


def _hit(row: asyncpg.Record, model: str) -> Hit:
    scores = row["score"], row["likeness"], row["wording"]
    evidence = row["lift"], row["missing"], row["foreign"], row["named"], row["among"]
    return Hit(Passage.from_row(row), row["title"], *scores, model, row["book"], row["position"], *evidence)
