"""DOCX straight from its XML: paragraphs and tables in order, merged and nested cells, check boxes, tracked changes.

What Word shows and what it stores differ in both directions: numbers of lists are shown and not stored (``numbering``),
deleted text and rows, hidden text and the older copy of each drawing are stored and not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from loaders.documents import Block, Cell, Document, Grid, Paragraph, Place, UnreadableDocument, content_hash
from loaders.readers.containers import open_container, read_entry
from loaders.readers.numbering import Numbering, numbering
from loaders.readers.spans import require_columns, span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MAX_DEPTH = 20
# Check boxes drawn with symbol fonts: the box with a tick or cross, and the empty box.
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FD": "☑", "F053": "☑", "F0A8": "☐", "F06F": "☐", "F0A3": "☐"}
_MAIN, _NOTES = "word/document.xml", "word/footnotes.xml"
_PARTS = {_MAIN, _NOTES, "word/numbering.xml", "word/styles.xml"}
_BREAKS = {f"{_W}br", f"{_W}cr"}
# Text deleted in tracked changes is not published; alternate drawings repeat what is drawn already.
_SKIPPED = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    f"{_W}pPr",
    f"{_W}txbxContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_docx(data: bytes) -> Document:
    """Read a DOCX. Raises ``UnreadableDocument``: damaged, encrypted, oversized, empty."""
    container = open_container(data)
    parts = {name: _parsed(read_entry(container, name)) for name in container.namelist() if name in _PARTS}
    if _MAIN not in parts:
        raise UnreadableDocument("damaged", "the Word file lacks its main part, word/document.xml")
    body = parts[_MAIN].find(f"{_W}body")
    walk = _Walk(numbering(parts))
    blocks = [] if body is None else list(_blocks(body, walk, 0))
    for note in parts[_NOTES].iter(f"{_W}footnote") if _NOTES in parts else ():
        blocks.extend(_blocks(note, walk, 0))
    if not blocks:
        raise UnreadableDocument("empty", "the document holds no text")
    return Document(content_hash(data), "docx", len(data), "lxml", tuple(blocks))


@dataclass(slots=True)
class _Walk:
    """What is counted while a document is walked through: its paragraphs from 1, and its lists."""

    lists: Numbering
    paragraphs: Iterator[int] = field(default_factory=lambda: count(1))


def _parsed(xml: bytes) -> etree._Element:
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument("damaged", f"the document's XML is not well-formed: {error}") from error


def _blocks(parent: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    """Paragraphs and tables below ``parent`` in order; ``line`` counts the document's paragraphs from 1."""
    if depth > _MAX_DEPTH:
        raise UnreadableDocument("hostile", f"tables are nested more than {_MAX_DEPTH} deep")
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, walk, depth)
        elif child.tag == f"{_W}tbl":
            yield from _layout(child, walk, depth) if _is_layout(child) else _table(child, walk, depth + 1)
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"}:
            yield from _blocks(child, walk, depth)


