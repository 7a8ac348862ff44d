"""Dialogues side by side, whose speakers may stand in columns of their own. Pure."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from ingest.languages import detect_languages
from ingest.pdf.layout.lines import Line, rows_of
from ingest.pdf.layout.wording import begins_turn, ends_sentence

Row = list[Line]

FEWEST_TURNS = 3
_SPEAKER = re.compile(r"\s|(?<=：)")
WHOLE = 0.7  # of the turns end with a sentence; words in a list do not. And of the sentences so many begin a turn


def second_dialogue(columns: Sequence[Sequence[Line]]) -> int | None:
    """Before which column another dialogue begins; None if these are not two.

    Level sentences may also be a text and its translation: only the language of marked turns, or names that come again
    in cells of their own, tell them apart.
    """
    for cut in range(1, len(columns)):
        sides = [rows_of(itertools.chain(*side)) for side in (columns[:cut], columns[cut:])]
        left, right = map(_turns, sides)
        if not left or not right:
            continue
        apart = all(len(row) > 1 for row in (*left, *right))
        if apart or _are_in_one_language(left, right):
            return cut
    return None


def _are_in_one_language(left: Sequence[Row], right: Sequence[Row]) -> bool:
    texts = (" ".join(line.text for line in itertools.chain(*turns)) for turns in (left, right))
    first, second = (detect_languages([text])[:1] for text in texts)
    return all(map(_is_marked, (*left, *right))) and first == second != ()


def _turns(rows: Sequence[Row]) -> list[Row]:
    """The rows that begin with a sign, with a name and a colon, or with the name of somebody who speaks more than once;
    empty if this is no dialogue."""
    rows = [row for row in rows if row[0].bold == rows[-1][0].bold or len(row) > 1]
    times = Counter(map(_speaker, rows))
    places = [at for at, row in enumerate(rows) if times[_speaker(row)] > 1 or _is_marked(row)]
    ends = [ends_sentence(row[-1].text) for row in rows]
    whole = sum(ends[at - 1] for at in places[1:]) + sum(ends[-1:])
    after = 1 + sum(ends[:-1])
    speakers = {_speaker(rows[at]) for at in places}
    is_dialogue = len(places) >= FEWEST_TURNS and len(speakers) > 1
    if not is_dialogue or whole < WHOLE * max(len(places), after):
        return []
    return [rows[at] for at in places]


def _speaker(row: Row) -> str:
    return row[0].text if len(row) > 1 else _SPEAKER.split(row[0].text, maxsplit=1)[0]


def _is_marked(row: Row) -> bool:
    return begins_turn(row[0].text) or not any(map(str.isalnum, _speaker(row)))
