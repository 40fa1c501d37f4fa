"""File names of what was collected: readable, harmless on every system, told apart by content."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_FORBIDDEN = frozenset('/\\:*?"<>|')
_MOST_BYTES = 120
_MOST_SUFFIX = 6
_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
}


def file_name(url: str, headers: Mapping[str, str]) -> str:
    """The name that the server gives, or the last part of the address; a suffix by type where there is none."""
    name = clean(_offered(headers.get("content-disposition", "")) or unquote(urlsplit(url).path).rsplit("/", 1)[-1])
    suffix = _SUFFIXES.get(headers.get("content-type", "").partition(";")[0].strip().lower(), "")
    return name if 1 < len(PurePosixPath(name).suffix) <= _MOST_SUFFIX else f"{name or 'document'}{suffix}"


def clean(name: str) -> str:
    """Without characters that steer a terminal, a shell or a path, not hidden, and short enough."""
    kept = "".join(
        "_" if char in _FORBIDDEN or char.isspace() else char
        for char in unicodedata.normalize("NFC", name)
        if char.isprintable() or char.isspace()
    ).strip("._ ")
    stem, suffix = PurePosixPath(kept).stem, PurePosixPath(kept).suffix
    if len(suffix) > _MOST_SUFFIX:
        stem, suffix = kept, ""
    return stem.encode()[: _MOST_BYTES - len(suffix.encode())].decode(errors="ignore") + suffix


def _offered(disposition: str) -> str:
    """The file name of a Content-Disposition. Headers are read as Latin-1; Chinese servers send UTF-8 or GBK."""
    if not disposition:
        return ""
    message = Message()
    message["content-disposition"] = disposition
    name = message.get_filename() or ""
    for encoding in ("utf-8", "gb18030"):
        try:
            return unquote(name.encode("latin-1").decode(encoding)).rsplit("/", 1)[-1]
        except UnicodeError:
            continue
    return unquote(name).rsplit("/", 1)[-1]
