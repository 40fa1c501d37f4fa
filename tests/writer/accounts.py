"""A department's year in figures, consistent by construction: every table of a disclosure is drawn from it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from tests.writer.model import Amount, Line

_SEEDS = Path(__file__).resolve().parents[2] / "seeds"
_BODIES = (
    "教育局",
    "财政局",
    "民政局",
    "水利局",
    "人民政府办公室",
    "统计局",
    "审计局",
    "司法局",
    "档案馆",
    "文化和旅游局",
)


@dataclass(frozen=True, slots=True)
class Spending:
    """One functional item: its spending by type, and last year's. ``fund``: the book that pays."""

    code: str
    name: str
    basic: Decimal
    project: Decimal
    reserve: Decimal
    prior: Decimal
    fund: str

    @property
    def total(self) -> Decimal:
        return self.basic + self.project + self.reserve


@dataclass(frozen=True, slots=True)
class Economic:
    """One economic section of basic expenditure; ``group`` is personnel or public."""

    code: str
    name: str
    amount: Decimal
    group: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """All figures of one department, year and stage, in ``unit``."""

    issuer: str
    region_code: str
    fiscal_year: int
    stage: str
    unit: str
    items: tuple[Spending, ...]
    economic: tuple[Economic, ...]
    carryover_in: Decimal
    carryover_out: Decimal
    three_public: tuple[Decimal, ...]
    meeting: Decimal
    training: Decimal

    def book(self, fund: str) -> tuple[Spending, ...]:
        """Items that one budget book pays."""
        return tuple(item for item in self.items if item.fund == fund)


