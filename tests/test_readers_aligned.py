"""PDF tables without vertical rules: what stands below each other is a column, and nothing is guessed."""

from __future__ import annotations

from random import Random

import pytest

from bench.score.matching import compare
from bench.score.observed import observe
from loaders.documents import Grid
from loaders.readers.aligned import find_aligned
from loaders.readers.glyphs import line_of, printed_lines
from loaders.readers.pdf import read_pdf
from loaders.readers.pdf_page import Glyph
from loaders.stage import stage_document
from tests.writer.expected import key_items
from tests.writer.invent import invent_disclosure
from tests.writer.layout import print_disclosure
from tests.writer.options import LayoutOptions
from tests.writer.pdf import pdf

FIGURES = {"functional", "economic", "summary", "three_public", "identity"}
# What says that a table was not read: its columns are not certain, or its grid names no title.
SAID = {"uncut_table", "grid_not_recognised"}


def page(*lines: str) -> list[Glyph]:
    """Glyphs of lines in a font of fixed width: 5 points a place, two places a Chinese character."""
    glyphs = []
    for row, line in enumerate(lines):
        x, y = 0.0, 16.0 * row
        for character in line:
            width = 5.0 if character.isascii() else 10.0
            if character != " ":
                glyphs.append((character, x, y, x + width, y + 10, x + width / 2, y + 5, 10.0))
            x += width
    return glyphs


def rows(*lines: str) -> list[list[list[str]]]:
    """The tables found among lines: rows of texts."""
    printed = printed_lines(page(*lines))
    tables, _ = find_aligned(printed, [line_of(line) for line in printed])
    return [[[cell.text for cell in row] for row in table.rows] for table in tables]


def test_words_and_amounts_below_each_other_are_a_table() -> None:
    assert rows(
        "科目编码   科目名称       合计    基本支出   项目支出",
        "           合计          30.50       10.50      20.00",
        "201        一般公共服务  30.50       10.50      20.00",
        "2010101    行政运行      10.50       10.50",
    ) == [[
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "30.50", "10.50", "20.00"],
        ["201", "一般公共服务", "30.50", "10.50", "20.00"],
        ["2010101", "行政运行", "10.50", "10.50", ""],
    ]]  # fmt: skip


def test_a_column_in_which_only_its_heading_is_printed_stays_a_column() -> None:
    assert rows(
        "名称        合计    上年结转    当年拨款",
        "行政运行    10.50                  10.50",
        "机关服务    20.00                  20.00",
    )[0][1:] == [["行政运行", "10.50", "", "10.50"], ["机关服务", "20.00", "", "20.00"]]


@pytest.mark.parametrize(
    "lines",
    [
        ("部门概况          1", "预算表            3", "名词解释         12"),
        ("今年 收入 12.30 万元，比上年 10.20 万元", "增加 2.10 万元，其中 基本 7.10 万元，", "项目 5.20 万元。"),
        ("行政运行  10.50  10.50", "机关服务10.00  20.00 30.00", "合计      20.50  30.50"),
    ],
    ids=["contents list", "prose with blanks", "two amounts in one column"],
)
def test_what_is_no_table_stays_text(lines: tuple[str, ...]) -> None:
    assert rows(*lines) == []


def test_a_heading_above_the_middle_of_one_row_keeps_the_columns_below_it() -> None:
    found = rows(
        "                  运行维护及购置费",
        "合计    出国                           接待",
        "                小计    购置    运行",
        "9.00    1.00    5.00    2.00    3.00    3.00",
    )
    assert found == [[
        ["", "", "运行维护及购置费", ""],
        ["合计", "出国", "", "", "", "接待"],
        ["", "", "小计", "购置", "运行", ""],
        ["9.00", "1.00", "5.00", "2.00", "3.00", "3.00"],
    ]]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("名称    合计    基本", "行政运行10.50  10.50  10.50", "机关服务  20.00  20.00  20.00"),
        ("合计    出国            接待", "                小计    购置", "9.00    1.00    5.00    2.00    3.00"),
    ],
    ids=["a name reaches up to its amount", "a heading above others is missing"],
)
def test_a_table_whose_columns_are_not_certain_is_named(lines: tuple[str, ...]) -> None:
    printed = printed_lines(page(*lines))
    tables, uncut = find_aligned(printed, [line_of(line) for line in printed])
    assert tables == []
    assert len(uncut) == 1


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("rules", ["none", "horizontal"])
def test_no_figure_without_vertical_rules_has_another_meaning(rules: str, seed: int) -> None:
    """A figure may be missing where a load issue says that its table was not read; none may be read as another."""
    rng = Random(seed)
    disclosure = invent_disclosure(rng, ["national", "three_part", "final"][seed % 3])
    options = LayoutOptions(
        rules=rules, page=rng.choice(["portrait", "landscape", "rotated"]), codes=rng.choice(["joined", "split"])
    )
    data = pdf(print_disclosure(disclosure, options), options)
    assert any(isinstance(block, Grid) for block in read_pdf(data).blocks)
    staged = stage_document(data).rows
    outcome = compare(disclosure.title, key_items(disclosure), observe(staged))
    assert not [pair for pair in outcome.pairs if pair.differs and pair.item.kind in FIGURES]
    assert not [found.text for found in outcome.extra if found.kind in FIGURES]
    missing = [item.text for item in outcome.missing if item.kind in FIGURES]
    assert not missing or any(issue.issue_code in SAID for issue in staged["load_issues"]), missing
