"""From the files found to staged entries: what is new is read once, what failed is put into quarantine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loaders.staged import staged_dir
from refresh.collect import Collected, DisclosureFile
from refresh.layout import Warehouse
from refresh.load import Done, Failure, Job
from refresh.meta import Record
from refresh.progress import Advance
from refresh.quarantine import Quarantined, keep_only, known_failures, of_copy, of_document, of_refused, write_entry
from refresh.runs import utc_now

Stage = Callable[[Sequence[Job], Done], None]


@dataclass(frozen=True, slots=True)
class Ingested:
    """Documents with a complete staged entry, and files without. ``parsed`` counts what was read this time."""

    entries: Mapping[str, Path]
    quarantined: tuple[Quarantined, ...]
    parsed: int


def ingest(warehouse: Warehouse, collected: Collected, loader_version: str, stage: Stage, advance: Advance) -> Ingested:
    """Read the documents that have no staged entry of this loader version and have not failed with it."""
    samples = {file.document_key: file for file in reversed(collected.files)}
    entries = {key: staged_dir(warehouse.staged, key, loader_version) for key in samples}
    missing = [key for key, entry in entries.items() if not entry.is_dir()]
    failed = known_failures(warehouse.quarantine, missing, loader_version)
    jobs = [Job(key, samples[key].sha256, samples[key].location, entries[key]) for key in missing if key not in failed]
    finished = 0

    def done(job: Job, failure: Failure | None) -> None:
        nonlocal finished
        finished += 1
        advance(finished, len(jobs))
        if failure is not None:
            entry = of_document(samples[job.document_key], failure, utc_now(), loader_version)
            failed[job.document_key] = entry
            write_entry(warehouse.quarantine, entry)

    stage(jobs, done)
    quarantined = _quarantine(warehouse.quarantine, collected, failed, loader_version)
    loaded = {key: entry for key, entry in entries.items() if key not in failed}
    return Ingested(loaded, quarantined, len(jobs))


def _quarantine(
    root: Path, collected: Collected, failed: Mapping[str, Quarantined], loader_version: str
) -> tuple[Quarantined, ...]:
    """Rows for every file that is not loaded; ``quarantine/`` holds these and no others."""
    root.mkdir(parents=True, exist_ok=True)
    refused = [of_refused(file, utc_now(), loader_version) for file in collected.refused]
    keep_only(root, [write_entry(root, entry) for entry in [*failed.values(), *refused]])
    copies = [of_copy(failed[file.document_key], file) for file in collected.files if file.document_key in failed]
    return (*copies, *refused)


def forget_entries(warehouse: Warehouse, keys: Collection[str], loader_version: str) -> None:
    """Take away staged entries and quarantine records, so that everything is read again.

    An entry is renamed before it is removed: one that is half removed must not be taken for a complete one.
    """
    for key in keys:
        entry = staged_dir(warehouse.staged, key, loader_version)
        if entry.is_dir():
            _remove(entry)
        (warehouse.quarantine / f"{key}.json").unlink(missing_ok=True)


def prune_entries(warehouse: Warehouse, loader_version: str) -> None:
    """Remove staged entries of other loader versions, and what killed refreshes left half written."""
    for entry in warehouse.staged.glob("??/*"):
        if entry.name.startswith(".") or not entry.name.endswith(f".{loader_version}"):
            _remove(entry)


def _remove(entry: Path) -> None:
    trash = entry.with_name(f".{entry.name}.removed")
    shutil.rmtree(trash, ignore_errors=True)
    entry.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)


def file_rows(files: Sequence[DisclosureFile], ingested: Ingested, loader_version: str) -> list[Record]:
    """Rows of ``meta.document_files``: of several files with one content the first stands for it."""
    rows: list[Record] = []
    seen: set[str] = set()
    for file in files:
        key = file.document_key
        if key in ingested.entries:
            rows.append(_file_row(file, ingested.entries[key], loader_version, is_primary=key not in seen))
            seen.add(key)
    return rows


def _file_row(file: DisclosureFile, entry: Path, loader_version: str, *, is_primary: bool) -> Record:
    return {
        "document_key": file.document_key,
        "directory": file.directory,
        "file_path": file.path,
        "file_name": file.name,
        "is_primary": is_primary,
        "byte_count": file.byte_count,
        "modified_at": _moment(file.modified_ns / 1e9),
        "loaded_at": _moment(entry.stat().st_mtime),
        "loader_version": loader_version,
        "source_url": file.source_url,
        "retrieved_at": file.retrieved_at,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
