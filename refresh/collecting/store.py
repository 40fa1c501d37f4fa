"""What was collected, by content: files under ``<root>/<source>/`` and, beside them, from where and when they came.

A file is named ``<document_key>_<name>``. An address whose content changed gets a new file; the former one goes to
``<root>/.former/``, where no refresh looks for documents but a person finds it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BufferedRandom
from pathlib import Path

from refresh.collecting.fetch import Answer
from refresh.collecting.names import file_name
from refresh.collecting.provenance import RECORD
from refresh.files import sync

_FORMER = ".former"
_TABLES = """
create table if not exists addresses (
    url text primary key, source text not null, sha256 text not null, path text not null,
    etag text, last_modified text, checked_at text not null
) strict;
create table if not exists retrievals (
    retrieval_no integer primary key, url text not null, source text not null, issuer text, sha256 text not null,
    path text not null, content_type text, page_url text, link_text text, retrieved_at text not null
) strict;
create index if not exists retrievals_by_content on retrievals (sha256);
"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was found: the source, and the link that led to it."""

    source: str
    issuer: str | None
    url: str
    page_url: str | None = None
    link_text: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What an address gave last."""

    sha256: str
    path: str
    etag: str | None
    last_modified: str | None
    checked_at: str

    def conditions(self) -> dict[str, str]:
        """Headers by which a server can say that nothing changed."""
        headers = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in headers.items() if value}

    def is_fresh(self, days: float) -> bool:
        """Whether it was checked within so many days."""
        age = datetime.now(UTC).replace(tzinfo=None) - datetime.fromisoformat(self.checked_at)
        return age < timedelta(days=days)


class Store:
    """The directory of collected documents, while one run has it open."""

    def __init__(self, root: Path, record: sqlite3.Connection) -> None:
        self.root = root
        self._record = record

    def known(self, url: str) -> Known | None:
        """What this address gave last, if that file is still there."""
        sql = "select sha256, path, etag, last_modified, checked_at from addresses where url = ?"
        row = self._record.execute(sql, [url]).fetchone()
        known = Known(*row) if row else None
        return known if known and (self.root / known.path).is_file() else None

    @contextmanager
    def incoming(self) -> Iterator[BufferedRandom]:
        """A file to write into; gone afterwards unless it was kept."""
        path = self.root / f".incoming.{os.getpid()}"
        try:
            with path.open("w+b") as file:
                yield file
        finally:
            path.unlink(missing_ok=True)

    def checked(self, url: str) -> None:
        """The address was asked again and gives what it gave."""
        with self._record:
            self._record.execute("update addresses set checked_at = ? where url = ?", [_now(), url])

    def keep(self, origin: Origin, answer: Answer, body: BufferedRandom) -> str:
        """Keep what an address gave: ``new``, ``changed`` or ``same``."""
        body.flush()
        body.seek(0)
        digest = hashlib.file_digest(body, "sha256").hexdigest()
        known = self.known(origin.url)
        is_same = known is not None and known.sha256 == digest
        path = known.path if known and is_same else self._place(origin, answer, digest, Path(body.name))
        if known and not is_same:
            self._put_away(known.path, origin.url)
        self._note(origin, answer, digest, path, is_retrieval=not is_same)
        return "same" if is_same else "changed" if known else "new"

    def _place(self, origin: Origin, answer: Answer, digest: str, body: Path) -> str:
        """Put the file where it belongs, on disk before anything speaks of it."""
        sql = "select path from retrievals where sha256 = ? and source = ?"
        for (path,) in self._record.execute(sql, [digest, origin.source]):
            if (self.root / path).is_file():
                return str(path)
        path = f"{origin.source}/{digest[:16]}_{file_name(answer.url, answer.headers)}"
        target = self.root / path
        target.parent.mkdir(exist_ok=True)
        sync(body)
        body.replace(target)
        sync(target.parent)
        return path

    def _put_away(self, path: str, url: str) -> None:
        """A file that no address gives any more."""
        sql = "select count(*) from addresses where path = ? and url <> ?"
        if self._record.execute(sql, [path, url]).fetchone()[0]:
            return
        former = self.root / _FORMER / path
        former.parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).replace(former)

    def _note(self, origin: Origin, answer: Answer, digest: str, path: str, *, is_retrieval: bool) -> None:
        headers, now = answer.headers, _now()
        with self._record:
            self._record.execute(
                "insert or replace into addresses values (?, ?, ?, ?, ?, ?, ?)",
                [origin.url, origin.source, digest, path, headers.get("etag"), headers.get("last-modified"), now],
            )
            if is_retrieval:
                self._record.execute(
                    "insert into retrievals (url, source, issuer, sha256, path, content_type, page_url, link_text, "
                    "retrieved_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        *(origin.url, origin.source, origin.issuer, digest, path, answer.content_type),
                        *(origin.page_url, origin.link_text, now),
                    ],
                )


@contextmanager
def open_store(root: Path) -> Iterator[Store]:
    """Open the directory of collected documents, made where missing."""
    root.mkdir(parents=True, exist_ok=True)
    record = sqlite3.connect(root / RECORD)
    try:
        record.executescript(_TABLES)
        yield Store(root, record)
    finally:
        record.close()


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
