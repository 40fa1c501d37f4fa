"""What the expectations look at: the rows that a refresh wrote, and what is open in the whole warehouse.

Integrity was checked of every other row when that row was written, and nothing has touched it since; checking all of
it each night would read the whole history. Findings are few, so those of the whole warehouse are told each time, from a
copy of what fails: each rule has an expectation of its own, and each would read all comparisons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refresh.database import opened

if TYPE_CHECKING:
    import duckdb

_KEYS = ("document_key", "disclosure_key", "budget_unit_key")
_COLUMNS = """
select schema_name, table_name, list(column_name)
from duckdb_columns()
where database_name = current_database() and (schema_name = 'mart' or schema_name = 'raw' and table_name <> 'cells')
group by schema_name, table_name
order by all
"""
# The keys of the batch as they are now and as they were before.
_KEYS_OF_BATCH = """
create temp table keys_of_batch as
select document_key, disclosure_key, budget_unit_key from mart.dim_document
where document_key in (select document_key from meta.batch)
union
select document_key, disclosure_key, budget_unit_key from meta.batch
"""
# Comparisons that fail, and one that holds of each rule, so that rules which met nothing anywhere can be told; of each
# what expectations about rules ask for (``expectations.suites``), which is a third of it.
_ASKED_OF_RULES = """
columns(lambda c: c in (
    'comparison_id', 'rule_id', 'document_key', 'subject_code', 'difference_yuan', 'difference_value', 'status',
    'severity', 'is_acknowledged'
))
"""
_WHOLE_RECONCILIATION = f"""
select {_ASKED_OF_RULES} from mart.fct_reconciliation where status = 'discrepancy'
union all
select {_ASKED_OF_RULES} from mart.fct_reconciliation
where rowid in (select min(rowid) from mart.fct_reconciliation where status = 'pass' group by rule_id)
"""


@dataclass(frozen=True, slots=True)
class Extracts:
    """Databases with the marts' names: what the batch wrote, and what is open in the whole warehouse."""

    batch: Path
    whole: Path


def write_extracts(database: Path, scratch: Path, *, is_full: bool) -> Extracts:
    """Write extracts beside the working copy; of a full build the batch is the database itself.

    Raises ``GongkaiError`` with what the database says.
    """
    extracts = Extracts(database if is_full else scratch / "batch.duckdb", scratch / "whole.duckdb")
    with opened(database) as connection:
        connection.execute(_KEYS_OF_BATCH)
        tables = dict(_tables(connection))
        if not is_full:
            _copy(connection, extracts.batch, {table: _of_batch(table, key) for table, key in tables.items()})
        whole = {table: f"select * from {table}" for table in tables if table in _asked()}
        _copy(connection, extracts.whole, whole | {"mart.fct_reconciliation": _WHOLE_RECONCILIATION})
    return extracts


def _asked() -> set[str]:
    """The marts that expectations which do not block ask about."""
    from expectations.suites import read_suites

    open_ones = [item for item in read_suites() if not item.is_blocking]
    named = {name for item in open_ones for name in re.findall(r"\bmart\.\w+", str(item.arguments))}
    return {"mart.dim_rule"} | {f"mart.{item.table}" for item in open_ones} | named


def _copy(connection: duckdb.DuckDBPyConnection, path: Path, queries: Mapping[str, str]) -> None:
    """A database of tables, each from a query."""
    path.unlink(missing_ok=True)
    connection.execute(f"attach '{_quoted(path)}' as extract")
    for schema in ("mart", "raw", "reference", "meta"):
        connection.execute(f"create schema extract.{schema}")
    for table, query in queries.items():
        connection.execute(f"create table extract.{table} as {query}")
    connection.execute("detach extract")


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str | None]]:
    """Names of tables with the column by which they belong to documents."""
    for schema, table, columns in connection.execute(_COLUMNS).fetchall():
        yield f"{schema}.{table}", next((key for key in _KEYS if key in columns), None)


def _of_batch(table: str, key: str | None) -> str:
    query = f"select * from {table}"
    if key is None:
        return query
    # By row number, so that the columns of all other rows are never read.
    return f"{query} where rowid in (select rowid from {table} where {key} in (select {key} from keys_of_batch))"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
