"""What single headings and labels say: the catalogue's column vocabulary, matched against folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz.distance import LCSseq

from loaders.catalogue import Entry, Pattern, load_entries
from loaders.text import match_key

Role = Literal[
    "ordinal",
    "code",
    "code_class",
    "code_section",
    "code_item",
    "name",
    "unit_name",
    "unit_code",
    "project_name",
    "project_code",
    "category",
    "economic_name",
    "text",
    "amount",
    "quantity",
    "group",
]
KEY_ROLES = frozenset(
    {
        "ordinal",
        "code",
        "code_class",
        "code_section",
        "code_item",
        "name",
        "unit_name",
        "unit_code",
        "project_name",
        "project_code",
        "category",
        "economic_name",
        "text",
    }
)
NUMBER_ROLES = frozenset({"amount", "quantity"})
FUNDS = frozenset(
    {
        "general_public_budget",
        "government_fund_budget",
        "state_capital_budget",
        "social_insurance_fund_budget",
        "fiscal_special_account",
        "fiscal_appropriation",
        "institutional",
        "business",
        "superior_subsidy",
        "subordinate_remittance",
        "other",
        "carryover",
        "all",
    }
)

USES = frozenset(
    {
        "basic",
        "project",
        "reserve",
        "business",
        "remitted_to_superior",
        "subsidy_to_subordinates",
        "personnel",
        "public",
    }
)

# Headings repeat from page to page; a worker that reads thousands of documents must not keep them all.
_CACHED = 8192

_DAMAGE_FLOOR = 0.8
_DAMAGE_SHARE = 0.5
_DAMAGE_LENGTH = 4

_UNIT = re.compile(r"(?:金额|计量|货币)?单位[:：为]?\s*(?:人民币)?\s*(百万元|亿元|万元|千元|百元|元)(?![a-z\w])")
_BRACKETED_UNIT = re.compile(r"[(（]\s*(?:人民币)?(百万元|亿元|万元|千元|百元|元)\s*[)）]")
_YEAR = re.compile(r"(20\d{2})(?:年度?)?|(二[○〇零]\w{2})年度?")
_PRIOR = re.compile(
    r"^(?:上年度?|去年|上一年度?)(?=(?:预算|决算|执行|支出|收入|实际)?(?:数|金额|执行数|预算数|决算数|完成数)$)"
)
# 2023年比2022年增减: the second year is the one compared with.
_AGAINST = re.compile(r"(?:比|较|与)20\d{2}年度?(?=(?:预算|决算|执行)?数?(?:相比)?(?:增|减|变动))")
_CURRENT = re.compile(r"^(?:本年度?|当年|今年)(?=(?:预算|决算|执行)?(?:数|金额)$)")
_NOT_WORD = re.compile(r"[^\w%]|_")


class ColumnEntry(Entry):
    """One entry of ``columns.yml``; see the head of that file for the meaning of its keys."""

    id: str
    role: Role
    patterns: tuple[Pattern, ...]
    reason: str
    forms: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    measure: str | None = None
    fund: str | None = None
    line_item: str | None = None
    side: Literal["revenue", "expenditure"] | None = None
    stage: Literal["initial_budget", "adjusted_budget", "budget", "final"] | None = None
    value_role: str | None = None
    is_total: bool = False
    gives_subtotal: bool = False
    part_of: str | None = None
    is_flow: bool = False
    yields: bool = False
    also: tuple[Literal["unit", "project"], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading cell understood: its folded key, the year it names and its entry (None: unknown words).

    ``year`` is absolute, ``year_offset`` relative to the year of the table (上年 is -1).
    """

    key: str
    entry: ColumnEntry | None
    year: int | None = None
    year_offset: int | None = None
    unit: str | None = None

    @property
    def is_known(self) -> bool:
        """True when the heading, or at least the year in it, means something."""
        return self.entry is not None or (self.has_year and self.key == "")

    @property
    def has_year(self) -> bool:
        """True for a heading that names a year, by number or as 上年."""
        return self.year is not None or self.year_offset is not None


def printed_unit(text: str) -> str | None:
    """The unit of money that a heading or a line near a table names (“单位：万元”, “（元）”), else None."""
    match = _UNIT.search(text) or _BRACKETED_UNIT.search(text)
    return match[1] if match else None


def heading_key(text: str) -> str:
    """Heading without blanks and punctuation."""
    return _NOT_WORD.sub("", match_key(text))


@cache
def _entries(table_kind: str | None) -> tuple[tuple[ColumnEntry, re.Pattern[str]], ...]:
    entries = load_entries("columns", ColumnEntry)
    special = [e for e in entries if table_kind is not None and table_kind in e.tables]
    general = [e for e in entries if not e.tables]
    return tuple((e, re.compile("|".join(f"(?:{p})" for p in e.patterns))) for e in special + general)


