"""``gongkai status`` says how many discrepancies are acknowledged, and how many of them nobody finds any more."""

from __future__ import annotations

import io
from pathlib import Path

import duckdb
import pytest

from refresh.layout import Warehouse
from refresh.meta import create_meta_schema
from refresh.status import acknowledged_entries, print_status


def acknowledged(*stale: bool) -> duckdb.DuckDBPyConnection:
    """A warehouse with one acknowledged discrepancy for each of ``stale``."""
    connection = duckdb.connect()
    connection.execute("create schema mart")
    connection.execute("create table mart.dim_acknowledgement (acknowledgement_id varchar, is_stale boolean)")
    for number, is_stale in enumerate(stale):
        connection.execute("insert into mart.dim_acknowledgement values (?, ?)", [f"a{number}", is_stale])
    return connection


@pytest.mark.parametrize(
    ("stale", "line"),
    [
        ((), None),
        ((False, False), "2 in the list of discrepancies"),
        ((False, True), "2 in the list of discrepancies, 1 of them stale (no longer occur): gongkai audit"),
    ],
)
def test_stale_entries_are_counted_beside_those_that_still_occur(stale: tuple[bool, ...], line: str | None) -> None:
    assert acknowledged_entries(acknowledged(*stale)) == line


def test_a_version_without_such_a_list_says_nothing() -> None:
    assert acknowledged_entries(duckdb.connect()) is None


def test_status_has_a_line_for_them(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path)
    with duckdb.connect(str(warehouse.database)) as connection:
        create_meta_schema(connection)
        connection.execute("create schema mart")
        connection.execute(
            "create table mart.dim_acknowledgement as select 'a' as acknowledgement_id, true as is_stale"
        )
    told = io.StringIO()
    print_status(warehouse, told)
    assert "acknowledged   1 in the list of discrepancies, 1 of them stale" in told.getvalue()
