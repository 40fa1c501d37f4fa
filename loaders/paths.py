"""Heading paths: which headings stand above each column, from the widest parent down to the leaf.

Ruled formats print how far a parent spreads. Ragged text does not: a parent stands over the first, the middle or
any other of its columns, or is torn over two of them, and a whole row of headings may be printed one column off.
How far it spreads is decided by what stands below: a group ends where keys begin, and begins with its 合计.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.documents import Cell
from loaders.grids import Matrix, is_amount, is_code
from loaders.headings import Section
from loaders.text import plain
from loaders.vocabulary import KEY_ROLES, NUMBER_ROLES, Heading, heading_anywhere

_SHIFTS = (0, 1, -1)
_CODE_PARTS = ("类", "款", "项")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the data rows of one column hold: how many amounts, subject codes and other texts."""

    amounts: int = 0
    codes: int = 0
    texts: int = 0

    @property
    def is_number(self) -> bool:
        """Amounts, and nothing that could be a key."""
        return self.amounts > 0 and self.texts == 0

    @property
    def is_money(self) -> bool:
        """Numbers most of which could not be subject codes."""
        return self.is_number and 2 * self.codes < self.amounts

    @property
    def is_text(self) -> bool:
        """Words, and no amount."""
        return self.texts > 0 and self.amounts == 0


@dataclass(frozen=True, slots=True)
class Paths:
    """Headings above each column, top to bottom, and the rows whose headings were printed off their columns."""

    by_column: dict[int, tuple[str, ...]]
    shifted_rows: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Group:
    """A heading in one row, perhaps torn over adjacent cells. ``nature``: side, key, number or unknown."""

    first: int
    last: int
    cells: tuple[Cell, ...]
    is_fixed: bool

    @property
    def text(self) -> str:
        """The heading, its torn cells joined."""
        return "".join(plain(cell.text) for cell in self.cells)

    @property
    def nature(self) -> str:
        """side, key, number or unknown."""
        return nature(self.text)


@dataclass(frozen=True, slots=True)
class _Below:
    """What stands below one row of headings: the columns with headings, the nearest and the lowest of each."""

    columns: frozenset[int]
    nearest: dict[int, Heading]
    leaves: dict[int, Heading]

    def nature(self, col: int) -> str:
        """Nature of a column by its lowest heading."""
        leaf = self.leaves.get(col)
        return _nature_of(leaf) if leaf is not None else "unknown"

    def is_total(self, col: int) -> bool:
        """True where the nearest heading below is a 合计."""
        heading = self.nearest.get(col)
        return heading is not None and heading.entry is not None and heading.entry.is_total

    def first_number(self) -> int | None:
        """The first column of amounts."""
        return min((col for col in self.leaves if self.nature(col) == "number"), default=None)


def profiles(section: Section) -> dict[int, Profile]:
    """Profile of each column over the section's data rows."""
    counts: dict[int, list[int]] = {}
    for row in section.data_rows:
        for cell in section.matrix.cells(row):
            text = plain(cell.text)
            kinds = (is_amount(text), is_code(text), not is_amount(text) and not is_code(text))
            column = counts.setdefault(cell.col, [0, 0, 0])
            for at, holds in enumerate(kinds):
                column[at] += holds
    return {col: Profile(*column) for col, column in counts.items()}