def _paragraph(element: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    """A paragraph with the number that its list gives it, then what its text boxes hold."""
    no = next(walk.paragraphs)
    mark, text = walk.lists.next_mark(element), _text(element).strip()
    if text:
        yield Paragraph(mark + text, Place(line=no), _style(element))
    for box in element.iter(f"{_W}txbxContent"):
        if not any(above.tag in _SKIPPED for above in box.iterancestors()):
            yield from _blocks(box, walk, depth + 1)


def _is_layout(table: etree._Element) -> bool:
    """A frame around tables: one cell a row, and tables inside."""
    rows = list(_descend(table, f"{_W}tr"))
    single = all(len(list(_descend(row, f"{_W}tc"))) == 1 for row in rows)
    return single and any(cell.find(f"{_W}tbl") is not None for row in rows for cell in _descend(row, f"{_W}tc"))


def _layout(table: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    for row in _descend(table, f"{_W}tr"):
        for cell in _descend(row, f"{_W}tc"):
            yield from _blocks(cell, walk, depth + 1)


def _style(paragraph: etree._Element) -> str:
    name = paragraph.find(f"{_W}pPr/{_W}pStyle")
    value = (name.get(f"{_W}val") or "").lower() if name is not None else ""
    if value.startswith("toc"):
        return "toc"
    heading = value.startswith("heading") or paragraph.find(f"{_W}pPr/{_W}outlineLvl") is not None
    return "heading" if heading else "text"


def _text(element: etree._Element) -> str:
    """Text of a paragraph with its breaks, tabs and check boxes."""
    parts: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        if tag == f"{_W}t":
            # An entity is a child that stays unexpanded; the text goes on after it.
            parts.extend([child.text or "", *(inner.tail or "" for inner in child)])
        elif tag == f"{_W}tab":
            parts.append("    ")
        elif tag in _BREAKS:
            parts.append("\n")
        elif tag == f"{_W}sym":
            parts.append(_SYMBOLS.get((child.get(f"{_W}char") or "").upper(), ""))
        elif tag == f"{_W}sdt" and child.find(f"{_W}sdtPr/{_W14}checkbox") is not None:
            parts.append(_checkbox(child))
        elif isinstance(tag, str):
            parts.append(_text(child))
    return "".join(parts)


def _checkbox(control: etree._Element) -> str:
    checked = control.find(f"{_W}sdtPr/{_W14}checkbox/{_W14}checked")
    return "☑" if checked is not None and checked.get(f"{_W14}val") in {"1", "true"} else "☐"


def _table(table: etree._Element, walk: _Walk, depth: int) -> Iterator[Block]:
    """A table as a grid, then the tables nested in its cells."""
    first = None
    rows: list[list[Cell]] = []
    nested: list[Block] = []
    open_merges: dict[int, tuple[int, int]] = {}
    for row_no, row in enumerate(_descend(table, f"{_W}tr"), start=1):
        cells: list[Cell] = []
        col = 1 + _grid_before(row)
        for item in _descend(row, f"{_W}tc"):
            width = _number(item, "gridSpan")
            no, text, inner = _cell_content(item, walk, depth)
            first = first or no
            nested.extend(inner)
            merge = item.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and col in open_merges:
                at, index = open_merges[col]
                rows[at][index] = _taller(rows[at][index])
            else:
                cells.append(Cell(row_no, col, text, Place(line=no), 1, width))
                open_merges.pop(col, None)
                if merge is not None:
                    open_merges[col] = (row_no - 1, len(cells) - 1)
            col += width
            require_columns(col)
        rows.append(cells)
    if any(cell.text for row in rows for cell in row):
        yield Grid(tuple(tuple(row) for row in rows), Place(line=first))
    yield from nested


def _taller(cell: Cell) -> Cell:
    return Cell(cell.row, cell.col, cell.text, cell.place, cell.row_span + 1, cell.col_span)


def _descend(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and tracked insertions; deleted rows are none."""
    for child in parent:
        if child.tag == tag:
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _descend(child, tag)


def _grid_before(row: etree._Element) -> int:
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    value = (before.get(f"{_W}val") or "0") if before is not None else "0"
    return 0 if value == "0" else span(value)


def _number(cell: etree._Element, name: str) -> int:
    value = cell.find(f"{_W}tcPr/{_W}{name}")
    return span(value.get(f"{_W}val")) if value is not None else 1


def _cell_content(cell: etree._Element, walk: _Walk, depth: int) -> tuple[int, str, list[Block]]:
    """(number of the first paragraph, text, nested tables) of one cell."""
    first = None
    lines: list[str] = []
    nested: list[Block] = []
    for block in _blocks(cell, walk, depth):
        first = first or block.place.line
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            nested.append(block)
    return first or next(walk.paragraphs), "\n".join(lines), nested
