"""Refreshes as processes: two at once, killed at every change of a name, with a reader who asks all the time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from refresh.layout import Warehouse
from tests.tiny_refresh import rows

PROGRAM = Path(__file__).with_name("tiny_refresh.py")
PROJECT = PROGRAM.parent.parent


def start(warehouse: Path, disclosures: Path, *options: str, most_bytes: int | None = None) -> subprocess.Popen[str]:
    """A tiny refresh in a process of its own; a limit on the size of its files stands for a full disk."""
    command = [sys.executable, str(PROGRAM), str(warehouse), str(disclosures), *options]
    if most_bytes is not None:
        command = ["prlimit", f"--fsize={most_bytes}", "--", *command]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def run(warehouse: Path, disclosures: Path, *options: str, most_bytes: int | None = None) -> tuple[int, str, str]:
    """Exit status and what was said."""
    with start(warehouse, disclosures, *options, most_bytes=most_bytes) as process:
        output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


@pytest.fixture
def disclosures(tmp_path: Path) -> Path:
    directory = tmp_path / "disclosures"
    directory.mkdir()
    (directory / "a.txt").write_text("Alpha")
    return directory


def test_second_refresh_leaves_with_75_and_names_the_holder(tmp_path: Path, disclosures: Path) -> None:
    warehouse = tmp_path / "warehouse"
    with start(warehouse, disclosures, "--wait-in", "transform") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "waiting\n"
        status, output, errors = run(warehouse, disclosures)
        first.kill()
    assert status == 75
    assert f"process {first.pid}" in errors
    assert output == ""
    # The lock died with its process.
    assert run(warehouse, disclosures)[0] == 0


def test_terminated_refresh_says_so_and_leaves_a_record(tmp_path: Path, disclosures: Path) -> None:
    warehouse = tmp_path / "warehouse"
    with start(warehouse, disclosures, "--wait-in", "document") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "interrupted" in errors
    (record,) = (warehouse / "runs").glob("*.json")
    assert '"interrupted"' in record.read_text()


def test_full_disk_leaves_the_old_warehouse_and_is_told_in_a_sentence(tmp_path: Path, disclosures: Path) -> None:
    warehouse = tmp_path / "warehouse"
    assert run(warehouse, disclosures)[0] == 0
    (disclosures / "b.txt").write_text("Beta")
    status, _, errors = run(warehouse, disclosures, most_bytes=100 * 1024)
    assert status == 1
    assert "File too large" in errors
    assert "Traceback" not in errors
    assert rows(warehouse / "gongkai.duckdb") == [("Alpha", "a.txt")]
    assert run(warehouse, disclosures)[0] == 0
    assert len(rows(warehouse / "gongkai.duckdb")) == 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MiB of its own; mounting needs an administrator."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("left", [0, 64, 512, 1024, 2048])
def test_really_full_disk_leaves_the_old_warehouse_and_the_next_refresh_finishes(
    small_disk: Path, disclosures: Path, left: int
) -> None:
    warehouse = small_disk / "warehouse"
    assert run(warehouse, disclosures)[0] == 0
    (disclosures / "b.txt").write_text("Beta")
    filler = small_disk / "filler"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    filler.write_bytes(bytes(free - left * 1024))
    status, _, errors = run(warehouse, disclosures)
    assert status == 1
    assert "No space left on device" in errors or "disk" in errors.lower(), errors
    assert "Traceback" not in errors
    assert rows(warehouse / "gongkai.duckdb") == [("Alpha", "a.txt")]
    filler.unlink()
    assert run(warehouse, disclosures)[0] == 0
    assert rows(warehouse / "gongkai.duckdb") == [("Alpha", "a.txt"), ("Beta", "b.txt")]


class Reader(threading.Thread):
    """Asks the published database all the time; remembers every answer and every error."""

    def __init__(self, warehouse: Warehouse) -> None:
        super().__init__(daemon=True)
        self.warehouse = warehouse
        self.answers: set[tuple[tuple[object, ...], ...]] = set()
        self.errors: list[Exception] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.01):
            try:
                self.answers.add(tuple(rows(self.warehouse.database)))
            except Exception as error:
                self.errors.append(error)


@pytest.mark.slow
def test_killed_at_any_change_of_a_name_the_old_warehouse_answers_and_the_next_refresh_finishes(
    tmp_path: Path, disclosures: Path
) -> None:
    warehouse = Warehouse(tmp_path / "warehouse")
    assert run(warehouse.root, disclosures)[0] == 0
    reader = Reader(warehouse)
    reader.start()
    kills = 0
    for number in range(1, 100):
        (disclosures / "b.txt").write_text(f"Beta {number}")
        (disclosures / "c.txt").write_text(f"bad {number}")
        status, _, errors = run(warehouse.root, disclosures, "--die-at", str(number))
        if status == 0:
            break
        assert status == -signal.SIGKILL, errors
        kills += 1
        assert rows(warehouse.database)[0] == ("Alpha", "a.txt")
        if number % 4 == 0:
            assert run(warehouse.root, disclosures)[0] == 0
            assert rows(warehouse.database) == [("Alpha", "a.txt"), (f"Beta {number}", "b.txt")]
    reader.is_over.set()
    reader.join()
    assert kills >= 15
    assert reader.errors == []
    # Only whole versions were seen: Alpha alone, or with the Beta of one refresh.
    assert all(answer[0] == ("Alpha", "a.txt") and len(answer) <= 2 for answer in reader.answers)
    clean = Warehouse(tmp_path / "clean")
    assert run(clean.root, disclosures)[0] == 0
    assert rows(warehouse.database) == rows(clean.database)
    assert len(list(warehouse.versions.iterdir())) <= 2
    assert list(warehouse.staged.glob("??/.*")) == []
