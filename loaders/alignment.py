"""Columns of a page without headings that is ruled otherwise than the page before: matched by where they stand.

A page that holds only a closing line has fewer columns, for its merged cells leave no rule between them. Formats
that know places (PDF) say which columns of the page before stand within each of its columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from loaders.columns import Column
from loaders.grids import Matrix

_Span = tuple[float, float]
_PREFERRED = ("name", "project_name", "category", "unit_name", "code")


def aligned_columns(matrix: Matrix, before: Matrix, columns: Mapping[int, Column]) -> dict[int, Column]:
    """The columns of the page before under the column numbers of this page.

    Columns keep their numbers where both pages have as many of them, or where the format knows no places.
    """
    mine, theirs = _spans(matrix), _spans(before)
    if matrix.width == before.width or not mine or not theirs:
        return dict(columns)
    aligned: dict[int, Column] = {}
    for col, span in mine.items():
        within = [columns[c] for c, other in theirs.items() if c in columns and _holds(span, other)]
        if within:
            aligned[col] = replace(_chosen(within), col=col)
    return aligned


def _spans(matrix: Matrix) -> dict[int, _Span]:
    """Left and right edge of each column, by the cells that stand in it alone."""
    spans: dict[int, _Span] = {}
    for (_, col), cell in matrix.printed.items():
        if cell.place.box is not None and cell.col_span == 1:
            left, _, right, _ = cell.place.box
            before = spans.get(col, (left, right))
            spans[col] = (min(before[0], left), max(before[1], right))
    return spans


def _holds(span: _Span, other: _Span) -> bool:
    middle = (other[0] + other[1]) / 2
    return span[0] <= middle <= span[1]


def _chosen(columns: list[Column]) -> Column:
    """Of several columns under one merged cell the one whose words would stand in it."""
    for role in _PREFERRED:
        for column in columns:
            if column.role == role:
                return column
    return columns[0]
