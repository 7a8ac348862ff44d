"""What follows each other and belongs together. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def runs(items: Iterable[T], go_on: Callable[[T, T], object]) -> Iterator[list[T]]:
    """The items in their order, parted wherever one does not go on in the next."""
    run: list[T] = []
    for item in items:
        if run and not go_on(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run
