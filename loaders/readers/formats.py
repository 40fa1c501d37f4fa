"""File formats by their bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.documents import UnreadableDocument
from loaders.readers.containers import open_container
from loaders.readers.delimited import delimiter_of
from loaders.readers.text import decode

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
}
_ARCHIVES = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf'\x1c": "7z", b"\x1f\x8b": "gzip"}
# What a container of another kind holds, and what a person can do about it; the first that fits.
_OTHER_CONTAINERS = {
    ("content.xml", "mimetype"): "an OpenDocument file; save it as DOCX or XLSX",
    ("ppt/presentation.xml",): "a PowerPoint presentation; budgets and accounts are read from documents",
    ("OFD.xml",): "an OFD file; export it as a PDF with a text layer",
    ("[Content_Types].xml",): "an Office container that is neither a document nor a workbook",
}
_TABLE_TAG = re.compile(rb"<(?:table|html|!doctype html)\b", re.IGNORECASE)
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
_XML_DOCUMENT = b"http://schemas.microsoft.com/office/word/2003/wordml"
_WEB_ARCHIVE = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_SNIFF = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileFormat:
    """``name``: pdf, xlsx, xls, xml_workbook, docx, doc, html, mhtml, csv, text, zip; ``refusal``: why not read."""

    name: str
    refusal: str | None = None


def file_format(data: bytes) -> FileFormat:
    """What a file is. Raises ``UnreadableDocument`` for a damaged container."""
    if b"%PDF-" in data[:1024]:
        return FileFormat("pdf")
    if data.startswith(b"PK\x03\x04"):
        return _container_format(data)
    if data.startswith(_OLE):
        return _ole_format(data)
    if data.startswith(b"{\\rtf"):
        return FileFormat("doc")
    return _refused_format(data) or _xml_format(data) or _text_format(data)


def _xml_format(data: bytes) -> FileFormat | None:
    """Office 2003 in XML, and pages that Word saved as a web archive."""
    head = data[:_SNIFF].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<?xml") and _XML_WORKBOOK in head:
        return FileFormat("xml_workbook")
    if head.startswith(b"<?xml") and _XML_DOCUMENT in head:
        return FileFormat("unsupported", "a Word 2003 XML document; save it as DOCX")
    return FileFormat("mhtml") if _WEB_ARCHIVE.match(head[:2048].replace(b"\r\n", b"\n")) else None


def _refused_format(data: bytes) -> FileFormat | None:
    """Images and archives of other kinds, with what a person can do about them."""
    for magic, name in _IMAGES.items():
        if data.startswith(magic) and b"\0" in data[:_SNIFF]:
            return FileFormat("scanned", f"a {name} image; only documents with a text layer are read")
    for magic, name in _ARCHIVES.items():
        if data.startswith(magic):
            return FileFormat("unsupported", f"a {name} archive; ZIP archives are read, unpack this one first")
    return None


def is_bundle(data: bytes) -> bool:
    """Is this a ZIP archive of documents (and not a document that happens to be a ZIP container)?"""
    return data.startswith(b"PK\x03\x04") and _container_format(data).name == "zip"


def _container_format(data: bytes) -> FileFormat:
    names = set(open_container(data).namelist())
    if "word/document.xml" in names:
        return FileFormat("docx")
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return FileFormat("xlsx")
    for marks, refusal in _OTHER_CONTAINERS.items():
        if names.issuperset(marks):
            return FileFormat("unsupported", refusal)
    return FileFormat("zip", "an archive is opened before its documents are read")


def _ole_format(data: bytes) -> FileFormat:
    if "WordDocument".encode("utf-16-le") in data:
        return FileFormat("doc")
    if "EncryptedPackage".encode("utf-16-le") in data:
        return FileFormat("encrypted", "the Office document is protected by a password")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return FileFormat("xls")
    return FileFormat("unsupported", "an Office file that is neither a document nor a workbook")


def _text_format(data: bytes) -> FileFormat:
    if _TABLE_TAG.search(data[:_SNIFF]) or b"<table" in data:
        return FileFormat("html")
    try:
        return FileFormat("csv" if delimiter_of(decode(data)) else "text")
    except UnreadableDocument:
        # The text reader says the same, with the reason for the person who reads the quarantine.
        return FileFormat("text")
