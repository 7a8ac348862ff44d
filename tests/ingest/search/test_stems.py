"""Words of any script are found as people type them."""

import pytest

from ingest.search.places import plain
from ingest.search.question import query_terms
from ingest.search.stems import stem, words
from ingest.search.terms import terms


@pytest.mark.parametrize(
    ("book", "asked"),
    [
        ("Э́то мой учи́тель.", "учитель"),
        ("Мы чита́ем кни́гу.", "книга"),
        ("живёт", "живет"),
        ("هَذَا كِتَابٌ كَبِيرٌ", "كتاب"),
        ("أذهب إلى المدرسة", "مدرسه"),
        ("שָׁלוֹם לְכֻלָּם", "שלום"),
        ("בבית הקפה", "קפה"),
        ("Ο δάσκαλος", "δασκαλο"),
        ("मैं किताबें पढ़ता हूँ", "किताब"),
        ("ตลาดเปิดตั้งแต่ตีห้า", "ตลาด"),
        ("giáo viên", "giao vien"),
        ("Đây là phở bò.", "day la pho bo"),
        ("你（nǐ）好（hǎo）！", "你好"),
        ("你（nǐ）好（hǎo）！", "nihao"),
        ("nǐ hǎo", "Nihao"),
        ("lǎoshī", "lao shi"),
        ("コーヒーだけ飲（の）みます", "飲み"),
        ("la poēta rosam amat", "poeta"),
        ("¿Dónde está el niño?", "nino"),
        ("Was kostet der Kaffee?", "kaffee"),
        ("my older sister and her teachers", "What is the word for sister?"),
        ("the verbs of motion", "Where does the verb stand?"),
    ],
)
def test_a_word_is_found_without_the_marks_that_nobody_types(book: str, asked: str) -> None:
    found = {each.term for each in query_terms(asked) if len(each.term) > 1 and each.weight >= 1}
    assert {*terms(book)} & found - {"the", "of", "and"}


def test_a_word_with_its_accents_is_also_told_from_others() -> None:
    assert {*terms("bán")} & {*terms("bạn")} == {"ban"}
    assert {*terms("bán")} > {"ban"}


@pytest.mark.parametrize("text", ["मैं विद्यार्थी हूँ", "ที่ร้านน้ำ", "كِتَابٌ", "учи́тель", "שָׁלוֹם"])
def test_a_word_is_not_parted_at_its_marks(text: str) -> None:
    assert words(text) == plain(text).split()


def test_german_stems_are_what_they_were() -> None:
    assert [stem(word) for word in ("Äpfel", "Häuser", "heißt", "schönes")] == ["apfel", "haus", "heisst", "schon"]
