"""Archives of documents: each document inside is a file of its own, named ``bundle.zip/inner name``.

What is inside is unpacked once per content into the warehouse, under names made of content hashes: no name from an
archive ever becomes a path. An index beside it lets later refreshes open nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from refresh.collect import ZIP, Collected, DisclosureFile, RefusedFile, is_left_out, printable
from refresh.files import sync

MAX_DEPTH = 3
MAX_UNPACKED = 1024 * 1024 * 1024
"""All that one archive may hold, with the archives inside it: each of them keeps its own limits, a thousand do not."""


@dataclass(slots=True)
class _Room:
    """How much one archive may still unpack, counted over the archives inside it."""

    left: int = MAX_UNPACKED
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class _Member:
    """One document of an archive: its name there, and its content."""

    name: str
    sha256: str
    byte_count: int


def open_bundles(collected: Collected, store: Path) -> Collected:
    """Put the documents of archives in their place; archives that cannot be opened are refused with the reason.

    ``store`` keeps what was unpacked; what belongs to archives that are gone is removed.
    """
    files: list[DisclosureFile] = []
    refused = list(collected.refused)
    used: set[str] = set()
    for file in collected.files:
        files.extend(_documents(file, store, refused, used, _Room()))
    _prune(store, used)
    return Collected(tuple(files), tuple(refused))


def _documents(
    file: DisclosureFile, store: Path, refused: list[RefusedFile], used: set[str], room: _Room, depth: int = 0
) -> Iterator[DisclosureFile]:
    """The file itself, or what it holds where it is an archive."""
    if not (file.is_zip if file.is_zip is not None else _begins_like_zip(file.location)):
        yield file
        return
    if room.left <= 0:
        if not room.is_told:
            most = f"{MAX_UNPACKED // 2**20:,} MiB"
            reason = f"The archive that holds it unpacks to more than {most}; the rest is not read."
            refused.append(RefusedFile(file.directory, file.path, file.byte_count, "oversized", reason))
        room.is_told = True
        return
    used.add(file.sha256)
    members = _members(file, store, refused)
    if members is None:
        yield file
        return
    if depth == MAX_DEPTH:
        reason = f"Archives are packed into each other more than {MAX_DEPTH} deep."
        refused.append(RefusedFile(file.directory, file.path, file.byte_count, "hostile", reason))
        return
    room.left -= sum(member.byte_count for member in members)
    for member in members:
        inner = replace(
            file,
            path=f"{file.path}/{printable(member.name)}",
            place=str(_folder(store, file.sha256) / member.sha256),
            byte_count=member.byte_count,
            sha256=member.sha256,
            is_zip=None,
        )
        yield from _documents(inner, store, refused, used, room, depth + 1)


def _begins_like_zip(location: Path) -> bool:
    try:
        with location.open("rb") as opened:
            return opened.read(len(ZIP)) == ZIP
    except OSError:
        return False


def _folder(store: Path, sha256: str) -> Path:
    return store / sha256


def _members(file: DisclosureFile, store: Path, refused: list[RefusedFile]) -> Sequence[_Member] | None:
    """What an archive holds; None where the file is a document of its own (DOCX, XLSX)."""
    from loaders.documents import UnreadableDocument

    index = _folder(store, file.sha256) / "index.json"
    if not index.is_file():
        try:
            _unpack(file, _folder(store, file.sha256))
        except UnreadableDocument as error:
            refused.append(RefusedFile(file.directory, file.path, file.byte_count, error.code, f"{error.reason}."))
            return ()
        except OSError as error:
            reason = f"The archive cannot be read: {error.strerror}."
            refused.append(RefusedFile(file.directory, file.path, file.byte_count, "unreadable", reason))
            return ()
        except Exception as error:
            # What a damaged archive makes the standard library raise has no common base; it must not end the refresh.
            reason = f"The archive is damaged ({type(error).__name__}: {str(error)[:200]})."
            refused.append(RefusedFile(file.directory, file.path, file.byte_count, "damaged", reason))
            return ()
    entries = json.loads(index.read_text(encoding="utf-8"))
    if entries == []:
        reason = "The archive holds no document."
        refused.append(RefusedFile(file.directory, file.path, file.byte_count, "empty", reason))
    return None if entries is None else [_Member(*entry) for entry in entries]


def _unpack(file: DisclosureFile, folder: Path) -> None:
    """Unpack beside the place and rename: what is there is complete. Raises ``UnreadableDocument``, ``OSError``."""
    from loaders.readers.containers import bundle_members
    from loaders.readers.formats import is_bundle

    data = file.location.read_bytes()
    partial = folder.with_name(f".{folder.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    entries: list[tuple[str, str, int]] | None = None
    if is_bundle(data):
        entries = []
        for name, content in bundle_members(data):
            if is_left_out(name.rsplit("/", 1)[-1]):
                continue
            digest = hashlib.sha256(content).hexdigest()
            (partial / digest).write_bytes(content)
            entries.append((name, digest, len(content)))
    (partial / "index.json").write_text(json.dumps(entries), encoding="utf-8")
    sync(partial)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _prune(store: Path, used: set[str]) -> None:
    if store.is_dir():
        for folder in store.iterdir():
            if folder.name not in used:
                shutil.rmtree(folder, ignore_errors=True)
