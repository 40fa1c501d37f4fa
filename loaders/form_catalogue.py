"""The wording of performance forms (``catalogue/forms.yml``), read once and checked: a double label is an error."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import yaml

from loaders.text import match_key

T = TypeVar("T", bound=Hashable)
_POINTS = re.compile(r"\(\d+(?:\.\d+)?分?\)$")
_NUMBERING = re.compile(r"^\(?\d+\)?[.,:)]?|^其中[:,]?")


@dataclass(frozen=True, slots=True)
class MoneyLabel:
    """A label with an amount behind it. ``scope``: mid_term or annual where the label opens such a column;
    ``is_part``: the amount is part of the total that opened its column.
    """

    labels: tuple[str, ...]
    line_item: str
    measure: str
    fund: str
    scope: str | None
    is_prior_year: bool
    is_part: bool


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading of amounts means: a measure of money and the fund it speaks of."""

    role: str
    measure: str | None
    fund: str | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list of projects beside its indicators; an ``amount`` says of what."""

    role: str
    line_item: str = ""
    measure: str = ""
    fund: str = ""


@dataclass(frozen=True, slots=True)
class Level2:
    """A second-level word: its usual first levels, whether it is a cost and whether its target can be money."""

    name: str
    parents: tuple[str, ...]
    is_cost: bool
    never_money: bool


@dataclass(frozen=True, slots=True)
class TitleRule:
    """All ``words`` in a title make it the title of a form of this kind."""

    words: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``forms.yml`` with its words folded to match keys."""

    titles: tuple[TitleRule, ...]
    title_words: tuple[str, ...]
    fields: dict[str, str]
    starts: frozenset[str]
    indicator_headings: dict[str, str]
    roles_beside: dict[str, str]
    list_headings: dict[str, ListColumn]
    level_1: dict[str, str]
    level_2: dict[str, Level2]
    money_labels: tuple[MoneyLabel, ...]
    sources: dict[str, Column]
    task_headings: dict[str, Column]
    task_totals: frozenset[str]
    execution_headings: dict[str, str]
    execution_pairs: dict[str, str]
    execution_rows: dict[str, tuple[str, bool]]
    options: dict[str, dict[str, bool]]

    def field_of(self, key: str) -> str | None:
        """The field that a folded label opens; a label whose end its cell cut off matches too."""
        return _lookup(self.fields, key, shortest_cut=4)

    def heading_role(self, key: str) -> str | None:
        """The role of an indicator column by its folded heading."""
        return _lookup(self.indicator_headings, key, shortest_cut=99)

    def list_column(self, key: str) -> ListColumn | None:
        """What a folded heading beside the indicators of a list of projects means."""
        return _lookup(self.list_headings, key, shortest_cut=99)

    def source_of(self, key: str) -> Column | None:
        """Which fund a folded column heading or row label of the funding block speaks of."""
        return _lookup(self.sources, _NUMBERING.sub("", key), shortest_cut=4)

    def task_column(self, key: str) -> Column | None:
        """What a folded heading of the block of tasks means."""
        return _lookup(self.task_headings, key, shortest_cut=99)

    def execution_role(self, key: str) -> str | None:
        """What a folded heading of the block of budget execution means."""
        return _lookup(self.execution_headings, key, shortest_cut=99)

    def execution_row(self, key: str) -> tuple[str, bool] | None:
        """(fund, is the total) that a folded row label of the block of budget execution names."""
        return _lookup(self.execution_rows, _NUMBERING.sub("", key), shortest_cut=99)


def level_key(text: str) -> str:
    """The folded word of a level without the points printed behind it (产出指标（50分）)."""
    return _POINTS.sub("", match_key(text))


def _lookup(words: Mapping[str, T], key: str, shortest_cut: int) -> T | None:
    """``key`` among ``words``: whole, without its bracket, or as the unique beginning of one."""
    base = key.split("(")[0].rstrip(":")
    for form in (key, base):
        if form in words:
            return words[form]
    if len(base) < shortest_cut:
        return None
    found = {words[word] for word in words if word.startswith(base)}
    return found.pop() if len(found) == 1 else None


