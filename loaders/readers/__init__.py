"""One reader a file format: bytes in, a ``Document`` out. A reader knows nothing about budgets.

The format is told by the bytes, never by the file's name: county web sites serve HTML as .xls and XLSX as .doc.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from loaders.documents import Document, UnreadableDocument
from loaders.readers.boxes import without_boxes
from loaders.readers.captions import with_captions
from loaders.readers.formats import FileFormat, file_format
from loaders.readers.plain import plain_text

Reader = Callable[[bytes], Document]


def read_document(data: bytes) -> Document:
    """Read a file by what its bytes are, whatever its name says. Raises ``UnreadableDocument``."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableDocument("empty", "the file is empty")
    found = file_format(data)
    if found.refusal:
        raise UnreadableDocument(found.name, found.refusal)
    document = with_captions(without_boxes(_reader(found)(data)))
    return document if document.plain else replace(document, plain=plain_text(document.file_format, data))


def _reader(found: FileFormat) -> Reader:
    """The reader of a format; imported when first needed, so that a text document costs no PDF library."""
    if found.name == "pdf":
        from loaders.readers.pdf import read_pdf as reader
    elif found.name == "xlsx":
        from loaders.readers.spreadsheet import read_xlsx as reader
    elif found.name == "xls":
        from loaders.readers.spreadsheet import read_xls as reader
    elif found.name == "docx":
        from loaders.readers.docx import read_docx as reader
    elif found.name == "doc":
        from loaders.readers.office import read_doc as reader
    elif found.name == "html":
        from loaders.readers.html import read_html as reader
    elif found.name == "mhtml":
        from loaders.readers.html import read_mhtml as reader
    elif found.name == "xml_workbook":
        from loaders.readers.xml_workbook import read_xml_workbook as reader
    elif found.name == "csv":
        from loaders.readers.delimited import read_csv as reader
    else:
        from loaders.readers.text import read_text as reader
    return reader
