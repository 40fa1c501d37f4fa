"""The published database as the commands open it: read-only, shut off from files, settings locked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refresh.errors import GongkaiError
from refresh.layout import Warehouse

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
Parameters = Sequence[object] | dict[str, object]
Config = dict[str, str | bool | int | float | list[str]]


@contextmanager
def open_published(warehouse: Warehouse, writable: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can do nothing but answer questions; ``writable`` is one file it may write.

    Whatever SQL it is given, it reads no other file, writes none, loads no extension, sees no variable of this
    process and cannot lift these limits. Raises ``GongkaiError`` where nothing is published or it is damaged.
    """
    import duckdb

    if not warehouse.database.exists():
        raise GongkaiError(f"Nothing is published in {warehouse.root}. Publish with: gongkai refresh")
    config: Config = {"python_enable_replacements": "false", "autoload_known_extensions": "false"}
    try:
        connection = duckdb.connect(str(warehouse.database), read_only=True, config=config)
    except duckdb.Error as error:
        raise GongkaiError(f"{warehouse.database} cannot be opened: {error}") from error
    try:
        if writable is not None:
            connection.execute("set allowed_paths = ?", [[str(writable)]])
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()


def rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters = ()) -> list[Row]:
    """All rows of a query, each by column name."""
    cursor = connection.execute(sql, parameters if isinstance(parameters, dict) else list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Parameters = ()) -> Row | None:
    """The first row of a query, if there is one."""
    found = rows(connection, sql, parameters)
    return found[0] if found else None
