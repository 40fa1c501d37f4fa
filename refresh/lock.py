"""One refresh at a time: a lock that the kernel takes back when its process dies, however it dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from refresh.errors import GongkaiError, LockedError


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock that this process holds."""

    descriptor: int

    def announce(self, started_at: str) -> None:
        """Write into the lock file who holds it, for a person who meets the lock."""
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "started_at": started_at}
        os.truncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(holder).encode(), 0)


@contextmanager
def hold_lock(path: Path) -> Iterator[Lock]:
    """Hold the lock of a warehouse. Raises ``LockedError`` at once where another process has it.

    The file is written to only by ``announce``, so a refresh that finds nothing to do leaves it untouched.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor, path)
        _forget_holder(descriptor)
        try:
            yield Lock(descriptor)
        finally:
            _forget_holder(descriptor)
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockedError(_holder_sentence(descriptor, path)) from None
    except OSError as error:
        raise GongkaiError(
            f"The file system of {path} cannot lock files ({error.strerror}); "
            "keep the warehouse on a local file system."
        ) from error


def _forget_holder(descriptor: int) -> None:
    # A killed refresh leaves its name behind; an empty file is left alone, so that its time stays.
    if os.fstat(descriptor).st_size:
        os.truncate(descriptor, 0)


def _holder_sentence(descriptor: int, path: Path) -> str:
    who = _holder(os.pread(descriptor, 4096, 0)) or "it has just begun and has not yet given its name"
    return f"Another refresh is at work in {path.parent} ({who}). Nothing was changed; try again later."


def _holder(content: bytes) -> str | None:
    try:
        holder = json.loads(content)
        return f"process {holder['pid']} on {holder['host']}, since {holder['started_at']} UTC"
    except (ValueError, KeyError, TypeError):
        return None


def holder_at_work(path: Path) -> str | None:
    """Who holds the lock, for a command that only wants to tell; it never takes the lock itself.

    Of a refresh that was killed the name is still there; its process is not.
    """
    try:
        content = path.read_bytes()
        pid = int(json.loads(content)["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _holder(content) if Path(f"/proc/{pid}").exists() else None
