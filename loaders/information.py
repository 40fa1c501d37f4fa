"""Rows of 机构运行信息表: counts, operating cost, vehicles and procurement printed below the three public expenses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.catalogue import Entry, Pattern, load_entries
from loaders.vocabulary import heading_key

_COUNTER = re.compile(r"[(（]((?:台|辆|个|人|批|次|家|项|套|组)[\u4e00-\u9fff、,，/()（）]{0,4})[)）]")


class InformationEntry(Entry):
    """One entry of ``information.yml``; see the head of that file."""

    line_item: str
    patterns: tuple[Pattern, ...]
    reason: str
    counter: str | None = None
    fund: str | None = None


@dataclass(frozen=True, slots=True)
class Information:
    """What a row states; ``counter`` is its unit where it is counted (辆, 人次), None for money."""

    line_item: str
    counter: str | None
    fund: str | None


@cache
def _entries() -> tuple[tuple[InformationEntry, re.Pattern[str]], ...]:
    entries = load_entries("information", InformationEntry)
    return tuple((e, re.compile("|".join(f"(?:{p})" for p in e.patterns))) for e in entries)


def information(label: str) -> Information | None:
    """What a row label without its numbering states; None for words that the catalogue does not hold."""
    counter = _COUNTER.search(label)
    key = heading_key(_COUNTER.sub("", label))
    entry = next((entry for entry, pattern in _entries() if pattern.fullmatch(key)), None)
    return Information(entry.line_item, counter[1] if counter else entry.counter, entry.fund) if entry else None
