"""Seeds and the answer key as rows, for the tests of seeds."""

from __future__ import annotations

import csv
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = Path(os.environ.get("GONGKAI_CORPUS", ROOT.parent / "shared" / "corpus"))
FOREVER = 9999

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed(name: str) -> list[Row]:
    """Rows of one seed."""
    return read(ROOT / "seeds" / f"{name}.csv")


def years(row: Row) -> tuple[int, int]:
    """First and last year in which a row of a seed holds."""
    return int(row["valid_from"]), int(row["valid_to"] or FOREVER)
