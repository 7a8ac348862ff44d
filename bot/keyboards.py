"""Inline keyboards. Callback data is `verb:object`, at most 64 bytes; routes.py maps verbs to handlers."""

from collections.abc import Sequence
from typing import TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.texts import LANGUAGES, Texts, shortened
from bot.tutor.cited_pages import CitedPage
from bot.tutor.grounding import Grounding
from bot.tutor.turns import UNANSWERED, TurnState
from ingest.books.cards import BookCard, UnitCard
from ingest.library import BookState
from ingest.scans.transcription import Estimate

T = TypeVar("T")

ITEMS_A_PAGE = 12
TICK = "✓"  # on the rating that was given
_LONGEST_LABEL = 40  # characters that fit on a phone
_LONGEST_WORDS = 54  # bytes of callback data, beside the verb and the page


def button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data)


def book_button(book: BookCard, mark: str, data: str) -> InlineKeyboardButton:
    return button(shortened(f"{mark} {book.id}. {book.file_name}", _LONGEST_LABEL), data)


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """One button a row."""
    return InlineKeyboardMarkup([[each] for each in buttons])


def stop_keyboard(texts: Texts, turn: int) -> InlineKeyboardMarkup:
    """Under a growing answer."""
    return keyboard(button(texts.button_stop, f"stop:{turn}"))


def answer_keyboard(
    texts: Texts,
    turn: int,
    state: TurnState,
    grounding: Grounding,
    pages: Sequence[CitedPage],
    rating: int | None,
) -> InlineKeyboardMarkup:
    """Under an answer that has ended: the unit that has the topic, if it is another; again and more; the cited pages;
    the rating."""
    if state in UNANSWERED:
        return again_keyboard(texts, turn)
    if state is TurnState.CUT:
        further = [button(texts.button_go_on, f"more:{turn}")]
    else:
        further = [_again(texts, turn), button(texts.button_more, f"more:{turn}")]
    good, bad = (f"👍 {TICK}" if rating == 1 else "👍"), (f"👎 {TICK}" if rating == -1 else "👎")
    shown = [button(f"📖 {texts.page.format(pages=page.label)}", f"page:{turn}:{at}") for at, page in enumerate(pages)]
    rows = [further, *([shown] if shown else []), [button(good, f"good:{turn}"), button(bad, f"bad:{turn}")]]
    if grounding.unit:
        rows.insert(0, [button(texts.button_there.format(unit=grounding.unit), f"there:{turn}:{grounding.unit}")])
    return InlineKeyboardMarkup(rows)


def again_keyboard(texts: Texts, turn: int) -> InlineKeyboardMarkup:
    """Where there is no answer, as it failed or was stopped before its first word."""
    return keyboard(_again(texts, turn))


def reasons_keyboard(texts: Texts, turn: int) -> InlineKeyboardMarkup:
    """Why an answer was rated bad."""
    words = [button(word, f"why:{turn}:{code}") for code, word in texts.reasons.items()]
    return InlineKeyboardMarkup([words[:2], words[2:]])


def caption_keyboard(caption: str | None, file: int) -> InlineKeyboardMarkup | None:
    """Suggests the caption that a file's name contains. `file` is the id of the file's own message, as that of the
    message with this keyboard may stay unknown (after a timeout)."""
    return keyboard(button(f"📖 {caption}", f"caption:{caption}:{file}")) if caption else None


def book_keyboard(
    texts: Texts, book: int, state: BookState, estimate: Estimate | None, sure: bool
) -> InlineKeyboardMarkup | None:
    """Under a draft's verdict. If the bot is not `sure` of the units, the button to correct them comes first."""
    rows = []
    if state is BookState.DRAFT:
        correct = button(texts.button_correct, f"correct:{book}")
        discard = button(texts.button_discard, f"discard:{book}")
        publish = button(texts.button_publish if sure else texts.button_publish_anyway, f"publish:{book}")
        rows = [[publish], [correct, discard]] if sure else [[correct, discard], [publish]]
    if estimate:
        label = texts.button_transcribe.format(pages=estimate.pages, dollars=f"{estimate.dollars:.2f}")
        rows.append([button(label, f"transcribe:{book}")])
    return InlineKeyboardMarkup(rows) if rows else None


def welcome_keyboard(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard(
        button(texts.button_units, "courses:"),
        button(texts.button_language, "languages:"),
        button(texts.button_help, "help:"),
    )


def languages_keyboard() -> InlineKeyboardMarkup:
    return keyboard(*(button(texts.language_name, f"language:{code}") for code, texts in LANGUAGES.items()))


def courses_keyboard(courses: Sequence[str], page: int = 0) -> InlineKeyboardMarkup:
    """One page of the list of courses."""
    return paged([button(course, f"units:{course}:0") for course in courses], page, "courses:")


def units_keyboard(
    texts: Texts, units: Sequence[UnitCard], page: int = 0, chosen: str | None = None, courses: Sequence[str] = ()
) -> InlineKeyboardMarkup:
    """One page of a course's list of units, the chosen one ticked; with a way back to the list of `courses`, if there
    are several."""
    course = units[0].course
    back = [button(texts.button_back, f"courses:{page_of(courses, course)}")] if len(courses) > 1 else []
    return paged(_one_each(units, chosen), page, f"units:{course}:", *back)


def found_keyboard(units: Sequence[UnitCard], page: int, chosen: str | None, words: str) -> InlineKeyboardMarkup:
    """One page of the units whose titles have the `words`; of these, the buttons repeat as much as they can hold."""
    repeated = words.encode()[:_LONGEST_WORDS].decode(errors="ignore")
    return paged(_one_each(units, chosen), page, f"found:{repeated}:")


def paged(
    buttons: Sequence[InlineKeyboardButton], page: int, data: str, *further: InlineKeyboardButton
) -> InlineKeyboardMarkup:
    """One page of a list of buttons, and, if there are more, a row that turns to the others: its `data` end in the
    page."""
    last = max(0, len(buttons) - 1) // ITEMS_A_PAGE
    page = min(page, last)
    turns = [("◀️", page - 1), (f"{page + 1}/{last + 1}", page), ("▶️", page + 1)]
    row = [button(label, f"{data}{to}") for label, to in turns if 0 <= to <= last]
    shown = buttons[page * ITEMS_A_PAGE :][:ITEMS_A_PAGE]
    return InlineKeyboardMarkup([*([each] for each in shown), *([row] if last else []), *([each] for each in further)])


def _again(texts: Texts, turn: int) -> InlineKeyboardButton:
    return button(texts.button_again, f"again:{turn}")


def page_of(items: Sequence[T], chosen: T | None) -> int:
    """The page that shows the chosen one; the first if there is none."""
    return items.index(chosen) // ITEMS_A_PAGE if chosen in items else 0


def _one_each(units: Sequence[UnitCard], chosen: str | None) -> list[InlineKeyboardButton]:
    """With the course in each label if they are of several."""
    are_mixed = len({unit.course for unit in units}) > 1
    names = {unit.id: f"{unit.id if are_mixed else f'{unit.number}.'} {unit.title}".rstrip(". ") for unit in units}
    return [
        button(shortened(f"{'✅ ' if id == chosen else ''}{name}", _LONGEST_LABEL), f"unit:{id}")
        for id, name in names.items()
    ]
