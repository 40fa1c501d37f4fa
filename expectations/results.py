"""How expectations went, as values that travel between processes and into ``results.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from expectations.suites import Expected


@dataclass(frozen=True, slots=True)
class Checked:
    """How one expectation went. ``sample`` shows up to twenty of the rows or values that are against it."""

    expected: Expected
    is_met: bool
    unexpected_count: int
    sample: tuple[str, ...]
    failure: str | None = None

    @property
    def blocks(self) -> bool:
        """True where the warehouse must not be published."""
        return self.expected.is_blocking and not self.is_met

    def __str__(self) -> str:
        """One line for a log: what is expected and what is against it."""
        against = self.failure or f"{self.unexpected_count} rows, e.g. {'; '.join(self.sample[:2])}"
        return f"{self.expected.name} ({self.expected.meaning_en}): {against}"


def write_results(path: Path, checked: Iterable[Checked]) -> None:
    """Write all results as JSON, one object an expectation."""
    entries = [asdict(check) for check in checked]
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def read_results(path: Path) -> tuple[Checked, ...]:
    """Read what ``write_results`` wrote."""
    return tuple(_checked(entry) for entry in json.loads(path.read_text(encoding="utf-8")))


def _checked(entry: dict[str, Any]) -> Checked:
    return Checked(
        expected=Expected(**entry["expected"]),
        is_met=entry["is_met"],
        unexpected_count=entry["unexpected_count"],
        sample=tuple(entry["sample"]),
        failure=entry["failure"],
    )
