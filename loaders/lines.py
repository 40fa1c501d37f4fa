"""Label lines of summary tables: what 一、事业收入, 上年结转 or 支出总计 speaks of, in the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from loaders.catalogue import Entry, Pattern, line_items, load_entries
from loaders.classification import economic_by_name, functional_by_name
from loaders.text import compact
from loaders.vocabulary import column_measure, expenditure_use, heading_key, money_source

_NUMBERING = (
    re.compile(r"^[一二三四五六七八九十]+[、,，.．:：]"),
    re.compile(r"^[(（][一二三四五六七八九十]+[)）][、.]?"),
    re.compile(r"^\d{1,2}[、.．,，:：)）](?!\d)"),
    re.compile(r"^[(（]\d{1,2}[)）][、.]?|^[①-⑳]"),
    re.compile(r"^(?:其中|[-—*＊加减])[:：]?(?=\S)"),
)
_CODED_CLASS = re.compile(r"^(2\d{2})[-_]?(?=[\u4e00-\u9fff])(.+)$")
_BY_PROJECT = re.compile(r"^按项目管理的(?=.)")
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总合计"})
_BOOKS = frozenset({"general_public_budget", "government_fund_budget", "state_capital_budget"})
# Unnumbered lines below a numbered source are its parts where it may hold them; else they are sources beside it.
_PARTS_OF = {
    "fiscal_appropriation": _BOOKS,
    "fiscal_special_account": frozenset({"fiscal_special_account"}),
    "other": frozenset({"institutional", "business", "superior_subsidy", "subordinate_remittance", "other"}),
}
_BALANCES = frozenset({"revenue_total", "revenue_current_year", "expenditure_total", "expenditure_current_year"})


class LabelEntry(Entry):
    """One entry of ``labels.yml``; see the head of that file."""

    line_item: str
    side: Literal["revenue", "expenditure"]
    patterns: tuple[Pattern, ...]
    reason: str
    beside_total: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a label line speaks of; without ``line_item`` nothing that is known."""

    name: str
    line_item: str | None = None
    classification: str = "label"
    subject_code: str | None = None
    basis: str = "label"
    fund: str | None = None
    measure: str | None = None


@dataclass(slots=True)
class Block:
    """What the lines above have said in one side of a table: a line can only be understood in its place.

    ``prefix`` is the catalogue's ``line_prefix``; ``labels`` are all labels of the block, printed above or below.
    """

    side: str
    prefix: str
    year: int | None
    labels: frozenset[str] = frozenset()
    is_by_nature: bool = False
    scheme: str = "department"
    group: str | None = None
    balance: str | None = None
    balance_depth: int = 0
    source_depth: int | None = None
    source: str | None = None
    sources: set[str] = field(default_factory=set)


def is_total_label(text: str) -> bool:
    """True for 合计, 总计, 小计 standing alone."""
    return heading_key(text) in _TOTALS


def without_numbering(text: str) -> tuple[str, int]:
    """A label without 一、（一）1. （1）其中：, and the depth of the numbering (5 for 其中, 0 for none)."""
    name, depth = compact(text), 0
    stripped = True
    while stripped:
        stripped = False
        for level, pattern in enumerate(_NUMBERING, start=1):
            match = pattern.match(name)
            if match and match.end() < len(name):
                name, depth, stripped = name[match.end() :], max(depth, level), True
    return name, depth


@cache
def _labels(side: str) -> tuple[tuple[LabelEntry, re.Pattern[str]], ...]:
    entries = [entry for entry in load_entries("labels", LabelEntry) if entry.side == side]
    return tuple((e, re.compile("|".join(f"(?:{p})" for p in e.patterns))) for e in entries)


def label_keys(texts: Iterable[str]) -> frozenset[str]:
    """Folded labels of a block, for ``Block.labels``."""
    return frozenset(heading_key(without_numbering(text)[0]) for text in texts)


def read_line(text: str, block: Block) -> Line:
    """Understand one label in its block, and remember in the block what later lines need to know."""
    name, depth = without_numbering(text)
    line = _listed(name, depth, block)
    if line is None:
        line = _source(name, depth, block) if block.side == "revenue" else _spending(name, depth, block)
    return _scoped(line, block)


def _scoped(line: Line, block: Block) -> Line:
    """The line under the id of its table's scope (fiscal money alone, or all funds)."""
    scoped = f"{block.prefix}{line.line_item}"
    if line.line_item is None or scoped not in line_items():
        return line
    return Line(line.name, scoped, line.classification, line.subject_code, line.basis, line.fund, line.measure)


