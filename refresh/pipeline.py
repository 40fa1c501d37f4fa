"""The refresh itself: lock → collect → load → dbt → docs → expectations → publish.

Whatever happens on the way, what was published stays published until the next version is complete and on disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refresh import ingest, publish, runs
from refresh.batch import Batch
from refresh.bundles import open_bundles
from refresh.collect import Collected, SeenFiles, collect
from refresh.database import Filling, Measures, make_working_copy, record
from refresh.errors import OPEN_FINDINGS, PUBLISHED, GongkaiError
from refresh.fingerprint import Code, current_code
from refresh.ingest import Ingested
from refresh.kept import forget_copies, keep_copies, with_removed
from refresh.layout import Warehouse
from refresh.lock import Lock, hold_lock
from refresh.meta import Record
from refresh.plan import (
    Manifest,
    Plan,
    file_keys,
    make_plan,
    read_manifest,
    refused_codes,
    write_manifest,
)
from refresh.progress import Advance, Reporter
from refresh.quarantine import Quarantined
from refresh.runs import Run
from refresh.steps import Steps
from refresh.transform import Building, Dbt, Parsed

if TYPE_CHECKING:
    from refresh.collecting.gather import Gathered


@dataclass(frozen=True, slots=True)
class Request:
    """What the command asked for."""

    disclosures: Sequence[str]
    warehouse: Path
    is_full: bool = False
    is_strict: bool = False
    keep: int = publish.KEPT_VERSIONS
    keeps_removed: bool = False
    gathered: Gathered | None = None
    engine: str = "duckdb"


PACKED_FROM = 500
"""Documents from which a full build reads packs: a directory a document costs more to open than its rows to read."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a refresh ended well. ``run`` and what goes with it are missing where there was nothing to do."""

    manifest: Manifest
    is_strict: bool
    run: Run | None = None
    plan: Plan | None = None
    ingested: Ingested | None = None
    before: Run | None = None

    @property
    def exit_status(self) -> int:
        """The contract's status of a refresh that did not fail."""
        return OPEN_FINDINGS if self.is_strict and self.manifest.findings_open else PUBLISHED


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that the steps of one refresh need to know."""

    request: Request
    warehouse: Warehouse
    steps: Steps
    reporter: Reporter
    collected: Collected
    code: Code
    published: Manifest | None
    plan: Plan
    run: Run

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """Report a step and note how long it takes."""
        with self.reporter.step(name) as advance, self.run.timed(name):
            yield advance

    @property
    def dbt(self) -> Dbt:
        return Dbt(self.warehouse.build_database, self.warehouse.build)


def refresh(request: Request, steps: Steps, reporter: Reporter) -> Result:
    """Bring a warehouse up to date with its documents.

    Raises ``UsageError``, ``LockedError`` or ``GongkaiError``; the published version is then untouched.
    """
    warehouse = Warehouse(request.warehouse)
    warehouse.root.mkdir(parents=True, exist_ok=True)
    with hold_lock(warehouse.lock_file) as lock:
        seen = SeenFiles.read(warehouse.seen_file)
        collected = open_bundles(collect(request.disclosures, seen), warehouse.bundles)
        code = current_code()
        published = read_manifest(warehouse.manifest) if warehouse.database.exists() else None
        if request.keeps_removed:
            collected = with_removed(collected, published, warehouse.kept)
        plan = make_plan(published, collected, code, is_full_asked=request.is_full)
        if seen.is_changed:
            seen.write(warehouse.seen_file)
        if plan is None and published is not None:
            return Result(published, request.is_strict)
        assert plan is not None
        run = runs.begin_run()
        work = _Work(request, warehouse, steps, reporter, collected, code, published, plan, run)
        return _recorded(work, lock)


def _recorded(work: _Work, lock: Lock) -> Result:
    """Do the work, and leave a record of how it went."""
    lock.announce(work.run.started_at)
    _clear_up(work.warehouse)
    work.run.mode = "full" if work.plan.is_full else "incremental"
    work.run.reason = work.plan.reason
    work.run.versions = dict(work.code.components)
    work.run.loader_version = work.code.loader_version
    runs.write_run(work.warehouse.runs, work.run)
    try:
        result = _build_and_publish(work)
    except BaseException as error:
        is_interrupted = isinstance(error, KeyboardInterrupt | SystemExit)
        work.run.end(runs.INTERRUPTED if is_interrupted else runs.FAILED, str(error) or type(error).__name__)
        with suppress(OSError):  # a full disk must not hide what failed
            runs.write_run(work.warehouse.runs, work.run)
        raise
    runs.write_run(work.warehouse.runs, work.run)
    return result


def _clear_up(warehouse: Warehouse) -> None:
    """Remove what earlier refreshes left: the build directory and versions that were never published.

    dbt's parse of the project is kept unless a refresh was killed and may have left half of it.
    """
    is_killed = runs.settle_interrupted(warehouse.runs, publish.published_version(warehouse))
    if is_killed:
        shutil.rmtree(warehouse.build, ignore_errors=True)
    warehouse.build.mkdir(exist_ok=True)
    _remove_scratch(warehouse)
    published = {run.run_id for run in runs.read_runs(warehouse.runs) if run.status == runs.PUBLISHED}
    publish.remove_unpublished(warehouse, published)


def _remove_scratch(warehouse: Warehouse) -> None:
    for path in warehouse.build.iterdir():
        if path.is_dir() and path.name != "target":
            shutil.rmtree(path, ignore_errors=True)
        elif not path.is_dir():
            path.unlink()


def _build_and_publish(work: _Work) -> Result:
    with ThreadPoolExecutor(max_workers=1) as background:
        parsing = background.submit(work.steps.parse, work.dbt)
        ingested = _ingest(work)
        batches = _fill(work, ingested)
        _transform(work, parsing, Building(batches, work.plan.is_full))
    measures = _measure(work)
    manifest = _complete(work, ingested, measures)
    with work.reporter.step("publish"):
        publish.publish(work.warehouse, work.run.run_id, work.request.keep)
    if work.published is None or work.published.loader_version != work.code.loader_version:
        ingest.prune_entries(work.warehouse, work.code.loader_version)
    if work.request.keeps_removed:
        forget_copies(work.warehouse.kept, manifest.loaded)
    _remove_scratch(work.warehouse)
    before = runs.run_of(runs.read_runs(work.warehouse.runs), work.published.run_id if work.published else None)
    return Result(manifest, work.request.is_strict, work.run, work.plan, ingested, before)


def _ingest(work: _Work) -> Ingested:
    collected, version = work.collected, work.code.loader_version
    if not collected.files and not collected.refused:
        places = ", ".join(work.request.disclosures)
        raise GongkaiError(f"There is no document in {places}. An empty warehouse is not published.")
    if work.request.is_full:
        ingest.forget_entries(work.warehouse, {file.document_key for file in collected.files}, version)
    with work.step("read documents") as advance:
        ingested = ingest.ingest(work.warehouse, collected, version, work.steps.stage, advance)
    if work.published and work.published.loaded and not ingested.entries:
        raise GongkaiError(
            f"None of {len(ingested.quarantined)} files could be loaded, while the published warehouse holds "
            f"{len(work.published.loaded)} documents; it stays. The first reason: "
            f"{ingested.quarantined[0].file_path}: {ingested.quarantined[0].reason}"
        )
    return ingested


def _fill(work: _Work, ingested: Ingested) -> list[Batch]:
    if work.request.keeps_removed:
        loaded = [file for file in work.collected.files if file.document_key in ingested.entries]
        keep_copies(work.warehouse.kept, loaded)
    before = set() if work.plan.is_full or not work.published else set(work.published.loaded)
    entries = [entry for key, entry in sorted(ingested.entries.items()) if key not in before]
    meta: dict[str, Sequence[Record]] = {
        "document_files": ingest.file_rows(work.collected.files, ingested, work.code.loader_version),
        "quarantine": [asdict(entry) for entry in ingested.quarantined],
        "versions": [{"component": name, "version": version} for name, version in work.code.components],
    }
    with work.step("load raw rows"):
        make_working_copy(work.warehouse, is_full=work.plan.is_full)
        filling = Filling(entries, sorted(before - ingested.entries.keys()), meta, _packs(work, len(entries)))
        return work.steps.fill(work.warehouse.build_database, work.warehouse.build, filling)


def _packs(work: _Work, documents: int) -> Path | None:
    """Where a full build of many documents reads them; what was read anew is packed anew."""
    from loaders.packs import packs_of

    if not work.plan.is_full or documents < PACKED_FROM:
        return None
    packs = packs_of(work.warehouse.root, work.code.loader_version)
    if work.request.is_full:
        shutil.rmtree(packs, ignore_errors=True)
    return packs


def _transform(work: _Work, parsing: Future[Parsed], building: Building) -> None:
    site = work.warehouse.next_version / "site"
    site.mkdir(parents=True)
    with work.steps.expectations() as validate:
        with work.step("build and test models") as advance:
            parsed = parsing.result()
            work.steps.transform(work.dbt, parsed, building, advance)
        with work.step("write docs"):
            work.steps.document(work.dbt, parsed, site / "docs")
        with work.step("check expectations"):
            _require(validate(work.warehouse.build_database, site, building.is_full), site)


def _require(failures: Sequence[str], site: Path) -> None:
    if failures:
        raise GongkaiError(
            f"{len(failures)} expectations that block publishing do not hold: {'; '.join(failures[:8])}. "
            f"The report is under {site}."
        )


def _measure(work: _Work) -> Measures:
    warehouse, run = work.warehouse, work.run
    previous = warehouse.database if warehouse.database.exists() else None
    measures = work.steps.measure(warehouse.build_database, previous)
    for name, value in asdict(measures).items():
        setattr(run, name, value)
    return measures


def _news(quarantined: Sequence[Quarantined], before: Manifest | None) -> list[Quarantined]:
    """The files that the version before did not know, by their content or by their place, as ones it could not load."""
    if before is None:
        return list(quarantined)
    not_loaded = set(before.files.values()) - set(before.loaded)

    def is_news(entry: Quarantined) -> bool:
        if entry.document_key is None:
            return entry.file_path not in before.refused
        return entry.document_key not in not_loaded

    return [entry for entry in quarantined if is_news(entry)]


def _complete(work: _Work, ingested: Ingested, measures: Measures) -> Manifest:
    """Landing page, run history and manifest: the last things before publishing."""
    warehouse, run, changes = work.warehouse, work.run, work.plan.changes
    run.documents = len(ingested.entries)
    run.documents_parsed = ingested.parsed
    run.documents_added = len(changes.added)
    run.documents_changed = len(changes.changed)
    run.documents_removed = len(changes.removed)
    run.documents_quarantined = len(ingested.quarantined)
    news = _news(ingested.quarantined, work.published)
    run.quarantined = tuple((entry.file_path, entry.reason_code, entry.reason) for entry in news)
    run.quarantined_new = len(run.quarantined)
    if work.request.gathered is not None:
        run.collected_new = work.request.gathered.total("new")
        run.collected_changed = work.request.gathered.total("changed")
        run.sources_failed = len(work.request.gathered.failed)
    with work.step("write the landing page"):
        work.steps.introduce(warehouse.build_database, warehouse.next_version / "site", run)
    run.end(runs.PUBLISHED)
    history = [*(r for r in runs.read_runs(warehouse.runs) if r.run_id != run.run_id), run]
    meta = {
        "runs": runs.run_rows(history),
        "run_steps": runs.step_rows(history),
        "run_news": runs.news_rows(history),
    }
    record(warehouse.build_database, warehouse.build, meta)
    manifest = Manifest(
        run_id=run.run_id,
        published_at=run.finished_at or run.started_at,
        loader_version=work.code.loader_version,
        components=dict(work.code.components),
        files=file_keys(work.collected),
        refused=refused_codes(work.collected),
        loaded=sorted(ingested.entries),
        is_settled=not any(entry.document_key and entry.is_passing for entry in ingested.quarantined),
        findings_open=measures.findings_open,
    )
    write_manifest(warehouse.next_version / "manifest.json", manifest)
    return manifest
