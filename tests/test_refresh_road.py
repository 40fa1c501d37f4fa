"""The road of a refresh: what it publishes, what it leaves alone, how it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from refresh import pipeline
from refresh.errors import GongkaiError, UsageError
from refresh.fingerprint import Code
from refresh.layout import Warehouse
from refresh.pipeline import Request, Result
from refresh.progress import Silent
from refresh.steps import Steps
from tests.tiny_refresh import TINY, expecting, rows


class Place:
    """A directory of documents and a warehouse beside it."""

    def __init__(self, root: Path) -> None:
        self.disclosures = root / "disclosures"
        self.disclosures.mkdir()
        self.warehouse = Warehouse(root / "warehouse")

    def write(self, **documents: str) -> None:
        """Write documents as ``<name>.txt``."""
        for name, text in documents.items():
            (self.disclosures / f"{name}.txt").write_text(text, encoding="utf-8")

    def refresh(self, steps: Steps = TINY, *, is_full: bool = False, is_strict: bool = False) -> Result:
        """One refresh."""
        request = Request([str(self.disclosures)], self.warehouse.root, is_full, is_strict)
        return pipeline.refresh(request, steps, Silent())

    def titles(self) -> list[object]:
        """Titles in the published database."""
        return [row[0] for row in rows(self.warehouse.database)]

    def everything(self) -> dict[str, tuple[int, bytes]]:
        """Time of modification and content of everything below the warehouse."""
        state: dict[str, tuple[int, bytes]] = {}
        for path in sorted(self.warehouse.root.rglob("*")):
            content = b"" if path.is_dir() else path.read_bytes()
            state[str(path)] = (path.lstat().st_mtime_ns, content)
        return state


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    yield Place(tmp_path)


def test_first_refresh_publishes_database_and_site(place: Place) -> None:
    place.write(a="Alpha", b="Beta")
    result = place.refresh()
    assert place.titles() == ["Alpha", "Beta"]
    assert (place.warehouse.site / "index.html").read_text() == "2"
    assert (place.warehouse.site / "docs" / "index.html").read_text() == "2"
    assert result.exit_status == 0
    assert result.ingested is not None
    assert result.ingested.parsed == 2


def test_nothing_new_changes_nothing(place: Place) -> None:
    place.write(a="Alpha", bad="bad document")
    place.refresh()
    before = place.everything()
    result = place.refresh()
    assert result.run is None
    assert place.everything() == before


def test_added_changed_and_removed_documents(place: Place) -> None:
    place.write(a="Alpha", b="Beta", c="Gamma")
    place.refresh()
    place.write(b="Beta, corrected", d="Delta")
    (place.disclosures / "c.txt").unlink()
    result = place.refresh()
    assert place.titles() == ["Alpha", "Beta, corrected", "Delta"]
    assert result.run is not None
    assert result.run.mode == "incremental"
    assert (result.run.documents_added, result.run.documents_changed, result.run.documents_removed) == (1, 1, 1)
    assert result.run.documents_parsed == 2


def test_renamed_file_is_not_read_again(place: Place) -> None:
    place.write(a="Alpha")
    place.refresh()
    (place.disclosures / "a.txt").rename(place.disclosures / "z.txt")
    result = place.refresh()
    assert result.run is not None
    assert result.run.documents_parsed == 0
    assert rows(place.warehouse.database) == [("Alpha", "z.txt")]


def test_same_content_twice_is_one_document_in_two_files(place: Place) -> None:
    place.write(a="Alpha", b="Alpha")
    place.refresh()
    with duckdb.connect(str(place.warehouse.database), read_only=True) as connection:
        files = connection.execute("select file_path, is_primary from meta.document_files order by 1").fetchall()
        documents = connection.execute("select count(*) from raw.documents").fetchall()
    assert files == [("a.txt", True), ("b.txt", False)]
    assert documents == [(1,)]


def test_incremental_and_full_builds_have_the_same_rows(place: Place, tmp_path: Path) -> None:
    place.write(a="Alpha", b="Beta")
    place.refresh()
    place.write(b="Beta, corrected", c="Gamma")
    place.refresh()
    incremental = rows(place.warehouse.database)
    result = place.refresh(is_full=True)
    assert result.run is not None
    assert (result.run.mode, result.run.documents_parsed) == ("full", 3)
    assert rows(place.warehouse.database) == incremental


def test_bad_document_goes_to_quarantine_and_the_rest_is_published(place: Place) -> None:
    place.write(a="Alpha", b="bad document")
    result = place.refresh()
    assert place.titles() == ["Alpha"]
    assert result.exit_status == 0
    (entry,) = place.warehouse.quarantine.glob("*.json")
    assert json.loads(entry.read_text())["reason"] == "It says so itself."
    with duckdb.connect(str(place.warehouse.database), read_only=True) as connection:
        quarantine = connection.execute("select file_path, reason_code from meta.quarantine").fetchall()
    assert quarantine == [("b.txt", "bad")]


def test_quarantined_document_that_was_corrected_leaves_quarantine(place: Place) -> None:
    place.write(a="Alpha", b="bad document")
    place.refresh()
    place.write(b="Beta")
    place.refresh()
    assert place.titles() == ["Alpha", "Beta"]
    assert list(place.warehouse.quarantine.glob("*.json")) == []


def test_quarantined_document_is_not_read_again_until_asked(place: Place) -> None:
    place.write(a="Alpha", b="bad document")
    place.refresh()
    place.write(c="Gamma")
    result = place.refresh()
    assert result.run is not None
    assert (result.run.documents_parsed, result.run.documents_quarantined) == (1, 1)
    result = place.refresh(is_full=True)
    assert result.run is not None
    assert result.run.documents_parsed == 3


def test_unreadable_and_special_files_are_refused_with_a_reason(place: Place) -> None:
    place.write(a="Alpha")
    os.mkfifo(place.disclosures / "pipe.txt")
    (place.disclosures / "dangling.txt").symlink_to("nowhere")
    place.refresh()
    with duckdb.connect(str(place.warehouse.database), read_only=True) as connection:
        refused = connection.execute("select file_path, reason_code from meta.quarantine order by 1").fetchall()
    assert refused == [("dangling.txt", "unreadable"), ("pipe.txt", "not_a_file")]


def test_file_name_that_is_no_utf8_is_loaded_under_a_readable_name(place: Place) -> None:
    name = "预算.txt".encode("gb18030")
    (Path(os.fsdecode(os.fsencode(place.disclosures) + b"/" + name))).write_text("Alpha")
    place.refresh()
    assert rows(place.warehouse.database) == [("Alpha", "预算.txt")]


def test_files_of_the_people_who_keep_the_directory_are_left_out(place: Place) -> None:
    place.write(a="Alpha")
    for name in ("README.md", ".hidden", "~$a.docx", "sources.yml"):
        (place.disclosures / name).write_text("not a disclosure")
    place.refresh()
    assert place.titles() == ["Alpha"]
    assert list(place.warehouse.quarantine.glob("*")) == []


def test_missing_directory_is_wrong_usage_and_named(place: Place) -> None:
    place.disclosures.rmdir()
    with pytest.raises(UsageError, match=r"disclosures does not exist"):
        place.refresh()
    assert not place.warehouse.database.exists()


def test_empty_directory_leaves_the_published_warehouse(place: Place) -> None:
    place.write(a="Alpha")
    place.refresh()
    (place.disclosures / "a.txt").unlink()
    with pytest.raises(GongkaiError, match="no document in"):
        place.refresh()
    assert place.titles() == ["Alpha"]


def test_documents_that_all_fail_leave_the_published_warehouse(place: Place) -> None:
    place.write(a="Alpha")
    place.refresh()
    place.write(a="bad now")
    with pytest.raises(GongkaiError, match="None of 1 files could be loaded"):
        place.refresh()
    assert place.titles() == ["Alpha"]


@pytest.mark.parametrize(
    "step", ["stage", "fill", "parse", "transform", "expectations", "document", "measure", "introduce"]
)
def test_failing_step_leaves_the_published_warehouse_and_a_record(place: Place, step: str) -> None:
    def fail(*_: object) -> None:
        raise GongkaiError("It broke.")

    place.write(a="Alpha")
    place.refresh()
    before = rows(place.warehouse.database)
    version = place.warehouse.current.readlink()
    place.write(b="Beta")
    with pytest.raises(GongkaiError, match="It broke"):
        place.refresh(replace(TINY, **{step: fail}))
    assert rows(place.warehouse.database) == before
    assert place.warehouse.current.readlink() == version
    record = json.loads(max(place.warehouse.runs.glob("*.json")).read_text())
    assert (record["status"], record["failure"]) == ("failed", "It broke.")
    place.refresh()
    assert place.titles() == ["Alpha", "Beta"]


def test_expectations_that_block_are_named_and_nothing_is_published(place: Place) -> None:
    def validate(database: Path, site: Path, is_full: bool) -> tuple[str, ...]:
        return ("figure_id is unique in mart.published_figures",)

    place.write(a="Alpha")
    with pytest.raises(GongkaiError, match="figure_id is unique"):
        place.refresh(replace(TINY, expectations=expecting(validate)))
    assert not place.warehouse.database.exists()


def test_strict_tells_of_open_findings_also_when_nothing_is_new(place: Place) -> None:
    place.write(a="Alpha?")
    assert place.refresh(is_strict=True).exit_status == 3
    assert place.titles() == ["Alpha?"]
    again = place.refresh(is_strict=True)
    assert again.run is None
    assert again.exit_status == 3
    assert place.refresh().exit_status == 0


def test_new_code_rebuilds_from_staged_entries(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write(a="Alpha", b="Beta")
    place.refresh()
    code = pipeline.current_code()
    changed = Code(code.loader_version, (*code.components[:-1], ("jinja2", "99")))
    monkeypatch.setattr(pipeline, "current_code", lambda: changed)
    result = place.refresh()
    assert result.run is not None
    assert (result.run.mode, result.run.documents_parsed) == ("full", 0)
    assert result.run.reason == "changed since the last refresh: jinja2"


def test_new_loaders_read_everything_again_and_old_entries_go(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write(a="Alpha", b="Beta")
    place.refresh()
    code = pipeline.current_code()
    monkeypatch.setattr(pipeline, "current_code", lambda: Code("next", (*code.components, ("loaders", "next"))))
    result = place.refresh()
    assert result.run is not None
    assert result.run.documents_parsed == 2
    assert {path.suffix for path in place.warehouse.staged.glob("??/*")} == {".next"}


def test_runs_are_in_the_database_with_their_steps(place: Place) -> None:
    place.write(a="Alpha")
    place.refresh()
    place.write(b="Beta")
    place.refresh()
    with duckdb.connect(str(place.warehouse.database), read_only=True) as connection:
        runs = connection.execute("select status, mode, documents from meta.runs order by run_id").fetchall()
        steps = connection.execute("select count(distinct run_id), min(step_no) from meta.run_steps").fetchall()
    assert runs == [("published", "full", 1), ("published", "incremental", 2)]
    assert steps == [(2, 1)]


def test_the_version_before_is_kept_and_older_ones_go(place: Place) -> None:
    for number in range(4):
        place.write(**{f"d{number}": f"Title {number}"})
        place.refresh()
    versions = sorted(path.name for path in place.warehouse.versions.iterdir())
    assert len(versions) == 2
    assert place.warehouse.current.readlink().name == versions[-1]
    assert len(rows(place.warehouse.versions / versions[0] / "gongkai.duckdb")) == 3


def test_published_database_cannot_be_written_by_mistake(place: Place) -> None:
    place.write(a="Alpha")
    place.refresh()
    assert place.warehouse.database.stat().st_mode & 0o222 == 0


def test_reader_goes_on_with_the_version_that_it_opened(place: Place) -> None:
    place.write(a="Alpha")
    place.refresh()
    with duckdb.connect(str(place.warehouse.database), read_only=True) as reader:
        for number in range(3):
            place.write(**{f"b{number}": f"Beta {number}"})
            place.refresh()
            assert reader.execute("select title from mart.titles").fetchall() == [("Alpha",)]
    assert len(place.titles()) == 4
