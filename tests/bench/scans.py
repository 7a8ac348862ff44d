"""How much of a scanned book is read: its words, by language, and how long Tesseract takes for a page."""

import io
import random
import re
import time
from collections import Counter

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from bot.sandbox.sample import SAMPLE_BOOK
from ingest.pdf.reader import read_pdf
from tests.in_process import run_here
from tests.pdfs.scans import READS_SCANS

NUMBERS = range(5, 29, 3)  # pages of each kind: openings, dialogues, grammar, exercises
SCAN, PHOTOGRAPH = 150, 200  # dots an inch
TILTED = 0.04  # of its width and height: by as much is a page smaller at its far edges than in its middle
WORDS = {"German": re.compile("[A-Za-zÄÖÜäöüß]{2,}"), "Korean": re.compile("[가-힣]+")}


def scan(page: pypdfium2.PdfPage, rand: random.Random) -> Image.Image:
    """As a scanner in an office delivers it: a little askew, with grain."""
    picture = page.render(scale=SCAN / 72, grayscale=True).to_pil()
    picture = picture.rotate(rand.uniform(-1, 1), Image.Resampling.BICUBIC, fillcolor=255)
    return ImageChops.add(picture, Image.effect_noise(picture.size, 12), 1, -128)


def photograph(page: pypdfium2.PdfPage, rand: random.Random) -> Image.Image:
    """As a phone that is held aslant over a dark desk sees it, in a light that falls off."""
    picture = page.render(scale=PHOTOGRAPH / 72, grayscale=True).to_pil()
    width, height = picture.size
    right, down = (rand.choice([-1, 1]) * TILTED / size for size in (width, height))
    middle = 1 + right * width / 2 + down * height / 2
    aslant = (1.15, 0.02, -0.09 * width, -0.02, 1.15, -0.07 * height, right / middle, down / middle)
    way = [number / (1 if at > 5 else middle) for at, number in enumerate(aslant)]
    paper = Image.new("L", picture.size, 255)
    seen, where = (
        each.transform(each.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC)
        for each in (picture, paper)
    )
    desk = Image.effect_noise(picture.size, 20).point(lambda grey: grey // 3 + 20)
    lit = ImageChops.multiply(
        Image.composite(seen, desk, where),
        Image.linear_gradient("L")
        .rotate(rand.choice([0, 90, 180]))
        .resize(picture.size)
        .point(lambda grey: 140 + grey * 2 // 5),
    )
    return ImageChops.add(lit.filter(ImageFilter.GaussianBlur(0.7)), Image.effect_noise(lit.size, 8), 1, -128)


async def main() -> None:
    if not READS_SCANS:
        print("There is no Tesseract here.")
        return
    book = pypdfium2.PdfDocument(SAMPLE_BOOK)
    printed = " ".join(book[number - 1].get_textpage().get_text_range() for number in NUMBERS)
    for way, dots in ((scan, SCAN), (photograph, PHOTOGRAPH)):
        first, *others = [way(book[number - 1], random.Random(number)) for number in NUMBERS]
        data = io.BytesIO()
        first.save(data, "PDF", save_all=True, append_images=others, resolution=dots, quality=75)
        started = time.monotonic()
        pages = (await read_pdf(data.getvalue(), lambda _done, _total: None, run=run_here)).pages
        seconds = (time.monotonic() - started) / len(NUMBERS)
        found = " ".join(block.text for page in pages for block in page.blocks)
        for language, words in WORDS.items():
            there, read = Counter(words.findall(printed)), Counter(words.findall(found))
            same = (there & read).total()
            shares = f"{same / there.total():.2f} of {there.total()} words, {same / read.total():.2f} of what was read"
            print(f"{way.__name__}, {language}: {shares}")
        print(f"{way.__name__}: {seconds:.1f} s a page, one process")
