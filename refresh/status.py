"""``gongkai status``: what is published, what could not be loaded, and how the last refreshes went."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from refresh.doubts import doubtful_documents
from refresh.layout import Warehouse
from refresh.lock import holder_at_work
from refresh.output import percent, plain, print_columns, shown, write_table
from refresh.published import Row, one, open_published, rows
from refresh.rollback import kept_versions
from refresh.runs import Run, read_runs

if TYPE_CHECKING:
    import duckdb

_LAST_RUNS = 8

_PUBLISHED = """
select run_id, finished_at, documents, figures, certified_share, findings, findings_open
from meta.runs where status = 'published' order by started_at desc limit 1
"""
_FILES = "select count(*) as files, count(distinct document_key) as documents from meta.document_files"
_QUARANTINE = """
select file_path, reason_code, reason from meta.quarantine order by directory, file_path
"""
_HAS_ACKNOWLEDGEMENTS = """
select count(*) as columns from information_schema.columns
where table_schema = 'mart' and table_name = 'dim_acknowledgement' and column_name = 'is_stale'
"""
_ACKNOWLEDGED = "select count(*) as entries, count(*) filter (where is_stale) as stale from mart.dim_acknowledgement"


def print_status(warehouse: Warehouse, stream: TextIO) -> None:
    """Print everything that the warehouse knows about itself."""
    quarantine: list[Row] = []
    if warehouse.database.exists():
        quarantine = _print_published(warehouse, stream)
    else:
        print(f"Nothing is published in {warehouse.root}. Publish with: gongkai refresh", file=stream)
    holder = holder_at_work(warehouse.lock_file)
    if holder:
        print(f"\nA refresh is at work: {holder}.", file=stream)
    if quarantine:
        print("\nNot loaded (quarantine)", file=stream)
        write_table(list(quarantine[0]), [list(row.values()) for row in quarantine], stream)
    runs = read_runs(warehouse.runs, _LAST_RUNS)
    if runs:
        print("\nLast refreshes that had something to do", file=stream)
        write_table(_RUN_COLUMNS, [_run_row(run) for run in reversed(runs)], stream)


def _print_published(warehouse: Warehouse, stream: TextIO) -> list[Row]:
    with open_published(warehouse) as connection:
        run = one(connection, _PUBLISHED) or {}
        files = one(connection, _FILES) or {}
        quarantine = rows(connection, _QUARANTINE)
        doubts = doubtful_documents(connection)
        acknowledged = acknowledged_entries(connection)
    share = run.get("certified_share")
    pairs = [
        ("warehouse", warehouse.root),
        ("published", f"{plain(run.get('finished_at'))} UTC"),
        ("version", run.get("run_id")),
        ("kept", ", ".join(name for name in kept_versions(warehouse) if name != run.get("run_id")) or "no other"),
        ("documents", f"{files['documents']} in {files['files']} files"),
        ("figures", run.get("figures")),
        ("certified", None if share is None else percent(share)),
        ("findings", f"{run.get('findings')}, {run.get('findings_open')} open"),
        ("acknowledged", acknowledged),
        ("quarantine", len(quarantine)),
        ("database", warehouse.database),
        ("site", warehouse.site / "index.html"),
    ]
    print_columns(pairs, stream)
    if doubts:
        print("\nPublished, but to be looked at", file=stream)
        for doubt in doubts:
            print(f"  {shown(doubt.sentence())}", file=stream)
    return quarantine


def acknowledged_entries(connection: duckdb.DuckDBPyConnection) -> str | None:
    """How many discrepancies are acknowledged, and how many of them no longer occur; none where nobody entered one.

    A version that was published before there was such a list is read, too.
    """
    if rows(connection, _HAS_ACKNOWLEDGEMENTS) != [{"columns": 1}]:
        return None
    counts = one(connection, _ACKNOWLEDGED) or {}
    if not counts.get("entries"):
        return None
    stale = f", {counts['stale']} of them stale (no longer occur): gongkai audit" if counts["stale"] else ""
    return f"{counts['entries']} in the list of discrepancies{stale}"


_RUN_COLUMNS = ("started (UTC)", "status", "mode", "documents", "new findings", "seconds", "why")


def _run_row(run: Run) -> list[object]:
    why = run.failure if run.failure else run.reason
    started = run.started_at.replace("T", " ")[:19]
    return [started, run.status, run.mode, run.documents, run.findings_new, run.seconds, why]
