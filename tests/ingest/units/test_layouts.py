"""Documents with units in many layouts, and documents that only look as if they had some."""

import json
from dataclasses import replace

import pytest

from ingest.pdf.page_numbers import number_pages
from ingest.pdf.reader import read_pdf
from ingest.units.caption import Caption
from ingest.units.corrections import find_units
from ingest.units.evidence import SURE
from ingest.units.plan import UnitPlan
from tests.in_process import run_here
from tests.pdfs import HERE

SPANS: dict[str, list[list[int]]] = json.loads((HERE / "unit_layouts/spans.json").read_text("utf-8"))

# The bench of the same name reads them all.
WITH_UNITS = [
    "number_korean_of_two_syllables", "number_over_the_title", "chinese_han_numerals", "roman_over_the_title",
    "day_of_two_digits", "korean_weeks", "mid_page_gwa", "rows_of_a_ruled_table_day",
    "rows_without_rules_lektion",
    "outline_with_titles_alone_gwa", "back_matter_in_two_languages",
    "contents_lektion", "spreads", "supplement", "supplement_that_counts_anew", "workbook_behind_the_textbook",
    "supplement_that_all_units_have_outline", "number_far_from_its_word",
    "number_on_a_page_of_its_own", "l_n", "titles_of_three_lines",
    "running_heads_title_first", "small_tails_gwa", "reviews_and_an_overview", "two_a_page_at_one_height",
    "number_behind_the_title", "number_far_larger_than_its_small_title", "number_in_a_circle_at_the_right",
    "word_over_the_number_at_the_right", "parts_with_blank_pages",
    "contents_in_two_columns_lektion", "under_larger_sections_lektion", "unit_1_2", "korean_lessons_of_an_hour",
    "korean_ordinals", "mid_page_below_a_word_list", "mid_page_in_a_book_called_wortschatz",
    "mid_page_bold_in_body_type", "l_n_over_the_title", "n_a_and_n_b", "contents_at_the_end",
    "n_a_and_n_b_as_large", "module_and_lesson", "korean_ordinals_of_lessons", "below_its_goals",
]  # fmt: skip
# Found by the rules that find others; each takes a fifth of a second to read.
NEAR_RELATIONS = {
    "number_over_the_title", "day_of_two_digits", "rows_of_a_ruled_table_day", "outline_with_titles_alone_gwa",
    "contents_lektion", "supplement", "workbook_behind_the_textbook", "number_far_from_its_word", "l_n",
    "number_behind_the_title", "number_in_a_circle_at_the_right", "unit_1_2", "korean_ordinals",
    "mid_page_below_a_word_list", "mid_page_gwa", "l_n_over_the_title", "n_a_and_n_b", "under_larger_sections_lektion",
}  # fmt: skip
# Counted by the bot alone, or chapters of bare prose: magazines and novels look the same.
ASKED_ABOUT = ["mid_page_outline_alone", "outline_with_titles_alone_numbers", "chapter_sideways"]
WITHOUT = [
    "none_slides_outline_of_slide_n", "none_slides_outline_of_titles", "none_subsections_on_each_page",
    "none_aufgaben_nothing_larger", "none_tasks_by_number_large", "none_exam", "none_dates_of_a_diary",
    "none_exam_with_an_outline", "none_articles", "none_programme_of_days",
    "none_slides_several_to_a_number", "none_novel", "none_recipes",
    "none_manual", "none_manual_in_chapters", "none_guide_of_days", "none_plan_of_weeks",
]  # fmt: skip


async def plan_of(name: str) -> UnitPlan:
    data = (HERE / "unit_layouts" / f"{name}.pdf").read_bytes()
    document = await read_pdf(data, lambda _done, _total: None, tesseract=None, run=run_here)
    numbered = replace(document, pages=number_pages(document.pages, document.labels))
    return find_units(numbered, Caption("A1"))


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] * (name in NEAR_RELATIONS)) for name in WITH_UNITS]
)
async def test_units_are_found_wherever_and_however_they_are_announced(name: str) -> None:
    plan = await plan_of(name)
    assert [[unit.number, unit.page_first, unit.page_last] for unit in plan.units] == SPANS[name]
    assert plan.confidence >= SURE


@pytest.mark.parametrize("name", ASKED_ABOUT)
async def test_units_that_may_be_something_else_are_found_and_asked_about(name: str) -> None:
    plan = await plan_of(name)
    assert [[unit.number, unit.page_first, unit.page_last] for unit in plan.units] == SPANS[name]
    assert "unsure" in {remark.code for remark in plan.remarks}


@pytest.mark.parametrize("name", WITHOUT)
async def test_what_has_no_units_gets_none_or_some_that_are_doubted(name: str) -> None:
    plan = await plan_of(name)
    assert not plan.units or "unsure" in {remark.code for remark in plan.remarks}
    assert not plan.units or plan.confidence < SURE


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("printed_numbers_that_begin_anew", [("1", "3"), ("4", "6"), ("1", "3"), ("4", "6")]),
        ("printed_numbers_that_leave_pages_out", [("11", "13"), ("14", "16"), ("21", "23"), ("24", "26")]),
        ("printed_numbers_missing_on_first_pages", [("21", "23"), ("24", "26"), ("27", "29"), ("30", "32")]),
        ("printed_numbers_missing_on_left_pages", [("6", "8"), ("9", "11"), ("12", "14"), ("15", "17")]),
    ],
)
async def test_units_know_the_page_numbers_that_are_printed(name: str, printed: list[tuple[str, str]]) -> None:
    assert [(unit.printed_first, unit.printed_last) for unit in (await plan_of(name)).units] == printed
