"""DuckDB as a data source of Great Expectations: every expectation is a query that DuckDB answers.

The SQL engine that Great Expectations ships closes its connection before the result is read, and every
expectation on DuckDB then fails with “list index out of range”. This one keeps one connection for the
whole run, so that nothing is copied into frames, however large the marts are.
"""

from __future__ import annotations

import builtins
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

SEARCH_PATH = "mart,reference,raw,meta"


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):  # type: ignore[misc]
    """The SQL engine on one connection that stays open until ``close``.

    Schemas must be on the search path: column types are looked up by the bare name of a table.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As the engine above; every connection it hands out looks for tables in the warehouse's schemas."""
        super().__init__(*arguments, **options)
        self._kept: Any = None
        sqlalchemy.event.listen(self.engine, "checkout", _look_in_schemas)

    @contextmanager
    def get_connection(self) -> Iterator[Any]:
        """The one connection of this run."""
        if self._kept is None:
            self._kept = self.engine.connect()
        yield self._kept

    def close(self) -> None:
        """Give the file back: another program may want to rename or write it."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        self.engine.dispose()


def _look_in_schemas(connection: Any, *_: Any) -> None:
    connection.execute(f"set search_path = '{SEARCH_PATH}'")


class DuckDBDatasource(SQLDatasource):  # type: ignore[misc]
    """A SQL data source that is answered by ``DuckDBExecutionEngine``."""

    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self) -> builtins.type[DuckDBExecutionEngine]:
        """Which engine runs the expectations of this source."""
        return DuckDBExecutionEngine


def quiet() -> None:
    """Keep Great Expectations' progress and notices out of the log of a refresh."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
