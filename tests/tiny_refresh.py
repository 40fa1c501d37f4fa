"""A refresh whose loaders, models and docs are as small as can be, so that the road around them can be walked often.

Run as a program it is a refresh in a process of its own: ``python tests/tiny_refresh.py WAREHOUSE DISCLOSURES``, which
kills itself at its n-th change of a name in the file system with ``--die-at n``, or waits in a step with ``--wait-in``.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from loaders.rows import DocumentRow
from loaders.staged import write_staged
from refresh.checking import Validate
from refresh.cli import main
from refresh.database import Measures, fill
from refresh.load import Done, Failure, Job
from refresh.progress import Advance
from refresh.runs import Run
from refresh.steps import Steps
from refresh.transform import Building, Dbt


def stage(jobs: Sequence[Job], done: Done) -> None:
    """A document is its first line; one that begins with "bad" cannot be loaded."""
    for job in jobs:
        text = job.location.read_text(encoding="utf-8", errors="replace")
        if text.startswith("bad"):
            done(job, Failure("bad", "It says so itself."))
            continue
        write_staged({"documents": [document_row(job, text.strip())]}, job.entry)
        done(job, None)


def document_row(job: Job, title: str) -> DocumentRow:
    """The one raw row of a tiny document."""
    unknown = dict.fromkeys(DocumentRow.__dataclass_fields__)
    known = {
        "document_key": job.document_key,
        "file_sha256": job.sha256,
        "file_format": "text",
        "byte_count": job.location.stat().st_size,
        "reader": "tiny",
        "loader_version": "tiny",
        "title": title,
    }
    values: dict[str, Any] = unknown | known
    return DocumentRow(**values)


def parse(dbt: Dbt) -> None:
    """Nothing to parse."""


def transform(dbt: Dbt, parsed: object, building: Building, advance: Advance) -> None:
    """One mart, built from nothing every time."""
    with duckdb.connect(str(dbt.database)) as connection:
        connection.execute("create schema if not exists mart")
        connection.execute("create or replace table mart.titles as select document_key, title from raw.documents")


def validate(database: Path, site: Path, is_full: bool) -> tuple[str, ...]:
    """The expectations hold."""
    (site / "validation").mkdir()
    return ()


def document(dbt: Dbt, parsed: object, directory: Path) -> None:
    """Docs that name the number of documents."""
    directory.mkdir()
    (directory / "index.html").write_text(_count(dbt.database), encoding="utf-8")


def introduce(database: Path, site: Path, run: Run) -> None:
    """A landing page that names the number of documents."""
    (site / "index.html").write_text(_count(database), encoding="utf-8")


def _count(database: Path) -> str:
    with duckdb.connect(str(database)) as connection:
        return str(connection.execute("select count(*) from mart.titles").fetchall()[0][0])


def measure(database: Path, previous: Path | None) -> Measures:
    """As many open findings as there are titles with a question mark."""
    with duckdb.connect(str(database)) as connection:
        sql = "select count(*), count(*) filter (where title like '%?%') from mart.titles"
        figures, findings = connection.execute(sql).fetchall()[0]
    return Measures(figures, 1.0, findings, findings, 0, 0)


def expecting(check: Validate) -> Callable[[], AbstractContextManager[Validate]]:
    """Expectations that are checked by a function, in this process."""
    return lambda: nullcontext(check)


TINY = Steps(stage, fill, parse, transform, expecting(validate), document, measure, introduce)


def rows(database: Path) -> list[tuple[object, ...]]:
    """What a reader of the published database sees: titles, and the table that the manifest speaks of."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "select t.title, f.file_path from mart.titles as t join meta.document_files as f "
            "using (document_key) order by all"
        ).fetchall()


def _waiting(step: Callable[..., object]) -> Callable[..., object]:
    def wait(*arguments: Any) -> object:
        print("waiting", flush=True)
        time.sleep(60)
        return step(*arguments)

    return wait


def _die_at(number: int) -> None:
    """Kill this process before the n-th time that a file or directory is given another name."""
    count = 0

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*arguments: Any, **options: Any) -> Any:
            nonlocal count
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*arguments, **options)

        return changed

    for name in ("rename", "replace", "symlink_to", "unlink", "mkdir"):
        setattr(Path, name, counted(getattr(Path, name)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("warehouse")
    parser.add_argument("disclosures")
    parser.add_argument("--die-at", type=int)
    parser.add_argument("--wait-in")
    options = parser.parse_args()
    steps = TINY
    if options.wait_in:
        steps = replace(TINY, **{options.wait_in: _waiting(getattr(TINY, options.wait_in))})
    if options.die_at:
        _die_at(options.die_at)
    import refresh.steps

    refresh.steps.default_steps = lambda *_, **__: steps
    sys.exit(main(["refresh", "--warehouse", options.warehouse, "--disclosures", options.disclosures]))
