"""Zip containers (XLSX, DOCX, bundles): what is inside, checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from loaders.documents import UnreadableDocument

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_LISTED = 10 * MAX_ENTRIES
_LISTED = b"PK\x01\x02"
_SMALL = 1024 * 1024


def open_container(data: bytes) -> zipfile.ZipFile:
    """Open a zip container whose announced contents stay within the limits.

    Raises ``UnreadableDocument``: damaged, encrypted, oversized. Sizes that an entry announces can lie, so
    ``read_entry`` counts bytes again.
    """
    # Each entry of the list of contents becomes an object before anything can count them.
    announced = data.count(_LISTED)
    if announced > MAX_LISTED:
        raise UnreadableDocument("oversized", f"about {announced:,} entries in the container; at most {MAX_ENTRIES:,}")
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    # A damaged list of contents makes the standard library raise anything from ValueError to struct.error.
    except Exception as error:
        raise UnreadableDocument(
            "damaged", f"a damaged archive or Office file: it cannot be unpacked ({error})"
        ) from error
    entries = container.infolist()
    if len(entries) > MAX_ENTRIES:
        raise UnreadableDocument("oversized", f"{len(entries):,} entries in the container; at most {MAX_ENTRIES:,}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableDocument("encrypted", "the container is protected by a password")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * max(1, len(data))):
        raise UnreadableDocument(
            "oversized", f"{len(data):,} bytes unpack to {unpacked:,}: more than a disclosure can need"
        )
    return container


def read_entry(container: zipfile.ZipFile, name: str) -> bytes:
    """One entry's bytes. Raises ``UnreadableDocument`` where it is damaged or longer than it announces."""
    try:
        with container.open(name) as entry:
            data = entry.read(MAX_UNPACKED + 1)
    # What a damaged entry raises differs by what is damaged, and zlib.error shares no base class with the others.
    except Exception as error:
        raise UnreadableDocument("damaged", f"{name} inside the container cannot be unpacked: {error}") from error
    if len(data) > MAX_UNPACKED:
        raise UnreadableDocument("oversized", f"{name} unpacks to more than {MAX_UNPACKED:,} bytes")
    return data


def bundle_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file of a bundle, folders and system leftovers skipped.

    Names are given for display only and never used as paths; names without the UTF-8 flag are read as GB18030, which
    Chinese archivers write. A bundle inside a bundle is given as it is; the caller decides how deep to go.
    """
    container = open_container(data)
    for entry in container.infolist():
        name = _display_name(entry)
        leaf = name.rsplit("/", 1)[-1]
        if entry.is_dir() or name.startswith("__MACOSX/") or leaf in {".DS_Store", "Thumbs.db", "desktop.ini"}:
            continue
        yield name, read_entry(container, entry.filename)


def _display_name(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
