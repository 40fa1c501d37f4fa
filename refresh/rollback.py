"""``gongkai rollback``: an earlier version is the published one again, in one instant, as publishing is."""

from __future__ import annotations

from pathlib import Path

from refresh import publish, runs
from refresh.errors import GongkaiError, UsageError
from refresh.layout import DATABASE_NAME, Warehouse
from refresh.lock import hold_lock
from refresh.runs import Run


def kept_versions(warehouse: Warehouse) -> list[str]:
    """Names of the versions that can be brought back, oldest first; the published one is among them."""
    complete = (path.parent for path in warehouse.versions.glob(f"*/{DATABASE_NAME}"))
    return sorted(path.name for path in complete if (path / "manifest.json").is_file())


def rollback(root: Path, version: str | None = None) -> Run:
    """Publish an earlier version again, the one before the published one where none is named; returns the record.

    Nothing is removed, so rolling back can itself be rolled back by naming the newer version. The next refresh
    starts from what is published then. Raises ``UsageError``, ``LockedError`` or ``GongkaiError``.
    """
    warehouse = Warehouse(root)
    published = publish.published_version(warehouse)
    if published is None:
        raise GongkaiError(f"Nothing is published in {root}. Publish with: gongkai refresh")
    with hold_lock(warehouse.lock_file) as lock:
        target = _target(warehouse, published, version)
        run = runs.begin_run()
        run.mode, run.reason = "rollback", f"version {target} in place of {published}"
        lock.announce(run.started_at)
        runs.write_run(warehouse.runs, run)
        publish.turn(warehouse, target)
        run.end(runs.ROLLED_BACK)
        runs.write_run(warehouse.runs, run)
    return run


def _target(warehouse: Warehouse, published: str, version: str | None) -> str:
    kept = kept_versions(warehouse)
    others = ", ".join(name for name in kept if name != published) or "none"
    if version is None:
        earlier = [name for name in kept if name < published]
        if not earlier:
            raise GongkaiError(f"No version is kept that is earlier than {published}. Kept besides it: {others}.")
        return earlier[-1]
    if version == published:
        raise UsageError(f"Version {version} is the published one. Kept besides it: {others}.")
    if version not in kept:
        raise UsageError(f"There is no version {version}. Kept besides the published one: {others}.")
    return version
