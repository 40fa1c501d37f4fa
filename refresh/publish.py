"""Publishing: one link is turned, and database and site are the new ones for everybody who opens them from then on.

Whoever has the old database open goes on reading it: the version before stays, and even a removed file lives until
its last reader closes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from refresh.errors import GongkaiError
from refresh.files import sync, sync_tree
from refresh.layout import DATABASE_NAME, Warehouse

KEPT_VERSIONS = 2
"""At least two: a reader may have found the way to the version before and not have opened it yet."""

_READ_ONLY = 0o444


def publish(warehouse: Warehouse, version: str, keep: int = KEPT_VERSIONS) -> None:
    """Make the working copy and the next site the published ones, and keep ``keep`` versions in all.

    Everything is on disk before the link is turned, so that a power cut leaves the old version or the new one.
    The database is made read-only: a client that forgets to say so cannot change or lock it.
    """
    database = warehouse.next_version / DATABASE_NAME
    warehouse.build_database.rename(database)
    database.chmod(_READ_ONLY)
    sync_tree(warehouse.next_version)
    warehouse.versions.mkdir(exist_ok=True)
    target = warehouse.versions / version
    warehouse.next_version.rename(target)
    sync(warehouse.versions)
    turn(warehouse, version)
    remove_old_versions(warehouse, keep)


def turn(warehouse: Warehouse, version: str) -> None:
    """Make a complete version the published one: whoever opens database or site from now on opens its."""
    _link(warehouse.database, Path("current") / DATABASE_NAME)
    _link(warehouse.site, Path("current") / "site")
    _link(warehouse.current, Path("versions") / version)
    sync(warehouse.root)


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    if link.is_dir() and not link.is_symlink():
        raise GongkaiError(f"{link} is a directory, but a link belongs there; move it away and refresh again.")
    partial = link.with_name(f".{link.name}.next")
    partial.unlink(missing_ok=True)
    partial.symlink_to(target)
    partial.replace(link)


def remove_old_versions(warehouse: Warehouse, keep: int = KEPT_VERSIONS) -> None:
    """Remove all versions but the published one and the newest others, ``keep`` in all."""
    published = published_version(warehouse)
    others = sorted((path for path in warehouse.versions.glob("*") if path.name != published), reverse=True)
    for path in others[keep - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def remove_unpublished(warehouse: Warehouse, published_runs: Collection[str]) -> None:
    """Remove versions that were complete when their refresh was killed, but that nobody ever saw."""
    for path in warehouse.versions.glob("*"):
        if path.name not in published_runs and path.name != published_version(warehouse):
            shutil.rmtree(path, ignore_errors=True)


def published_version(warehouse: Warehouse) -> str | None:
    """Name of the published version."""
    return warehouse.current.readlink().name if warehouse.current.is_symlink() else None
