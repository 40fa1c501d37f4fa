"""Which files there are: every file of the disclosures directories with the hash of its content.

A file is hashed once; while its size and time of modification stay the same, the hash is taken from the list of
files seen before. Left out are hidden files, what office programs leave behind (``~$...``), ``README*`` and
``sources.yml``, which belong to the people who keep the directory.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from refresh.collecting.provenance import COLLECTED, provenance
from refresh.errors import UsageError

MAX_BYTES = 256 * 1024 * 1024
"""No disclosure comes near this; what is larger is a mistake or an attack and is not read at all."""

_JUST_WRITTEN_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class DisclosureFile:
    """One readable file. ``directory`` is as the command named it, ``path`` relative to it, both printable.

    ``source_url`` and ``retrieved_at`` say where and when it was collected, where that is known.
    """

    directory: str
    path: str
    location: Path
    byte_count: int
    modified_ns: int
    sha256: str
    source_url: str | None = None
    retrieved_at: str | None = None

    @property
    def document_key(self) -> str:
        """The contract's key of the content."""
        return self.sha256[:16]

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """One file that cannot even be read, and why."""

    directory: str
    path: str
    byte_count: int | None
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything found, in the order of directories and paths."""

    files: tuple[DisclosureFile, ...]
    refused: tuple[RefusedFile, ...]


class Refusal(Exception):
    """Why one file is not read: ``code`` and a sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(slots=True)
class SeenFiles:
    """Content hashes by location, size and times of change; kept in one JSON file.

    An entry is size, time of modification, time of the inode's change (which no program can set back), time of
    hashing, and the hash.
    """

    entries: dict[str, tuple[int, int, int, int, str]]
    is_changed: bool = False

    @classmethod
    def read(cls, path: Path) -> SeenFiles:
        """What was seen before; nothing where the file is missing or damaged, which costs only time."""
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
            return cls({n: (int(e[0]), int(e[1]), int(e[2]), int(e[3]), str(e[4])) for n, e in entries.items()})
        except (OSError, ValueError, AttributeError, IndexError, TypeError):
            return cls({})

    def write(self, path: Path) -> None:
        """Keep the list, whole or not at all."""
        partial = path.with_name(f".{path.name}")
        partial.write_text(json.dumps(self.entries, ensure_ascii=True), encoding="utf-8")
        partial.replace(path)

    def sha256(self, location: Path, status: os.stat_result) -> str:
        """Content hash of a file, from memory where nothing about it has changed.

        A file written just before it was hashed may change again within the clock's grain without showing
        it, so such an entry is not believed.
        """
        name = str(location.absolute())
        state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        known = self.entries.get(name)
        is_same = known is not None and known[:3] == state
        if known is not None and is_same and _is_settled(known):
            return known[4]
        hashed_ns = time.time_ns()
        with location.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.entries[name] = (*state, hashed_ns, digest)
        self.is_changed |= not is_same or _is_settled(self.entries[name])
        return digest


def _is_settled(entry: tuple[int, int, int, int, str]) -> bool:
    _, modified, _, hashed, _ = entry
    return hashed - modified > _JUST_WRITTEN_NS


def collect(directories: Sequence[str], seen: SeenFiles) -> Collected:
    """List and hash all files of the directories. Raises ``UsageError`` where a directory is not there.

    A file that several of the directories contain (one inside the other) counts for the first.
    """
    files: dict[Path, DisclosureFile] = {}
    refused: list[RefusedFile] = []
    for directory in directories:
        for location in _walk(directory, refused):
            # Path.resolve raises where a link leads to itself; this gives the link.
            real = Path(os.path.realpath(location))
            if real in files:
                continue
            try:
                _require_inside(directory, location, real)
                files[real] = _read(directory, location, seen)
            except Refusal as refusal:
                refused.append(_refused(directory, location, refusal))
    _forget_missing(seen, {str(file.location.absolute()) for file in files.values()})
    return Collected(tuple(_with_origins(directories, files.values())), tuple(refused))


def _with_origins(directories: Sequence[str], files: Iterable[DisclosureFile]) -> Iterator[DisclosureFile]:
    """Files that ``gongkai collect`` brought, with their addresses: known by content, wherever they lie now."""
    origins = {
        digest: origin
        for directory in directories
        for root in (Path(directory), Path(directory) / COLLECTED)
        for digest, origin in provenance(root).items()
    }
    for file in files:
        origin = origins.get(file.sha256)
        yield replace(file, source_url=origin.source_url, retrieved_at=origin.retrieved_at) if origin else file


_LINKED_FOLDER = "This is a link to a directory; name the directory itself with --disclosures."


def _walk(directory: str, refused: list[RefusedFile]) -> Iterator[Path]:
    root = Path(directory)
    if not root.is_dir():
        problem = "is not a directory" if root.exists() else "does not exist"
        raise UsageError(
            f"The disclosures directory {printable(directory)} {problem}. "
            "Name an existing one with --disclosures, or mount it first."
        )

    def unlistable(error: OSError) -> None:
        refusal = Refusal("unreadable", f"This directory cannot be listed: {error.strerror}.")
        refused.append(_refused(directory, Path(os.fsdecode(error.filename or directory)), refusal))

    for folder, folders, names in os.walk(root, onerror=unlistable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if (link := Path(folder) / name).is_symlink():
                refused.append(_refused(directory, link, Refusal("link", _LINKED_FOLDER)))
        for name in sorted(names):
            if not is_left_out(name):
                yield Path(folder) / name


def _require_inside(directory: str, location: Path, real: Path) -> None:
    """A link may lead to a file of the same directory; one that came with a download could name any file at all."""
    if location.is_symlink() and not real.is_relative_to(os.path.realpath(directory)):
        raise Refusal("link", "This is a link to a file outside the disclosures directory.")


def is_left_out(name: str) -> bool:
    """Is a file of this name no document: hidden, left behind by a program, or the keeper's own?"""
    return name.startswith((".", "~$", "README")) or name in ("sources.yml", "Thumbs.db")


def _read(directory: str, location: Path, seen: SeenFiles) -> DisclosureFile:
    try:
        status = location.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("not_a_file", "This is a pipe, a socket or a device, not a file.")
        if status.st_size > MAX_BYTES:
            size, most = status.st_size // 2**20, MAX_BYTES // 2**20
            raise Refusal("oversized", f"The file has {size} MiB; more than {most} MiB is not read.")
        digest = seen.sha256(location, status)
    except OSError as error:
        raise Refusal("unreadable", f"The file cannot be read: {error.strerror}.") from error
    path = printable(location.relative_to(directory).as_posix())
    return DisclosureFile(printable(directory), path, location, status.st_size, status.st_mtime_ns, digest)


def _refused(directory: str, location: Path, refusal: Refusal) -> RefusedFile:
    try:
        size = location.lstat().st_size
    except OSError:
        size = None
    path = printable(os.path.relpath(location, directory))
    return RefusedFile(printable(directory), path, size, refusal.code, refusal.reason)


def printable(name: str) -> str:
    """A file name that can be written as UTF-8; names from GBK archives are read as GB18030."""
    data = os.fsencode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _forget_missing(seen: SeenFiles, present: set[str]) -> None:
    for name in seen.entries.keys() - present:
        del seen.entries[name]
        seen.is_changed = True
