"""Ruled tables from lines alone: what each way of drawing a table must give."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from loaders.readers.lattice import Lattice, LatticeCell, Rule, find_lattices


def grid_rules(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    """Rules of a plain table with the given column and row edges."""
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def spans(lattice: Lattice) -> list[tuple[int, int, int, int]]:
    return [(c.row, c.col, c.row_end - c.row, c.col_end - c.col) for c in lattice.cells]


def test_a_plain_table_has_one_cell_a_unit() -> None:
    [lattice] = find_lattices(*grid_rules([10, 60, 110], [10, 30, 50, 70]))
    assert spans(lattice) == [(r, c, 1, 1) for r, c in product(range(3), range(2))]


def test_a_missing_inner_rule_merges_the_cells_beside_it() -> None:
    rows, columns = grid_rules([0, 50, 100], [0, 20, 40])
    columns[1] = Rule(50, 20, 40)  # heading spans both columns
    [lattice] = find_lattices(rows, columns)
    assert lattice.cells[0] == LatticeCell(0, 0, 1, 2)
    assert len(lattice.cells) == 3


def test_double_rules_are_one_rule() -> None:
    rows, columns = grid_rules([0, 50, 100], [0, 20, 40])
    rows += [Rule(rule.at + 1.5, rule.low, rule.high) for rule in rows]
    columns += [Rule(rule.at + 2.0, rule.low, rule.high) for rule in columns]
    [lattice] = find_lattices(rows, columns)
    assert (len(lattice.xs), len(lattice.ys)) == (3, 3)


def test_rules_drawn_cell_by_cell_are_joined() -> None:
    pieces = [Rule(y, x, x + 50) for y in (0, 20, 40) for x in (0, 50)]
    verticals = [Rule(x, y, y + 20) for x in (0, 50, 100) for y in (0, 20)]
    [lattice] = find_lattices(pieces, verticals)
    assert len(lattice.cells) == 4


def test_a_continuation_without_its_top_rule_keeps_its_first_row() -> None:
    rows, columns = grid_rules([0, 50, 100], [0, 20, 40])
    [lattice] = find_lattices(rows[1:], columns)
    assert lattice.ys == (0, 20, 40)


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    rows, columns = grid_rules([0, 80, 160, 240], [0, 20, 40])
    [lattice] = find_lattices(rows, columns[1:3])
    assert lattice.xs == (0, 80, 160, 240)


def test_two_tables_on_a_page_stay_two() -> None:
    first, second = grid_rules([0, 50, 100], [0, 20, 40]), grid_rules([0, 50, 100], [100, 120, 140])
    lattices = find_lattices(first[0] + second[0], first[1] + second[1])
    assert [lattice.ys[0] for lattice in lattices] == [0, 100]


def test_a_frame_around_text_is_no_table() -> None:
    assert find_lattices(*grid_rules([0, 100], [0, 40])) == []


@given(
    widths=st.lists(st.integers(8, 60), min_size=2, max_size=8),
    heights=st.lists(st.integers(8, 40), min_size=2, max_size=12),
)
def test_every_unit_belongs_to_exactly_one_cell(widths: list[int], heights: list[int]) -> None:
    xs = [float(sum(widths[:i])) for i in range(len(widths) + 1)]
    ys = [float(sum(heights[:i])) for i in range(len(heights) + 1)]
    rows, columns = grid_rules(xs, ys)
    # Every second inner vertical is missing in the first row: a heading over two columns.
    columns = [Rule(c.at, ys[1], c.high) if i % 2 and 0 < i < len(xs) - 1 else c for i, c in enumerate(columns)]
    [lattice] = find_lattices(rows, columns)
    owners: dict[tuple[int, int], int] = {}
    for no, cell in enumerate(lattice.cells):
        for unit in product(range(cell.row, cell.row_end), range(cell.col, cell.col_end)):
            assert unit not in owners
            owners[unit] = no
    assert len(owners) == len(widths) * len(heights)
