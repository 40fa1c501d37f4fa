"""Headings above columns without rules: which columns each heading stands over, or nothing where that is open.

A heading over one column stands on it; a heading above other headings stands in the middle of a run of them. Where
the columns of that run end is not drawn, but each edge lies between two columns, so that only some runs can have the
heading in their middle. A wrong run gives figures another meaning: where several fit, none is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.readers.glyphs import TextLine

Span = tuple[float, float]
Run = tuple[int, int]
"""Columns from the first (from 0) to before the second."""

# The middle of a heading and that of its columns differ by rounding and by the blank after the last glyph only.
_OFF_CENTRE = 1.5
# Of two readings the better one is taken only where the other is this many points further off.
_CLEAR = 8.0
# Headings of real tables leave a handful of readings; more are no table.
_MOST_READINGS = 400


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: the line it is printed on, from the top, the columns it stands over, and its text."""

    line: int
    run: Run
    text: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A choice of runs for the headings above headings: units are runs below each other's highest heading."""

    units: tuple[tuple[int, Run], ...]
    chosen: tuple[Heading, ...]
    off: float


def placed_headings(lines: Sequence[Sequence[TextLine]], columns: Sequence[Span]) -> list[Heading] | None:
    """Every word of the heading lines (top to bottom) with its run of columns; None where that is not certain."""
    leaves: list[Heading] = []
    parents: list[tuple[int, TextLine]] = []
    wide = list(columns)
    below: set[int] = set()
    for at in range(len(lines) - 1, -1, -1):
        lowest = _lowest(at, lines[at], columns, below)
        if lowest is None:
            return None
        for heading, word in lowest:
            leaves.append(heading)
            wide = _with_word(wide, heading.run, word)
        named = {id(word) for _, word in lowest}
        parents += [(at, word) for word in lines[at] if id(word) not in named]
        below |= {col for heading, _ in lowest for col in range(*heading.run)}
    if len(below) < len(columns):
        return None
    best = _clear(_readings(leaves, parents, wide))
    return None if best is None else [*leaves, *best.chosen]


def _lowest(
    at: int, words: Sequence[TextLine], columns: Sequence[Span], below: set[int]
) -> list[tuple[Heading, TextLine]] | None:
    """The headings of a line that stand on their columns; None where two stand on the same, or one only in part."""
    found: list[tuple[Heading, TextLine]] = []
    named: set[int] = set()
    for word in words:
        run = span_of(word, columns)
        own = set(range(*run))
        if own <= below:
            continue
        if own & (below | named):
            return None
        named |= own
        found.append((Heading(at, run, word.text), word))
    return found


def _with_word(wide: list[Span], run: Run, word: TextLine) -> list[Span]:
    """The extents of the columns, one of them as wide as the heading on it: narrow amounts stand under wide ones."""
    start, end = run
    if end - start > 1:
        return wide
    return [*wide[:start], (min(wide[start][0], word.box[0]), max(wide[start][1], word.box[2])), *wide[end:]]


def span_of(word: TextLine, columns: Sequence[Span]) -> Run:
    """The columns whose middle a word covers, else the nearest one."""
    x0, x1 = word.box[0], word.box[2]
    covered = [at for at, (low, high) in enumerate(columns) if x0 <= (low + high) / 2 <= x1]
    if covered:
        return covered[0], covered[-1] + 1
    middle = (x0 + x1) / 2
    nearest = min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))
    return nearest, nearest + 1


def _readings(
    leaves: Sequence[Heading], parents: Sequence[tuple[int, TextLine]], wide: Sequence[Span]
) -> list[_Reading]:
    """All readings in which every heading stands in the middle of its run and no child is left without its parent."""
    start = _Reading(tuple((leaf.line, leaf.run) for leaf in sorted(leaves, key=lambda leaf: leaf.run)), (), 0.0)
    readings = [start]
    for line, word in parents:
        readings = [after for reading in readings for after in _with_parent(reading, line, word, wide)]
        if len(readings) > _MOST_READINGS:
            return []
    return [reading for reading in readings if _leaves_none(reading, leaves)]


def _with_parent(reading: _Reading, line: int, word: TextLine, wide: Sequence[Span]) -> Iterator[_Reading]:
    """The reading with one more heading, over each run of units below it in the middle of which it can stand."""
    units = reading.units
    for first in range(len(units)):
        for last in range(first, len(units)):
            if units[last][0] <= line:
                break
            run = units[first][1][0], units[last][1][1]
            off = _off_centre(word, run, wide) if _is_level(units[first : last + 1], reading.chosen) else None
            if off is None:
                continue
            merged = (*units[:first], (line, run), *units[last + 1 :])
            yield _Reading(merged, (*reading.chosen, Heading(line, run, word.text)), reading.off + off)


def _is_level(units: Sequence[tuple[int, Run]], chosen: Sequence[Heading]) -> bool:
    """False where headings without others below them stand on several lines: they have not the same one above."""
    headed = {(heading.line, heading.run) for heading in chosen}
    return len({unit[0] for unit in units if unit not in headed}) < 2


def _off_centre(word: TextLine, run: Run, wide: Sequence[Span]) -> float | None:
    """How far a word stands off the likely middle of a run; None where it cannot be its middle."""
    first, last = wide[run[0]], wide[run[1] - 1]
    margin = max((right[0] - left[1] for left, right in pairwise(wide)), default=0.0)
    before = wide[run[0] - 1][1] if run[0] else first[0] - margin
    after = wide[run[1]][0] if run[1] < len(wide) else last[1] + margin
    middle = (word.box[0] + word.box[2]) / 2
    if not (before + last[1]) / 2 - _OFF_CENTRE <= middle <= (first[0] + after) / 2 + _OFF_CENTRE:
        return None
    if word.box[0] < before or word.box[2] > after:
        return None
    return abs((before + first[0] + last[1] + after) / 4 - middle)


def _leaves_none(reading: _Reading, leaves: Sequence[Heading]) -> bool:
    """False where headings without one above them stand on several lines: they reach over the same height, so that
    a heading above some of them is missing; or on the line of headings that do have one above them.
    """
    covered = {col for heading in reading.chosen for col in range(*heading.run)}
    below = {leaf.line for leaf in leaves if leaf.run[0] in covered}
    alone = {leaf.line for leaf in leaves if leaf.run[0] not in covered}
    return len(alone) < 2 and not alone & below


def _clear(readings: Sequence[_Reading]) -> _Reading | None:
    """The only reading, or the one that all others are clearly worse than."""
    ordered = sorted(readings, key=lambda reading: reading.off)
    if not ordered or (len(ordered) > 1 and ordered[1].off - ordered[0].off < _CLEAR):
        return None
    return ordered[0]
