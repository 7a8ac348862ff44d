"""The courses that the search is measured on say what their questions expect of them."""

from collections import Counter

import pypdfium2
import pytest

from tests.bench.courses import FIRST, SECOND, Course


@pytest.mark.parametrize("course", [FIRST, SECOND], ids=lambda course: course.name)
def test_every_answer_stands_on_its_pages(course: Course) -> None:
    with pypdfium2.PdfDocument(course.pdf) as book:
        pages = [_squeezed(page.get_textpage().get_text_range()) for page in book]
    for question in course.questions:
        for answer in question.answer:
            assert any(_squeezed(answer) in pages[page - 1] for page in question.pages), question


def test_the_second_course_asks_eighty_questions_of_which_it_answers_sixty_five() -> None:
    assert Counter(bool(question.answer) for question in SECOND.questions) == {True: 65, False: 15}
    assert len({question.question for question in SECOND.questions}) == 80


def _squeezed(text: str) -> str:
    """Letters and digits: lines, divisions and table rules come and go."""
    return "".join(letter for letter in text if letter.isalnum())
