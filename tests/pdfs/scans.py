"""Pages as a scanner delivers them, and whether they can be read here."""

import io
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image

from bot.sandbox.sample import SAMPLE_BOOK


def has_tesseract() -> bool:
    """With the languages; `apt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-kor`."""
    program = shutil.which("tesseract")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True) if program else None
    return listed is not None and {"deu", "kor"} <= set(listed.stdout.split())


READS_SCANS = has_tesseract()


def in_place_of_tesseract(folder: Path, does: str, languages: str = "deu kor eng") -> str:
    """The path of a program that has these languages, and `does` this, in the shell's words, when it is to read."""
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n[ $1 = --list-langs ] && printf '%s\\n' {languages} && exit\n{does}\n")
    program.chmod(0o755)
    return str(program)


@cache
def scanned(*numbers: int, angle: float = 0.0) -> bytes:
    """The upper thirds of pages of the sample book (from 1) as a scanner delivers them."""
    book = pypdfium2.PdfDocument(SAMPLE_BOOK)
    return _scan([book[number - 1] for number in numbers], angle, 0.34)


def as_scan(data: bytes, angle: float = 0.0) -> bytes:
    """A book's pages as a scanner delivers them."""
    return _scan(list(pypdfium2.PdfDocument(data)), angle)


def _scan(pages: Sequence[pypdfium2.PdfPage], angle: float, upper: float = 1.0) -> bytes:
    """Pictures, 150 dots an inch."""
    drawn = [page.render(scale=150 / 72, grayscale=True).to_pil() for page in pages]
    cut = [page.crop((0, 0, page.width, round(page.height * upper))) for page in drawn]
    first, *others = [page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) for page in cut]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=150, quality=70)
    return out.getvalue()


def printed(number: int) -> bytes:
    """The page that `scanned` shows, as it is in the book."""
    book = pypdfium2.PdfDocument.new()
    book.import_pages(pypdfium2.PdfDocument(SAMPLE_BOOK), [number - 1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bound(*parts: bytes, pages: int | None = None) -> bytes:
    """One book of several, of each its first `pages`, or all."""
    book = pypdfium2.PdfDocument.new()
    for part in map(pypdfium2.PdfDocument, parts):
        book.import_pages(part, list(range(pages or len(part))))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
