"""Look-up of budget subjects by printed name, in the classification of a fiscal year.

Documents print codes, names, or names alone (“一般公共服务（类）… 行政运行（项）”). The code lists are
the seeds ``functional_classification.csv`` and ``economic_classification.csv``: one row per code, name and span
of years. A name is never forced onto a code: what is not unique gives None, and the caller keeps the name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.text import match_key

_SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_LEVEL_BY_LENGTH = {3: "class", 5: "section", 7: "item"}
_LEVEL_MARK = re.compile(r"\((?:类|款|项)\)$")
_PUNCTUATION = re.compile(r"[()\[\]{},.·\"'《》<>:;]")
_BRACKETED = re.compile(r"\([^()]*\)")
_TRAILING_SPENDING = re.compile(r"支出$")


@dataclass(frozen=True, slots=True)
class Subject:
    """One code with the name that it carried from ``valid_from`` to ``valid_to`` (None: still does)."""

    code: str
    name: str
    level: str
    valid_from: int
    valid_to: int | None

    def is_valid_in(self, year: int | None) -> bool:
        """True when the name was in force in ``year``; True for an unknown year."""
        return year is None or (self.valid_from <= year and (self.valid_to is None or year <= self.valid_to))


def _exact(name: str) -> str:
    """Name key that keeps every word: width, brackets and the level mark (类/款/项) are folded away."""
    return _PUNCTUATION.sub("", _LEVEL_MARK.sub("", match_key(name)))


def _loose(name: str) -> str:
    """Name key without the trailing 支出, which tables print and prose leaves out (or the other way)."""
    return _TRAILING_SPENDING.sub("", _exact(name))


def _bare(name: str) -> str:
    """Name key without bracketed words and 的: 政府办公厅（室）及相关机构事务, 对个人和家庭的补助."""
    return _TRAILING_SPENDING.sub("", _PUNCTUATION.sub("", _BRACKETED.sub("", match_key(name)))).replace("的", "")


_KEYS: dict[str, Callable[[str], str]] = {"exact": _exact, "loose": _loose, "bare": _bare}


def _read(file_name: str) -> Iterator[dict[str, str]]:
    with (_SEEDS / file_name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _subject(row: dict[str, str]) -> Subject:
    code = row["code"]
    valid_to = int(row["valid_to"]) if row["valid_to"] else None
    level = row.get("level") or _LEVEL_BY_LENGTH[len(code)]
    return Subject(code, row["name_zh"], level, int(row["valid_from"]), valid_to)


@cache
def subjects(system: str) -> tuple[Subject, ...]:
    """All subjects, every year, of ``system``: ``functional``, or the economic ``department``, ``government``."""
    if system == "functional":
        return tuple(_subject(row) for row in _read("functional_classification.csv"))
    return tuple(_subject(row) for row in _read("economic_classification.csv") if row["system"] == system)


@cache
def _index(system: str, key: str) -> dict[str, tuple[Subject, ...]]:
    index: dict[str, list[Subject]] = {}
    for subject in subjects(system):
        index.setdefault(_KEYS[key](subject.name), []).append(subject)
    return {name: tuple(found) for name, found in index.items() if name}


def _find(system: str, name: str, year: int | None, level: str | None, parent: str | None) -> str | None:
    """The one code of the first reading that finds any: strict names before tolerant, this year before others."""
    for key, any_year in (
        ("exact", False),
        ("loose", False),
        ("exact", True),
        ("loose", True),
        ("bare", False),
        ("bare", True),
    ):
        codes = {
            s.code
            for s in _index(system, key).get(_KEYS[key](name), ())
            if (any_year or s.is_valid_in(year)) and level in (None, s.level) and _is_below(s.code, parent)
        }
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


def _is_below(code: str, parent: str | None) -> bool:
    return parent is None or (len(code) > len(parent) and code.startswith(parent))


def _name(system: str, code: str, year: int | None) -> str | None:
    named = [s for s in subjects(system) if s.code == code]
    in_force = [s for s in named if s.is_valid_in(year)]
    return max(in_force or named, key=lambda s: s.valid_from).name if named else None


def is_subject_name(name: str) -> bool:
    """True for a name that the functional classification of any year gives to any code."""
    return any(_KEYS[key](name) in _index("functional", key) for key in ("loose", "bare"))


@cache
def functional_by_name(
    name: str, year: int | None = None, level: str | None = None, parent: str | None = None
) -> str | None:
    """Functional code of a printed name; None where it is unknown or not unique.

    ``level`` (class, section, item) and ``parent`` (a code at any level above) narrow the search. Names in
    force in ``year`` win over names of other years. A trailing 支出, brackets and the marks （类）（款）（项）
    do not matter.
    """
    return _find("functional", name, year, level, parent)


@cache
def functional_by_path(
    class_name: str | None, section_name: str | None, item_name: str | None, year: int | None
) -> tuple[str, str] | None:
    """Functional code of a name path 类/款/项 and its basis ``name_path``; missing levels are None.

    The deepest printed level is looked up below its parents. A parent that is not in the lists (or that the
    publisher misnamed) is skipped, as long as what is left is unique. None where it is not.
    """
    parent: str | None = None
    code: str | None = None
    for level, name in (("class", class_name), ("section", section_name), ("item", item_name)):
        if not name:
            continue
        code = functional_by_name(name, year, level, parent)
        parent = code or parent
    return (code, "name_path") if code else None


@cache
def functional_name(code: str, year: int | None = None) -> str | None:
    """Name of a functional code in ``year`` (else its latest name); None for an unknown code."""
    return _name("functional", code, year)


@cache
def economic_by_name(system: str, name: str, year: int | None = None, parent: str | None = None) -> str | None:
    """Economic code of a name in ``system`` (department, government); None where unknown or not unique."""
    return _find(system, name, year, None, parent)


@cache
def economic_name(system: str, code: str, year: int | None = None) -> str | None:
    """Name of an economic code in ``year`` (else its latest name); None for an unknown code."""
    return _name(system, code, year)
