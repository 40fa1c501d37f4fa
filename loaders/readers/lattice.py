"""Ruled tables from lines on a page: pure geometry, no PDF library.

Coordinates are points in the page as a person sees it, origin at the upper left, y growing downwards. The rules of
a table are clustered (double rules become one), the plane between them is cut into unit cells, and unit cells that
no rule parts are one merged cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Double rules are drawn up to 3 pt apart; no table row is that low.
SNAP = 3.0
# An overhang of the horizontal rules beyond the outermost vertical one is an open side, not a drawing tolerance.
_OPEN_SIDE = 12.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: ``at`` is its fixed coordinate, ``low`` to ``high`` its extent."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell of a lattice; rows and columns count from 0, ends are exclusive."""

    row: int
    col: int
    row_end: int
    col_end: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """One ruled table: column edges, row edges and the merged cells between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) of the whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def unit_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, col) of the unit cell that a point lies in, or None outside the table."""
        row, col = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.ys) - 1 and 0 <= col < len(self.xs) - 1:
            return row, col
        return None


def find_lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """All ruled tables of a page, from top to bottom. A frame without inner rules is no table."""
    rows, columns = _joined(horizontal), _joined(vertical)
    lattices = []
    for h_rules, v_rules in _components(rows, columns):
        lattice = _lattice(h_rules, v_rules)
        if lattice is not None:
            lattices.append(lattice)
    return sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Collinear rules that touch are one rule; Word draws a line anew for each cell."""
    joined: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        low = high = None
        for rule in sorted(group, key=lambda rule: rule.low):
            if high is None or low is None or rule.low > high + SNAP:
                if high is not None and low is not None:
                    joined.append(Rule(at, low, high))
                low, high = rule.low, rule.high
            high = max(high, rule.high)
        if high is not None and low is not None:
            joined.append(Rule(at, low, high))
    return joined


def _clusters(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _components(rows: Sequence[Rule], columns: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch, directly or through others, belong to one table."""
    parent = list(range(len(rows) + len(columns)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, row in enumerate(rows):
        for j, column in enumerate(columns, start=len(rows)):
            if _touch(row, column):
                parent[root(i)] = root(j)
    found: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(rows):
        found[root(i)][0].append(row)
    for j, column in enumerate(columns, start=len(rows)):
        found[root(j)][1].append(column)
    return [(h, v) for h, v in found.values() if h and v]


def _touch(row: Rule, column: Rule) -> bool:
    return row.low - SNAP <= column.at <= row.high + SNAP and column.low - SNAP <= row.at <= column.high + SNAP


def _lattice(rows: list[Rule], columns: list[Rule]) -> Lattice | None:
    rows = rows + _missing_ends(columns, rows)
    columns = columns + _missing_ends(rows, columns, least=_OPEN_SIDE)
    ys = _edges(rows)
    xs = _edges(columns)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    return Lattice(tuple(xs), tuple(ys), tuple(_cells(xs, ys, rows, columns)))


def _missing_ends(across: Sequence[Rule], along: Sequence[Rule], least: float = SNAP) -> list[Rule]:
    """Rules that a table lacks where two or more crossing rules end together.

    A table that goes on from the page before is often drawn without its top rule, and three-line tables without
    their outer verticals; the row or column there would be lost in silence.
    """
    known = [rule.at for rule in along]
    first, last = min(rule.low for rule in across), max(rule.high for rule in across)
    missing = []
    for end, there in (
        (first, [rule.at for rule in across if rule.low - first <= SNAP]),
        (last, [rule.at for rule in across if last - rule.high <= SNAP]),
    ):
        if len(there) >= 2 and min(abs(at - end) for at in known) > least:
            missing.append(Rule(end, min(there), max(there)))
    return missing


def _edges(rules: Iterable[Rule]) -> list[float]:
    return [sum(rule.at for rule in group) / len(group) for group in _clusters(sorted(rules, key=lambda rule: rule.at))]


def _cells(
    xs: Sequence[float], ys: Sequence[float], rows: Sequence[Rule], columns: Sequence[Rule]
) -> list[LatticeCell]:
    """Merged cells: unit cells that no rule parts, laid out as rectangles."""
    below = _ruled(ys, xs, rows)
    right = list(zip(*_ruled(xs, ys, columns), strict=True))
    taken = [[False] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    cells = []
    for r in range(len(ys) - 1):
        for c in range(len(xs) - 1):
            if taken[r][c]:
                continue
            cell = _grow(r, c, below, right, taken)
            for line in taken[cell.row : cell.row_end]:
                line[cell.col : cell.col_end] = [True] * (cell.col_end - cell.col)
            cells.append(cell)
    return cells


def _ruled(edges: Sequence[float], across: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """For each edge after the first: is the piece between two neighbours in ``across`` drawn as a rule?"""
    middles = [(a + b) / 2 for a, b in pairwise(across)]
    return [
        [any(low <= middle <= high for low, high in spans) for middle in middles]
        for spans in (
            [(rule.low - SNAP, rule.high + SNAP) for rule in rules if abs(rule.at - edge) <= SNAP] for edge in edges[1:]
        )
    ]


def _grow(
    r: int,
    c: int,
    below: Sequence[Sequence[bool]],
    right: Sequence[Sequence[bool]],
    taken: Sequence[Sequence[bool]],
) -> LatticeCell:
    """Widen a unit cell to the right, then downwards, as long as no rule stands in the way."""
    width, height = len(below[0]), len(below)
    col_end = c + 1
    while col_end < width and not right[r][col_end - 1] and not taken[r][col_end]:
        col_end += 1
    row_end = r + 1
    while (
        row_end < height
        and not any(below[row_end - 1][cc] for cc in range(c, col_end))
        and not any(right[row_end][cc] for cc in range(c, col_end - 1))
        and not any(taken[row_end][cc] for cc in range(c, col_end))
    ):
        row_end += 1
    return LatticeCell(r, c, row_end, col_end)
