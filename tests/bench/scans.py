"""How much of a scanned book is read: its words, by language, and how long Tesseract takes for a page."""

import io
import random
import re
import time
from collections import Counter

import pypdfium2
from PIL import Image, ImageChops

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs.scans import READS_SCANS

NUMBERS = range(5, 29, 3)  # pages of each kind: openings, dialogues, grammar, exercises
DOTS_AN_INCH = 150
WORDS = {"German": re.compile("[A-Za-zÄÖÜäöüß]{2,}"), "Korean": re.compile("[가-힣]+")}


def scan(book: pypdfium2.PdfDocument) -> bytes:
    """The pages as a scanner in an office delivers them: grey, a little askew, with grain, as JPEG."""
    pictures = []
    for number in NUMBERS:
        page = book[number - 1].render(scale=DOTS_AN_INCH / 72, grayscale=True).to_pil()
        page = page.rotate(random.Random(number).uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=255)
        grain = Image.effect_noise(page.size, 12)
        pictures.append(ImageChops.add(page, grain, 1, -128))
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DOTS_AN_INCH, quality=70)
    return out.getvalue()


async def main() -> None:
    if not READS_SCANS:
        print("There is no Tesseract here.")
        return
    book = pypdfium2.PdfDocument(SAMPLE_BOOK)
    started = time.monotonic()
    pages = (await read_pdf(scan(book), lambda _done, _total: None, run=run_here)).pages
    seconds = (time.monotonic() - started) / len(NUMBERS)
    printed = " ".join(book[number - 1].get_textpage().get_text_range() for number in NUMBERS)
    found = " ".join(block.text for page in pages for block in page.blocks)
    for language, words in WORDS.items():
        there, read = Counter(words.findall(printed)), Counter(words.findall(found))
        same = (there & read).total()
        shares = f"{same / there.total():.2f} of {there.total()} words, {same / read.total():.2f} of what was read"
        print(f"{language}: {shares}")
    print(f"{seconds:.1f} s a page, one process")