def _code_parts(section: Section, paths: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """类, 款 and 项 printed in the row of column numbers, where the heading above spreads no further than the first."""
    cells = {cell.col: plain(cell.text) for row in section.ordinal_rows for cell in section.matrix.cells(row)}
    parts = {col: text for col, text in cells.items() if text in _CODE_PARTS}
    if len(parts) < 2 or all(col in paths for col in parts):
        return {}
    return {col: (*paths.get(col, ()), text) for col, text in parts.items()}


def heading_paths(section: Section) -> Paths:
    """Headings above each column of a section."""
    shifts = _shifts(section)
    rows = [_row_cells(section.matrix, row, shifts.get(row, 0)) for row in section.heading_rows]
    leaves = {col: heading_anywhere(plain(cell.text)) for cells in rows for col, cell in cells.items()}
    owners: list[dict[int, _Group]] = []
    for at, cells in enumerate(rows):
        nearest = _nearest(cells, rows[at + 1 :])
        groups = _groups(cells, set(nearest), section.matrix.has_spans)
        owners.append(_owners(groups, _Below(frozenset(nearest), nearest, leaves), owners))
    columns = sorted({col for row in owners for col in row})
    paths = {col: _distinct([row[col] for row in owners if col in row]) for col in columns}
    paths |= _code_parts(section, paths)
    return Paths(paths, shifts)


def _nearest(cells: dict[int, Cell], below: list[dict[int, Cell]]) -> dict[int, Heading]:
    """The nearest heading below a row, column by column; a heading merged downwards is not below itself."""
    nearest: dict[int, Heading] = {}
    for row in below:
        for col, cell in row.items():
            if cell is not cells.get(col):
                nearest.setdefault(col, heading_anywhere(plain(cell.text)))
    return nearest


def _distinct(groups: list[_Group]) -> tuple[str, ...]:
    """Texts of a path; a heading merged over two rows stands in it once."""
    return tuple(g.text for at, g in enumerate(groups) if at == 0 or g.cells != groups[at - 1].cells)


def _row_cells(matrix: Matrix, row: int, shift: int) -> dict[int, Cell]:
    """Heading cells of one row by column: spread as far as the format says, or at their own place."""
    cells: dict[int, Cell] = {}
    for col in range(1, matrix.width + 1):
        cell = matrix.covering(row, col)
        if cell is not None and plain(cell.text):
            cells[col + shift] = cell
    return cells


def nature(text: str) -> str:
    """What a heading stands over: ``side`` (of a two-sided table), ``key``, ``number`` or ``unknown``."""
    return _nature_of(heading_anywhere(text))


def _nature_of(heading: Heading) -> str:
    if heading.entry is None:
        return "number" if heading.has_year else "unknown"
    if heading.entry.side is not None:
        return "side"
    if heading.entry.role in KEY_ROLES or heading.entry.id == "key_group":
        return "key"
    return "number"


def _groups(cells: dict[int, Cell], lower: set[int], has_spans: bool) -> list[_Group]:
    """Headings of one row, left to right; unknown neighbours that both stand over leaves are one torn heading."""
    groups: list[_Group] = []
    for col, cell in sorted(cells.items()):
        last = groups[-1] if groups else None
        if last is not None and last.cells[-1] is cell:
            groups[-1] = _Group(last.first, col, last.cells, last.is_fixed)
        elif last is not None and not has_spans and _is_torn(last, col, cell, lower):
            groups[-1] = _Group(last.first, col, (*last.cells, cell), last.is_fixed)
        else:
            groups.append(_Group(col, col, (cell,), cell.col_span > 1 or cell.row_span > 1))
    return groups


def _is_torn(group: _Group, col: int, cell: Cell, lower: set[int]) -> bool:
    are_open = group.last in lower and col in lower
    text = plain(cell.text)
    joined_is_known = nature(group.text + text) != "unknown"
    neither_known = group.nature == "unknown" and nature(text) == "unknown"
    one_unknown = group.nature == "unknown" or nature(text) == "unknown"
    # 2022年 | 预算数: a year and its word fell into two cells.
    year_goes_on = heading_anywhere(group.text).key == "" and not heading_anywhere(text).has_year
    return col == group.last + 1 and are_open and (neither_known or year_goes_on or (one_unknown and joined_is_known))


def _owners(groups: list[_Group], below: _Below, upper: list[dict[int, _Group]]) -> dict[int, _Group]:
    """Which heading of one row owns each column."""
    owners: dict[int, _Group] = {}
    starts = [_start(group, groups[at - 1].last if at else 0, below) for at, group in enumerate(groups)]
    for at, group in enumerate(groups):
        stop = starts[at + 1] if at + 1 < len(groups) else max(below.columns | {group.last}) + 1
        for col in range(starts[at], group.last + 1):
            owners[col] = group
        for col in _reach(group, stop, below, upper):
            owners[col] = group
    return owners


def _reach(group: _Group, stop: int, below: _Below, upper: list[dict[int, _Group]]) -> list[int]:
    """Columns to the right that a heading spreads over: as long as leaves of its nature follow."""
    if group.is_fixed or group.last not in below.columns:
        return []
    columns = []
    for col in range(group.last + 1, stop):
        crosses = any(row.get(col) is not row.get(group.last) for row in upper if col in row or group.last in row)
        if col not in below.columns or crosses or _breaks(group, col, below):
            break
        columns.append(col)
    return columns


def _breaks(group: _Group, col: int, below: _Below) -> bool:
    """True where the columns of another nature begin: keys end a group of numbers, and the other way round."""
    if group.nature == "side":
        return below.nature(col) in {"key", "side"} and below.nature(col - 1) == "number"
    own = below.nature(group.last) if group.nature == "unknown" else group.nature
    return below.nature(col) in {"key", "number"} and below.nature(col) != own


def _start(group: _Group, floor: int, below: _Below) -> int:
    """First column of a heading: its own, unless what stands below says that it begins further left.

    ``floor`` is the last column of the heading to the left. Scans print a spread heading over the middle of its
    columns: it then begins at the 合计 (or the keys) between itself and its left neighbour.
    """
    if group.is_fixed or group.last not in below.columns or group.nature == "unknown":
        return group.first
    leftwards: list[int] = []
    for col in range(group.first - 1, floor, -1):
        if col not in below.columns:
            break
        leftwards.append(col)
    scan = {"side": _side_start, "key": _key_start}.get(group.nature, _number_start)
    return scan(group, leftwards, below)


def _side_start(group: _Group, leftwards: list[int], below: _Below) -> int:
    if below.nature(group.first) == "key":
        return group.first
    return next((col for col in leftwards if below.nature(col) == "key"), group.first)


def _key_start(group: _Group, leftwards: list[int], below: _Below) -> int:
    """Keys to the left belong to a key heading when they are the code of the name below it."""
    start = group.first
    for col in leftwards:
        leaf = below.leaves.get(col)
        if leaf is None or leaf.entry is None or not leaf.entry.role.startswith("code"):
            break
        start = col
    return start


def _number_start(group: _Group, leftwards: list[int], below: _Below) -> int:
    first = below.first_number()
    if first is not None and first < group.first:
        repeated = _same_leaf(below, first, [group.first, *leftwards])
        if repeated is not None:
            return repeated
    if below.is_total(group.first):
        return group.first
    for col in leftwards:
        if _breaks(group, col, below):
            break
        if below.is_total(col):
            return col
    return group.first


def _same_leaf(below: _Below, first: int, columns: list[int]) -> int | None:
    """The column where the sequence of leaves begins anew (two years side by side), nearest to the heading."""
    key = below.leaves[first].key
    return next((col for col in columns if col != first and key and below.leaves[col].key == key), None)


def _shifts(section: Section) -> dict[int, int]:
    """Rows of headings that fit their columns better one place to the side; only where nothing is merged."""
    if section.matrix.has_spans:
        return {}
    columns = profiles(section)
    shifts: dict[int, int] = {}
    for row in section.heading_rows:
        cells = {cell.col: cell for cell in section.matrix.cells(row)}
        other = {cell.col for above in section.heading_rows if above != row for cell in section.matrix.cells(above)}
        costs = {shift: _misfits(cells, shift, columns, other) for shift in _SHIFTS}
        best = min(_SHIFTS, key=lambda shift: costs[shift])
        if costs[best] == 0 and costs[0] > 1:
            shifts[row] = best
    return {row: shift for row, shift in shifts.items() if shift}


def _misfits(cells: dict[int, Cell], shift: int, columns: dict[int, Profile], other: set[int]) -> int:
    """How many headings stand over data of another nature, and how many amount columns have no heading at all."""
    misfits = 0
    for col, cell in cells.items():
        profile = columns.get(col + shift, Profile())
        entry = heading_anywhere(plain(cell.text)).entry
        if entry is not None and entry.role in NUMBER_ROLES:
            misfits += profile.is_text
        elif entry is not None and entry.role in KEY_ROLES:
            misfits += profile.is_money
    headed = {col + shift for col in cells} | other
    return misfits + sum(profile.is_money and col not in headed for col, profile in columns.items())
