"""Packs: the rows of many staged entries in few files, never twice, whatever process died on the way."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from loaders import packs
from loaders.packs import load_packs, pack_entries, pack_files, packed_keys
from loaders.rows import RAW_TABLES
from loaders.stage import stage_document
from loaders.staged import create_raw_schema, replace_documents, staged_dir, write_staged


@pytest.fixture
def entries(tmp_path: Path) -> list[Path]:
    """Thirty staged documents; of one prefix often enough that small packs gather."""
    found = []
    for number in range(30):
        text = f"# 某县教育局{2010 + number % 10}年部门预算\n\n第{number}号。收入总计1{number}.50万元。\n"
        rows = stage_document(text.encode()).rows
        entry = staged_dir(tmp_path / "staged", rows["documents"][0].document_key)  # type: ignore[union-attr]
        write_staged(rows, entry)
        found.append(entry)
    return found


def rows_of(fill: object) -> dict[str, list[tuple[object, ...]]]:
    """All raw rows, sorted, after ``fill`` has filled the schema."""
    with duckdb.connect() as connection:
        create_raw_schema(connection)
        fill(connection)  # type: ignore[operator]
        return {t: sorted(connection.execute(f"from raw.{t}").fetchall(), key=repr) for t in RAW_TABLES}


def test_packs_hold_the_rows_of_their_entries(tmp_path: Path, entries: list[Path]) -> None:
    assert pack_entries(tmp_path / "packs", entries) == 30
    direct = rows_of(lambda connection: replace_documents(connection, entries))
    assert rows_of(lambda connection: load_packs(connection, tmp_path / "packs")) == direct
    assert len(direct["documents"]) == 30
    assert len(direct["figures"]) >= 30


def test_only_what_is_new_is_written(tmp_path: Path, entries: list[Path]) -> None:
    root = tmp_path / "packs"
    pack_entries(root, entries[:29])
    before = {path: Path(path).stat().st_mtime_ns for path in pack_files(root, "figures")}
    assert pack_entries(root, entries) == 1
    after = {path: Path(path).stat().st_mtime_ns for path in pack_files(root, "figures")}
    assert len(after.keys() - before.keys()) == 1
    assert all(after[path] == time for path, time in before.items())
    assert pack_entries(root, entries) == 0


def test_small_packs_are_merged(tmp_path: Path, entries: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "_MOST_SMALL", 1)
    root = tmp_path / "packs"
    for entry in entries:
        pack_entries(root, [entry])
    files = pack_files(root, "documents")
    assert len(files) == len({Path(file).parent for file in files})
    assert packed_keys(root) == {entry.name.split(".")[0] for entry in entries}
    assert rows_of(lambda c: load_packs(c, root)) == rows_of(lambda c: replace_documents(c, entries))


def test_a_pack_without_its_last_file_is_litter(tmp_path: Path, entries: list[Path]) -> None:
    root = tmp_path / "packs"
    pack_entries(root, entries)
    # Killed before the last file: the other tables have rows of documents that no pack holds.
    Path(pack_files(root, "documents")[0]).unlink()
    assert pack_entries(root, entries) > 0
    assert rows_of(lambda c: load_packs(c, root)) == rows_of(lambda c: replace_documents(c, entries))


def test_a_pack_that_was_merged_but_not_removed_counts_once(
    tmp_path: Path, entries: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "packs"
    for entry in entries[:-1]:
        pack_entries(root, [entry])
    with monkeypatch.context() as killed:
        killed.setattr(packs, "_MOST_SMALL", 1)
        killed.setattr(packs, "_remove_pack", lambda path: None)
        pack_entries(root, entries)
    pack_entries(root, entries)
    assert rows_of(lambda c: load_packs(c, root)) == rows_of(lambda c: replace_documents(c, entries))
