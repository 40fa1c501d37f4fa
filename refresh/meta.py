"""The schema ``meta``: what was refreshed when, from which files, and what could not be loaded.

Its tables and columns are defined, with their texts, in ``models/staging/meta__sources.yml``, from which dbt
takes the comments in the database and the pages of the docs site. All times are UTC.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from refresh.layout import PROJECT

if TYPE_CHECKING:
    import duckdb

DEFINITION = PROJECT / "models" / "staging" / "meta__sources.yml"

Value = str | int | float | bool | None
Record = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name and its SQL type."""

    name: str
    sql_type: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the schema ``meta``."""

    name: str
    columns: tuple[Column, ...]


@cache
def meta_tables() -> tuple[Table, ...]:
    """The tables of the schema, as the dbt source file defines them."""
    import yaml

    with DEFINITION.open(encoding="utf-8") as file:
        (source,) = yaml.load(file, Loader=yaml.CSafeLoader)["sources"]
    return tuple(
        Table(table["name"], tuple(Column(column["name"], column["data_type"]) for column in table["columns"]))
        for table in source["tables"]
    )


def create_meta_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the schema ``meta`` and its tables where they are missing; dbt writes their comments."""
    connection.execute("create schema if not exists meta")
    for table in meta_tables():
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in table.columns)
        connection.execute(f"create table if not exists meta.{table.name} ({columns})")


def replace_rows(
    connection: duckdb.DuckDBPyConnection, rows_by_table: Mapping[str, Iterable[Record]], scratch: Path
) -> None:
    """Make the rows of these tables of ``meta`` exactly the ones given.

    ``scratch`` is a directory to write into: the rows go through files of JSON lines, because row-wise
    inserts take most of a millisecond each, which ten thousand documents would feel.
    """
    tables = {table.name: table for table in meta_tables()}
    for name, rows in rows_by_table.items():
        columns = tables[name].columns
        connection.execute(f"delete from meta.{name}")
        path = scratch / f"meta_{name}.jsonl"
        if _write_lines(path, rows, columns):
            names = ", ".join(column.name for column in columns)
            connection.execute(
                f"insert into meta.{name} ({names}) select {names} "
                "from read_json(?, format = 'newline_delimited', columns = ?)",
                [str(path), {column.name: column.sql_type for column in columns}],
            )
        path.unlink()


def _write_lines(path: Path, rows: Iterable[Record], columns: Sequence[Column]) -> int:
    names = [column.name for column in columns]
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({name: row.get(name) for name in names}, ensure_ascii=False) + "\n")
            count += 1
    return count
