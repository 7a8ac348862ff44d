"""A PDF's packed objects, parsed when they are asked for.

Many may be packed into one stream, and pdfminer parses all of it for one of them. In a book from LaTeX or InDesign its
pages lie in nearly all streams, and each child would parse the whole book before it reads its own pages.
"""

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFStreamParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF


class Objects(PDFDocument):
    _tables: dict[int | None, list[int]]

    @classmethod
    def of(cls, document: PDFDocument) -> "Objects":
        """What pdfplumber has opened, made one of these."""
        document.__class__ = cls
        assert isinstance(document, cls)
        document._tables = {}
        return document

    def _getobj_objstm(self, stream: PDFStream, index: int, objid: int) -> object:
        """As pdfminer finds it where the stream's table does not fit."""
        try:
            first, data = int(stream["First"]), stream.get_data()
            table = self._tables.get(stream.objid) or self._tables.setdefault(
                stream.objid, [*map(int, data[:first].split())]
            )
            number, start, *after = table[2 * index : 2 * index + 4]
            if number != objid or len(table) != 2 * int(stream["N"]):
                raise ValueError("another table")
            parser = PDFStreamParser(data[first + start : first + after[1] if after else None] + b"\n")
            parser.set_document(self)
            return parser.nextobject()[1]
        except (KeyError, TypeError, ValueError, PSEOF):
            return super()._getobj_objstm(stream, index, objid)
