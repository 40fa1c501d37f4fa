"""Writing small files so that they are whole or not there, whatever happens meanwhile."""

from __future__ import annotations

import errno
import fcntl
import json
import mmap
import os
import shutil
from pathlib import Path


def write_json(path: Path, content: object) -> None:
    """Write a JSON file atomically; its directory is made where missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


_SHARE_BLOCKS = 0x40049409
"""Linux's FICLONE: a copy that shares the blocks until one side writes; btrfs and XFS can, others refuse."""


def copy_file(source: Path, target: Path) -> None:
    """Copy a file's content, in an instant where the file system can share blocks between files."""
    with source.open("rb") as original, target.open("wb") as copy:
        try:
            fcntl.ioctl(copy.fileno(), _SHARE_BLOCKS, original.fileno())
            return
        except OSError:
            pass
    if source.stat().st_size < _LARGE_BYTES or not _copy_past_the_cache(source, target):
        shutil.copyfile(source, target)


_LARGE_BYTES = 256 * 2**20
_PIECE_BYTES = 8 * 2**20
_BLOCK_BYTES = 4096
_CANNOT = (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP)


def _copy_past_the_cache(source: Path, target: Path) -> bool:
    """Copy without the kernel's cache, which a large file would only push everything else out of.

    For 5 GB that is 0.4 instead of 20 seconds of processor time. False where the file system cannot (tmpfs).
    """
    size = source.stat().st_size
    descriptors: list[int] = []
    try:
        with mmap.mmap(-1, _PIECE_BYTES) as piece, memoryview(piece) as view:
            descriptors.append(os.open(source, os.O_RDONLY | os.O_DIRECT))
            descriptors.append(os.open(target, os.O_WRONLY | os.O_DIRECT))
            while read := os.readv(descriptors[0], [piece]):
                # Only whole blocks can be written; what is too much at the end is cut off.
                _write_all(descriptors[1], view, -(-read // _BLOCK_BYTES) * _BLOCK_BYTES)
            os.ftruncate(descriptors[1], size)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        return False
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    return True


def _write_all(descriptor: int, view: memoryview, length: int) -> None:
    written = 0
    while written < length:
        with view[written:length] as left:
            written += os.write(descriptor, left)


def sync(path: Path) -> None:
    """Have the kernel write a file, or a directory's list of names, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """``sync`` for everything below a directory and the directory itself."""
    for folder, _, names in os.walk(root):
        for name in names:
            sync(Path(folder) / name)
        sync(Path(folder))
