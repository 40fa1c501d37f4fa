"""``gongkai status`` says how many discrepancies are acknowledged, and how many of them nobody finds any more."""

from __future__ import annotations

import duckdb
import pytest

from refresh.status import acknowledged_entries


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
