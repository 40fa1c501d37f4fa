"""What the marts make of a budget, its comparison column and the final accounts of the same unit and year."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders.rows import DocumentRow, FigureRow, Row, TableRow
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged
from refresh.meta import create_meta_schema

PROJECT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow
BUDGET, FINAL = "b" * 16, "f" * 16


def document(key: str, stage: str) -> DocumentRow:
    """A document of one finance bureau for 2023."""
    return DocumentRow(
        document_key=key, file_sha256=key * 4, file_format="text", byte_count=1, reader="text", loader_version="1",
        page_count=None, line_count=9, title=None, issuer_published=None, issuer_name="某区财政局",
        budget_unit_code=None, region_published=None, region_code="500152", fiscal_year=2023, budget_stage=stage,
        disclosure_scope="department", unit_published="万元",
    )  # fmt: skip


def table(key: str, seq: int, kind: str, stage: str) -> TableRow:
    return TableRow(
        document_key=key, table_seq=seq, table_kind=kind, title_published=kind, title_page=None, title_line_no=1,
        page=None, last_page=None, line_no=1, last_line_no=9, grid_nos=str(seq), unit_published="万元",
        unit_basis="table", fiscal_year=2023, budget_stage=stage, fund=None, is_empty=False, empty_note=None,
        recognised_by="title",
    )  # fmt: skip


def figure(key: str, seq: int, kind: str, code: str | None, amount: str, **rest: Any) -> FigureRow:
    """One amount of a coded table, or of a line where ``line_item`` is given."""
    row, col = rest.pop("place")
    line_item = rest.get("line_item")
    values: dict[str, Any] = dict.fromkeys(FigureRow.__dataclass_fields__)
    values |= {
        "figure_id": f"{key}.g{seq}r{row}c{col}", "document_key": key, "evidence": "table", "table_seq": seq,
        "table_kind": kind, "grid_no": seq, "row_no": row, "col_no": col, "side": "expenditure",
        "classification": "label" if line_item else "functional", "subject_code": code,
        "subject_level": {0: "total", 3: "class", 5: "section", 7: "item"}[len(code or "")],
        "measure": "total", "value_role": "level", "fiscal_year": 2023, "is_comparative": False,
        "amount_published": amount, "amount": Decimal(amount), "unit_published": "万元",
    }  # fmt: skip
    return FigureRow(**(values | rest))


def coded(key: str, lines: list[tuple[str | None, str, dict[str, Any]]]) -> list[FigureRow]:
    """Rows of one 一般公共预算支出表: code, amount, what its column says."""
    kind = "general_public_expenditure"
    return [
        figure(key, 1, kind, code, amount, fund="general_public_budget", place=(number, 1), **column)
        for number, (code, amount, column) in enumerate(lines, start=3)
    ]


def staged_rows() -> dict[str, dict[str, list[Row]]]:
    """A budget whose section exceeds its items by 2, and final accounts that print totals only."""
    basic, project = {"measure": "basic"}, {"measure": "project"}
    last_year = {"fiscal_year": 2022, "is_comparative": True}
    budget = coded(BUDGET, [
        (None, "30", {}), (None, "20", basic), (None, "10", project), (None, "25", last_year),
        ("201", "30", {}), ("201", "20", basic), ("201", "10", project), ("201", "25", last_year),
        ("20131", "30", {}), ("20131", "20", basic), ("20131", "10", project),
        ("2013101", "18", {}), ("2013101", "18", basic), ("2013102", "10", {}), ("2013102", "10", project),
    ])  # fmt: skip
    categories = {"three_public_outbound_travel": "0.00", "three_public_vehicle": "6", "three_public_reception": "1.5"}
    three_public = [
        figure(BUDGET, 2, "three_public", None, amount, line_item=name, fund="fiscal_appropriation", place=(3, number))
        for number, (name, amount) in enumerate(categories.items(), start=1)
    ]
    final = coded(FINAL, [(None, "27", {}), ("201", "27", {}), ("20131", "27", {}), ("2013101", "27", {})])
    return {
        BUDGET: {
            "documents": [document(BUDGET, "budget")],
            "tables": [table(BUDGET, 1, "general_public_expenditure", "budget"), table(BUDGET, 2, "three_public", "budget")],
            "figures": [*budget, *three_public],
        },
        FINAL: {
            "documents": [document(FINAL, "final_accounts")],
            "tables": [table(FINAL, 1, "general_public_expenditure", "final_accounts")],
            "figures": list(final),
        },
    }  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse that dbt builds from these two documents, read-only."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    root = tmp_path_factory.mktemp("marts")
    database = root / "gongkai.duckdb"
    with duckdb.connect(str(database)) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        entries = []
        for key, rows in staged_rows().items():
            entries.append(staged_dir(root / "staged", key))
            write_staged(rows, entries[-1])
        replace_documents(connection, entries)
    os.environ["GONGKAI_DATABASE"] = str(database)
    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    places += ["--target-path", str(root / "target"), "--log-path", str(root / "logs")]
    try:
        # Everything that dbt knows: seeds, models, data tests, and the unit tests that a refresh leaves out.
        run = dbtRunner().invoke(["--quiet", "--log-level", "none", "build", *places])
    finally:
        del os.environ["GONGKAI_DATABASE"]
        DuckDBConnectionManager.close_all_connections()
    assert run.exception is None, run.exception
    assert not (failed := [r.node.name for r in run.result if str(r.status) not in ("success", "pass")]), failed
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def rows(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return warehouse.execute(sql).fetchall()


def test_facts_hold_leaves_and_the_residual_that_meets_the_total(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select functional_code, expenditure_type, amount_yuan, line_origin from mart.fct_appropriation_functional "
        f"where document_key = '{BUDGET}' and not is_comparative order by all",
    )
    assert found == [
        ("20131", "basic", 20_000, "residual"),
        ("2013101", "basic", 180_000, "published"),
        ("2013102", "project", 100_000, "published"),
    ]


def test_a_comparison_column_is_of_its_own_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select fiscal_year, reported_year, functional_code, expenditure_type, amount_yuan, figure_id "
        "from mart.fct_appropriation_functional where is_comparative",
    )
    assert found == [(2022, 2023, "201", "unspecified", 250_000, f"{BUDGET}.g1r10c1")]


def test_vehicles_that_are_not_split_stand_as_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(warehouse, "select category, measure, amount_yuan from mart.fct_three_public order by all")
    assert found == [
        ("outbound_travel", "budget", 0),
        ("reception", "budget", 15_000),
        ("vehicle", "budget", 60_000),
    ]


def test_this_year_stands_beside_last_year(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse, "select class_code, amount_yuan, prior_yuan, change_share, prior_basis from mart.change_between_years"
    )
    assert found == [("201", 300_000, 250_000, Decimal("0.2"), "comparison_column")]


def test_final_accounts_stand_beside_the_budget_of_the_same_unit(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        warehouse,
        "select functional_code, budget_yuan, final_yuan, difference_yuan, budget_basis "
        "from mart.budget_against_final_accounts where subject_level in ('total', 'item') order by all",
    )
    assert found == [
        ("2013101", 180_000, 270_000, 90_000, "budget_disclosure"),
        (None, 300_000, 270_000, -30_000, "budget_disclosure"),
    ]


def test_basic_and_project_are_the_printed_totals(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = rows(warehouse, "select total_yuan, basic_yuan, project_yuan, other_yuan from mart.basic_against_project")
    assert found == [(300_000, 200_000, 100_000, None)]


def test_every_column_of_a_mart_is_described_in_both_languages(warehouse: duckdb.DuckDBPyConnection) -> None:
    silent = rows(
        warehouse,
        "select table_name, column_name from duckdb_columns() where schema_name = 'mart' "
        "and not coalesce(regexp_matches(comment, '[a-z].*/.*[\u4e00-\u9fff]'), false)",
    )
    assert silent == []


def test_every_mart_says_what_one_row_is(warehouse: duckdb.DuckDBPyConnection) -> None:
    silent = rows(
        warehouse,
        "select table_name from duckdb_tables() where schema_name = 'mart' "
        "and not coalesce(comment like 'One row per %' and regexp_matches(comment, '[\u4e00-\u9fff]'), false)",
    )
    assert silent == []


@pytest.mark.parametrize("path", sorted((PROJECT / "analyses").glob("*.sql")), ids=lambda path: path.stem)
def test_an_analysis_opens_with_its_question_and_runs(warehouse: duckdb.DuckDBPyConnection, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    warehouse.execute(text).fetchall()
