"""Pages as a scanner delivers them, and whether they can be read here."""

import io
import shutil
import subprocess
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
    """The upper thirds of pages of the sample book (from 1) as a scanner delivers them: pictures, 150 dots an inch."""
    book = pypdfium2.PdfDocument(SAMPLE_BOOK)
    pages = [book[number - 1].render(scale=150 / 72, grayscale=True).to_pil() for number in numbers]
    pages = [page.crop((0, 0, page.width, round(page.height * 0.34))) for page in pages]
    pages = [page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) for page in pages]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150, quality=70)
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
