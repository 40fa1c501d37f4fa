"""``gongkai query``: one read-only statement against the published database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from refresh.errors import GongkaiError, UsageError
from refresh.layout import Warehouse
from refresh.output import Row, write_csv, write_json, write_table
from refresh.published import open_published

if TYPE_CHECKING:
    import duckdb

FORMATS = ("table", "csv", "json", "parquet")
_ROWS_AT_ONCE = 1000
_QUESTIONS = frozenset({"SELECT", "EXPLAIN"})
"""DuckDB counts DESCRIBE, SHOW, SUMMARIZE, VALUES and FROM as SELECT."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the command asks for. ``most_rows`` limits the format ``table`` only; none shows all."""

    sql: str
    format: str | None = None
    output: Path | None = None
    most_rows: int | None = 200
    is_for_excel: bool = False
    is_exact: bool = False


def run_query(warehouse: Warehouse, question: Question) -> None:
    """Answer a question. Raises ``GongkaiError`` with what the database says where it cannot be answered."""
    import duckdb

    kind = _format(question)
    if kind == "parquet" and question.output is None:
        raise UsageError("Parquet is no text: name the file to write with --output FILE.")
    partial = question.output.absolute().with_name(f".{question.output.name}.partial") if question.output else None
    try:
        with open_published(warehouse, partial) as connection:
            _answer(connection, kind, question, partial)
        if partial is not None and question.output is not None:
            partial.replace(question.output)
    except duckdb.Error as error:
        raise GongkaiError(f"The query cannot be answered. {error}") from error
    except UnicodeEncodeError as error:
        raise UsageError("The query is not valid UTF-8 text.") from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _format(question: Question) -> str:
    """As asked for, otherwise by the name of the output file, otherwise a table."""
    if question.format is not None:
        return question.format
    suffix = question.output.suffix.lower().lstrip(".") if question.output else ""
    return suffix if suffix in FORMATS else "table"


def _statement(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise UsageError(f"Give one SQL statement; this text holds {len(statements)}.")
    if statements[0].type.name not in _QUESTIONS:
        raise UsageError("This statement asks nothing: give a SELECT, DESCRIBE, SHOW, SUMMARIZE or EXPLAIN.")
    return statements[0].query


def _answer(connection: duckdb.DuckDBPyConnection, kind: str, question: Question, partial: Path | None) -> None:
    statement = _statement(connection, question.sql)
    if kind == "parquet":
        connection.sql(statement).write_parquet(str(partial), compression="zstd")
        return
    cursor = connection.execute(statement)
    columns = [column[0] for column in cursor.description or []]
    with _stream(partial, is_for_excel=question.is_for_excel) as stream:
        if kind == "csv":
            write_csv(columns, _rows(cursor), stream, is_guarded=not question.is_exact)
        elif kind == "json":
            write_json(columns, _rows(cursor), stream)
        else:
            write_table(columns, _rows(cursor), stream, question.most_rows)


def _rows(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        yield from rows


@contextmanager
def _stream(path: Path | None, *, is_for_excel: bool) -> Iterator[TextIO]:
    """The file, or standard output. Excel takes a file for UTF-8 only where it begins with a byte-order mark."""
    if path is None:
        if is_for_excel:
            sys.stdout.write("\ufeff")
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8-sig" if is_for_excel else "utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise GongkaiError(f"{path.parent} cannot be written to: {error.strerror}.") from error
