"""The clock of pages, in the process that reads them."""

import itertools
import time

import pytest

from ingest.pdf.clock import PageClock, TooSlow


def read_for_ever() -> None:
    for _ in itertools.count():
        try:
            int("1")
        except Exception:  # as libraries do, to bear whatever is broken
            continue


def test_a_page_that_takes_too_long_is_ended_and_more_of_them_get_less_time() -> None:
    clock = PageClock(page_seconds=0.2, each=0.01, spare=0.2)
    spent = []
    for _ in range(4):
        started = time.process_time()
        with pytest.raises(TooSlow), clock.page():
            read_for_ever()
        spent.append(time.process_time() - started)
    assert spent[0] > 0.15
    assert sum(spent) < 2 * spent[0]


def test_a_page_that_is_read_in_time_leaves_no_clock_behind() -> None:
    with PageClock(page_seconds=0.01).page():
        pass
    assert sum(range(1_000_000)) == 499_999_500_000
