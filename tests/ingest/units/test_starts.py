"""What announces a unit."""

import pytest

from ingest.units.starts import parse


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("Unit 2A: Family", 2, "Family"),
        ("Lektion 2 b", 2, ""),
        ("Unit 2 A day in May", 2, "A day in May"),
        ("UNIT | TWO", 2, ""),
        ("제 이 과 가족", 2, "가족"),
        ("제십이과", 12, ""),
        ("だい2か かいもの", 2, "かいもの"),
        ("الدرس الثاني", 2, ""),
        ("Lekcja druga", 2, ""),
        ("İkinci Ünite", 2, ""),
        ("Family · Unit 2", 2, "Family"),
        ("Bài số 2: Gia đình", 2, "Gia đình"),
        ("单元二　家庭", 2, "家庭"),
        ("Lektion 2 / 제2과 가족", 2, "가족"),
        ("Unit 2 Lesson 1", 2, ""),
        ("Lektion 9: Thema I", 9, "Thema I"),
        ("Lekt1on 2 Familie", 2, "Familie"),  # OCR takes one, l and I for each other
        ("LEKTI0N 2 Familie", 2, "Familie"),
        ("LES5ON 2 Family", 2, "Family"),
        ("Unlt l2: Family", 12, "Family"),
        ("제 l 과 가족", 1, "가족"),
        ("Lcktiou IO: Familie", 10, "Familie"),  # and c and e, u and n, O and nought
        ("Lesson Twelve: Family", 12, "Family"),
        ("Vierzehnte Lektion (14.)", 14, ""),
        ("📘 Day 2. 가족", 2, "가족"),
        ("✏️ Lektion 2: Familie", 2, "Familie"),
        ("§ 2. Das Verb", 2, "Das Verb"),
        ("Deutsch A1 – Lektion 2: Familie", 2, "Familie"),
    ],
)
def test_a_known_word_is_understood_with_its_number_wherever_and_however_that_is_written(
    heading: str, number: int, title: str
) -> None:
    start = parse(heading, 1, alone=True)
    assert start is not None
    assert (start.number, start.title, start.form) == (number, title, "")
    assert start.style


@pytest.mark.parametrize(
    ("heading", "number", "title", "form"),
    [
        ("CAP. II De villa", 2, "De villa", "?"),
        ("No. 2 Du", 2, "Du", "no."),
        ("2 Día a día", 2, "Día a día", ""),
        ("2 « C’est » et « il est »", 2, "« C’est » et « il est »", ""),
        ("2. Les articles", 2, "Les articles", "."),
        ("2B Family", 2, "Family", "A"),
        ("Unit B: Family", 2, "Family", "?A"),
        ("Unidad didáctica 2: Familia", 2, "Familia", "?"),
        ("Mini-Lektion 2: Familie", 2, "Familie", "?"),
        ("Chủ đề 2. Gia đình", 2, "Gia đình", "?"),
        ("상황 02 호텔에서", 2, "호텔에서", "?"),
        ("Termin 2 (12. 1.): Familie", 2, "Familie", "?"),
        ("02 3격 지배 전치사", 2, "3격 지배 전치사", ""),
        ("2️⃣ 가족", 2, "가족", ""),
        ("二、家庭", 2, "家庭", "一、"),
        ("02: | 가족", 2, "가족", ":"),  # a number with room behind it, and what OCR makes of its frame
        ("Im Café — Lektion 2", 2, "Im Café", "<"),
        ("Familie (Lektion 2)", 2, "Familie", "<"),
        ("Hausaufgaben Lektion 2", 2, "Hausaufgaben", "<"),
        ("실전 모의고사 2회", 2, "실전 모의고사", "<"),
        ("실전 모의고사 – 2회", 2, "실전 모의고사", "<"),
    ],
)
def test_what_is_less_sure_to_be_a_unit_has_a_look_of_its_own(heading: str, number: int, title: str, form: str) -> None:
    start = parse(heading, 1, alone=True)
    assert start is not None
    assert (start.number, start.title, start.form) == (number, title, form)


@pytest.mark.parametrize(
    "heading",
    [
        "제일 좋은 친구",
        "Klasse 5a",
        "Wiederholung von Lektion 2",
        "第1か月",
        "Unit of time",
        "People I know",
        "Un día normal",
        "DÍA A DÍA",
        "V restauraci",
        "Mini-Test 2",
    ],
)
def test_what_only_resembles_them_announces_nothing(heading: str) -> None:
    assert parse(heading, 1, alone=True) is None
