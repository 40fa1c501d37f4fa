"""What several test files share: the bundled sample, refreshed once into a warehouse of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Command:
    """How a command ended and what it said."""

    status: int
    output: str
    errors: str
    seconds: float


def gongkai(*arguments: str | Path) -> Command:
    """Run a command in a process of its own, as a person does."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "refresh", *map(str, arguments)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return Command(done.returncode, done.stdout, done.stderr, time.perf_counter() - began)


@dataclass(frozen=True)
class Published:
    """A published warehouse and the refresh that made it."""

    warehouse: Path
    refresh: Command

    def __call__(self, command: str, *arguments: str | Path) -> Command:
        """Run a command on it."""
        return gongkai(command, "--warehouse", self.warehouse, *arguments)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The bundled sample, refreshed as ``make refresh`` does."""
    warehouse = tmp_path_factory.mktemp("published") / "warehouse"
    done = gongkai("refresh", "--disclosures", PROJECT / "disclosures", "--warehouse", warehouse)
    assert done.status == 0, done.errors
    return Published(warehouse, done)
