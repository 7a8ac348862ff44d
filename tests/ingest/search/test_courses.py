"""The courses that the search is measured on say what their questions expect of them."""

from collections import Counter

import pypdfium2
import pytest

from ingest.books.cards import course_of
from tests.bench.courses import COURSES, SETS, UNSEEN, QuestionSet


@pytest.fixture(scope="module")
def pages() -> dict[str, list[str]]:
    """Of each course, only their letters and digits."""
    found = {}
    for course in COURSES:
        with pypdfium2.PdfDocument(course.pdf) as book:
            found[course.name] = [_squeezed(page.get_textpage().get_text_range()) for page in book]
    return found


@pytest.mark.parametrize("asked", SETS, ids=lambda asked: asked.name)
def test_every_answer_stands_on_its_pages(asked: QuestionSet, pages: dict[str, list[str]]) -> None:
    for question in asked.questions:
        for answer in question.answer:
            course = pages[course_of(question.unit)]
            assert any(_squeezed(answer) in course[page - 1] for page in question.pages), question


def test_the_second_course_asks_eighty_questions_of_which_it_answers_sixty_five() -> None:
    assert Counter(bool(question.answer) for question in UNSEEN.questions) == {True: 65, False: 15}


def test_no_question_that_the_search_was_tuned_on_measures_it() -> None:
    questions = [question.question for asked in SETS for question in asked.questions]
    assert len(set(questions)) == len(questions)


def _squeezed(text: str) -> str:
    """Letters and digits: lines, divisions and table rules come and go."""
    return "".join(letter for letter in text if letter.isalnum())
