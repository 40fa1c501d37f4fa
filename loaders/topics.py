"""The catalogue of wordings, compiled: what the words before a number speak of.

Reads ``catalogue/statements.yml`` once. Nothing here knows a document: a topic is a pattern with its line item by
scope, a scope is what a heading or the opening figure of a sentence has announced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Reading:
    """What a topic means within a scope. ``measure`` ``stage`` follows the document's stage."""

    line_item: str
    measure: str
    fund: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One wording: ``pattern`` on the words before a number, and its reading by scope."""

    id: str
    pattern: re.Pattern[str]
    readings: Mapping[str, Reading]
    scopes: frozenset[str]
    outside: frozenset[str]
    unless: re.Pattern[str] | None
    only: str | None
    opens: str | None
    from_label: bool
    is_wide: bool
    is_weak: bool
    is_bare: bool
    is_by_book: bool

    def matches(self, words: str, wide_words: str, scopes: Sequence[str], role: str) -> bool:
        """True when ``words`` (for wide topics the whole label) speak of this in one of ``scopes``."""
        if self.only not in (None, role) or (self.scopes and not self.scopes & set(scopes)):
            return False
        if self.outside and self.outside & set(scopes):
            return False
        text = wide_words if self.is_wide else words
        return bool(self.pattern.search(text)) and not (self.unless and self.unless.search(text))


@dataclass(frozen=True, slots=True)
class Count:
    """One kind of counted thing; ``subject`` is the topic that money after it speaks of, ``below`` that before it."""

    line_item: str
    pattern: re.Pattern[str]
    after: re.Pattern[str]
    counters: frozenset[str]
    scopes: frozenset[str]
    subject: str | None
    family: str | None
    below: str | None

    def goes_with(self, other: Count) -> bool:
        """True for the same family of things, which money after it speaks of alike."""
        return self.family == other.family and self.subject == other.subject

    def matches(self, words: str, following: str, counter: str, scope: str, topic: str | None = None) -> bool:
        """True when the words before a number and those behind its counter name this thing.

        ``topic``: what the money before it speaks of.
        """
        if counter not in self.counters or (self.scopes and scope not in self.scopes):
            return False
        if self.below not in (None, topic):
            return False
        return bool(self.pattern.search(words) and self.after.match(following))


@dataclass(frozen=True, slots=True)
class Wordings:
    """The compiled catalogue."""

    topics: tuple[Topic, ...]
    counts: tuple[Count, ...]
    scopes: tuple[tuple[str, re.Pattern[str]], ...]
    funds: tuple[tuple[str, re.Pattern[str]], ...]
    stages: tuple[tuple[str, re.Pattern[str]], ...]
    scope_funds: Mapping[str, str]
    wider_scopes: Mapping[str, str]
    scopes_without_subjects: frozenset[str]
    scopes_without_figures: frozenset[str]
    scopes_within: Mapping[str, Mapping[str, str]]
    functional_line_items: Mapping[str, str]
    book_line_items: Mapping[str, str]
    economic_line_items: Mapping[str, str]
    roles: Mapping[str, str]
    counters: str
    empty: re.Pattern[str]

    def topic(self, topic_id: str) -> Topic:
        """The topic of that id."""
        return next(topic for topic in self.topics if topic.id == topic_id)

    def scope_of(self, text: str) -> str | None:
        """The scope that a heading's words announce."""
        return next((scope for scope, pattern in self.scopes if pattern.search(text)), None)

    def within(self, scope: str, outer: str | None) -> str:
        """What a scope means where it is announced inside another."""
        return self.scopes_within.get(scope, {}).get(outer, scope) if outer else scope

    def fund_of(self, text: str) -> str | None:
        """The fund that words name."""
        return next((fund for fund, pattern in self.funds if pattern.search(text)), None)

    def stage_of(self, words: str) -> tuple[str | None, str]:
        """The version of a figure that the last words name, and the words before those."""
        for stage, pattern in self.stages:
            match = pattern.search(words)
            if match:
                return stage, words[: match.start()]
        return None, words

    def is_empty(self, words: str) -> bool:
        """True when words carry no topic of their own."""
        return bool(self.empty.fullmatch(words))

    def reading(self, topic: Topic, scope: str) -> Reading:
        """The topic's reading in a scope, else in the wider scope, else the general one."""
        wider = self.wider_scopes.get(scope, scope)
        return topic.readings.get(scope) or topic.readings.get(wider) or topic.readings["all"]


_TOPIC_KEYS = frozenset(
    {
        "id",
        "pattern",
        "scopes",
        "outside",
        "unless",
        "only",
        "opens",
        "from_label",
        "wide",
        "weak",
        "bare",
        "by_book",
        "reason",
    }
)


def _topic(row: Mapping[str, Any]) -> Topic:
    readings = {key: Reading(**value) for key, value in row.items() if key not in _TOPIC_KEYS}
    return Topic(
        row["id"],
        re.compile(row["pattern"]),
        readings,
        frozenset(row.get("scopes", ())),
        frozenset(row.get("outside", ())),
        re.compile(row["unless"]) if "unless" in row else None,
        row.get("only"),
        row.get("opens"),
        row.get("from_label", False),
        row.get("wide", False),
        row.get("weak", False),
        row.get("bare", False),
        row.get("by_book", False),
    )


def _count(row: Mapping[str, Any]) -> Count:
    counters = frozenset(row["counters"].split("|"))
    pattern, after = re.compile(row["pattern"]), re.compile(row.get("after", ""))
    scopes = frozenset(row.get("scopes", ()))
    names = (row.get("subject"), row.get("family"), row.get("below"))
    return Count(row["line_item"], pattern, after, counters, scopes, *names)


def _pairs(rows: Sequence[Mapping[str, str]], name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[name], re.compile(row["pattern"])) for row in rows)


@cache
def wordings() -> Wordings:
    """The compiled catalogue of wordings."""
    data = yaml.safe_load(files("loaders.catalogue").joinpath("statements.yml").read_text(encoding="utf-8"))
    return Wordings(
        topics=tuple(_topic(row) for row in data["topics"]),
        counts=tuple(_count(row) for row in data["counts"]),
        scopes=_pairs(data["scopes"], "scope"),
        funds=_pairs(data["funds"], "fund"),
        stages=_pairs(data["stages"], "stage"),
        scope_funds=data["scope_funds"],
        wider_scopes=data["wider_scopes"],
        scopes_without_subjects=frozenset(data["scopes_without_subjects"]),
        scopes_without_figures=frozenset(data["scopes_without_figures"]),
        scopes_within=data["scopes_within"],
        book_line_items=data["book_line_items"],
        functional_line_items=data["functional_line_items"],
        economic_line_items=data["economic_line_items"],
        roles=data["roles"],
        counters=data["counters"],
        empty=re.compile(f"(?:{data['empty_words']})*"),
    )
