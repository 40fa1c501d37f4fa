"""Rows of indicators: which cell of a row is which part of an indicator, also where extraction moved the cells.

Columns are known by the form's headings. A row is first read by columns, moved as far as its level words (数量指标)
stand from their column; only where that leaves cells over is it read in order. Forms that print mid-term and annual
targets side by side have two halves; a level word opens each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.amounts import parse_amount
from loaders.documents import Cell
from loaders.form_catalogue import catalogue, level_key
from loaders.form_find import Row
from loaders.form_parts import LEVELS, Entry, Half, Heading, Part, Reading
from loaders.indicators import read_operator
from loaders.text import plain


@dataclass(frozen=True, slots=True)
class _Split:
    """A row's cells told apart: its level words (per half) and the rest."""

    level_1: Cell | None
    level_2: tuple[Cell | None, ...]
    rest: tuple[Cell, ...]

    @property
    def last_level_2(self) -> Cell | None:
        return next((cell for cell in reversed(self.level_2) if cell is not None), None)


def read_row(row: Row, reading: Reading) -> None:
    """Read one row below the headings into ``reading``."""
    cells = [cell for cell in row.printed if not _is_side(cell, reading)]
    fused = next((cell for cell in cells if _is_fused(cell)), None)
    if fused is not None:
        _read_fused(row, cells, fused, reading)
        return
    split = _split(cells, reading)
    reading.levels += [cell for cell in (split.level_1, *split.level_2) if cell is not None]
    level_1 = level_key(split.level_1.text) if split.level_1 else None
    if not split.rest:
        word = split.last_level_2
        reading.entries.append(Entry(row, level_1, level_key(word.text) if word else None, {}))
        return
    found = _by_columns(row, split, reading) or _in_order(row, split, reading)
    if not found:
        reading.unread += [(row, cell) for cell in split.rest]
    reading.entries += found


def _is_side(cell: Cell, reading: Reading) -> bool:
    """Cells left of the headings hold a vertical label, whole, letter by letter or destroyed; level words do not."""
    words = catalogue()
    key = level_key(cell.text)
    if cell.col >= reading.heading.first or key in words.level_1 or key in words.level_2:
        return False
    reading.sides.append(cell)
    return True


def _split(cells: Sequence[Cell], reading: Reading) -> _Split:
    words, heading = catalogue(), reading.heading
    level_1: Cell | None = None
    level_2: list[Cell | None] = [None] * len(heading.halves)
    rest: list[Cell] = []
    for at, cell in enumerate(cells):
        key = level_key(cell.text)
        half = _half_of(cell, level_2, heading)
        if level_1 is None and not any(level_2) and not rest and _is_level_1(key, cells[at + 1 :]):
            level_1 = cell
        elif _is_named_like_a_level(cells, at, reading):
            rest.append(cell)
        elif half is not None and key in words.level_2 and heading.halves[-1].level_2 is not None:
            level_2[half] = cell
        else:
            rest.append(cell)
    return _Split(level_1, tuple(level_2), tuple(rest))


def _is_named_like_a_level(cells: Sequence[Cell], at: int, reading: Reading) -> bool:
    """服务对象满意度 is also the name of an indicator: alone before its target, each in its own column, it is one."""
    roles = dict(reading.heading.halves[-1].columns)
    placed = [roles.get(cell.col) for cell in cells]
    return at == 0 and reading.shift == 0 and placed[0] == "indicator" and "target" in placed and None not in placed


def _is_level_1(key: str, behind: Sequence[Cell]) -> bool:
    """成本指标 is a first level only beside a second level of its own (经济成本指标); else it is a second level."""
    words = catalogue()
    if key not in words.level_1:
        return False
    if key not in words.level_2:
        return True
    return any(
        level is not None and level.parents == (words.level_1[key],)
        for level in (words.level_2.get(level_key(cell.text)) for cell in behind)
    )


def _half_of(cell: Cell, level_2: Sequence[Cell | None], heading: Heading) -> int | None:
    """Which half a second-level word opens next; null when all are open (an indicator may be named like its level)."""
    if level_2[-1] is not None:
        return None
    if len(level_2) == 1:
        return 0
    column = heading.halves[1].level_2
    return 1 if level_2[0] is not None or (column is not None and cell.col >= column) else 0


def _by_columns(row: Row, split: _Split, reading: Reading) -> list[Entry]:
    for shift in dict.fromkeys((_shift(split, reading), 0)):
        taken = _claim(split, reading.heading, shift)
        if taken is not None and _is_coherent(taken, split):
            if split.last_level_2 is not None:
                reading.shift = shift
            # Words that the catalogue does not know (重点工作) are levels by their column alone.
            reading.levels += [parts[role].cell for parts in taken for role in LEVELS if role in parts]
            return [_entry(row, split, reading.heading, half, parts) for half, parts in enumerate(taken) if parts]
    return []


def _shift(split: _Split, reading: Reading) -> int:
    """How far the row's cells stand right of their headings: by its level words, else as in the row above."""
    heading = reading.heading
    half = heading.halves[-1]
    if split.level_2[-1] is not None and half.level_2 is not None:
        return split.level_2[-1].col - half.level_2
    if split.level_1 is not None and heading.level_1 is not None and len(heading.halves) == 1:
        return split.level_1.col - heading.level_1
    return reading.shift


