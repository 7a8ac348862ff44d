"""The processes that reading has started and not yet ended."""

import psutil


def readers() -> list[psutil.Process]:
    """Children that read PDFs, and what they have started: a Tesseract."""
    names = ("ingest.children.child", "tesseract")
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if any(name in part for part in child.cmdline() for name in names)
    ]
