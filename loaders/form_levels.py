"""First and second levels of indicators: inherited from above, and set right where a merged label is printed low.

A level is printed once for the rows below it. Where its cell is merged, extraction prints the word in the middle of
its rows or one row low; then the next word below belongs to the row as well, and the words' own order tells it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.amounts import YUAN_PER_UNIT
from loaders.form_catalogue import catalogue
from loaders.form_parts import Entry, Part
from loaders.indicators import read_target

_OPEN_LIST = re.compile(r"^1\s*[.、．].*[;；]$", re.DOTALL)
_SECOND = re.compile(r"^2\s*[.、．]")


@dataclass(frozen=True, slots=True)
class Levelled:
    """An entry with the levels that hold for it; ``entry.level_1/2`` stay what its own row prints."""

    entry: Entry
    level_1: str | None
    level_2: str | None


def resolve_levels(entries: Sequence[Entry]) -> list[Levelled]:
    """Levels of all indicators of a form, in order; rows that print level words only are used and left out."""
    merged = _merge_wrapped(entries)
    second = _second_levels(merged)
    first = _first_levels(merged, second)
    return [Levelled(entry, one, two) for entry, one, two in zip(merged, first, second, strict=True) if entry.parts]


def is_cost(level_1: str | None, level_2: str | None) -> bool:
    """True under a heading of costs."""
    words = catalogue()
    level = words.level_2.get(level_2 or "")
    return bool(level and level.is_cost) or words.level_1.get(level_1 or "") == "成本指标"


def _merge_wrapped(entries: Sequence[Entry]) -> list[Entry]:
    """One indicator over two rows: its target is a list whose first item ends open and whose second comes next."""
    merged: list[Entry] = []
    for entry in entries:
        above = merged[-1] if merged else None
        if above is not None and _continues(above, entry):
            parts = {role: _joined(above.parts[role], entry.parts[role]) for role in above.parts}
            merged[-1] = replace(above, parts=parts)
        else:
            merged.append(entry)
    return merged


def _continues(above: Entry, entry: Entry) -> bool:
    if entry.level_1 or entry.level_2 or above.parts.keys() != entry.parts.keys():
        return False
    return bool(_OPEN_LIST.match(above.text("target") or "") and _SECOND.match(entry.text("target") or ""))


def _joined(one: Part, two: Part) -> Part:
    return Part(one.cell, one.text + two.text)


def _second_levels(entries: Sequence[Entry]) -> list[str | None]:
    levels: list[str | None] = []
    current: str | None = None
    for entry in entries:
        if entry.level_2:
            current = entry.level_2
        elif entry.level_1 and not _fits_under(current, entry.level_1):
            current = None
        levels.append(current)
    for at in range(len(entries) - 2, -1, -1):
        if _belongs_below(entries[at], entries[at + 1], levels[at], levels[at + 1]):
            levels[at] = levels[at + 1]
    return levels


def _fits_under(level_2: str | None, level_1: str) -> bool:
    """True when the taxonomy lets ``level_2`` stand under ``level_1``; words it does not know fit anywhere."""
    words = catalogue()
    level, parent = words.level_2.get(level_2 or ""), words.level_1.get(level_1)
    return level is None or parent is None or parent in level.parents


def _belongs_below(entry: Entry, below: Entry, inherited: str | None, level_below: str | None) -> bool:
    """An amount of money cannot be punctual: its row belongs to the cost label printed one row low."""
    words = catalogue()
    own, low = words.level_2.get(inherited or ""), words.level_2.get(level_below or "")
    if entry.level_2 or not entry.parts or own is None or low is None or not own.never_money or not low.is_cost:
        return False
    target = read_target(entry.text("target") or "")
    return target.unit in YUAN_PER_UNIT and target.value is not None and bool(below.parts)


def _first_levels(entries: Sequence[Entry], second: Sequence[str | None]) -> list[str | None]:
    levels: list[str | None] = []
    current: str | None = None
    for at, entry in enumerate(entries):
        if entry.level_1:
            current = entry.level_1
        elif current is None or not _fits_under(second[at], current):
            current = _next_printed(entries[at:], second[at]) or _usual(second[at]) or current
        levels.append(current)
    return levels


def _next_printed(below: Sequence[Entry], level_2: str | None) -> str | None:
    """The next first level printed below, if the second level may stand under it."""
    word = next((entry.level_1 for entry in below if entry.level_1), None)
    known = word is not None and word in catalogue().level_1
    return word if word and known and _fits_under(level_2, word) else None


def _usual(level_2: str | None) -> str | None:
    level = catalogue().level_2.get(level_2 or "")
    return level.parents[0] if level else None
