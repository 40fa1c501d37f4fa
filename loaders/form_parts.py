"""What rows of indicators are read into: the heading with its halves, parts of an indicator, the reading so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from loaders.documents import Cell
from loaders.form_find import Row, heading_roles
from loaders.text import plain

LEVELS = ("level_1", "level_2")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an indicator: its text and the cell in which it is printed."""

    cell: Cell
    text: str


@dataclass(frozen=True)
class Half:
    """The columns of one horizon (annual, mid_term), from its second level on, in order."""

    horizon: str
    columns: tuple[tuple[int, str], ...]

    @cached_property
    def level_2(self) -> int | None:
        """Column of the second level."""
        return next((col for col, role in self.columns if role == "level_2"), None)

    @cached_property
    def parts(self) -> tuple[tuple[int, str], ...]:
        """Columns behind the levels."""
        return tuple((col, role) for col, role in self.columns if role not in LEVELS)


@dataclass(frozen=True)
class Heading:
    """The row of indicator headings. ``halves`` holds one half, or mid-term and annual."""

    columns: tuple[tuple[int, str], ...]
    halves: tuple[Half, ...]

    @cached_property
    def level_1(self) -> int | None:
        """Column of the first level."""
        return next((col for col, role in self.columns if role == "level_1"), None)

    @cached_property
    def first(self) -> int:
        """First heading column; what stands left of it is a label beside the indicators."""
        return min(col for col, _ in self.columns)


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of one row, or only its level words (no parts). ``is_damaged``: cells were lost or run together."""

    row: Row
    level_1: str | None
    level_2: str | None
    parts: dict[str, Part]
    horizon: str = "annual"
    is_damaged: bool = False

    def text(self, role: str) -> str | None:
        """Text of a part without mark-up and line breaks; null where the part is missing or blank."""
        part = self.parts.get(role)
        return (plain(part.text).replace("\n", "") or None) if part else None


@dataclass(slots=True)
class Reading:
    """What is known while the rows of a form are read: entries so far and how far the last row had moved."""

    heading: Heading
    entries: list[Entry] = field(default_factory=list)
    levels: list[Cell] = field(default_factory=list)
    sides: list[Cell] = field(default_factory=list)
    unread: list[tuple[Row, Cell]] = field(default_factory=list)
    shift: int = 0


def read_heading(row: Row) -> Heading:
    """The heading of a form from its row of headings; a second 二级指标 opens the annual half."""
    columns = _with_unknown(row, heading_roles(row))
    cuts = [at for at, (_, role) in enumerate(columns) if role == "level_2"]
    halves: tuple[Half, ...]
    if len(cuts) == 2:
        halves = (Half("mid_term", columns[cuts[0] : cuts[1]]), Half("annual", columns[cuts[1] :]))
    else:
        halves = (Half("annual", tuple(c for c in columns if c[1] != "level_1")),)
    return Heading(columns, halves)


def _with_unknown(row: Row, known: Sequence[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    """A heading that nobody knows has its column all the same, so that its cells do not stand in those of others."""
    last = max(col for col, _ in known)
    named = {col for col, _ in known}
    unknown = [
        (cell.col, f"unknown_{cell.col}")
        for cell in row.printed
        if cell.col not in named and min(named) < cell.col and (row.is_ruled or cell.col > last)
    ]
    return tuple(sorted([*known, *unknown]))
