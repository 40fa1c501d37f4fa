"""HTML pages: tables with their spans, the text around them, the encoding from the bytes and not from the page's word.

Pages often declare gb2312 and are UTF-8, or the other way round; the text reader's ladder of encodings decides. Tables
that only lay out the page (they hold other tables) are walked through, not read as tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from itertools import count

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.documents import Block, Cell, Document, Grid, Paragraph, Place, UnreadableDocument, content_hash
from loaders.readers.spans import require_columns, span
from loaders.readers.text import decode

_MAX_DEPTH = 200
_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "head",
    "select",
    "textarea",
    "-comment",
}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "big",
    "cite",
    "code",
    "em",
    "font",
    "i",
    "ins",
    "label",
    "mark",
    "o:p",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
    "st1:chsdate",
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes) -> Document:
    """Read a web page. Raises ``UnreadableDocument``: not_text, empty, hostile."""
    text = decode(data)
    tree = LexborHTMLParser(text)
    # Text files with tables marked up inside have lines of their own; in a web page a line break means nothing.
    keep_lines = not re.search(r"<(?:html|body|p|div)\b", text, re.IGNORECASE)
    walker = _Walker(keep_lines)
    title = tree.css_first("title")
    blocks: list[Block] = []
    if title is not None and title.text().strip():
        blocks.append(Paragraph(_SPACE.sub(" ", title.text()).strip(), Place(line=next(walker.lines)), "heading"))
    if tree.body is not None:
        blocks.extend(walker.blocks(tree.body))
    if not blocks:
        raise UnreadableDocument("empty", "the page shows no text")
    return Document(content_hash(data), "html", len(data), "selectolax", tuple(blocks))


def read_mhtml(data: bytes) -> Document:
    """Read a page that Word or a browser saved as a web archive. Raises what ``read_html`` raises, and damaged."""
    message = message_from_bytes(data)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if not isinstance(content, bytes):
        raise UnreadableDocument("damaged", "the web archive holds no page")
    return replace(read_html(content), sha256=content_hash(data), byte_count=len(data))


class _Walker:
    """One walk through a page; ``lines`` numbers its blocks and table rows, the place a person can count to."""

    def __init__(self, keep_lines: bool) -> None:
        self.lines = count(1)
        self._keep_lines = keep_lines
        self._open: list[str] = []

    def blocks(self, node: LexborNode) -> Iterator[Block]:
        yield from self._inside(node, 0)
        yield from self._close("text")

    def _inside(self, node: LexborNode, depth: int) -> Iterator[Block]:
        if depth > _MAX_DEPTH:
            raise UnreadableDocument("hostile", f"elements are nested more than {_MAX_DEPTH} deep")
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._open.append(child.text_content or "")
            elif tag == "br":
                self._open.append("\v")
            elif _is_hidden(child):
                continue
            elif tag in _INLINE:
                yield from self._inside(child, depth + 1)
            elif tag not in _SKIPPED:
                yield from self._block(child, tag, depth)

    def _block(self, node: LexborNode, tag: str, depth: int) -> Iterator[Block]:
        yield from self._close("text")
        if tag == "table" and not _is_layout(node):
            grid = self._grid(node)
            if grid is not None:
                yield grid
            return
        yield from self._inside(node, depth + 1)
        yield from self._close("heading" if tag in _HEADINGS else "text")

    def _close(self, style: str) -> Iterator[Block]:
        """The text collected so far, one paragraph a line break."""
        text = "".join(self._open)
        self._open.clear()
        for line in (text.replace("\n", "\v") if self._keep_lines else text).split("\v"):
            folded = _SPACE.sub(" ", line).strip(" \xa0\u3000")
            if folded:
                yield Paragraph(folded, Place(line=next(self.lines)), style)

    def _grid(self, table: LexborNode) -> Grid | None:
        rows: list[tuple[Cell, ...]] = []
        down: dict[int, int] = {}
        first = None
        for row_no, row in enumerate(_rows(table), start=1):
            line = next(self.lines)
            first = first or line
            rows.append(_row(row, row_no, line, down))
        if not any(cell.text for row in rows for cell in row):
            return None
        return Grid(tuple(rows), Place(line=first), last_line=(first or 1) + len(rows) - 1)


def _is_hidden(node: LexborNode) -> bool:
    """True for what the page does not show; pop-ups and templates of a page stand in it so."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _is_layout(table: LexborNode) -> bool:
    return len(table.css("table")) > 1


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _row(row: LexborNode, row_no: int, line: int, down: dict[int, int]) -> tuple[Cell, ...]:
    """Cells of one row at their true columns; ``down`` holds, by column, how many rows a cell above still covers."""
    cells = []
    col = 1
    fresh: dict[int, int] = {}
    for item in row.iter():
        if item.tag not in {"td", "th"}:
            continue
        while down.get(col, 0) > 0:
            col += 1
        height, width = span(item.attributes.get("rowspan")), span(item.attributes.get("colspan"))
        cells.append(Cell(row_no, col, _cell_text(item), Place(line=line), height, width))
        if height > 1:
            fresh |= dict.fromkeys(range(col, col + width), height)
        col += width
        require_columns(col)
    for column in list(down):
        down[column] -= 1
        if down[column] <= 0:
            del down[column]
    down.update({column: height - 1 for column, height in fresh.items()})
    return tuple(cells)


def _cell_text(cell: LexborNode) -> str:
    parts: list[str] = []
    _collect(cell, parts, 0)
    lines = (_SPACE.sub(" ", line).strip(" \xa0\u3000") for line in "".join(parts).split("\v"))
    return "\n".join(line for line in lines if line)


def _collect(node: LexborNode, parts: list[str], depth: int) -> None:
    """Text below a node; ``\\v`` marks a drawn line break, so that breaks of the source stay spaces."""
    if depth > _MAX_DEPTH:
        raise UnreadableDocument("hostile", f"elements are nested more than {_MAX_DEPTH} deep")
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            parts.append(child.text_content or "")
        elif tag == "input" and (child.attributes.get("type") or "").lower() == "checkbox":
            parts.append("☑" if "checked" in child.attributes else "☐")
        elif tag == "br":
            parts.append("\v")
        elif tag not in _SKIPPED and not _is_hidden(child):
            parts.append("" if tag in _INLINE else "\v")
            _collect(child, parts, depth + 1)
            parts.append("" if tag in _INLINE else "\v")
