"""Printed pages as bytes of a file format: text in two shapes, Markdown, CSV, HTML, XLSX, DOCX, PDF."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from html import escape

import docx
import openpyxl

from tests.writer.options import LayoutOptions
from tests.writer.pdf import pdf
from tests.writer.printed import PageBreak, Printed, PrintedGrid, PrintedText

Writer = Callable[[Printed, LayoutOptions], bytes]


def text_rows(printed: Printed, options: LayoutOptions) -> bytes:
    """A line a row, tabs between cells."""
    parts = ["\n".join("\t".join(row) for row in block.matrix()) if isinstance(block, PrintedGrid) else _line(block)
             for block in printed]  # fmt: skip
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8")


def text_cells(printed: Printed, options: LayoutOptions) -> bytes:
    """A line a cell: a tab opens it, a blank line ends the row."""
    parts = []
    for block in printed:
        if isinstance(block, PrintedGrid):
            parts.append("\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in block.matrix()))
        else:
            parts.append(_line(block))
    # Two blank lines part a grid from what follows; one would be the end of a row.
    return ("\n\n\n".join(part for part in parts if part) + "\n").encode("utf-8")


def _line(block: PrintedText | PageBreak) -> str:
    return block.text if isinstance(block, PrintedText) else ""


def markdown(printed: Printed, options: LayoutOptions) -> bytes:
    """Headings with number signs, tables with pipes."""
    parts = [_markdown_grid(block) if isinstance(block, PrintedGrid) else _markdown_line(block) for block in printed]
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8")


def _markdown_line(block: PrintedText | PageBreak) -> str:
    if isinstance(block, PageBreak):
        return ""
    return {"title": f"## {block.text}", "heading": f"### {block.text}"}.get(block.style, block.text)


def _markdown_grid(grid: PrintedGrid) -> str:
    first, *rest = grid.matrix()
    lines = [first, ["---"] * len(first), *rest]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def csv_utf8(printed: Printed, options: LayoutOptions) -> bytes:
    """A worksheet saved as comma-separated values: every row as wide as the widest, blank rows between blocks."""
    rows: list[list[str]] = []
    for block in printed:
        if isinstance(block, PrintedGrid):
            rows += block.matrix()
        elif isinstance(block, PrintedText):
            rows.append([block.text])
        rows.append([])
    width = max(len(row) for row in rows)
    out = io.StringIO()
    csv.writer(out).writerows([*row, *[""] * (width - len(row))] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def html(printed: Printed, options: LayoutOptions) -> bytes:
    """A page as government portals publish it: GB18030, spans, no thead."""
    body = "\n".join(_html_grid(b) if isinstance(b, PrintedGrid) else _html_line(b) for b in printed)
    page = f'<html><head><meta charset="gb18030"><title>公开</title></head><body>\n{body}\n</body></html>'
    return page.encode("gb18030")


def _html_line(block: PrintedText | PageBreak) -> str:
    if isinstance(block, PageBreak):
        return ""
    tag = {"title": "h2", "heading": "h3"}.get(block.style, "p")
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _html_grid(grid: PrintedGrid) -> str:
    rows = ["<tr>" + "".join(_html_cell(c.text, c.row_span, c.col_span) for c in row) + "</tr>" for row in grid.rows]
    return "<table border=1>" + "\n".join(rows) + "</table>"


def _html_cell(text: str, rows: int, cols: int) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{cols}"' if cols > 1 else "")
    return f"<td{spans}>{escape(text)}</td>"


def xlsx(printed: Printed, options: LayoutOptions) -> bytes:
    """One worksheet with all tables below each other, spans merged, everything as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in printed:
        if isinstance(block, PrintedGrid):
            for row, col, cell in block.placed():
                if cell.text:
                    sheet.cell(at + row, col + 1, cell.text)
                if cell.row_span > 1 or cell.col_span > 1:
                    sheet.merge_cells(start_row=at + row, start_column=col + 1, end_row=at + row + cell.row_span - 1,
                                      end_column=col + cell.col_span)  # fmt: skip
            at += len(block.matrix()) + 1
        elif isinstance(block, PrintedText):
            sheet.cell(at, 1, block.text)
            at += 1
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(container: bytes) -> bytes:
    """The same Office container without the time of writing: equal pages give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = re.sub(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<", b">2024-01-01T00:00:00Z<", source.read(name))
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx_document(printed: Printed, options: LayoutOptions) -> bytes:
    """A word-processor document: paragraphs and tables in order, spans merged."""
    document = docx.Document()
    for block in printed:
        if isinstance(block, PrintedGrid):
            _docx_grid(document, block)
        elif isinstance(block, PageBreak):
            document.add_page_break()  # type: ignore[no-untyped-call]
        else:
            document.add_paragraph(block.text)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _docx_grid(document: docx.document.Document, grid: PrintedGrid) -> None:
    texts = grid.matrix()
    table = document.add_table(len(texts), len(texts[0]))
    # Neighbouring tables run together without a paragraph between them.
    document.add_paragraph("")
    cells = [list(row.cells) for row in table.rows]
    for row, col, cell in grid.placed():
        target = cells[row][col]
        if cell.row_span > 1 or cell.col_span > 1:
            target = target.merge(cells[row + cell.row_span - 1][col + cell.col_span - 1])
        target.text = cell.text


FORMATS: dict[str, Writer] = {
    "text_rows": text_rows, "text_cells": text_cells, "markdown": markdown, "csv": csv_utf8, "html": html,
    "xlsx": xlsx, "docx": docx_document, "pdf": pdf,
}  # fmt: skip
SUFFIXES = {"text_rows": "txt", "text_cells": "txt", "markdown": "md", "csv": "csv", "html": "html", "xlsx": "xlsx",
            "docx": "docx", "pdf": "pdf"}  # fmt: skip


def write(printed: Printed, options: LayoutOptions, formats: Iterable[str] = FORMATS) -> dict[str, bytes]:
    """The same pages in several formats."""
    return {name: FORMATS[name](printed, options) for name in formats}
