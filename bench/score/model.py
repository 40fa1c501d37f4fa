"""What is compared: an item of the answer key, something the loaders read, and how the two were paired."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from loaders.text import compact, match_key

# Kinds in the order in which a report lists them.
KINDS = (
    "identity",
    "tables",
    "functional",
    "economic",
    "summary",
    "three_public",
    "procurement",
    "projects",
    "project_funding",
    "indicators",
    "prose",
)


@dataclass(frozen=True, slots=True)
class Observed:
    """Something the loaders read: a raw row, or one attribute of it.

    Only observations with the same ``pool`` and ``bucket`` as a key item can answer it. ``kind`` is what it
    counts under where no key item claims it; None means that the key does not claim to be complete there.
    """

    pool: str
    bucket: Hashable
    kind: str | None
    text: str
    row: Any
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a key item says of an observation. Strict checks decide whether the two are the same figure;
    the others are counted as agreement between pairs."""

    name: str
    wanted: str
    test: Callable[[Observed], bool]
    strict: bool = True


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One thing that the answer key holds. An ``optional`` item may be missing, but may not be different."""

    document: str
    kind: str
    pool: str
    bucket: Hashable
    text: str
    checks: tuple[Check, ...] = field(repr=False)
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A key item, the observation that answers it, and the names of the soft checks that fail."""

    item: KeyItem
    observed: Observed
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document compared: pairs, key items without an answer, observations without a key item."""

    document: str
    pairs: tuple[Pair, ...]
    missing: tuple[KeyItem, ...]
    extra: tuple[Observed, ...]


@cache
def names() -> dict[str, Any]:
    """The differences in naming between key and contract (``names.yml``)."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("names.yml").read_text(encoding="utf-8"))
    return loaded


def number(text: str) -> Decimal | None:
    """A number of the key; None where the key leaves it blank."""
    return Decimal(text.replace(",", "")) if text.strip() else None


def value_bucket(value: Decimal | None) -> str:
    """Equal numbers share a bucket however many decimals they print."""
    return "none" if value is None else format(value.normalize(), "f")


def same_text(left: str | None, right: str | None) -> bool:
    """Equal but for mark-up, white space and the width of characters; null equals blank."""
    return match_key(left or "") == match_key(right or "")


def same_number(wanted: Decimal | None, got: Decimal | None) -> bool:
    """Numerically equal, or both absent."""
    return wanted == got if wanted is not None and got is not None else wanted is got


def short(text: str | None, width: int = 40) -> str:
    """Text on one line, cut for a report."""
    plain = compact(text or "")
    return plain if len(plain) <= width else plain[: width - 1] + "…"
