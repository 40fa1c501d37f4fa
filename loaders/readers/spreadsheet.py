"""XLSX, XLS and ET workbooks: every visible sheet in order, merged cells kept as spans."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.documents import Block, Document, Paragraph, Place, UnreadableDocument, content_hash
from loaders.readers.containers import open_container, read_entry
from loaders.readers.sheet_look import NumberFormat, SheetLook, sheet_looks
from loaders.readers.sheets import Spans, sheet_blocks

_Value = int | float | str | bool | date | datetime | time | timedelta

MAX_CELLS = 5_000_000
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
# Beyond 15 significant digits a workbook holds noise of its own binary arithmetic; Excel shows none of it either.
_SIGNIFICANT = ".15g"


def read_xlsx(data: bytes) -> Document:
    """Read an XLSX workbook. Raises ``UnreadableDocument``: damaged, encrypted, oversized, empty."""
    container = open_container(data)
    for name in container.namelist():
        # Relations may put a sheet anywhere.
        if name.startswith("xl/") and name.endswith(".xml"):
            _check_extent(name, read_entry(container, name))
    return _read(data, "xlsx", sheet_looks(container))


def read_xls(data: bytes) -> Document:
    """Read a binary workbook (XLS, ET). Raises ``UnreadableDocument``: damaged, encrypted, empty."""
    return _read(data, "xls", {})


def _check_extent(name: str, xml: bytes) -> None:
    """One cell in the last corner makes a reader allocate the whole sheet: refuse before it tries."""
    rows = columns = 0
    for letters, number in _REFERENCE.findall(xml):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows, columns = max(rows, int(number)), max(columns, column)
    if rows * columns > MAX_CELLS:
        raise UnreadableDocument("oversized", f"{name} spans {rows:,} x {columns:,} cells; at most {MAX_CELLS:,}")


def _read(data: bytes, file_format: str, looks: Mapping[str, SheetLook]) -> Document:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        code = "encrypted" if "password" in str(error).lower() else "damaged"
        raise UnreadableDocument(code, f"the workbook cannot be opened: {error}") from error
    try:
        blocks = tuple(_workbook_blocks(workbook, looks))
    except CalamineError as error:
        raise UnreadableDocument("damaged", f"a sheet of the workbook cannot be read: {error}") from error
    if not blocks:
        raise UnreadableDocument("empty", "no visible sheet holds anything")
    return Document(content_hash(data), file_format, len(data), "calamine", blocks)


def _workbook_blocks(workbook: CalamineWorkbook, looks: Mapping[str, SheetLook]) -> Iterator[Block]:
    for meta in workbook.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != SheetVisibleEnum.Visible:
            # What no reader of the workbook is shown is not published; that it exists is worth knowing.
            yield Paragraph(meta.name, Place(sheet=meta.name), "hidden_sheet")
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        look = looks.get(meta.name, SheetLook())
        spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()}
        values = sheet.to_python(skip_empty_area=False)
        rows = [_shown_row(at, row, look, spans) for at, row in enumerate(values)]
        yield Paragraph(meta.name, Place(sheet=meta.name), "sheet_name")
        if look.hidden_rows or look.hidden_columns:
            yield Paragraph(meta.name, Place(sheet=meta.name), "hidden_cells")
        yield from sheet_blocks(rows, spans, meta.name, look.hidden_rows)


def _shown_row(at: int, row: Sequence[_Value], look: SheetLook, spans: Spans) -> list[str]:
    """Texts of one row; hidden cells are blank, so that the others keep their places."""
    if at in look.hidden_rows:
        return [""] * len(row)
    return [
        "" if _is_hidden(at, col, look, spans) else _text(value, look.formats.get((at, col)))
        for col, value in enumerate(row)
    ]


def _is_hidden(at: int, col: int, look: SheetLook, spans: Spans) -> bool:
    """True in a hidden column, unless the cell is merged into columns that are shown."""
    return col in look.hidden_columns and look.hidden_columns.issuperset(
        range(col, col + spans.get((at, col), (1, 1))[1])
    )


def _text(value: _Value, number_format: NumberFormat | None) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        text = format(value, _SIGNIFICANT)
        text = text if "e" not in text else f"{value:f}"
        return text if number_format is None else number_format.shown(Decimal(text))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
