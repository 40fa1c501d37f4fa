"""Both engines make the same warehouse of the same documents: every table, every row, to the fen.

Twice: of the bundled sample and the corpus together with Spark in the refresh's own session, and of the sample with
Spark behind Spark Connect. Exempt are the columns of ``EXEMPT``, which tell when each warehouse read a document.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from loaders.documents import content_hash
from tests.spark.conftest import CORPUS, Both, needs_spark

EXEMPT = {"mart.dim_document.loaded_at"}

pytestmark = needs_spark

ROADS = [
    "both",
    pytest.param(
        "by_connect",
        marks=pytest.mark.skipif(find_spec("grpc") is None, reason="Spark Connect is not installed (make spark)"),
    ),
]


@pytest.fixture(params=ROADS)
def pair(request: pytest.FixtureRequest) -> Both:
    """Two warehouses of the same documents."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def tables(connection: duckdb.DuckDBPyConnection, engine: str) -> list[tuple[str, ...]]:
    """Schema, table, column, type and text of everything that an engine built."""
    return connection.execute(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        f"where database_name = 'by_{engine}' and schema_name in ('mart', 'reference') order by all"
    ).fetchall()


def test_same_tables_columns_types_and_texts(pair: Both) -> None:
    assert tables(pair.connection, "spark") == tables(pair.connection, "duckdb")
    assert len({table for _, table, *_ in tables(pair.connection, "spark")}) > 40


def test_same_rows_to_the_fen(pair: Both) -> None:
    different = {}
    columns: dict[str, list[str]] = {}
    for schema, table, column, *_ in tables(pair.connection, "duckdb"):
        if f"{schema}.{table}.{column}" not in EXEMPT:
            columns.setdefault(f"{schema}.{table}", []).append(f'"{column}"')
    for table, names in columns.items():
        one, other = (f"(select {', '.join(names)} from by_{engine}.{table})" for engine in ("duckdb", "spark"))
        count = f"select count(*) from ({one} except all {other})"
        back = f"select count(*) from ({other} except all {one})"
        missing = pair.connection.execute(f"select ({count}), ({back})").fetchall()[0]
        if missing != (0, 0):
            different[table] = missing
    assert different == {}


def test_there_is_something_to_compare(pair: Both) -> None:
    (figures,) = pair.connection.execute("select count(*) from by_spark.mart.published_figures").fetchall()[0]
    assert figures > 1_000


def test_packs_are_left_for_other_readers(pair: Both) -> None:
    (documents,) = pair.connection.execute(f"select count(*) from '{pair.packs}/documents/*/*.parquet'").fetchall()[0]
    (published,) = pair.connection.execute("select count(*) from by_spark.mart.dim_document").fetchall()[0]
    assert documents == published


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set GONGKAI_CORPUS")
def test_the_corpus_is_among_what_is_compared(both: Both) -> None:
    paths = [
        Path(folder) / name
        for folder, _, names in os.walk(both.by_duckdb.parent / "disclosures/corpus")
        for name in names
    ]
    corpus = {content_hash(path.read_bytes())[:16] for path in paths}
    assert len(corpus) > 10
    keys = both.connection.execute("select document_key from by_spark.mart.dim_document").fetchall()
    assert corpus <= {key for (key,) in keys}
