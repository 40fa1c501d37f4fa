"""The characters of a file in the order in which the file holds them: a second, cruder reading beside a reader's own.

No parser of the readers takes part: mark-up is cut out by pattern. A PDF's characters are the page reader's, before
they are sorted into lines and cells (``loaders.readers.pdf``).
"""

from __future__ import annotations

import html
import re

from loaders.documents import UnreadableDocument
from loaders.readers.containers import open_container, read_entry
from loaders.readers.text import decode

_UNSHOWN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_MARK_UP = re.compile(r"<[^>]*>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>|<(?:\w+:)?t(?: [^>]*)?>([^<]*)</(?:\w+:)?t>")


def plain_text(file_format: str, data: bytes) -> tuple[str, ...]:
    """One text for the file, blanks left out; of a workbook one value a line; empty where there is no second way."""
    try:
        if file_format in ("text", "markdown", "csv"):
            return ("".join(decode(data).split()),)
        if file_format == "html":
            return (_without_mark_up(decode(data)),)
        if file_format == "docx":
            return (_without_mark_up(read_entry(open_container(data), "word/document.xml").decode("utf-8", "replace")),)
        if file_format == "xlsx":
            return (_workbook_values(data),)
    except (UnreadableDocument, KeyError):
        # The reader has read it; a second way that fails is none.
        return ()
    return ()


def _without_mark_up(text: str) -> str:
    return "".join(html.unescape(_MARK_UP.sub("", _UNSHOWN.sub("", text))).split())


def _workbook_values(data: bytes) -> str:
    container = open_container(data)
    parts = [name for name in container.namelist() if re.match(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml$", name)]
    found = (match for name in parts for match in _VALUE.finditer(read_entry(container, name)))
    return "\n".join((match[1] or match[2] or b"").decode("utf-8", "replace").replace(",", "") for match in found)
