"""Rules that compare disclosures with each other: two years, budget and final accounts, a department and its units."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders.rows import DocumentRow, FigureRow, Row
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged
from refresh.meta import create_meta_schema
from tests.test_marts import PROJECT, document, figure, table

pytestmark = pytest.mark.slow
GENERAL, ALL = "general_public_expenditure", "expenditure"
KEYS = {
    "budget_2022": "1" * 16, "budget_2023": "2" * 16, "final_2022": "3" * 16, "final_2023": "4" * 16,
    "own_unit": "5" * 16, "other_unit": "6" * 16,
}  # fmt: skip


def issued(name: str, year: int, stage: str, **rest: Any) -> DocumentRow:
    return replace(document(KEYS[name], stage), fiscal_year=year, **rest)


def amounts(
    name: str, seq: int, kind: str, year: int, lines: list[tuple[str | None, str, dict[str, Any]]]
) -> list[FigureRow]:
    """Amounts of one table: code, amount, what else its row or column says."""
    return [
        figure(KEYS[name], seq, kind, code, amount, place=(number, 1), **({"fiscal_year": year} | rest))
        for number, (code, amount, rest) in enumerate(lines, start=3)
    ]


def line(name: str, **rest: Any) -> dict[str, Any]:
    return {"line_item": name, "fund": "all"} | rest


def disclosures() -> dict[str, tuple[DocumentRow, dict[str, list[FigureRow]]]]:
    """A bureau over two years, its accounts, its own unit and a centre below it; four amounts do not fit."""
    before = {"fiscal_year": 2022, "is_comparative": True, "column_heading": "2022年预算数"}
    own, centre = {"row_unit_name": "某区财政局（本级）"}, {"row_unit_name": "某区国库中心"}
    return {
        "budget_2022": (issued("budget_2022", 2022, "budget"), {
            GENERAL: amounts("budget_2022", 1, GENERAL, 2022, [(None, "25.00", {}), ("201", "24.00", {})]),
        }),
        "budget_2023": (issued("budget_2023", 2023, "budget"), {
            GENERAL: amounts("budget_2023", 1, GENERAL, 2023, [
                (None, "30.00", {}), ("201", "30.00", {}), (None, "25.00", before), ("201", "25.00", before),
            ]),
            ALL: amounts("budget_2023", 2, ALL, 2023, [(None, "30.00", {}), (None, "20.00", own), (None, "10.00", centre)]),
            "three_public": amounts("budget_2023", 3, "three_public", 2023, [(None, "5.00", line("three_public_total"))]),
        }),
        "final_2022": (issued("final_2022", 2022, "final_accounts"), {
            "budget_summary": amounts("final_2022", 1, "budget_summary", 2022, [(None, "4.00", line("carryover_closing"))]),
        }),
        "final_2023": (issued("final_2023", 2023, "final_accounts"), {
            "budget_summary": amounts("final_2023", 1, "budget_summary", 2023, [(None, "3.00", line("carryover_opening"))]),
            "three_public": amounts("final_2023", 2, "three_public", 2023, [
                (None, "5.00", line("three_public_total", measure="budget")),
                (None, "6.00", line("three_public_total", measure="final")),
            ]),
        }),
        "own_unit": (issued("own_unit", 2023, "budget", disclosure_scope="unit"), {
            ALL: amounts("own_unit", 1, ALL, 2023, [(None, "20.00", {})]),
        }),
        "other_unit": (issued("other_unit", 2023, "budget", disclosure_scope="unit", issuer_name="某区国库中心"), {
            ALL: amounts("other_unit", 1, ALL, 2023, [(None, "11.00", {})]),
        }),
    }  # fmt: skip


def staged(head: DocumentRow, tables: dict[str, list[FigureRow]]) -> dict[str, list[Row]]:
    heads = [
        replace(table(head.document_key, seq, kind, str(head.budget_stage)), fiscal_year=head.fiscal_year)
        for seq, kind in enumerate(tables, start=1)
    ]
    return {"documents": [head], "tables": list(heads), "figures": [row for rows in tables.values() for row in rows]}


@pytest.fixture(scope="module")
def compared(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[tuple[str, str], set[tuple[float, float, str]]]]:
    """By rule and document: what is printed, what it should be, and whether that holds."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    root: Path = tmp_path_factory.mktemp("across")
    database = root / "gongkai.duckdb"
    with duckdb.connect(str(database)) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        entries = []
        for name, (head, tables) in disclosures().items():
            entries.append(staged_dir(root / "staged", KEYS[name]))
            write_staged(staged(head, tables), entries[-1])
        replace_documents(connection, entries)
    os.environ["GONGKAI_DATABASE"] = str(database)
    places = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    places += ["--target-path", str(root / "target"), "--log-path", str(root / "logs")]
    wanted = ["--select", "+int_reconciliation_comparisons", "--resource-type", "seed", "--resource-type", "model"]
    try:
        run = dbtRunner().invoke(["--quiet", "--log-level", "none", "build", *wanted, *places])
    finally:
        del os.environ["GONGKAI_DATABASE"]
        DuckDBConnectionManager.close_all_connections()
    assert run.success, run.exception
    names = {key: name for name, key in KEYS.items()}
    found: dict[tuple[str, str], set[tuple[float, float, str]]] = {}
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select rule_id, document_key, actual_value / 10000, expected_value / 10000, status "
            "from intermediate.int_reconciliation_comparisons where status in ('pass', 'discrepancy')"
        ).fetchall()
    for rule, key, actual, expected, status in rows:
        found.setdefault((rule, names[key]), set()).add((float(actual), float(expected), status))
    yield found


Compared = dict[tuple[str, str], set[tuple[float, float, str]]]


def test_a_comparison_column_is_held_against_last_years_budget(compared: Compared) -> None:
    assert compared["Y05", "budget_2023"] == {(25, 25, "pass"), (25, 24, "discrepancy")}


def test_the_budget_in_final_accounts_is_that_of_the_budget(compared: Compared) -> None:
    assert compared["F03", "final_2023"] == {(5, 5, "pass")}


def test_spending_is_held_against_its_budget_in_the_same_table(compared: Compared) -> None:
    assert compared["F04", "final_2023"] == {(6, 5, "discrepancy")}


def test_what_one_year_leaves_opens_the_next(compared: Compared) -> None:
    assert compared["F06", "final_2023"] == {(3, 4, "discrepancy")}


def test_a_units_row_is_held_against_the_units_own_disclosure(compared: Compared) -> None:
    assert compared["X25U", "budget_2023"] == {(20, 20, "pass"), (10, 11, "discrepancy")}


def test_a_department_is_the_sum_of_units_that_have_all_published(compared: Compared) -> None:
    assert compared["X25", "budget_2023"] == {(30, 31, "discrepancy")}
