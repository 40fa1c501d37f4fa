"""Where things lie in a warehouse directory, and where the project itself lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATABASE_NAME = "gongkai.duckdb"
"""The same while building and after: views carry the catalog's name, and DuckDB takes it from the file's."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """One warehouse directory.

    ``gongkai.duckdb`` and ``site`` are links into ``current``, itself a link to one directory of
    ``versions/``: turning that single link publishes database and site in the same instant.
    """

    root: Path

    @property
    def database(self) -> Path:
        """The published database."""
        return self.root / DATABASE_NAME

    @property
    def site(self) -> Path:
        """The published site."""
        return self.root / "site"

    @property
    def current(self) -> Path:
        """The link that says which version is published."""
        return self.root / "current"

    @property
    def versions(self) -> Path:
        """Published versions, one directory each: database, site and ``manifest.json``."""
        return self.root / "versions"

    @property
    def manifest(self) -> Path:
        """What the published version was built from."""
        return self.current / "manifest.json"

    @property
    def staged(self) -> Path:
        """What the loaders parsed, one entry per document content and loader version."""
        return self.root / "staged"

    @property
    def bundles(self) -> Path:
        """Documents unpacked from archives, by the archive's content."""
        return self.root / "bundles"

    @property
    def kept(self) -> Path:
        """Copies of documents that stay when their files are gone."""
        return self.root / "kept"

    @property
    def quarantine(self) -> Path:
        """Why documents could not be loaded, one file each."""
        return self.root / "quarantine"

    @property
    def runs(self) -> Path:
        """One record per refresh."""
        return self.root / "runs"

    @property
    def build(self) -> Path:
        """Where the next version is put together; nobody reads here."""
        return self.root / "build"

    @property
    def next_version(self) -> Path:
        """The site and manifest of the next version, before it is published."""
        return self.build / "next"

    @property
    def build_database(self) -> Path:
        """The working copy of the database."""
        return self.build / DATABASE_NAME

    @property
    def lock_file(self) -> Path:
        """Held by the refresh at work; says who that is."""
        return self.root / "refresh.lock"

    @property
    def seen_file(self) -> Path:
        """Content hashes of files by size and time of modification."""
        return self.root / "seen.json"
