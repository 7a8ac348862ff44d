"""A PDF's bytes -> a Document, read by child processes that may die."""

import asyncio
import base64
import itertools
import json
import logging
import math
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest.children.parent import USUAL, Died, Limits, Run, on_disk, run_child
from ingest.children.processors import processors
from ingest.languages import detect_languages
from ingest.pdf.document import Block, Bookmark, Box, Document, Lines, Page, Problem, View, around, seen_at
from ingest.pdf.layout import mark_headings, mended
from ingest.pdf.letters.clean import letters_in
from ingest.pdf.letters.hyphens import settle_hyphens
from ingest.pdf.letters.legible import are_alike
from ingest.pdf.ocr_languages import BASE_LANGUAGES

logger = logging.getLogger(__name__)

MOST_OCR = 2  # processes; Tesseract takes up to 300 MB
OCR_ATTEMPTS = 2
MOST_MARKS = 1_000  # on a page; a command line has an end
IN_A_PICTURE = 100  # letters, as many as one that shows lines of text has at least
ROOM = 1.5  # points around a line that is marked
SHORTEST_PART = 30  # pages: in fewer, what comes again on each chapter's pages is not seen often enough
SCANS_A_CHILD = 10  # which are taken to be in one script


class Reason(StrEnum):
    NOT_A_PDF = "not_a_pdf"
    EMPTY = "empty"
    LOCKED = "locked"
    DAMAGED = "damaged"
    WRAPPING = "wrapping"  # its page says that another program can open it
    TOO_MANY_PAGES = "too_many_pages"
    NO_TEXT = "no_text"
    NEEDS_OCR = "needs_ocr"  # scans alone, and no Tesseract
    NEEDS_LANGUAGES = "needs_languages"  # scans alone, and Tesseract has no data of their language
    TOO_COSTLY = "too_costly"


class UnreadablePDF(Exception):
    """Nothing can be made of this file; `reason` says why. `document` has its pages, if all that they lack is text."""

    def __init__(self, reason: Reason, document: Document | None = None) -> None:
        super().__init__(reason.value)
        self.reason, self.document = reason, document


async def read_pdf(
    data: bytes,
    on_page: Callable[[int, int], None],
    limits: Limits = USUAL,
    tesseract: str | None = "tesseract",
    run: Run = run_child,
) -> Document:
    """Reads several ranges of pages at once, as many as there are processors.

    `on_page` is told (pages done, pages in all); a page that `tesseract` (a command) has to read counts once
    more, when that is known. A page that cannot be read has a `problem`; the rest of the book goes on.
    Raises UnreadablePDF.
    """
    if not data.strip():
        raise UnreadablePDF(Reason.EMPTY)
    async with on_disk(data) as pdf:
        try:
            async with asyncio.timeout(limits.book_seconds):
                total, outline, labels = await _probe(pdf, limits, run)
                reading = _Reading(pdf, total, outline, on_page, limits, run)
                await reading.read_text()
        except TimeoutError:
            raise UnreadablePDF(Reason.TOO_COSTLY) from None
        await reading.read_scans(tesseract and shutil.which(tesseract))
    # In a thread: the same event loop answers learners.
    pages = await asyncio.to_thread(lambda: mark_headings(settle_hyphens(mended(reading.pages()))))
    document = Document(pages, outline, labels)
    refuse_without_text(document)
    return document


def refuse_without_text(document: Document) -> None:
    """Raises UnreadablePDF when there is nothing to learn from."""
    problems = {page.problem for page in document.pages}
    if any(page.blocks for page in document.pages):
        return
    if problems == {"unreadable"}:
        raise UnreadablePDF(Reason.DAMAGED)
    if any(set(page.lacks) - set(BASE_LANGUAGES) for page in document.pages):
        raise UnreadablePDF(Reason.NEEDS_LANGUAGES, document)
    reasons = {"needs_ocr": Reason.NEEDS_OCR, "ocr_failed": Reason.TOO_COSTLY}
    found = next((reason for problem, reason in reasons.items() if problem in problems), Reason.NO_TEXT)
    raise UnreadablePDF(found, document)


