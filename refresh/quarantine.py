"""Why documents could not be loaded: one small file each under ``quarantine/``, for people and for the next refresh.

The document itself stays where it lies. One that failed is tried again when the loaders change, with ``--full``,
or at once where the reason may have passed by then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from refresh.collect import DisclosureFile, RefusedFile
from refresh.files import write_json
from refresh.load import Failure

PASSING = frozenset({"changed", "unreadable"})
"""Reasons that lie in the moment, not in the document."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One file that is not in the warehouse, and why: a row of ``meta.quarantine``."""

    document_key: str | None
    directory: str
    file_path: str
    file_name: str
    byte_count: int | None
    reason_code: str
    reason: str
    quarantined_at: str
    loader_version: str

    @property
    def is_passing(self) -> bool:
        """Whether the next refresh should try it again."""
        return self.reason_code in PASSING


def of_document(file: DisclosureFile, failure: Failure, moment: str, loader_version: str) -> Quarantined:
    """The entry of a document that the loaders could not load."""
    return Quarantined(
        file.document_key,
        file.directory,
        file.path,
        file.name,
        file.byte_count,
        failure.code,
        failure.reason,
        moment,
        loader_version,
    )


def of_copy(entry: Quarantined, file: DisclosureFile) -> Quarantined:
    """The same for another file with the same content."""
    return replace(
        entry, directory=file.directory, file_path=file.path, file_name=file.name, byte_count=file.byte_count
    )


def of_refused(file: RefusedFile, moment: str, loader_version: str) -> Quarantined:
    """The entry of a file that could not even be read."""
    name = file.path.rsplit("/", 1)[-1]
    return Quarantined(
        None, file.directory, file.path, name, file.byte_count, file.code, file.reason, moment, loader_version
    )


def write_entry(root: Path, entry: Quarantined) -> Path:
    """Keep one entry, named by the document's key or, where there is none, by a digest of its path."""
    name = entry.document_key
    if name is None:
        name = "path-" + hashlib.sha256(f"{entry.directory}/{entry.file_path}".encode()).hexdigest()[:16]
    path = root / f"{name}.json"
    write_json(path, asdict(entry))
    return path


def known_failures(root: Path, keys: Collection[str], loader_version: str) -> dict[str, Quarantined]:
    """Documents that these loaders have failed on before, for a reason that has not passed."""
    entries = {key: _read(root / f"{key}.json") for key in keys}
    return {
        key: entry
        for key, entry in entries.items()
        if entry is not None and entry.loader_version == loader_version and not entry.is_passing
    }


def _read(path: Path) -> Quarantined | None:
    try:
        return Quarantined(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def keep_only(root: Path, kept: Iterable[Path]) -> None:
    """Remove entries of files that are gone or have been loaded since."""
    names = {path.name for path in kept}
    for path in root.glob("*.json"):
        if path.name not in names:
            path.unlink()