@cache
def _any_entry(table_kind: str | None) -> re.Pattern[str]:
    """All patterns of a kind of table in one: most keys match none, and one look says so."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _entries(table_kind)))


def _lookup(key: str, table_kind: str | None) -> ColumnEntry | None:
    if not _any_entry(table_kind).fullmatch(key):
        return None
    return next((entry for entry, pattern in _entries(table_kind) if pattern.fullmatch(key)), None)


@lru_cache(maxsize=_CACHED)
def read_heading(text: str, table_kind: str | None = None) -> Heading:
    """Understand one heading, in a table of ``table_kind`` where that is known already."""
    unit = printed_unit(text)
    key = heading_key(_BRACKETED_UNIT.sub("", _UNIT.sub("", text)) if unit else text)
    year = year_offset = None
    key = _AGAINST.sub("比上年", key)
    match = _YEAR.search(key)
    if match and match[1]:
        year, key = int(match[1]), key[: match.start()] + key[match.end() :]
    elif _PRIOR.match(key):
        year_offset, key = -1, _PRIOR.sub("", key)
    key = _CURRENT.sub("", key)
    return Heading(key, _lookup(key, table_kind) if key else None, year, year_offset, unit)


def value_role(words: Sequence[Heading]) -> str:
    """The nearest role that the headings above a column name; % below 增减 is a rate of change."""
    roles = [word.entry.value_role for word in words if word.entry and word.entry.value_role]
    return "change_rate" if roles[-1:] == ["share"] and "change" in roles else roles[-1] if roles else "level"


@lru_cache(maxsize=_CACHED)
def damaged_heading(key: str, table_kind: str) -> ColumnEntry | None:
    """The entry whose official wording (``forms``) holds what is left of a heading; None unless it is just one.

    Four fifths of the characters that are left must stand in the wording in the same order, and make up half of it.
    """
    if len(key) < _DAMAGE_LENGTH:
        return None
    found: dict[str, tuple[float, ColumnEntry]] = {}
    for entry, _ in _entries(table_kind):
        for form in entry.forms:
            common = LCSseq.similarity(key, form)
            if common >= _DAMAGE_FLOOR * len(key) and common >= _DAMAGE_SHARE * len(form):
                found[entry.id] = max(found.get(entry.id, (0.0, entry)), (common / len(form), entry), key=_score)
    best = sorted(found.values(), key=_score, reverse=True)
    is_one = len(best) == 1 or (len(best) > 1 and best[0][0] > best[1][0])
    return best[0][1] if is_one else None


def _score(scored: tuple[float, ColumnEntry]) -> float:
    return scored[0]


@lru_cache(maxsize=_CACHED)
def money_source(label: str) -> ColumnEntry | None:
    """The source of money that a row label names, from the same vocabulary as the columns."""
    entry = _lookup(heading_key(label), None)
    return entry if entry is not None and entry.fund is not None else None


@lru_cache(maxsize=_CACHED)
def column_measure(label: str) -> str | None:
    """The measure that a row label names, in the words of columns; None for words that name none."""
    entry = _lookup(heading_key(label), None)
    return entry.measure if entry is not None else None


def expenditure_use(label: str) -> str | None:
    """The measure that a row label names in a block by use (基本支出, 项目支出 ...)."""
    measure = column_measure(label)
    return measure if measure in USES else None


@lru_cache(maxsize=_CACHED)
def component(label: str, table_kind: str) -> ColumnEntry | None:
    """The three-public component that a row label names."""
    entry = _lookup(heading_key(label), table_kind)
    return entry if entry is not None and entry.line_item is not None else None


@lru_cache(maxsize=_CACHED)
def kind_of_projects(label: str, table_kind: str) -> ColumnEntry | None:
    """The kind of projects that a row label names (特定目标类, 通用项目)."""
    entry = _lookup(heading_key(label), table_kind)
    return entry if entry is not None and entry.measure == "project_detail" else None


@cache
def _all_patterns() -> tuple[tuple[ColumnEntry, re.Pattern[str]], ...]:
    return tuple(
        (e, re.compile("|".join(f"(?:{p})" for p in e.patterns))) for e in load_entries("columns", ColumnEntry)
    )


@cache
def _any_heading() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _all_patterns()))


@lru_cache(maxsize=_CACHED)
def heading_anywhere(text: str) -> Heading:
    """Understand one heading in whatever kind of table: for finding heading rows before the table is known."""
    heading = read_heading(text)
    if heading.entry is not None or not heading.key:
        return heading
    if not _any_heading().fullmatch(heading.key):
        return heading
    entry = next((e for e, pattern in _all_patterns() if pattern.fullmatch(heading.key)), None)
    return Heading(heading.key, entry, heading.year, heading.year_offset, heading.unit)