def _claim(split: _Split, heading: Heading, shift: int) -> list[dict[str, Part]] | None:
    """Parts per half by moved columns; null when a cell is left over."""
    taken: list[dict[str, Part]] = [{} for _ in heading.halves]
    for cell in split.rest:
        place = next(
            (
                (at, role)
                for at, half in enumerate(heading.halves)
                for col, role in half.columns
                if col <= cell.col - shift < col + _span(half, col) and _allowed(role, split, at)
            ),
            None,
        )
        if place is None and shift == 0 and cell.col == heading.level_1 and split.level_1 is None:
            place = (len(heading.halves) - 1, "level_1")
        if place is None or place[1] in taken[place[0]]:
            return None
        taken[place[0]][place[1]] = Part(cell, cell.text)
    return taken


def _span(half: Half, col: int) -> int:
    """A heading over merged columns owns the columns up to the next heading; the last one owns only its own."""
    later = [other for other, _ in half.columns if other > col]
    return min(later) - col if later else 1


def _allowed(role: str, split: _Split, half: int) -> bool:
    return role != "level_2" or split.level_2[half] is None


def _is_coherent(taken: list[dict[str, Part]], split: _Split) -> bool:
    """A half must hold an indicator with its target; one of them alone only where the whole row prints no more."""
    filled = [parts for parts in taken if parts]
    if any(role in parts for parts in filled for role in LEVELS):
        return all({"indicator", "target"} <= parts.keys() for parts in filled)
    if all({"indicator", "target"} <= parts.keys() for parts in filled):
        return True
    alone = filled[0].keys() if len(filled) == 1 else set()
    return bool(alone & {"indicator", "target"}) and ("indicator" in alone or split.last_level_2 is not None)


def _entry(row: Row, split: _Split, heading: Heading, half: int, parts: dict[str, Part]) -> Entry:
    word = split.level_2[half] or (split.last_level_2 if half == len(heading.halves) - 1 else None)
    levels = {role: level_key(parts.pop(role).text) for role in LEVELS if role in parts}
    level_1 = level_key(split.level_1.text) if split.level_1 else levels.get("level_1")
    level_2 = level_key(word.text) if word else levels.get("level_2")
    return Entry(row, level_1, level_2, parts, heading.halves[half].horizon)


def _in_order(row: Row, split: _Split, reading: Reading) -> list[Entry]:
    """Read the cells behind the last level word in the order of the headings."""
    half = len(reading.heading.halves) - 1
    roles = [role for _, role in reading.heading.halves[half].parts]
    parts, is_damaged = match_roles([Part(cell, cell.text) for cell in split.rest], roles)
    if not parts:
        return []
    entry = _entry(row, split, reading.heading, half, parts)
    return [Entry(row, entry.level_1, entry.level_2, parts, entry.horizon, is_damaged)]


def match_roles(tokens: Sequence[Part], roles: Sequence[str]) -> tuple[dict[str, Part], bool]:
    """Give tokens to roles in order, the indicator taking as many as must be; (parts, True) where the end is lost.

    Empty where no way or several ways fit: cells are never forced into place.
    """
    whole = [taken for at in range(1, len(tokens)) if (taken := _fit(tokens, at, roles)) and len(taken) == len(roles)]
    if len(whole) == 1:
        return whole[0], False
    if whole:
        return {}, False
    cut = [taken for at in range(1, len(tokens)) if (taken := _fit(tokens, at, roles))]
    numbered = [taken for taken in cut if "target" in taken and parse_amount(plain(taken["target"].text))]
    return (numbered[0], True) if len(numbered) == 1 else ({}, False)


def _fit(tokens: Sequence[Part], at: int, roles: Sequence[str]) -> dict[str, Part]:
    rest = tokens[at:]
    if len(rest) > len(roles) - 1 or roles[0] != "indicator":
        return {}
    name = Part(tokens[0].cell, " ".join(token.text for token in tokens[:at]))
    taken = {"indicator": name, **dict(zip(roles[1:], rest, strict=False))}
    fits = all(_fits(role, part.text, "operator" in roles) for role, part in taken.items())
    return taken if fits and "target" in taken else {}


def _fits(role: str, text: str, has_operator: bool) -> bool:
    number = parse_amount(plain(text))
    if role in {"weight", "score"}:
        return number is not None
    if role == "operator":
        return read_operator(text) != "unreadable" or (number is None and len(plain(text)) <= 1)
    if role == "unit":
        return number is None and len(plain(text)) <= 6
    return role != "target" or not has_operator or number is not None


def _is_fused(cell: Cell) -> bool:
    """A cell that holds a second-level word and the rest of its row behind it."""
    words = catalogue()
    chunks = [level_key(chunk) for chunk in plain(cell.text).split()]
    return len(chunks) > 2 and level_key(cell.text) not in words.level_2 and any(c in words.level_2 for c in chunks[:2])


def _read_fused(row: Row, cells: Sequence[Cell], fused: Cell, reading: Reading) -> None:
    """A row run together in one cell is taken apart at its level word; what repeats the cell before is dropped."""
    words = catalogue()
    chunks = plain(fused.text).split()
    at = next(index for index, chunk in enumerate(chunks) if level_key(chunk) in words.level_2)
    before = [cell for cell in cells if cell.col < fused.col]
    level_1 = next((level_key(cell.text) for cell in before if level_key(cell.text) in words.level_1), None)
    reading.levels += [cell for cell in before if level_key(cell.text) in words.level_1]
    roles = [role for _, role in reading.heading.halves[-1].parts]
    parts, is_cut = match_roles([Part(fused, chunk) for chunk in chunks[at + 1 :]], roles)
    if not parts:
        reading.unread.append((row, fused))
        return
    reading.entries.append(Entry(row, level_1, level_key(chunks[at]), parts, is_damaged=is_cut))
