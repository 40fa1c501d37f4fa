"""dbt inside this process: seeds, models and data tests into the working copy, and the docs site beside it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refresh.batch import Batch, set_batch
from refresh.database import opened
from refresh.errors import GongkaiError
from refresh.layout import PROJECT

Advance = Callable[[int, int], None]
"""Hears how many of how many nodes have begun."""

Parsed = Any
"""dbt's manifest: the project as parsed and, after a build, compiled."""

_FAILED = ("error", "fail", "runtime error", "partial success")
_MOST_FAILURES_TOLD = 8


@dataclass(frozen=True, slots=True)
class Dbt:
    """Where dbt finds its project and the database, and where it leaves its own files."""

    database: Path
    scratch: Path
    project: Path = PROJECT


@dataclass(frozen=True, slots=True)
class Building:
    """What is built: batches one after the other, on nothing or on what the marts hold already."""

    batches: Sequence[Batch]
    is_full: bool


def parse(dbt: Dbt) -> Parsed:
    """Read the project. Needs no database, so it goes on while documents are being read."""
    return _invoke(dbt, ["parse"], None)


def build(dbt: Dbt, parsed: Parsed, building: Building, advance: Advance) -> None:
    """Seeds, models and data tests, by ``selectors.yml``: what only the project can break belongs to ``make test``.

    Data tests look at the batch alone. Where nothing but files without documents changed, there is nothing to build.

    Raises ``GongkaiError`` naming the models and tests that failed, with what the database said.
    """
    for number, batch in enumerate(building.batches):
        is_first = building.is_full and number == 0
        with opened(dbt.database) as connection:
            set_batch(connection, batch)
        arguments = ["build", "--selector", "refresh"]
        # On a copy, the code lists are the published ones already: a change of theirs is a full build.
        arguments += ["--full-refresh"] if is_first else ["--exclude-resource-type", "seed"]

        def advanced(index: int, total: int, done: int = number) -> None:
            advance(done * total + index, len(building.batches) * total)

        # A full build's batches share nothing: there is nothing to look for and replace.
        _invoke(dbt, arguments, parsed, advanced, {"batch": True, "forgets": not building.is_full})
    if len(building.batches) != 1:
        with opened(dbt.database) as connection:
            set_batch(connection, [key for batch in building.batches for key in batch])


def document(dbt: Dbt, parsed: Parsed, directory: Path) -> None:
    """Write the docs site as one self-contained page, ``index.html``, into a directory.

    Models are not compiled again: the parsed project holds what the build compiled.
    """
    _invoke(dbt, ["docs", "generate", "--static", "--no-compile"], parsed)
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(dbt.scratch / "target" / "static_index.html", directory / "index.html")


_OF_A_BATCH = {"batch": True}


def _invoke(
    dbt: Dbt,
    arguments: Sequence[str],
    parsed: Parsed,
    advance: Advance | None = None,
    variables: Mapping[str, bool] = _OF_A_BATCH,
) -> Any:
    return invoke_duckdb(dbt, [*arguments, "--vars", json.dumps(variables)], parsed, advance)


def invoke_duckdb(dbt: Dbt, arguments: Sequence[str], parsed: Parsed = None, advance: Advance | None = None) -> Any:
    """Run one dbt command on the database in this process, and let go of its file.

    Without the variable ``batch`` everything is one batch. Raises ``GongkaiError`` as ``invoke`` does.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    variables = {"GONGKAI_DATABASE": dbt.database, "GONGKAI_SCRATCH": dbt.scratch / "scratch.duckdb"}
    try:
        with environment(**{name: str(path.absolute()) for name, path in variables.items()}):
            return invoke(dbt, arguments, parsed, advance)
    finally:
        # dbt keeps its database open until the process ends; the next step opens the file differently.
        DuckDBConnectionManager.close_all_connections()


def invoke(
    dbt: Dbt, arguments: Sequence[str], parsed: Parsed, advance: Advance | None = None, target: str = "target"
) -> Any:
    """Run one dbt command in this process; ``target`` is the folder of dbt's own files, one for each set of variables.

    Raises ``GongkaiError`` naming the models and tests that failed.
    """
    from dbt.cli.main import dbtRunner

    def listen(event: Any) -> None:
        if advance is not None and event.info.name == "LogStartLine":
            advance(event.data.index, event.data.total)

    options = ["--quiet", "--log-level", "none", "--no-use-colors"]
    options += ["--log-level-file", "info", "--log-path", str(dbt.scratch / "logs")]
    places = ["--project-dir", str(dbt.project), "--profiles-dir", str(dbt.project)]
    places += ["--target-path", str(dbt.scratch / target)]
    result = dbtRunner(manifest=parsed, callbacks=[listen]).invoke([*options, *arguments, *places])
    if not result.success:
        raise GongkaiError(_failure(arguments[0], result))
    return result.result


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Environment variables as dbt's profile reads them, for a while; dbt reports to nobody meanwhile."""
    variables |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _failure(command: str, result: Any) -> str:
    if result.exception is not None:
        return f"dbt {command} could not run: {_one_line(result.exception)}"
    failed = [item for item in result.result.results if str(item.status) in _FAILED]
    told = [f"{item.node.name}: {_one_line(item.message)}" for item in failed[:_MOST_FAILURES_TOLD]]
    if len(failed) > len(told):
        told.append(f"and {len(failed) - len(told)} more")
    return f"{len(failed)} of the models and tests of dbt {command} failed. " + "; ".join(told)


def _one_line(message: object) -> str:
    return " ".join(str(message).split())[:400]
