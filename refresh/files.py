"""Writing small files so that they are whole or not there, whatever happens meanwhile."""

from __future__ import annotations

import fcntl
import json
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
        except OSError:
            shutil.copyfile(source, target)


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
