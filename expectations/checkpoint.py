"""Run suites inside DuckDB, through one Great Expectations checkpoint, and say plainly what held."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

os.environ["GX_ANALYTICS_ENABLED"] = "false"  # before the import: nothing is told to anybody

import great_expectations as gx
from great_expectations import expectations as gxe
from great_expectations.data_context.data_context.context_factory import project_manager

from expectations import duckdb_source
from expectations.results import Checked
from expectations.suites import Expected

SAMPLE = 20
_ROWS, _ROW_COUNT = "unexpected_rows_query.table", "unexpected_rows_query.row_count"
_COUNT = "gongkai_unexpected_count"
_SAMPLED = f"select *, count(*) over () as {_COUNT} from ({{query}}) as unexpected limit {SAMPLE}"
_REPEATED = "select {column} from {{batch}} group by {column} having count(*) > 1"


class NoRows(gxe.UnexpectedRowsExpectation):  # type: ignore[misc]
    """A query gives no rows; asked once.

    The library's own expectation asks twice, for the rows and for their number, and takes every row into memory;
    this one asks for a few rows, each with the number of all.
    """

    metric_dependencies = (_ROWS,)

    def _validate(self, metrics: dict[str, Any], *arguments: Any, **options: Any) -> Any:
        rows = metrics[_ROWS]
        return super()._validate(metrics | {_ROW_COUNT: rows[0][_COUNT] if rows else 0}, *arguments, **options)


def no_rows(query: str) -> NoRows:
    """The expectation that a query on ``{batch}`` gives no rows."""
    return NoRows(unexpected_rows_query=_SAMPLED.format(query=query))


CHECKS: Mapping[str, Callable[..., Any]] = {
    "not_null": gxe.ExpectColumnValuesToNotBeNull,
    # Groups instead of the library's query, which holds each value against the list of repeated ones.
    "unique": lambda column: no_rows(_REPEATED.format(column=column)),
    "unique_together": gxe.ExpectCompoundColumnsToBeUnique,
    "one_of": gxe.ExpectColumnValuesToBeInSet,
    "between": gxe.ExpectColumnValuesToBeBetween,
    "has_rows": gxe.ExpectTableRowCountToBeBetween,
    "no_rows": no_rows,
}
_RESULT_FORMAT = {"result_format": "COMPLETE", "partial_unexpected_count": SAMPLE}


def run_checkpoint(database: Path, expected: Iterable[Expected]) -> tuple[Checked, ...]:
    """Run all expectations on the database file; one validation per suite and table, all in one checkpoint."""
    duckdb_source.quiet()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # The name of the method comes from the ``type`` that DuckDBDatasource registers itself under.
    source = context.data_sources.add_duckdb(
        name="warehouse", connection_string=f"duckdb:///{database.resolve()}", create_temp_table=False
    )
    by_batch: dict[tuple[str, str], list[Expected]] = {}
    for item in expected:
        by_batch.setdefault((item.suite, item.table), []).append(item)
    definitions = [_definition(context, source, suite, table, items) for (suite, table), items in by_batch.items()]
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(name="gongkai", validation_definitions=definitions, result_format=_RESULT_FORMAT)
    )
    try:
        results = checkpoint.run().run_results.values()
        return tuple(
            _checked(item, result)
            for items, validation in zip(by_batch.values(), results, strict=True)
            for item, result in zip(items, _in_order(items, validation.results), strict=True)
        )
    finally:
        _let_go(source)


def _let_go(source: Any) -> None:
    """Close every connection to the file, and forget the context that the library keeps for later calls."""
    source.get_execution_engine().close()
    source.get_engine().dispose()
    project_manager.set_project(None)


def _definition(context: Any, source: Any, suite_name: str, table: str, items: list[Expected]) -> Any:
    name = f"{suite_name}.{table}"
    asset = source.add_table_asset(name=name, table_name=table, schema_name="mart")
    suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=[_build(item) for item in items]))
    batch = asset.add_batch_definition_whole_table("all")
    return context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))


def _build(item: Expected) -> Any:
    expectation = CHECKS[item.check](**item.arguments)
    expectation.meta = {"name": item.name}
    return expectation


def _in_order(items: list[Expected], results: Iterable[Any]) -> list[Any]:
    by_name = {result.expectation_config.meta["name"]: result for result in results}
    return [by_name[item.name] for item in items]


def _checked(item: Expected, result: Any) -> Checked:
    failure = _failure(result.exception_info)
    details = result.result or {}
    is_query = "details" in details
    rows = details["details"]["unexpected_rows"] if is_query else details.get("partial_unexpected_list")
    count = details.get("observed_value" if is_query else "unexpected_count")
    return Checked(
        expected=item,
        is_met=bool(result.success),
        unexpected_count=int(count or 0),
        sample=tuple(_text(row) for row in (rows or ())[:SAMPLE]),
        failure=failure,
    )


def _failure(exception_info: Mapping[str, Any] | None) -> str | None:
    """Why an expectation could not be evaluated; it then counts as not met."""
    if not exception_info:
        return None
    entries = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    messages = [str(entry.get("exception_message")) for entry in entries if entry.get("raised_exception")]
    return f"could not be evaluated: {messages[0][:300]}" if messages else None


def _text(row: Any) -> str:
    if isinstance(row, Mapping):
        return ", ".join(f"{column} {value}" for column, value in row.items() if value is not None and column != _COUNT)
    return str(row)
