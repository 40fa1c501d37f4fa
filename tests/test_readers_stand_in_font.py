"""PDFs that name a Chinese font without embedding it are read whole on a machine that has no such font."""

from __future__ import annotations

import pytest

from loaders.documents import Grid
from loaders.readers import read_document
from tests.writer.formats import FORMATS
from tests.writer.options import LayoutOptions
from tests.writer.printed import PrintedCell, PrintedGrid

# One character alone in a cell, and one that stays alone on the second line of a wrapped cell.
HEADINGS = ("类", "款", "项", "功能分类科目名称及预算单位全部合计收")
FIGURES = ("201", "06", "01", "12.34")


@pytest.mark.parametrize("embedded", [True, False], ids=["embedded", "named only"])
def test_single_characters_are_kept(embedded: bool) -> None:
    grid = PrintedGrid(tuple(tuple(PrintedCell(text) for text in row) for row in (HEADINGS, FIGURES)))
    options = LayoutOptions(embedded_font=embedded)
    (block,) = read_document(FORMATS["pdf"]((grid,), options)).blocks
    assert isinstance(block, Grid)
    assert ["".join(cell.text.split()) for cell in block.cells()] == [*HEADINGS, *FIGURES]
