"""The command line teaches itself, and says plainly what is wrong with a command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from refresh.cli import main

PROJECT = Path(__file__).parent.parent
COMMANDS = ("refresh", "collect", "rollback", "status", "query", "trace", "audit")


def helped(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What ``--help`` prints."""
    with pytest.raises(SystemExit) as ending:
        main([*arguments, "--help"])
    assert ending.value.code == 0
    return capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    text = helped([], capsys)
    assert [name for name in COMMANDS if not re.search(rf"^    {name} ", text, re.MULTILINE)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_examples_of_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = helped([command], capsys)
    examples = text.split("examples:")[1]
    assert f"  gongkai {command}" in examples
    assert max(len(line) for line in text.splitlines()) <= 100


@pytest.mark.parametrize(
    "arguments", [[], ["publish"], ["refresh", "--ful"], ["trace"], ["query"], ["query", "select 1", "--format", "xls"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status: object = main(arguments)
    except SystemExit as ending:
        status = ending.code
    assert status == 2
    assert "gongkai" in capsys.readouterr().err


def test_version_is_the_project_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert re.fullmatch(r"gongkai \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_start_imports_nothing_heavy() -> None:
    code = (
        "import sys; from refresh.cli import main; from refresh.pipeline import refresh; "
        "from refresh.steps import default_steps; default_steps(); "
        "print(sorted({'dbt', 'duckdb', 'great_expectations', 'polars', 'pebble', 'jinja2', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_reader_that_has_seen_enough_ends_the_query_quietly(tmp_path: Path) -> None:
    import duckdb

    duckdb.connect(str(tmp_path / "gongkai.duckdb")).close()
    command = f"{sys.executable} -m refresh query 'from range(1000000)' --rows 0 --warehouse {tmp_path} | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command],
        cwd=PROJECT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "range", "")
