"""Documents that stay although their files are gone (``refresh --keep-removed``): copies in the warehouse itself.

A copy is made when a document is first seen, so that it can be read again by later loaders. A changed file replaces
its predecessor; a file that disappears stays, under the name that it had.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path

from refresh.collect import Collected, DisclosureFile
from refresh.files import sync, write_json
from refresh.plan import Manifest, file_keys


def keep_copies(store: Path, files: Collection[DisclosureFile]) -> None:
    """Copy every document that is not there yet. Raises ``OSError`` where the disk is full."""
    store.mkdir(exist_ok=True)
    held = {path.name for path in store.iterdir()}
    for file in files:
        if file.sha256 in held:
            continue
        partial = store / f".{file.sha256}"
        shutil.copyfile(file.location, partial)
        sync(partial)
        write_json(store / f"{file.sha256}.json", asdict(replace(file, place="")))
        partial.replace(store / file.sha256)
        held.add(file.sha256)
    sync(store)


def with_removed(collected: Collected, published: Manifest | None, store: Path) -> Collected:
    """What was found, and what is published though its file is gone, as far as there is a copy of it."""
    if published is None:
        return collected
    present = file_keys(collected)
    keys = set(present.values())
    gone = {key: path for path, key in sorted(published.files.items()) if path not in present and key not in keys}
    if not gone:
        return collected
    copies = {path.name[:16]: path.with_suffix("") for path in store.glob("*.json")}
    removed = (_kept(copies[key], path) for key, path in gone.items() if key in copies)
    return replace(collected, files=(*collected.files, *(file for file in removed if file is not None)))


def _kept(copy: Path, path: str) -> DisclosureFile | None:
    """The document as it was found; none where its copy was never completed."""
    try:
        known = json.loads(copy.with_name(f"{copy.name}.json").read_text(encoding="utf-8"))
        known.pop("location", None)  # written by earlier versions
        return DisclosureFile(**(known | {"path": path, "place": str(copy)})) if copy.is_file() else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def forget_copies(store: Path, loaded: Collection[str]) -> None:
    """Remove copies of documents that are no longer in the warehouse."""
    keys = set(loaded)
    for path in store.iterdir():
        if path.name.lstrip(".")[:16] not in keys:
            path.unlink()