async def draw_pages(
    data: bytes, numbers: Sequence[int], limits: Limits = USUAL, run: Run = run_child
) -> dict[int, bytes]:
    """Pictures of these pages as JPEG, small enough for a model to look at; one that cannot be drawn is left out."""
    drawn: dict[int, bytes] = {}
    job = {"task": "draw", "pages": list(numbers)}
    with suppress(Died):
        async with on_disk(data) as pdf, aclosing(run(pdf, job, limits)) as events:
            async for event in events:
                drawn[event["page"]] = base64.b64decode(event["jpeg"])
    return drawn


async def draw_page(
    data: bytes, number: int, lines: Iterable[Lines], limits: Limits = USUAL, run: Run = run_child
) -> bytes | None:
    """A picture of the page for people as JPEG, with these of its lines marked; None if it cannot be drawn."""
    marks = [_corners(box, each.view) for each in lines if each.page == number for box in each.boxes]
    job = {"task": "draw_marked", "page": number, "marks": marks[:MOST_MARKS]}
    with suppress(Died):
        async with on_disk(data) as pdf, aclosing(run(pdf, job, limits)) as events:
            async for event in events:
                return base64.b64decode(event["jpeg"])
    return None


def _corners(box: Box, view: View) -> list[tuple[float, float]]:
    """Where the corners of a line are seen, with some room around it."""
    x0, top, x1, bottom = box[0] - ROOM, box[1] - ROOM, box[2] + ROOM, box[3] + ROOM
    corners = ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
    return [(round(x, 1), round(y, 1)) for x, y in (seen_at(*corner, view) for corner in corners)]


async def _probe(pdf: Path, limits: Limits, run: Run) -> tuple[int, tuple[Bookmark, ...], tuple[str, ...]]:
    """A book can be read without its outline or labels."""
    job = {"task": "probe", "most_pages": limits.pages}
    found: dict[str, Any] = {"refused": Reason.DAMAGED, "outline": (), "labels": ()}
    with suppress(Died):
        async with aclosing(run(pdf, job, limits)) as events:
            async for event in events:
                found |= event
    if "pages" not in found:
        raise UnreadablePDF(Reason(found["refused"]))
    return found["pages"], tuple(Bookmark(*entry) for entry in found["outline"]), tuple(found["labels"])


