"""What there is to do: the files found now against the manifest of what is published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from refresh.collect import Collected
from refresh.files import write_json
from refresh.fingerprint import Code


@dataclass(frozen=True, slots=True)
class Manifest:
    """From what a version was built. ``files`` are path → document key, ``loaded`` the keys in the warehouse.

    ``is_settled`` is false where a file failed for a reason that may pass, so that it is tried again.
    """

    run_id: str
    published_at: str
    loader_version: str
    components: dict[str, str]
    files: dict[str, str]
    refused: dict[str, str]
    loaded: list[str]
    is_settled: bool
    findings_open: int


def read_manifest(path: Path) -> Manifest | None:
    """The manifest of the published version; none where nothing is published or it is of another kind."""
    try:
        return Manifest(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Put the manifest beside the database that it describes."""
    write_json(path, asdict(manifest))


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of files, as a person would tell what happened to them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[str, ...]

    def sentence(self) -> str:
        """Counts of what happened, without what did not."""
        counts = {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "renamed": self.renamed,
        }
        told = [f"{len(paths)} {word}" for word, paths in counts.items() if paths]
        return ("files: " + ", ".join(told)) if told else "the same files"


@dataclass(frozen=True, slots=True)
class Plan:
    """A refresh that has something to do. ``is_full``: from an empty database, not on a copy."""

    is_full: bool
    reason: str
    changes: Changes


def file_keys(collected: Collected) -> dict[str, str]:
    """Path → document key; where two directories hold the same path, the directory tells them apart."""
    keys: dict[str, str] = {}
    for file in collected.files:
        name = file.path if file.path not in keys else f"{file.directory}/{file.path}"
        keys[name] = file.document_key
    return keys


def refused_codes(collected: Collected) -> dict[str, str]:
    """Path → code of the reason."""
    return {file.path: file.code for file in collected.refused}


def make_plan(published: Manifest | None, collected: Collected, code: Code, *, is_full_asked: bool) -> Plan | None:
    """What there is to do; none where the published version is what would come out."""
    before = published.files if published else {}
    changes = compare(before, file_keys(collected))
    reason = _reason_for_all(published, code, is_full_asked)
    if reason is not None:
        return Plan(True, reason, changes)
    if published is None or _is_same(published, collected):
        return None
    return Plan(False, changes.sentence(), changes)


def _is_same(published: Manifest, collected: Collected) -> bool:
    same_files = published.files == file_keys(collected)
    return same_files and published.refused == refused_codes(collected) and published.is_settled


def _reason_for_all(published: Manifest | None, code: Code, is_full_asked: bool) -> str | None:
    """Why everything must be built anew: a mixture of versions is never published."""
    if published is None:
        return "nothing is published yet"
    if is_full_asked:
        return "asked for with --full"
    new = dict(code.components)
    if published.components == new:
        return None
    names = sorted(
        name for name in published.components.keys() | new.keys() if published.components.get(name) != new.get(name)
    )
    return "changed since the last refresh: " + ", ".join(names)


def compare(before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    """What happened to the files: a removed and an added path with the same content are one renamed file."""
    removed = {path: key for path, key in before.items() if path not in now}
    added = {path: key for path, key in now.items() if path not in before}
    set_of_removed, set_of_added = set(removed.values()), set(added.values())
    renamed = {path for path, key in added.items() if key in set_of_removed}
    gone = {path for path, key in removed.items() if key not in set_of_added}
    return Changes(
        added=tuple(sorted(added.keys() - renamed)),
        changed=tuple(sorted(path for path, key in now.items() if before.get(path, key) != key)),
        removed=tuple(sorted(gone)),
        renamed=tuple(sorted(renamed)),
    )
