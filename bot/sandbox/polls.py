"""Polls and quizzes, as the Bot API's Poll object, and the votes in them."""

from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_QUESTION, LONGEST_OPTION, LONGEST_EXPLANATION = 300, 100, 200
MOST_OPTIONS = 12
MOST_LINE_FEEDS = 2

Poll = dict[str, Any]


class BadPoll(ValueError):
    """Telegram refuses such a poll; the text is its own, without 'Bad Request: '."""


def new_poll(poll_id: str, asked: Mapping[str, Any], options: Sequence[str]) -> Poll:
    """A poll without votes. `asked` holds the parameters of sendPoll, objects parsed. Raises BadPoll."""
    kind, right, explanation = asked["type"], asked["correct_option_ids"], asked["explanation"]
    _check(asked["question"], options, LONGEST_QUESTION)
    if kind == "quiz" and (not right or not all(0 <= number < len(options) for number in right)):
        raise BadPoll("quiz correct option ID must be specified and be valid")
    if len(explanation) > LONGEST_EXPLANATION or explanation.count("\n") > MOST_LINE_FEEDS:
        raise BadPoll("message is too long")
    poll: Poll = {
        "id": poll_id,
        "question": asked["question"],
        "options": [{"text": text, "voter_count": 0, "persistent_id": str(n)} for n, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": asked["is_anonymous"],
        "type": kind,
        "allows_multiple_answers": asked["allows_multiple_answers"],
        "allows_revoting": kind != "quiz",
        "members_only": False,
    }
    if kind == "quiz":
        poll |= {"correct_option_ids": list(right), "explanation": explanation}
    return poll


def count_votes(poll: Poll, votes: Mapping[int, Sequence[int]]) -> None:
    """`votes` are the numbers of the options by the voter's."""
    poll["total_voter_count"] = len(votes)
    for number, option in enumerate(poll["options"]):
        option["voter_count"] = sum(number in chosen for chosen in votes.values())


def _check(question: str, options: Sequence[str], longest: int) -> None:
    if not question.strip() or len(question) > longest:
        raise BadPoll("poll question must be non-empty" if not question.strip() else "poll question is too long")
    if len(options) < 2:
        raise BadPoll("poll must have at least 2 option")
    if len(options) > MOST_OPTIONS:
        raise BadPoll(f"poll can't have more than {MOST_OPTIONS} options")
    for option in options:
        if not option.strip() or len(option) > LONGEST_OPTION:
            raise BadPoll("poll options must be non-empty" if not option.strip() else "poll options length is too long")
