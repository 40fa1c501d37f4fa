"""Layouts of real governments, each the smallest slice of its kind, against the figures that must be read of it.

A fixture is a document under ``fixtures/tables``, named for its quirk; the CSV beside it holds what is read: one line a
table, a figure, a quantity, a project, and an issue. ``GONGKAI_UPDATE_GOLDEN=1`` rewrites the CSVs; review the diff.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.figures import TableReading, read_tables
from loaders.identity import Identity
from loaders.readers import read_document
from loaders.recognise import recognise

FIXTURES = Path(__file__).parent / "fixtures" / "tables"
DOCUMENTS = sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".html"})
UPDATE = os.environ.get("GONGKAI_UPDATE_GOLDEN") == "1"


def stage_of(path: Path) -> str:
    return "final_accounts" if "决算" in path.read_text(encoding="utf-8") else "budget"


def read(path: Path) -> TableReading:
    document = read_document(path.read_bytes())
    identity = Identity(fiscal_year=2023, budget_stage=stage_of(path), unit_published="万元")
    return read_tables(recognise(document, identity, set()), document, identity)


def lines(reading: TableReading) -> Iterator[list[object]]:
    for t in reading.tables:
        yield ["table", t.table_seq, t.table_kind, t.title_published, t.unit_published, t.unit_basis, t.fiscal_year,
               t.budget_stage, t.is_empty, t.empty_note, t.recognised_by]  # fmt: skip
    for f in reading.figures:
        yield ["figure", f.table_seq, f.row_no, f.col_no, f.side, f.classification, f.subject_code, f.subject_code_basis,
               f.subject_name, f.subject_level, f.line_item, f.row_unit_name, f.project_seq, f.measure, f.fund,
               f.value_role, f.fiscal_year, f.is_comparative, f.amount, f.unit_published, f.context]  # fmt: skip
    for q in reading.quantities:
        yield ["quantity", q.table_seq, q.row_no, q.col_no, q.subject_name, q.line_item, q.value_role, q.fiscal_year,
               q.value, q.unit_of_measure]  # fmt: skip
    for p in reading.projects:
        yield ["project", p.table_seq, p.project_seq, p.project_name, p.functional_code, p.unit_code, p.unit_name]
    for i in reading.issues:
        yield ["issue", i.severity, i.code, i.grid_no, i.row_no, i.col_no, i.text]


def golden(reading: TableReading) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(["" if v is None else v for v in line] for line in lines(reading))
    return out.getvalue()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_layout_is_read_as_reviewed(path: Path) -> None:
    expected = path.with_suffix(".csv")
    read_now = golden(read(path))
    if UPDATE:
        expected.write_text(read_now, encoding="utf-8")
    assert read_now == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_cell_of_every_grid_has_a_role(path: Path) -> None:
    document = read_document(path.read_bytes())
    reading = read(path)
    grids = [block for block in document.blocks if hasattr(block, "rows")]
    cells = {(no, cell.row, cell.col) for no, grid in enumerate(grids, start=1) for cell in grid.cells()}
    assert set(reading.roles) == cells
    figures = {(f.grid_no, f.row_no, f.col_no) for f in reading.figures}
    assert figures == {place for place, role in reading.roles.items() if role == "figure"}
