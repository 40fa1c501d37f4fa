"""Workbooks of Excel 2003 in XML, which older disclosure systems serve as .xls."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from loaders.documents import Block, Document, Paragraph, Place, UnreadableDocument, content_hash
from loaders.readers.sheets import sheet_blocks

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_MOST_ROWS, _MOST_COLUMNS = 200_000, 1_000

Spans = dict[tuple[int, int], tuple[int, int]]


def read_xml_workbook(data: bytes) -> Document:
    """Read an Excel 2003 XML workbook. Raises ``UnreadableDocument``: damaged, oversized, empty."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument("damaged", f"the workbook's XML is not well-formed: {error}") from error
    blocks = tuple(block for sheet in root.iter(f"{_SS}Worksheet") for block in _sheet(sheet))
    if not blocks:
        raise UnreadableDocument("empty", "no visible sheet holds anything")
    return Document(content_hash(data), "xls", len(data), "lxml", blocks)


def _sheet(sheet: etree._Element) -> Iterator[Block]:
    name = sheet.get(f"{_SS}Name") or ""
    visible = sheet.find(f"{_X}WorksheetOptions/{_X}Visible")
    if visible is not None and (visible.text or "").startswith("Sheet"):
        yield Paragraph(name, Place(sheet=name), "hidden_sheet")
        return
    rows: list[list[str]] = []
    spans: Spans = {}
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        at = _whole(row, "Index", len(rows) + 1) - 1
        if at >= _MOST_ROWS:
            raise UnreadableDocument("oversized", f"a sheet has more than {_MOST_ROWS:,} rows")
        rows.extend([] for _ in range(at - len(rows)))
        rows.append(_row(row, at, spans))
    yield Paragraph(name, Place(sheet=name), "sheet_name")
    yield from sheet_blocks(rows, spans, name)


def _row(row: etree._Element, at: int, spans: Spans) -> list[str]:
    texts: list[str] = []
    for cell in row.iterfind(f"{_SS}Cell"):
        col = _whole(cell, "Index", len(texts) + 1) - 1
        height, width = _whole(cell, "MergeDown", 0) + 1, _whole(cell, "MergeAcross", 0) + 1
        if col + width > _MOST_COLUMNS:
            raise UnreadableDocument("oversized", f"a sheet has more than {_MOST_COLUMNS:,} columns")
        if (height, width) != (1, 1):
            spans[at, col] = (height, width)
        data = cell.find(f"{_SS}Data")
        texts.extend([""] * (col - len(texts)))
        texts.extend(["" if data is None else str(data.xpath("string()")), *[""] * (width - 1)])
    return texts


def _whole(element: etree._Element, name: str, default: int) -> int:
    value = element.get(f"{_SS}{name}") or ""
    return int(value) if value.isascii() and value.isdecimal() else default