class _Reading:
    """One book being read: what is done, and how many readers it has cost."""

    def __init__(
        self,
        pdf: Path,
        total: int,
        outline: Sequence[Bookmark],
        on_page: Callable[[int, int], None],
        limits: Limits,
        run: Run,
    ) -> None:
        self._pdf = pdf
        self._run = run
        self._outline = outline
        self._limits = limits
        self._total = total
        self._on_page = on_page
        self._read: dict[int, Page] = {}
        self._scans: set[int] = set()
        self._sheets: dict[int, dict[str, Any]] = {}  # what Tesseract has read
        self._recognised: set[int] = set()  # those of which that was laid out
        self._confirmed: set[int] = set()  # those whose letters seemed wrong, and are what Tesseract has read
        self._lacking: set[str] = set()  # languages that Tesseract has no data of
        self._better: dict[int, tuple[str, ...]] = {}  # by page, those with which it would have been read better
        self._seen: set[tuple[bool, int]] = set()  # whether by Tesseract, and the page
        self._undrawable: set[int] = set()  # pages that it was deadly to draw
        self._deaths = 0

    def pages(self) -> tuple[Page, ...]:
        return tuple(self._page(number) for number in range(1, self._total + 1))

    def _page(self, number: int) -> Page:
        page = self._read.get(number) or Page(number, (), problem="unreadable")
        if page.problem:  # letters that make no words, and that no picture has confirmed
            page = replace(page, blocks=(), right=page.right and (0, page.right[1]))
        lost = letters_in([page.doubted]).total() + IN_A_PICTURE * len(page.unread) if not page.problem else 0
        page = replace(page, lost=page.lost + lost, doubted="", unread=())
        lacks = page.lacks or (self._better.get(number, ()) if number in self._recognised else ())
        return replace(page, scan=number in self._scans and number not in self._confirmed, lacks=lacks)

    async def read_text(self) -> None:
        job = {"task": "read", "draw_seconds": self._limits.draw_seconds}
        await self._read_all(job, self._pdf, range(1, self._total + 1), processors(), self._limits.pages_a_child)

    async def read_scans(self, tesseract: str | None) -> None:
        """What Tesseract can read of the pictures; too slow or too deadly, it leaves the rest as it is."""
        scans = sorted(self._scans)
        if scans and tesseract:
            await self._recognise(scans, tesseract)
            await self._lay_out_scans()
        problem: Problem = "ocr_failed" if tesseract and not self._lacking else "needs_ocr"
        for number in self._scans - self._recognised:
            if self._read[number].problem or not self._read[number].blocks:
                self._read[number] = replace(self._read[number], problem=problem, lacks=tuple(sorted(self._lacking)))

    async def _recognise(self, scans: Sequence[int], tesseract: str) -> None:
        """A page that took too long is tried once more: the machine may have been busy."""
        job = {"task": "scan", "tesseract": tesseract, "page_seconds": self._limits.scan_seconds, "written": 256}
        job["languages"] = self._languages()
        with suppress(TimeoutError, UnreadablePDF), TemporaryDirectory() as scratch:
            async with asyncio.timeout(self._limits.scans_seconds):
                for _ in range(OCR_ATTEMPTS):
                    rest = [number for number in scans if number not in self._sheets.keys() | self._undrawable]
                    if rest and not self._lacking:
                        seats = min(MOST_OCR, processors())
                        await self._read_all({**job, "scratch": scratch}, self._pdf, rest, seats, SCANS_A_CHILD)

    async def _lay_out_scans(self) -> None:
        sheets = json.dumps(list(self._sheets.values())).encode()
        with suppress(UnreadablePDF):
            async with on_disk(sheets) as file:
                numbers = sorted(self._sheets)
                await self._read_all({"task": "lay_out"}, file, numbers, processors(), self._limits.pages_a_child)

    def _languages(self) -> list[str]:
        """Those of the pages that are no pictures, and of the outline: a scan among them is in the same."""
        texts = [block.text for page in self._read.values() if not page.problem for block in page.blocks]
        return list(detect_languages([*texts, *(mark.title for mark in self._outline)]))

    async def _read_all(
        self, job: Mapping[str, Any], file: Path, numbers: Sequence[int], seats: int, pages_a_child: int
    ) -> None:
        seat = asyncio.Semaphore(seats)
        try:
            async with asyncio.TaskGroup() as group:
                for part in _parts(numbers, seats, pages_a_child):
                    group.create_task(self._read_part(job, file, part, seat))
        except* UnreadablePDF as failures:
            raise failures.exceptions[0] from None

    async def _read_part(
        self, job: Mapping[str, Any], file: Path, numbers: Sequence[int], seat: asyncio.Semaphore
    ) -> None:
        """Starts again without the page that killed the reader, until a reader lives to the end. A page that cannot be
        drawn is read without a picture."""
        async with seat:
            while numbers and (died := await self._attempt(job, file, numbers)) is not None:
                deadly, drawing = died
                if drawing:
                    self._undrawable.add(deadly)
                    continue
                self._deaths += 1
                if self._deaths > self._limits.deaths:
                    raise UnreadablePDF(Reason.TOO_COSTLY)
                done = self._sheets if job["task"] == "scan" else ()
                numbers = [number for number in numbers if number != deadly and number not in done]

    def _undrawn(self) -> list[int]:
        """Pages that are read without a picture of them: where two could not be drawn, all."""
        return sorted(self._undrawable) if len(self._undrawable) < 2 else list(range(1, self._total + 1))

    async def _attempt(self, job: Mapping[str, Any], file: Path, numbers: Sequence[int]) -> tuple[int, bool] | None:
        """Keeps what was read, or gives the page at which the reader died, and whether it was drawing it; one that dies
        before its first page reads none."""
        at: tuple[int, bool] | None = None
        found: list[tuple[Page, bool]] = []
        job = {**job, "pages": list(numbers), "undrawn": self._undrawn()}
        try:
            async with aclosing(self._run(file, job, self._limits)) as events:
                async for event in events:
                    if "at" in event:
                        at = int(event["at"]), event.get("drawing", False)
                        self._progress(at[0], by_tesseract=job["task"] != "read")
                    elif "sheet" in event and at:
                        self._sheets[at[0]] = event["sheet"]
                        self._better[at[0]] = tuple(event["lacks"])
                    elif "fault" in event:
                        logger.warning("page %s, read by pypdfium2 alone: %.200a", at and at[0], event["fault"])
                    elif "missing" in event:
                        self._lacking.update(event["missing"])
                    else:
                        found.append((_PAGE.validate_python(event["page"]), bool(event["scan"])))
        except (Died, ValidationError):
            return at
        for page, scan in found:
            self._keep(page, scan)
        return None

    def _keep(self, page: Page, scan: bool) -> None:
        before = self._read.get(page.number)
        if before is None:
            self._read[page.number] = page
            if scan:
                self._scans.add(page.number)
            return
        self._recognised.add(page.number)
        doubted = before.doubted or (_text(before) if before.problem == "garbled" else "")
        if doubted and are_alike(doubted, _text(page)):
            self._confirmed.add(page.number)
            self._read[page.number] = _with_pictures(replace(before, problem=None, doubted=""), page)
        elif before.unread and not doubted:
            self._confirmed.add(page.number)
            self._read[page.number] = _with_pictures(before, page)
        elif not page.problem and (before.problem or doubted or page.letters > before.letters):
            self._read[page.number] = page

    def _progress(self, page: int, *, by_tesseract: bool) -> None:
        if (by_tesseract, page) not in self._seen:
            self._seen.add((by_tesseract, page))
            self._on_page(len(self._seen), self._total + len(self._scans) * by_tesseract)