def _listed(name: str, depth: int, block: Block) -> Line | None:
    key = heading_key(name)
    has_total = any(label.endswith("总计") for label in block.labels)
    for entry, pattern in _labels(block.side):
        if pattern.fullmatch(key):
            item = entry.beside_total if entry.beside_total and has_total else entry.line_item
            if block.group is not None and is_total_label(name):
                return None
            _remember(item, depth, block)
            return Line(name, item, fund="carryover" if item.startswith("carryover") else None)
    return None


def _remember(item: str, depth: int, block: Block) -> None:
    block.source_depth = None
    if item in _BALANCES:
        block.balance = None
    elif item in {"carryover_opening", "carryover_closing"}:
        block.balance, block.balance_depth = item, depth


def _source(name: str, depth: int, block: Block) -> Line:
    """A source of money: of the year, of the balance brought forward, or part of the source above."""
    entry = money_source(block.group if block.group and is_total_label(name) else name)
    if entry is None or entry.fund is None:
        return _unknown_part(name, depth, block)
    if block.balance and (entry.fund in block.sources or depth > block.balance_depth):
        return Line(name, f"{block.balance}_source", fund=entry.fund)
    is_detail = _is_detail(name, depth, entry.fund, block)
    if not is_detail:
        block.source_depth, block.source = depth or block.source_depth or 0, entry.fund
        block.sources.add(entry.fund)
    return Line(name, "revenue_source_detail" if is_detail else "revenue_source", fund=entry.fund)


def _unknown_part(name: str, depth: int, block: Block) -> Line:
    """Words that nothing here knows, numbered below a source: a part of it (Guangxi: （一）本级财力安排)."""
    if block.balance or not block.source_depth or depth <= block.source_depth:
        return Line(name)
    return Line(name, "revenue_source_detail", fund=block.source)


def _is_detail(name: str, depth: int, fund: str, block: Block) -> bool:
    """True for a part of the source above: numbered below it, said to be (其中), or a budget book under 财政拨款."""
    if depth == len(_NUMBERING) or (block.group is not None and not is_total_label(name)):
        return True
    if block.source_depth is None:
        return False
    is_within = depth == 0 and fund in _PARTS_OF.get(block.source or "", ())
    if block.source == "fiscal_appropriation" and fund in _BOOKS and depth == block.source_depth == 0:
        return True
    # 经费拨款 below 一、一般公共预算拨款 is a part of it (Hunan), numbered or not.
    is_part = depth == 0 and fund == block.source and fund in _BOOKS
    return depth > block.source_depth or ((is_within or is_part) and block.source_depth > 0)


def _spending(name: str, depth: int, block: Block) -> Line:
    """A functional class, a use (基本支出) or an economic class; below a closing balance, one of its books."""
    readings = (_by_use, _by_economic, _by_function) if block.is_by_nature else (_by_function, _by_use, _by_economic)
    for reading in (_by_book, *readings):
        line = reading(name, block)
        if line is not None:
            return line
    entry = money_source(name)
    if block.balance and entry is not None:
        return Line(name, f"{block.balance}_source", fund=entry.fund)
    return Line(name)


def _by_book(name: str, block: Block) -> Line | None:
    """A budget book, where several stand on the side of expenditure; 国有资本经营预算支出 alone is a class."""
    if block.balance is not None:
        return None
    books = {label: entry.fund for label in block.labels if (entry := money_source(label)) and entry.fund in _BOOKS}
    fund = books.get(heading_key(name))
    return Line(name, "expenditure_book", fund=fund) if fund and "general_public_budget" in books.values() else None


def _by_function(name: str, block: Block) -> Line | None:
    coded = _CODED_CLASS.match(name)
    if coded is not None:
        return Line(coded[2], "expenditure_function", "functional", coded[1], "printed")
    code = functional_by_name(name, block.year, "class")
    return Line(name, "expenditure_function", "functional", code, "label") if code else None


def _by_use(name: str, block: Block) -> Line | None:
    measure = expenditure_use(name)
    if measure is None:
        is_kind = block.is_by_nature and column_measure(name) == "project_detail"
        return Line(name, "expenditure_use_detail", measure="project_detail") if is_kind else None
    block.is_by_nature = True
    return Line(name, "expenditure_use", measure=measure)


def _by_economic(name: str, block: Block) -> Line | None:
    # Hunan prints a block by the department's classes and one by the government's, under the same heading 支出.
    # Hunan: 按项目管理的商品和服务支出 below 项目支出.
    name = _BY_PROJECT.sub("", name)
    other = "department" if block.scheme == "government" else "government"
    for scheme in (block.scheme, other):
        code = economic_by_name(scheme, name, block.year)
        if code is not None and len(code) == 3:
            block.scheme = scheme
            break
    else:
        return None
    return Line(name, "expenditure_economic", "economic", code, "label")
