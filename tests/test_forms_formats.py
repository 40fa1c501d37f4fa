"""A form says the same in every file format: ruled cells of workbooks, documents and PDF, and plain lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.documents import Block, Grid
from loaders.readers import read_document
from loaders.stage import stage_document
from tests.writer.formats import write
from tests.writer.options import LayoutOptions
from tests.writer.printed import Printed, PrintedCell, PrintedGrid, PrintedText

FIXTURES = Path(__file__).parent / "fixtures" / "forms"
RULED = sorted(FIXTURES.glob("*.html"))
FORMATS = ("xlsx", "docx", "pdf", "html", "text_rows")
# Places differ by format; what is said does not.
SAID = {
    "tables": "table_kind unit_published",
    "projects": "project_name project_code unit_name unit_code department_name is_continuing execution_weight "
    "execution_score total_weight self_evaluation_score",
    "indicators": "project_seq indicator_seq level_1 level_2 indicator operator target_text target_value "
    "unit_of_measure weight actual_text score cost_amount",
    "figures": "project_seq line_item measure fund amount unit_published",
}


def printed(blocks: tuple[Block, ...], line_break: str) -> Printed:
    return tuple(
        printed_grid(block, line_break) if isinstance(block, Grid) else PrintedText(block.text) for block in blocks
    )


def printed_grid(grid: Grid, line_break: str) -> PrintedGrid:
    return PrintedGrid(
        tuple(
            tuple(PrintedCell(c.text.replace("\n", line_break), c.row_span, c.col_span) for c in row)
            for row in grid.rows
        )
    )


def said(data: bytes) -> Iterator[tuple[object, ...]]:
    rows = stage_document(data).rows
    for table, columns in SAID.items():
        for row in rows[table]:
            values = (getattr(row, column) for column in columns.split())
            yield (table, *("".join(v.split()) if isinstance(v, str) else v for v in values))


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("path", RULED, ids=lambda path: path.stem)
def test_every_format_says_the_same(path: Path, file_format: str) -> None:
    document = read_document(path.read_bytes())
    # A line of text is a row: it cannot hold a line break inside a cell.
    line_break = "" if file_format == "text_rows" else "\n"
    (data,) = write(printed(document.blocks, line_break), LayoutOptions(), [file_format]).values()
    assert sorted(map(str, said(data))) == sorted(map(str, said(path.read_bytes())))
