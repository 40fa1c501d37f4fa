"""A second look at printed numbers: what the file's own order of characters says of rows, sentences and values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from loaders.documents import Cell, Document, Grid, Paragraph, Place
from loaders.readers import read_document
from loaders.readers.plain import plain_text
from loaders.rows import FigureRow
from loaders.second_reading import read_again
from loaders.stage import stage
from tests.writer.formats import FORMATS
from tests.writer.invent import invent_disclosure
from tests.writer.layout import print_disclosure
from tests.writer.options import random_options

ROW = ("201", "一般公共服务支出", "1,231.60", "889.12")


def document(plain: str, file_format: str = "pdf") -> Document:
    place = Place(page=1)
    cells = tuple(Cell(1, col, text, place) for col, text in enumerate(ROW, start=1))
    sentence = Paragraph("本年收入合计 1,231.60 万元。", place)
    return Document(
        "0" * 64, file_format, 1, "test", (Grid((cells,), place), sentence), plain=(plain,) if plain else ()
    )


def figure(printed: str, col: int | None = None) -> FigureRow:
    fields = dict.fromkeys(FigureRow.__dataclass_fields__)
    place = {"grid_no": 1, "row_no": 1, "col_no": col} if col else {"block_no": 2, "char_offset": 7}
    return FigureRow(**{**fields, "page": 1, "amount_published": printed, "amount": Decimal(0), **place})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plain", "printed", "col", "said"),
    [
        ("附表201一般公共服务支出1,231.60889.12205教育支出", "1,231.60", 3, "agrees"),  # the row as it was read
        ("201一般公共服务支出年初1,231.60数889.12", "1,231.60", 3, "agrees"),  # behind its label
        (
            "1,231.60889.12" + "的" * 99 + "201一般公共服务支出",
            "1,231.60",
            3,
            None,
        ),  # columns drawn one after the other
        ("201一般公共服务支出1,237.60889.12", "1,231.60", 3, "differs"),  # nowhere on its page
        ("本年收入合计1,231.60万元。", "1,231.60", None, "agrees"),
        ("1,231.60本年收入合计万元。", "1,231.60", None, None),
        ("本年收入合计1,237.60万元。", "1,231.60", None, "differs"),
        ("", "1,231.60", 3, None),  # a format without a second way
    ],
)
def test_what_the_second_reading_says(plain: str, printed: str, col: int | None, said: str | None) -> None:
    (read,) = read_again([figure(printed, col)], document(plain))
    assert read.second_reading == said


@pytest.mark.parametrize(
    ("value", "said"), [("1231.6", "agrees"), ("1231.5999999999", "agrees"), ("1237.6", "differs")]
)
def test_workbooks_are_compared_by_value(value: str, said: str) -> None:
    (read,) = read_again([figure("1,231.60", 3)], document(f"201\n{value}\n889.12", "xlsx"))
    assert read.second_reading == said


def test_mark_up_is_cut_out_by_pattern() -> None:
    page = "<style>td {width: 12.00}</style><!-- 9.99 --><td>1,231<b>.60</b>&nbsp;万元</td>".encode()
    assert plain_text("html", page) == ("1,231.60万元",)
    assert plain_text("docx", b"no container") == ()
    assert plain_text("xls", b"") == ()


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx", "html", "text_rows", "markdown", "csv"])
def test_formats_are_read_alike_by_both_ways(file_format: str) -> None:
    from random import Random

    rng = Random(11)
    disclosure, options = invent_disclosure(rng), random_options(rng)
    read = read_document(FORMATS[file_format](print_disclosure(disclosure, options), options))
    said = [row.second_reading for row in stage(read).rows["figures"] if isinstance(row, FigureRow)]
    assert said
    assert "differs" not in said
    assert said.count("agrees") >= 0.9 * len(said)


def test_a_cell_that_was_misread_differs() -> None:
    right = document("201一般公共服务支出1,231.60889.12")
    grid = right.blocks[0]
    assert isinstance(grid, Grid)
    cells = tuple(replace(cell, text=cell.text.replace("1,231.60", "1,281.60")) for cell in grid.rows[0])
    misread = replace(right, blocks=(replace(grid, rows=(cells,)),))
    (read,) = read_again([figure("1,281.60", 3)], misread)
    assert read.second_reading == "differs"