def _with_pictures(page: Page, read: Page) -> Page:
    """The page with what was read of its pictures, above the first of its blocks that is lower."""
    blocks = list(page.blocks)
    for block in (_as_seen(block, read.view) for block in read.blocks):
        x, y = _middle(block.boxes)
        if any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in page.unread):
            lower = (at for at, other in enumerate(blocks) if other.boxes and _middle(other.boxes)[1] > y)
            blocks.insert(next(lower, len(blocks)), block)
    return replace(page, blocks=tuple(blocks), unread=())


def _as_seen(block: Block, view: View) -> Block:
    """The block in the place and the size in which it is seen, as the blocks of a page of text are."""
    boxes = tuple(
        around((*corner, *corner) for corner in (seen_at(x0, top, view), seen_at(x1, bottom, view)))
        for x0, top, x1, bottom in block.boxes
    )
    a, b, c, d, *_ = view
    return replace(block, boxes=boxes, size=block.size * math.sqrt(abs(a * d - b * c)))


def _middle(boxes: Sequence[Box]) -> tuple[float, float]:
    x0, top, x1, bottom = around(boxes)
    return (x0 + x1) / 2, (top + bottom) / 2


def _text(page: Page) -> str:
    return " ".join(block.text for block in page.blocks)


def _parts(numbers: Sequence[int], seats: int, most: int) -> list[Sequence[int]]:
    """Equal parts, at least one for each seat that are not too short."""
    count = max(1, -(-len(numbers) // most), min(seats, len(numbers) // min(most, SHORTEST_PART)))
    edges = [round(part * len(numbers) / count) for part in range(count + 1)]
    return [numbers[start:end] for start, end in itertools.pairwise(edges)]


_PAGE = TypeAdapter(Page)
