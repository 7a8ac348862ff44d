"""Everything the bot can say, a field each. `{names}` in braces are filled in when it is said; with `{pages:page|pages}`
a Count is filled in."""

from collections.abc import Mapping
from dataclasses import dataclass


class Count(int):
    """A number that chooses its noun."""

    def __format__(self, nouns: str) -> str:
        one, _, more = nouns.partition("|")
        return f"{int(self)} {one if self == 1 else more}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    language_name: str

    # Getting to know each other
    welcome: str
    help: str
    ask_in_group: str  # {bot}
    privacy: str
    button_units: str
    button_language: str
    button_help: str
    choose_language: str
    language_chosen: str
    forget_sure: str
    forget_sure_in_group: str
    button_forget: str
    button_keep: str
    forgotten: str
    exported: str
    export_in_person: str
    kept: str
    commands: Mapping[str, str]  # command: what it does
    admin_commands: Mapping[str, str]

    # Units
    no_books: str
    choose_course: str
    choose_unit: str  # {course}
    unit_chosen: str  # {unit}
    course_chosen: str  # {course}
    unit_unknown: str  # {unit}
    unit_not_found: str  # {words}
    ask_after_unit: str
    fresh: str
    button_back: str

    # An answer
    searching: str
    thinking: str
    waiting: str  # {count}
    sources: str  # {count}
    page: str  # {pages}
    page_not_shown: str  # pops up as well, where 200 characters fit
    file_not_taken: str  # a picture of a page, an export
    why_passages: str  # {count}
    why_figures: str
    why_nothing: str
    elsewhere: str  # {unit} with its title
    nowhere: str
    unseen: Mapping[str, str]  # what came with the question
    cut: str
    stopped: str
    refused: str
    failed: str
    broken_off: str  # below what has come of the answer
    busy: str
    unavailable: str
    set_aside: str
    button_again: str
    button_more: str
    button_there: str  # {unit}
    opened: str  # {unit}
    button_stop: str
    button_go_on: str
    go_on: str  # {question}: what is asked by the button
    more: str  # {question}: what is asked by the button
    thanks: str
    thanks_for_bad: str
    why: str
    reasons: Mapping[str, str]  # one word each
    button_not_yours: str
    nothing_to_stop: str
    dropped: str
    button_old: str

    # What does not work
    too_long: str  # {limit}, {length}
    too_many: str  # {count}
    limits: Mapping[str, str]  # {wait}; they pop up as well
    class_is_closed: str  # pops up as well
    class_is_open: str
    invitation: str  # {link}, {days}
    minutes: str  # {count}
    hours: str  # {count}
    usage: str  # {count}
    usage_next: str  # {wait}
    usage_free: str
    usage_cents: str  # {cents}, {limit}
    only_text: str
    empty: str
    not_for_learners: str
    unknown_command: str
    trouble: str
    unheard: str
    database_busy: str

    # Books, for admins
    book_how: str
    book_which: str  # {name}
    book_which_file: str
    book_not_pdf: str
    book_too_big: str  # {size}, {limit}, in MB
    book_not_given: str
    book_bad_caption: str  # {caption}
    book_has_caption: str  # {caption}
    book_not_in_person: str
    book_download_failed: str
    book_received: str  # {name}
    book_known: str  # {name}
    book_stages: Mapping[str, str]
    book_done: str  # {name}, {pages}, {passages}, {seconds}
    book_draft: str  # {name}, {pages}, {passages}, {seconds}
    book_about: str  # {source}, {confidence}, {languages}
    book_sources: Mapping[str, str]  # of the units
    book_unit: str  # {unit} with its title, {pages} as printed, {own}: the PDF's in brackets or nothing, {passages}
    book_ask: str
    book_remarks: Mapping[str, str]  # {units}, {pages}
    book_failures: Mapping[str, str]
    books: str
    books_none: str
    book_pages: str  # {pages}, at the end of a line
    book_states: Mapping[str, str]
    book_published: str
    pictures_which: str
    button_publish: str
    button_publish_anyway: str
    button_correct: str
    button_transcribe: str  # {pages}, {dollars}
    button_discard: str
    correct_how: str
    correct_unclear: str  # {line}
    rollback_which: str
    rollback_none: str
    rolled_back: str  # {course}
    remove_which: str
    removed: str  # {name}
    course_empty: str  # {course}

    # Figures, for admins
    stats: str  # {days}, {questions}, {learners}, {median}, ...
    outcomes: Mapping[str, str]  # of a question without an answer

    # Claude, for admins
    claude_is_out: str  # {reason}
    update_set_aside: str  # {update}
    admins_moved: str  # {old}, {new}
    claude_is_back: str

    def place(self, unit: str | None, title: str, pages: str) -> str:
        """A place in the book, such as `A1-13 〈약속하기〉 · 52쪽`; unknown parts are left out."""
        name = " ".join(filter(None, (unit, f"〈{title}〉" if title else "")))
        return " · ".join(filter(None, (name, self.page.format(pages=pages))))