def _by_word(entries: list[dict[str, Any]], words: str, value: str) -> dict[str, Any]:
    """``{folded word: entry[value]}``; raises on a word that stands in two entries."""
    table: dict[str, Any] = {}
    for entry in entries:
        for word in entry[words]:
            key = match_key(word)
            if table.setdefault(key, entry[value]) != entry[value]:
                raise ValueError(f"forms.yml: {word} stands for {table[key]} and for {entry[value]}")
    return table


def _columns(entries: list[dict[str, Any]], words: str) -> dict[str, Column]:
    return {
        match_key(word): Column(e.get("role", "source"), e.get("measure"), e.get("fund"))
        for e in entries
        for word in e[words]
    }


def _levels_2(entries: list[dict[str, Any]]) -> dict[str, Level2]:
    return {
        match_key(word): Level2(e["name"], tuple(e["parents"]), e.get("cost") == "true", e.get("never_money") == "true")
        for e in entries
        for word in e["words"]
    }


def _money_labels(entries: list[dict[str, Any]]) -> tuple[MoneyLabel, ...]:
    return tuple(
        MoneyLabel(
            tuple(e["labels"]),
            e["line_item"],
            e["measure"],
            e["fund"],
            e.get("scope"),
            e.get("prior_year") == "true",
            e.get("part") == "true",
        )
        for e in entries
    )


def _list_columns(entries: list[dict[str, Any]]) -> dict[str, ListColumn]:
    return {
        match_key(word): ListColumn(e["role"], e.get("line_item", ""), e.get("measure", ""), e.get("fund", ""))
        for e in entries
        for word in e["headings"]
    }


def _execution_rows(entries: list[dict[str, Any]]) -> dict[str, tuple[str, bool]]:
    return {match_key(word): (e["fund"], e.get("is_total") == "true") for e in entries for word in e["labels"]}


def _options(entry: dict[str, list[str]]) -> dict[str, bool]:
    return {match_key(word): answer == "yes" for answer in ("yes", "no") for word in entry[answer]}


def read_yaml(name: str) -> dict[str, Any]:
    """One file of ``loaders/catalogue`` as a mapping. Every scalar stays a string: yes and no are words here."""
    text = resources.files("loaders.catalogue").joinpath(name).read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return data


@cache
def catalogue() -> Catalogue:
    """The wording of forms, read once a process."""
    data = read_yaml("forms.yml")
    return Catalogue(
        titles=tuple(TitleRule(tuple(e["words"]), e["kind"]) for e in data["titles"]),
        title_words=tuple(sorted(data["title_words"], key=len, reverse=True)),
        fields=_by_word(data["labels"], "labels", "field"),
        starts=frozenset(match_key(word) for e in data["labels"] if e.get("starts") for word in e["labels"]),
        indicator_headings=_by_word(data["indicator_headings"], "headings", "role"),
        roles_beside=_by_word([e for e in data["indicator_headings"] if "beside" in e], "headings", "beside"),
        list_headings=_list_columns(data["list_headings"]),
        level_1=_by_word(data["levels"]["level_1"], "words", "name"),
        level_2=_levels_2(data["levels"]["level_2"]),
        money_labels=_money_labels(data["money_labels"]),
        sources=_columns(data["sources"], "labels"),
        task_headings=_columns(data["task_headings"], "headings"),
        task_totals=frozenset(match_key(word) for word in data["task_totals"]),
        execution_headings=_by_word(data["execution_headings"], "headings", "role"),
        execution_pairs=_by_word(data["execution_pairs"], "labels", "measure"),
        execution_rows=_execution_rows(data["execution_rows"]),
        options={name: _options(entry) for name, entry in data["options"].items()},
    )
