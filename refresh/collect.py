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

ZIP = b"PK\x03\x04"
_JUST_WRITTEN_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class DisclosureFile:
    """One readable file. ``directory`` is as the command named it, ``path`` relative to it, both printable.

    ``place`` is where it lies: a text, since paths of a nation's files take longer to make than the files to list.
    ``source_url`` and ``retrieved_at`` say where and when it was collected, where that is known.
    """

    directory: str
    path: str
    place: str
    byte_count: int
    modified_ns: int
    sha256: str
    source_url: str | None = None
    retrieved_at: str | None = None
    is_zip: bool | None = None
    """Whether the content begins like a ZIP file, where that was looked at."""

    @property
    def location(self) -> Path:
        """Where the file lies."""
        return Path(self.place)

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


Entry = tuple[int, int, int, int, str, bool]
_ENTRY_LENGTH = 6


@dataclass(slots=True)
class SeenFiles:
    """Content hashes by location, size and times of change; kept in one JSON file.

    An entry is size, time of modification, time of the inode's change (which no program can set back), time of
    hashing, the hash, and whether the content begins like a ZIP file.
    """

    entries: dict[str, Entry]
    is_changed: bool = False

    @classmethod
    def read(cls, path: Path) -> SeenFiles:
        """What was seen before; nothing where the file is missing or damaged, which costs only time."""
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
            if not all(len(entry) == _ENTRY_LENGTH for entry in entries.values()):
                return cls({})
            return cls({name: tuple(entry) for name, entry in entries.items()})
        except (OSError, ValueError, AttributeError, TypeError):
            return cls({})

    def write(self, path: Path) -> None:
        """Keep the list, whole or not at all."""
        partial = path.with_name(f".{path.name}")
        partial.write_text(json.dumps(self.entries, ensure_ascii=True), encoding="utf-8")
        partial.replace(path)

    def look(self, name: str, status: os.stat_result) -> Entry:
        """What is known of a file by its absolute name; its content is read where anything about it has changed.

        A file written just before it was hashed may change again within the clock's grain without showing
        it, so such an entry is not believed.
        """
        state = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        known = self.entries.get(name)
        is_same = known is not None and known[:3] == state
        if known is not None and is_same and _is_settled(known):
            return known
        hashed_ns = time.time_ns()
        with Path(name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            is_zip = file.read(len(ZIP)) == ZIP
        entry = (*state, hashed_ns, digest, is_zip)
        self.entries[name] = entry
        self.is_changed |= not is_same or _is_settled(entry)
        return entry


def _is_settled(entry: Entry) -> bool:
    return entry[3] - entry[1] > _JUST_WRITTEN_NS


def collect(directories: Sequence[str], seen: SeenFiles) -> Collected:
    """List and hash all files of the directories. Raises ``UsageError`` where a directory is not there.

    A file that several of the directories contain (one inside the other) counts for the first.
    """
    files: dict[str, DisclosureFile] = {}
    present: set[str] = set()
    refused: list[RefusedFile] = []
    for directory in directories:
        place = _Place.of(directory)
        for entry in _walk(directory, refused):
            relative = entry.path[place.prefix :]
            real = os.path.realpath(entry.path) if entry.is_symlink() else place.real + relative
            if real in files:
                continue
            name = place.absolute + relative
            try:
                _require_inside(place, entry, real)
                files[real] = _read(place, entry, name, seen)
                present.add(name)
            except Refusal as refusal:
                refused.append(_refused(directory, Path(entry.path), refusal))
    _forget_missing(seen, present)
    return Collected(tuple(_with_origins(directories, files.values())), tuple(refused))


@dataclass(frozen=True, slots=True)
class _Place:
    """A directory of disclosures: as it was named, and what precedes the names in it, with and without links."""

    shown: str
    real: str
    absolute: str
    prefix: int

    @classmethod
    def of(cls, directory: str) -> _Place:
        root = Path(directory)
        before = _before(str(root))
        return cls(printable(directory), _before(os.path.realpath(root)), _before(str(root.absolute())), len(before))


def _before(directory: str) -> str:
    return directory if directory.endswith("/") else f"{directory}/"


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


def _walk(directory: str, refused: list[RefusedFile]) -> Iterator[os.DirEntry[str]]:
    root = Path(directory)
    if not root.is_dir():
        problem = "is not a directory" if root.exists() else "does not exist"
        raise UsageError(
            f"The disclosures directory {printable(directory)} {problem}. "
            "Name an existing one with --disclosures, or mount it first."
        )

    waiting = [str(root)]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            refusal = Refusal("unreadable", f"This directory cannot be listed: {error.strerror}.")
            refused.append(_refused(directory, Path(folder), refusal))
            continue
        folders = {entry for entry in entries if _is_folder(entry)}
        inside = [entry for entry in entries if entry in folders and not entry.name.startswith(".")]
        for entry in inside:
            if entry.is_symlink():
                refused.append(_refused(directory, Path(entry.path), Refusal("link", _LINKED_FOLDER)))
        yield from (entry for entry in entries if not is_left_out(entry.name) and entry not in folders)
        waiting.extend(entry.path for entry in reversed(inside) if not entry.is_symlink())


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _require_inside(place: _Place, entry: os.DirEntry[str], real: str) -> None:
    """A link may lead to a file of the same directory; one that came with a download could name any file at all."""
    if entry.is_symlink() and not Path(real).is_relative_to(place.real):
        raise Refusal("link", "This is a link to a file outside the disclosures directory.")


def is_left_out(name: str) -> bool:
    """Is a file of this name no document: hidden, left behind by a program, or the keeper's own?"""
    return name.startswith((".", "~$", "README")) or name in ("sources.yml", "Thumbs.db")


def _read(place: _Place, entry: os.DirEntry[str], name: str, seen: SeenFiles) -> DisclosureFile:
    try:
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("not_a_file", "This is a pipe, a socket or a device, not a file.")
        if status.st_size > MAX_BYTES:
            size, most = status.st_size // 2**20, MAX_BYTES // 2**20
            raise Refusal("oversized", f"The file has {size} MiB; more than {most} MiB is not read.")
        known = seen.look(name, status)
    except OSError as error:
        raise Refusal("unreadable", f"The file cannot be read: {error.strerror}.") from error
    path = printable(entry.path[place.prefix :])
    return DisclosureFile(place.shown, path, entry.path, status.st_size, status.st_mtime_ns, known[4], is_zip=known[5])


def _refused(directory: str, location: Path, refusal: Refusal) -> RefusedFile:
    try:
        size = location.lstat().st_size
    except OSError:
        size = None
    path = printable(os.path.relpath(location, directory))
    return RefusedFile(printable(directory), path, size, refusal.code, refusal.reason)


def printable(name: str) -> str:
    """A file name that can be written as UTF-8; names from GBK archives are read as GB18030."""
    if name.isascii():
        return name
    data = os.fsencode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _forget_missing(seen: SeenFiles, present: set[str]) -> None:
    for name in seen.entries.keys() - present:
        del seen.entries[name]
        seen.is_changed = True
