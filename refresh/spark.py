"""Apache Spark as the engine of a refresh: the same dbt project over packs of the staged entries, the marts back into
the database that is published.

Everything around it stays as it is: lock, loading, expectations, docs, publishing. Where nothing else is said, Spark
runs inside this process on two cores (Java 17, no server); by environment variables it is a cluster's, which must see
the warehouse directory under the same path (``profiles.yml``).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from refresh.database import opened
from refresh.errors import UsageError
from refresh.load import Done, Job, Limits
from refresh.spark_load import load_on_spark
from refresh.steps import Steps
from refresh.transform import Advance, Building, Dbt, Parsed, environment, invoke

_COMPILED_FROM = 200
"""Documents from which compiled queries cost less than interpreted ones (``bench/RESULTS.md``)."""

_SCHEMAS = ("reference", "mart")


def spark_steps(steps: Steps, limits: Limits) -> Steps:
    """The same steps, with documents read and models built by Spark.

    Raises ``UsageError`` where Spark is not installed.
    """
    if find_spec("pyspark") is None or find_spec("dbt.adapters.spark") is None:
        raise UsageError("Spark is not installed. Install it with: pip install --no-deps -r requirements-spark.lock")
    if os.environ.get("GONGKAI_SPARK_METHOD", "session") != "session":
        raise UsageError(
            "A refresh asks Spark where its tables lie, which only a session or Spark Connect (SPARK_REMOTE) tells. "
            "Without GONGKAI_SPARK_METHOD it goes on; with it, `dbt build --target spark` builds the models."
        )

    def stage(jobs: Sequence[Job], done: Done) -> None:
        load_on_spark(jobs, limits, done)

    return replace(steps, stage=stage, transform=build)


def build(dbt: Dbt, parsed: Parsed, building: Building, advance: Advance) -> None:
    """Seeds, models and data tests on Spark, and their tables in the working copy.

    Everything is one batch: Spark builds whole tables, which is what it is for.
    """
    staged = prepare(dbt.database, dbt.scratch.absolute().parent)
    own = str(dbt.scratch.absolute() / "spark")
    variables = {"GONGKAI_SPARK": os.environ.get("GONGKAI_SPARK", own), "GONGKAI_STAGED": str(staged)}
    variables["GONGKAI_SPARK_CODEGEN"] = os.environ.get("GONGKAI_SPARK_CODEGEN", _codegen(dbt.database))
    # dbt asks for Hive's catalog before every statement; over Spark Connect the server has the one that it has.
    warnings.filterwarnings("ignore", message="Failed to set spark.sql.catalogImplementation")
    try:
        with environment(**variables):
            invoke(dbt, ["build", "--selector", "refresh", "--target", "spark"], None, advance, "spark_target")
            take_back(dbt.database, _tables(parsed), _files_of_tables(parsed))
    finally:
        _stop_spark()


def _codegen(database: Path) -> str:
    """Whether Spark writes and compiles Java for each query: for few rows that takes longer than the rows."""
    with opened(database) as connection:
        counted = connection.execute("select count(*) >= ? from raw.documents", [_COMPILED_FROM]).fetchall()
    return str(counted[0][0]).lower()


def prepare(database: Path, warehouse: Path) -> Path:
    """Packs of all documents of the working copy, and the list of files beside them; returns their directory."""
    from loaders.packs import pack_entries, packs_of
    from loaders.staged import staged_dir

    with opened(database) as connection:
        files = connection.execute("select document_key, loader_version from meta.document_files where is_primary")
        keys = files.fetchall()
        staged = packs_of(warehouse, keys[0][1] if keys else "none")
        pack_entries(staged, [staged_dir(warehouse / "staged", key, version) for key, version in keys])
        listing = staged / "document_files"
        listing.mkdir(exist_ok=True)
        connection.execute(f"copy meta.document_files to '{listing / 'document_files.parquet'}' (format parquet)")
    return staged


def take_back(database: Path, tables: Mapping[str, Any], files: Mapping[str, list[str]]) -> None:
    """Put Spark's tables into the working copy, in the types and with the texts of their contracts."""
    with opened(database) as connection:
        for schema in _SCHEMAS:
            connection.execute(f"create schema if not exists {schema}")
        for name, node in tables.items():
            columns = [f'"{column}" {kind}' for column, kind in _types(node).items()]
            connection.execute(f"create or replace table {name} ({', '.join(columns)})")
            if files[name]:
                reading = "select * from read_parquet(?, hive_partitioning = false)"
                connection.execute(f"insert into {name} by name {reading}", [files[name]])
            for what, text in [("table " + name, node.description), *_column_texts(name, node)]:
                connection.execute(f"comment on {what} is '{_quoted(text)}'")


def _tables(parsed: Parsed) -> dict[str, Any]:
    """Seeds and marts by name, as dbt parsed them."""
    nodes = [node for node in parsed.nodes.values() if node.resource_type in ("seed", "model")]
    return {f"{node.schema}.{node.name}": node for node in nodes if node.schema in _SCHEMAS}


def _types(node: Any) -> dict[str, str]:
    """Columns and their types: of a mart by its contract, of a code list as it says beside the list."""
    if node.resource_type == "seed":
        return dict(node.config.column_types)
    return {column.name: column.data_type for column in node.columns.values()}


def _column_texts(name: str, node: Any) -> list[tuple[str, str]]:
    return [(f'column {name}."{c.name}"', c.description) for c in node.columns.values() if c.description]


def _files_of_tables(parsed: Parsed) -> dict[str, list[str]]:
    """Where Spark keeps its tables, asked of the session in which dbt built them."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.getOrCreate()
    return {name: [_local(uri) for uri in session.table(name).inputFiles()] for name in _tables(parsed)}


def _local(uri: str) -> str:
    from urllib.parse import unquote, urlparse

    return unquote(urlparse(uri).path)


def _stop_spark() -> None:
    """A Java process of its own must not outlive the refresh."""
    from pyspark.sql import SparkSession

    with suppress(Exception):
        SparkSession.builder.getOrCreate().stop()


def _quoted(text: str) -> str:
    return text.replace("'", "''")
