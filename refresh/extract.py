"""What the expectations look at after an increment: the rows that it wrote, and what is open in the whole warehouse.

Integrity was checked of every other row when that row was written, and nothing has touched it since; checking all of
it each night would read the whole history. Findings are few, so those of the whole warehouse are told each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refresh.database import opened

if TYPE_CHECKING:
    import duckdb

# Tables that grow with the figures of the history; of these the whole warehouse's extract, too, has the batch's rows.
_LARGE = ("published_figures", "published_quantities", "fct_")
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
# Comparisons that fail, and one that holds of each rule, so that rules which met nothing anywhere can be told.
_WHOLE_RECONCILIATION = """
select * from mart.fct_reconciliation where status = 'discrepancy'
union all
(select distinct on (rule_id) * from mart.fct_reconciliation where status = 'pass')
"""


@dataclass(frozen=True, slots=True)
class Extracts:
    """Two small databases with the marts' names: what the batch wrote, and what is open in the whole warehouse."""

    batch: Path
    whole: Path


def write_extracts(database: Path, scratch: Path) -> Extracts:
    """Write both beside the working copy. Raises ``GongkaiError`` with what the database says."""
    extracts = Extracts(scratch / "batch.duckdb", scratch / "whole.duckdb")
    with opened(database) as connection:
        connection.execute(_KEYS_OF_BATCH)
        tables = list(_tables(connection))
        for path, is_whole in ((extracts.batch, False), (extracts.whole, True)):
            path.unlink(missing_ok=True)
            connection.execute(f"attach '{_quoted(path)}' as extract")
            for schema in ("mart", "raw", "reference", "meta"):
                connection.execute(f"create schema extract.{schema}")
            for table, key in tables:
                connection.execute(f"create table extract.{table} as {_rows(table, key, is_whole=is_whole)}")
            connection.execute("detach extract")
    return extracts


def _tables(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str | None]]:
    """Names of tables with the column by which they belong to documents."""
    for schema, table, columns in connection.execute(_COLUMNS).fetchall():
        yield f"{schema}.{table}", next((key for key in _KEYS if key in columns), None)


def _rows(table: str, key: str | None, *, is_whole: bool) -> str:
    if is_whole and table == "mart.fct_reconciliation":
        return _WHOLE_RECONCILIATION
    is_large = table.startswith("raw.") or table.removeprefix("mart.").startswith(_LARGE)
    if key is None or (is_whole and not is_large):
        return f"select * from {table}"
    return f"select * from {table} where {key} in (select {key} from keys_of_batch)"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
