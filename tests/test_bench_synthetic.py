"""Synthetic corpora: the same by seed value, readable, and each the beginning of a larger one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.synthetic import documents, main
from loaders.readers import read_document
from tests.writer.formats import FORMATS


def test_a_seed_gives_the_same_corpus_and_a_smaller_one_begins_it() -> None:
    ten, five = list(documents(10, 7, list(FORMATS))), list(documents(5, 7, list(FORMATS)))
    assert ten[:5] == five
    assert list(documents(5, 7, list(FORMATS), first=5)) == ten[5:]


def test_another_seed_gives_another_corpus() -> None:
    assert list(documents(2, 1, ["text_rows"])) != list(documents(2, 2, ["text_rows"]))


def test_the_command_writes_readable_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--documents", "6", "--seed", "3", "--out", str(tmp_path), "--format", "html", "--format", "csv"]) == 0
    written = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) == 6
    assert all(read_document(path.read_bytes()).blocks for path in written)
    assert capsys.readouterr().out.startswith("6 documents")
