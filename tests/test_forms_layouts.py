"""Layouts of performance forms, each the smallest slice of its kind, against what must be read of it.

A fixture is a document under ``fixtures/forms``, named for its quirk; the CSV beside it holds what is read: one line a
table, project, indicator, figure, quantity, issue, and cell that stays unread. ``GONGKAI_UPDATE_GOLDEN=1`` rewrites the
CSVs; review the diff.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.catalogue import line_items
from loaders.rows import Row, TableRow
from loaders.stage import Staged, stage_document

FIXTURES = Path(__file__).parent / "fixtures" / "forms"
DOCUMENTS = sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".html"})
UPDATE = os.environ.get("GONGKAI_UPDATE_GOLDEN") == "1"
# What a reviewer looks at, by raw table; the rest follows from the document or is null in forms.
COLUMNS = {
    "tables": "table_seq table_kind title_published unit_published recognised_by grid_nos",
    "projects": "table_seq project_seq project_name code_published project_code is_code_repaired unit_name unit_code "
    "department_name responsible is_continuing is_recurrent term_published legal_basis legal_basis_text "
    "execution_weight execution_score total_weight self_evaluation_score",
    "indicators": "table_seq project_seq indicator_seq level_1 level_2 indicator operator operator_basis target_text "
    "target_value unit_of_measure weight actual_text score cost_amount cost_unit description basis_text reason_text "
    "is_damaged horizon",
    "figures": "table_seq project_seq row_no col_no char_offset line_item measure fund row_heading is_comparative "
    "amount_published amount unit_published",
    "quantities": "table_seq project_seq row_no col_no line_item value_role subject_name value unit_of_measure",
    "load_issues": "severity issue_code grid_no row_no col_no text",
}


def staged(path: Path) -> Staged:
    return stage_document(path.read_bytes())


def form_seqs(reading: Staged) -> set[int]:
    kinds = ("_performance_target", "_self_evaluation")
    tables = [row for row in reading.rows["tables"] if isinstance(row, TableRow)]
    return {table.table_seq for table in tables if table.table_kind.endswith(kinds)}


def shown(value: object) -> object:
    return "" if value is None else int(value) if isinstance(value, bool) else value


def lines(reading: Staged) -> Iterator[list[object]]:
    forms = form_seqs(reading)
    for table, columns in COLUMNS.items():
        for row in reading.rows[table]:
            if getattr(row, "table_seq", None) in forms or (table == "load_issues" and is_of_grid(row)):
                yield [table, *(shown(getattr(row, column)) for column in columns.split())]
    for cell in reading.rows["cells"]:
        if getattr(cell, "cell_role", "") == "unread":
            yield ["unread", *(getattr(cell, column) for column in ("grid_no", "row_no", "col_no", "text"))]


def is_of_grid(row: Row) -> bool:
    return getattr(row, "grid_no", None) is not None


def golden(reading: Staged) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines(reading))
    return out.getvalue()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_layout_is_read_as_reviewed(path: Path) -> None:
    expected = path.with_suffix(".csv")
    read_now = golden(staged(path))
    if UPDATE:
        expected.write_text(read_now, encoding="utf-8")
    assert read_now == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_amounts_stand_in_cells_that_say_so(path: Path) -> None:
    reading = staged(path)
    roles = {(c.grid_no, c.row_no, c.col_no): c.cell_role for c in reading.rows["cells"]}  # type: ignore[union-attr]
    for figure in reading.rows["figures"]:
        assert roles[figure.grid_no, figure.row_no, figure.col_no] == "figure"  # type: ignore[union-attr]
        assert isinstance(figure.amount, Decimal)  # type: ignore[union-attr]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_line_items_are_those_of_the_vocabulary(path: Path) -> None:
    figures = staged(path).rows["figures"]
    assert {figure.line_item for figure in figures} - {None} <= set(line_items())  # type: ignore[union-attr]
