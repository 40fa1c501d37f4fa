"""Schedules and guides: what stands in ``ops/`` and ``docs/operations.md`` works as written."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from refresh import errors

PROJECT = Path(__file__).parent.parent
SCHEDULE = re.compile(r"^\d+ \d+ \* \* \* (?P<command>.+)$", re.MULTILINE)


def nightly(tmp_path: Path, status: int) -> subprocess.CompletedProcess[str]:
    """Run the crontab's command as cron does, with a gongkai that prints its arguments and ends so."""
    program = tmp_path / ".venv" / "bin" / "gongkai"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "ran: $*"\nexit {status}\n')
    program.chmod(0o755)
    crontab = (PROJECT / "ops" / "crontab").read_text(encoding="utf-8")
    (line,) = SCHEDULE.finditer(crontab)
    assert "%" not in line["command"], "cron turns an unescaped % into a new line"
    return subprocess.run(
        ["/bin/bash", "-c", line["command"]],
        env={"GONGKAI": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("status", "mailed"), [(0, ""), (75, ""), (1, "ran: refresh\n")])
def test_crontab_mails_failures_and_nothing_else(tmp_path: Path, status: int, mailed: str) -> None:
    done = nightly(tmp_path, status)
    assert done.stdout == mailed
    assert done.stderr == ""
    assert (done.returncode == 0) == (mailed == "")
    assert (tmp_path / "logs" / "refresh.log").read_text() == "ran: refresh\n"


def test_crontab_service_and_log_rotation_speak_of_the_same_place() -> None:
    texts = [(PROJECT / "ops" / name).read_text() for name in ("crontab", "logrotate.conf", "gongkai-refresh.service")]
    assert all("/opt/gongkai" in text for text in texts)
    service = configparser.RawConfigParser(strict=False)
    service.read_string(texts[2])
    assert service["Service"]["ExecStart"] == "/opt/gongkai/.venv/bin/gongkai refresh"


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("systemd-analyze is not installed")
    for name in ("gongkai-refresh.service", "gongkai-refresh.timer"):
        unit = (PROJECT / "ops" / name).read_text().replace("/opt/gongkai/.venv/bin/gongkai", "/bin/true")
        (tmp_path / name).write_text(unit)
    done = subprocess.run(
        [verifier, "verify", str(tmp_path / "gongkai-refresh.timer")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_operations_guide_explains_every_exit_status() -> None:
    guide = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    statuses = {
        errors.PUBLISHED, errors.FAILED, errors.WRONG_USAGE, errors.OPEN_FINDINGS, errors.LOCKED,
    }  # fmt: skip
    assert {int(number) for number in re.findall(r"^\| (\d+) \|", guide, re.MULTILINE)} == statuses


def test_operations_guide_explains_every_name_in_the_warehouse_directory() -> None:
    guide = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    layout = (PROJECT / "refresh" / "layout.py").read_text(encoding="utf-8")
    names = re.findall(r'self\.root / "([\w.]+)"', layout)
    assert len(names) > 6
    assert [name for name in names if f"`{name}" not in guide] == []


def test_make_help_lists_every_target() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    done = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\w+)", done.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(phony.split())