@cache
def _seed_rows(name: str) -> tuple[dict[str, str], ...]:
    with (_SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def subjects(book: str, year: int) -> tuple[tuple[str, str], ...]:
    """Functional items (code, name) of a budget book in force in a year."""
    return tuple(
        (row["code"], row["name_zh"])
        for row in _seed_rows("functional_classification")
        if row["budget_book"] == book and row["level"] == "item" and _valid(row, year)
    )


@cache
def _subject_names(year: int) -> dict[str, str]:
    return {row["code"]: row["name_zh"] for row in _seed_rows("functional_classification") if _valid(row, year)}


def subject_name(code: str, year: int) -> str:
    """Name of a class or section in a year."""
    return _subject_names(year)[code]


@cache
def class_names(year: int) -> tuple[tuple[str, str], ...]:
    """Classes (code, name) of a year."""
    return tuple((code, name) for code, name in _subject_names(year).items() if len(code) == 3)


@cache
def economic_subjects(year: int) -> tuple[tuple[str, str], ...]:
    """Economic classes and sections (code, name) of the departments' system in a year."""
    return tuple(
        (row["code"], row["name_zh"])
        for row in _seed_rows("economic_classification")
        if row["system"] == "department" and _valid(row, year)
    )


def _valid(row: dict[str, str], year: int) -> bool:
    return int(row["valid_from"]) <= year <= int(row["valid_to"] or 9999)


@cache
def counties() -> tuple[tuple[str, str], ...]:
    """Counties (code, name) in force whose name no other place has or had: a name alone tells no more."""
    rows = _seed_rows("regions")
    times = Counter(name for name, _ in {(row["region_name"], row["region_code"]) for row in rows})
    in_force = (row for row in rows if row["region_level"] == "county" and not row["valid_to"])
    return tuple((row["region_code"], row["region_name"]) for row in in_force if times[row["region_name"]] == 1)


def invent_accounts(rng: Random, stage: str, reserve: bool = False) -> Accounts:
    """Any valid set of figures: items with their sums, economic sections that add up to basic expenditure."""
    year = rng.randint(2018, 2025)
    unit = rng.choice(["万元", "万元", "元"])
    decimals = rng.choice([0, 1, 2, 2, 2]) if unit == "万元" else rng.choice([0, 2])
    money = _money(rng, Decimal(1).scaleb(-decimals), 10**6 if unit == "万元" else 10**9)
    items = _items(rng, year, money, reserve)
    region_code, region = rng.choice(counties())
    basic = sum((item.basic for item in items if item.fund == "general_public_budget"), Decimal(0))
    vehicle = (money(0.4), money(0.8))
    return Accounts(
        f"{region}{rng.choice(_BODIES)}", region_code, year, stage, unit, items, _economic(rng, year, basic),
        money(0.3), money(0.3), (money(0.3), vehicle[0] + vehicle[1], *vehicle, money(0.7)), money(0.7), money(0.7),
    )  # fmt: skip


def _money(rng: Random, step: Decimal, top: int) -> Callable[[float], Decimal]:
    """Draws amounts on the printed grid; the argument is how likely one is not zero."""

    def draw(likely: float) -> Decimal:
        return (rng.randint(1, top) * step if rng.random() < likely else 0 * step).quantize(step)

    return draw


def _items(rng: Random, year: int, money: Callable[[float], Decimal], reserve: bool) -> tuple[Spending, ...]:
    general = rng.sample(subjects("general", year), rng.randint(1, 10))
    fund = rng.sample(subjects("gov_fund", year), rng.choice([0, 0, 1, 2]))
    found = [
        Spending(code, name, money(0.8), money(0.6), money(0.5) if reserve else money(0), money(0.7), book)
        for book, chosen in (("general_public_budget", general), ("government_fund_budget", fund))
        for code, name in chosen
    ]
    spent = tuple(item for item in sorted(found, key=lambda item: item.code) if item.total)
    return spent or (Spending(*general[0], money(1), money(0), money(0), money(0), "general_public_budget"),)


def _economic(rng: Random, year: int, total: Decimal) -> tuple[Economic, ...]:
    """Sections that add up exactly to ``total``, spread over personnel and public spending."""
    sections = [s for s in economic_subjects(year) if len(s[0]) == 5 and s[0][:3] in {"301", "302", "303", "310"}]
    chosen = sorted(rng.sample(sections, rng.randint(2, 12)))
    step = Decimal(1).scaleb(int(total.as_tuple().exponent))
    left = int(total / step)
    shares = []
    for _ in chosen[1:]:
        shares.append(rng.randint(0, left))
        left -= shares[-1]
    amounts = [*shares, left]
    return tuple(
        Economic(code, name, (share * step).quantize(step), "personnel" if code[:3] in {"301", "303"} else "public")
        for (code, name), share in zip(chosen, amounts, strict=True)
        if share
    )


def coded_lines(
    items: Sequence[Spending], year: int, amounts: Callable[[Iterable[Spending]], tuple[Amount, ...]]
) -> tuple[Line, ...]:
    """Total, classes, sections and items of functional spending; ``amounts`` gives the columns of any set of items."""
    lines = [Line("合计", amounts(items), "", "total")]
    for length, level in ((3, "class"), (5, "section"), (7, "item")):
        for code in sorted({item.code[:length] for item in items}):
            below = [item for item in items if item.code.startswith(code)]
            name = below[0].name if level == "item" else subject_name(code, year)
            lines.append(Line(name, amounts(below), code, level))
    return (lines[0], *sorted(lines[1:], key=lambda line: line.code))


def economic_lines(
    items: Sequence[Economic], year: int, amounts: Callable[[Iterable[Economic]], tuple[Amount, ...]]
) -> tuple[Line, ...]:
    """Total, classes and sections of basic expenditure by economic subject."""
    names = dict(economic_subjects(year))
    lines = [Line("合计", amounts(items), "", "total")]
    for code in sorted({item.code[:3] for item in items}):
        below = [item for item in items if item.code.startswith(code)]
        lines.append(Line(names[code], amounts(below), code, "class"))
        lines += [Line(item.name, amounts([item]), item.code, "section") for item in below]
    return tuple(lines)


def added(values: Iterable[Decimal]) -> Amount:
    """A sum as printed: a sum of nothing and a zero are left blank."""
    total = sum(values, Decimal(0))
    return total or None
