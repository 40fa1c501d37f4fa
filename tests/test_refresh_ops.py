"""Schedules and guides: what stands in ``ops/`` and ``docs/operations.md`` works as written."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from refresh import errors
from refresh.cli import main

PROJECT = Path(__file__).parent.parent
SCHEDULE = re.compile(r"^\d+ \d+ \* \* \* (?P<command>.+)$", re.MULTILINE)


def nightly(tmp_path: Path, status: int) -> subprocess.CompletedProcess[str]:
    """Run the crontab's command as cron does: its shell, its variables and no others, and a gongkai that ends so."""
    program = tmp_path / ".venv" / "bin" / "gongkai"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\necho "ran: $* in $PWD"\n[ "$1" = status ] || exit {status}\n')
    program.chmod(0o755)
    crontab = (PROJECT / "ops" / "crontab").read_text(encoding="utf-8")
    (line,) = SCHEDULE.finditer(crontab)
    assert "%" not in line["command"], "cron turns an unescaped % into a new line"
    variables = dict(re.findall(r"^([A-Z_]+)=(.*)$", crontab, re.MULTILINE)) | {"GONGKAI": str(tmp_path)}
    empty = ["env", "-i", "HOME=/", "LOGNAME=gongkai", *(f"{name}={value}" for name, value in variables.items())]
    command = [*empty, variables["SHELL"], "-c", line["command"]]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


@pytest.mark.parametrize("status", [0, 75, 1])
def test_crontab_mails_failures_and_nothing_else(tmp_path: Path, status: int) -> None:
    done = nightly(tmp_path, status)
    ran = f"ran: refresh --collect --log-format json in {tmp_path}\n"
    assert done.stdout == ("" if status in (0, 75) else f"{ran}ran: status in {tmp_path}\n")
    assert done.stderr == ""
    assert (done.returncode == 0) == (status in (0, 75))
    assert (tmp_path / "logs" / "refresh.log").read_text() == ran


def test_schedules_start_commands_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    ops = PROJECT / "ops"
    texts = [(ops / name).read_text() for name in ("crontab", "gongkai-refresh.service", "gongkai-collect.service")]
    commands = [line for text in texts for line in re.findall(r"\.venv/bin/gongkai ([a-z -]+?)(?: >>|;|$)", text, re.MULTILINE)]
    assert len(commands) == 4
    for command in commands:
        with pytest.raises(SystemExit) as ending:
            main([*command.split(), "--help"])
        assert ending.value.code == 0, command


def test_crontab_services_and_log_rotation_speak_of_the_same_place() -> None:
    names = ("crontab", "logrotate.conf", "gongkai-refresh.service", "gongkai-collect.service")
    texts = [(PROJECT / "ops" / name).read_text() for name in names]
    assert all("/opt/gongkai" in text for text in texts)
    for text, writable in zip(texts[2:], ("warehouse", "disclosures"), strict=True):
        service = configparser.RawConfigParser(strict=False)
        service.read_string(text)
        assert service["Service"]["ExecStart"].startswith("/opt/gongkai/.venv/bin/gongkai ")
        assert service["Service"]["ReadWritePaths"] == f"/opt/gongkai/{writable}"


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("systemd-analyze is not installed")
    for name in ("gongkai-refresh.service", "gongkai-collect.service", "gongkai-refresh.timer"):
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
