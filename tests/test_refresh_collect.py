"""Which files there are, and how little it costs to find out that nothing has changed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from refresh import collect as module
from refresh.collect import SeenFiles, collect

LONG_AGO = 1_600_000_000_000_000_000


def write(path: Path, text: str, modified_ns: int = LONG_AGO) -> Path:
    """A file with a time of modification."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, ns=(modified_ns, modified_ns))
    return path


def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files whose content is read from now on."""
    names: list[str] = []
    digest = module.hashlib.file_digest

    def noted(file: object, name: str) -> object:
        names.append(Path(file.name).name)  # type: ignore[attr-defined]
        return digest(file, name)  # type: ignore[arg-type]

    monkeypatch.setattr(module.hashlib, "file_digest", noted)
    return names


def test_unchanged_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "d" / "a.txt", "Alpha")
    seen = SeenFiles({})
    first = collect([str(tmp_path / "d")], seen)
    seen.write(tmp_path / "seen.json")
    names = hashed(monkeypatch)
    again = SeenFiles.read(tmp_path / "seen.json")
    assert collect([str(tmp_path / "d")], again) == first
    assert names == []
    assert not again.is_changed


@pytest.mark.parametrize(
    ("text", "modified_ns"), [("Beta!", LONG_AGO + 1), ("Alphabet", LONG_AGO)], ids=["time", "size"]
)
def test_other_time_or_size_is_hashed_again(tmp_path: Path, text: str, modified_ns: int) -> None:
    path = write(tmp_path / "d" / "a.txt", "Alpha")
    seen = SeenFiles({})
    before = collect([str(tmp_path / "d")], seen).files[0]
    write(path, text, modified_ns)
    after = collect([str(tmp_path / "d")], seen).files[0]
    assert before.sha256 != after.sha256


def test_file_written_the_moment_it_was_hashed_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "d" / "a.txt"
    path.parent.mkdir()
    path.write_text("Alpha")
    modified = path.stat().st_mtime_ns
    seen = SeenFiles({})
    before = collect([str(tmp_path / "d")], seen).files[0]
    write(path, "Omega", modified)
    after = collect([str(tmp_path / "d")], seen).files[0]
    assert before.sha256 != after.sha256


def test_damaged_memory_costs_time_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "seen.json").write_text('{"a": [1')
    assert SeenFiles.read(tmp_path / "seen.json").entries == {}
    (tmp_path / "seen.json").write_text('{"a": [1]}')
    assert SeenFiles.read(tmp_path / "seen.json").entries == {}


def test_subdirectories_in_order_and_hidden_ones_left_out(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/3.txt", ".git/config", "z.txt"):
        write(tmp_path / "d" / name, name)
    found = collect([str(tmp_path / "d")], SeenFiles({}))
    assert [file.path for file in found.files] == ["z.txt", "a/3.txt", "b/1.txt", "b/2.txt"]


def test_directory_inside_another_counts_once(tmp_path: Path) -> None:
    write(tmp_path / "d" / "a" / "1.txt", "Alpha")
    found = collect([str(tmp_path / "d"), str(tmp_path / "d" / "a")], SeenFiles({}))
    assert [(file.directory, file.path) for file in found.files] == [(str(tmp_path / "d"), "a/1.txt")]


def test_oversized_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 4)
    write(tmp_path / "d" / "a.txt", "Alpha")
    names = hashed(monkeypatch)
    (refused,) = collect([str(tmp_path / "d")], SeenFiles({})).refused
    assert (refused.path, refused.code) == ("a.txt", "oversized")
    assert names == []


def test_file_that_may_not_be_read_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    write(tmp_path / "d" / "a.txt", "Alpha")
    monkeypatch.setattr(module.hashlib, "file_digest", forbidden)
    (refused,) = collect([str(tmp_path / "d")], SeenFiles({})).refused
    assert refused.reason == "The file cannot be read: Permission denied."


def test_content_changed_behind_an_old_time_of_modification_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "d" / "a.txt"
    path.parent.mkdir()
    path.write_text("first")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    seen = SeenFiles({})
    (before,) = collect([str(path.parent)], seen).files
    path.write_text("other")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    (after,) = collect([str(path.parent)], seen).files
    assert before.sha256 != after.sha256


def test_links_lead_to_files_of_the_same_directory_only(tmp_path: Path) -> None:
    write(tmp_path / "secret.txt", "not published")
    write(tmp_path / "d" / "a.txt", "Alpha")
    links = {"again.txt": "a.txt", "out.txt": "../secret.txt", "loop.txt": "loop.txt", "folder": "..", "gone.txt": "none"}
    for name, target in links.items():
        (tmp_path / "d" / name).symlink_to(target)
    collected = collect([str(tmp_path / "d")], SeenFiles({}))
    assert [file.path for file in collected.files] == ["a.txt"]
    refused = {file.path: file.code for file in collected.refused}
    assert refused == {"out.txt": "link", "folder": "link", "loop.txt": "unreadable", "gone.txt": "unreadable"}


def test_documents_know_where_they_were_collected_wherever_they_lie_now(tmp_path: Path) -> None:
    from refresh.collecting.fetch import Answer
    from refresh.collecting.store import Origin, open_store

    with open_store(tmp_path / "d" / "collected") as store, store.incoming() as body:
        body.write(b"%PDF-1.4")
        store.keep(Origin("s", None, "http://example.org/a.pdf"), Answer("http://example.org/a.pdf", {}, 8), body)
    write(tmp_path / "d" / "copy.pdf", "%PDF-1.4")
    write(tmp_path / "d" / "other.pdf", "by hand")
    files = collect([str(tmp_path / "d")], SeenFiles({})).files
    urls = {file.name.partition("_")[2] or file.name: file.source_url for file in files}
    assert urls == {"a.pdf": "http://example.org/a.pdf", "copy.pdf": "http://example.org/a.pdf", "other.pdf": None}
    assert all((file.retrieved_at is None) == (file.source_url is None) for file in files)


def test_a_list_of_seen_files_of_another_kind_costs_only_time(tmp_path: Path) -> None:
    write(tmp_path / "d" / "a.txt", "Alpha")
    listed = tmp_path / "seen.json"
    # As written before it was noted how contents begin.
    listed.write_text(json.dumps({str(tmp_path / "d" / "a.txt"): [5, 1, 1, 9_000_000_000, "0" * 64]}), encoding="utf-8")
    [file] = collect([str(tmp_path / "d")], SeenFiles.read(listed)).files
    assert file.sha256 == hashlib.sha256(b"Alpha").hexdigest()


def test_whether_a_file_may_be_an_archive_is_remembered_with_its_hash(tmp_path: Path) -> None:
    for name, content in (("a.txt", "Alpha"), ("b.zip", "PK\x03\x04 and so on")):
        write(tmp_path / "d" / name, content)
        os.utime(tmp_path / "d" / name, (1, 1))
    seen = SeenFiles({})
    first = collect([str(tmp_path / "d")], seen)
    seen.write(tmp_path / "seen.json")
    again = collect([str(tmp_path / "d")], SeenFiles.read(tmp_path / "seen.json"))
    assert [file.is_zip for file in first.files] == [file.is_zip for file in again.files] == [False, True]
