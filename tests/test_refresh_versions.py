"""Versions: how many are kept, how an earlier one comes back, and what the next refresh makes of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from refresh import pipeline
from refresh.cli import main
from refresh.errors import GongkaiError, LockedError, UsageError
from refresh.lock import hold_lock
from refresh.pipeline import Request
from refresh.progress import Silent
from refresh.rollback import kept_versions, rollback
from refresh.runs import read_runs
from refresh.status import print_status
from tests.test_refresh_road import Place
from tests.tiny_refresh import TINY, rows


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    yield Place(tmp_path)


def publish(place: Place, keep: int = 2, **documents: str) -> str:
    """Write documents and refresh; returns the version."""
    place.write(**documents)
    request = Request([str(place.disclosures)], place.warehouse.root, keep=keep)
    return pipeline.refresh(request, TINY, Silent()).manifest.run_id


def test_as_many_versions_are_kept_as_asked_for(place: Place) -> None:
    versions = [publish(place, 3, **{f"d{number}": f"Title {number}"}) for number in range(5)]
    assert kept_versions(place.warehouse) == versions[-3:]


def test_fewer_than_two_versions_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["refresh", "--keep", "1"])
    assert leaving.value.code == 2
    assert "at least 2 versions are kept" in capsys.readouterr().err


def test_rollback_publishes_the_version_before_and_leaves_a_record(place: Place) -> None:
    before = publish(place, a="Alpha")
    after = publish(place, b="Beta")
    rollback(place.warehouse.root)
    assert place.titles() == ["Alpha"]
    assert (place.warehouse.site / "index.html").read_text() == "1"
    record = read_runs(place.warehouse.runs)[-1]
    assert (record.status, record.mode) == ("rolled back", "rollback")
    assert record.reason == f"version {before} in place of {after}"


def test_rollback_can_be_taken_back_by_naming_the_newer_version(place: Place) -> None:
    publish(place, a="Alpha")
    after = publish(place, b="Beta")
    rollback(place.warehouse.root)
    rollback(place.warehouse.root, after)
    assert place.titles() == ["Alpha", "Beta"]


def test_the_next_refresh_goes_forward_from_what_was_brought_back(place: Place) -> None:
    publish(place, a="Alpha")
    publish(place, b="Beta")
    rollback(place.warehouse.root)
    publish(place, c="Gamma")
    assert place.titles() == ["Alpha", "Beta", "Gamma"]
    assert len(kept_versions(place.warehouse)) == 2


def test_a_document_that_was_removed_before_the_rollback_stays_away(place: Place) -> None:
    version = publish(place, a="Alpha")
    publish(place, b="Beta")
    rollback(place.warehouse.root)
    (place.disclosures / "b.txt").unlink()
    assert publish(place) == version
    assert place.titles() == ["Alpha"]


def test_without_an_earlier_version_nothing_changes(place: Place) -> None:
    with pytest.raises(GongkaiError, match="Nothing is published"):
        rollback(place.warehouse.root)
    version = publish(place, a="Alpha")
    with pytest.raises(GongkaiError, match="No version is kept that is earlier"):
        rollback(place.warehouse.root)
    with pytest.raises(UsageError, match="is the published one"):
        rollback(place.warehouse.root, version)
    with pytest.raises(UsageError, match="There is no version 1999"):
        rollback(place.warehouse.root, "1999")
    assert place.titles() == ["Alpha"]


def test_rollback_waits_for_nobody(place: Place) -> None:
    publish(place, a="Alpha")
    publish(place, b="Beta")
    with hold_lock(place.warehouse.lock_file), pytest.raises(LockedError):
        rollback(place.warehouse.root)
    assert place.titles() == ["Alpha", "Beta"]


def test_the_command_says_what_it_did_and_what_comes_next(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    before = publish(place, a="Alpha")
    publish(place, b="Beta")
    assert main(["rollback", "--warehouse", str(place.warehouse.root)]) == 0
    said = capsys.readouterr().out
    assert f"version {before} in place of" in said
    assert "next refresh goes forward" in said
    assert rows(place.warehouse.database) == [("Alpha", "a.txt")]


def test_status_names_the_versions_that_can_come_back(place: Place) -> None:
    before = publish(place, a="Alpha")
    publish(place, b="Beta")
    stream = io.StringIO()
    print_status(place.warehouse, stream)
    assert f"{before}\n" in stream.getvalue()


def refresh_keeping(place: Place, *, is_full: bool = False) -> None:
    request = Request([str(place.disclosures)], place.warehouse.root, is_full, keeps_removed=True)
    pipeline.refresh(request, TINY, Silent())


def test_a_removed_document_stays_where_asked_and_can_be_read_again(place: Place) -> None:
    place.write(a="Alpha", b="Beta")
    refresh_keeping(place)
    (place.disclosures / "b.txt").unlink()
    refresh_keeping(place)
    assert rows(place.warehouse.database) == [("Alpha", "a.txt"), ("Beta", "b.txt")]
    refresh_keeping(place, is_full=True)
    assert rows(place.warehouse.database) == [("Alpha", "a.txt"), ("Beta", "b.txt")]


def test_a_changed_file_replaces_its_predecessor_even_where_removed_ones_stay(place: Place) -> None:
    place.write(a="Alpha", b="Beta")
    refresh_keeping(place)
    place.write(b="Beta, corrected")
    refresh_keeping(place)
    assert place.titles() == ["Alpha", "Beta, corrected"]
    assert len([path for path in place.warehouse.kept.iterdir() if not path.suffix]) == 2


def test_removed_documents_leave_when_they_are_no_longer_to_stay(place: Place) -> None:
    place.write(a="Alpha", b="Beta")
    refresh_keeping(place)
    (place.disclosures / "b.txt").unlink()
    refresh_keeping(place)
    publish(place)
    assert place.titles() == ["Alpha"]
