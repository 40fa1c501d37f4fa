"""Is what came a document at all? By its bytes and by what its address promised, not by what the server calls it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")
_FOREIGN_TYPES = ("audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
_MAGIC = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
    ".xlsx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
    ".zip": (b"PK\x03\x04", b"PK\x05\x06"),
}
"""Formats whose bytes begin so. Not DOC, XLS, WPS, ET: publishers put web pages and RTF under these names."""

_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_SNIFF = 1024


def refusal(url: str, content_type: str, head: bytes) -> str | None:
    """Why these bytes are not kept; None where they may be a document.

    A server that answers 200 with an error page or a login form where a document stood would replace a good
    document by a page without figures.
    """
    if not head:
        return "The answer is empty."
    if head.startswith(_PROGRAMS):
        return "It is a program, not a document."
    if content_type.startswith(_FOREIGN_TYPES):
        return f"It is of type {content_type}, not a document."
    suffix = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
    expected = _MAGIC.get(suffix)
    if expected and not any(magic in head[:_SNIFF] for magic in expected):
        what = "a web page" if _HTML.match(head) else "something else"
        return f"The address promises {suffix[1:].upper()}, and what comes is {what}."
    return None
