"""Why a book could not be read, in English, by code: for the command line and the bot's English texts."""

from collections.abc import Mapping

FAILURES: Mapping[str, str] = {
    "not_a_pdf": "This is not a PDF.",
    "empty": "The file is empty, or has no pages.",
    "locked": "The PDF is locked with a password. Please send it unlocked.",
    "damaged": "The file is damaged or incomplete. Please export it again and resend it.",
    "wrapping": "What is in this PDF only Adobe Reader shows: it is a portfolio of other files, or a form. Please "
    "print it there as a PDF, or send me the PDFs that are in it.",
    "too_many_pages": "The book has too many pages: I can read up to 3,000. Please send it in several parts.",
    "no_text": "There is no text in it at all.",
    "needs_ocr": "The book consists of scans only. Install text recognition on the server and send it again:\n"
    "apt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-kor",
    "needs_languages": "The book consists of scans only, in a language for which text recognition on the server has no "
    "data. Install it and send it again:\napt-get install tesseract-ocr-all",
    "too_costly": "Reading this PDF takes too much time or memory; I have given up.",
    "set_aside": "Three attempts at reading this book were interrupted, so it is set aside. Send it again for another "
    "try.",
    "not_embedded": "The embedding service did not accept it. Please look at the server's log.",
    "unexpected": "Something unexpected went wrong. Please look at the server's log.",
}
