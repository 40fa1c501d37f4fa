"""Key items of sentences: amounts with their topic, changes, shares, completion rates and counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bench.score.key_tables import figure_item, place_check, rate_item, year_check
from bench.score.model import Check, KeyItem, Observed, number, same_text, value_bucket
from loaders.text import match_key

KeyRow = Mapping[str, str]
_CHANGES = frozenset({"change", "budget_change", "earlier_change"})
_ROLES = (
    ("self_evaluation_score", "score"),
    ("_change_pct", "change_rate"),
    ("_basic_pct", "completion_rate"),
    ("_project_pct", "completion_rate"),
    ("_completion", "completion_rate"),
    ("_share", "share"),
    ("_pct", "share"),
)


@cache
def topics() -> dict[str, dict[str, Any]]:
    """What each topic of the key is called in the warehouse (``topics.yml``)."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(
        files("bench.score").joinpath("topics.yml").read_text(encoding="utf-8")
    )
    return loaded


def prose(row: KeyRow) -> Iterator[KeyItem]:
    """One number of a sentence: an amount of money, a rate or a count."""
    if row["unit"] not in {"元", "万元", "亿元"}:
        yield _quantity(row)
        return
    if row["topic"] == "department_form_expenditure":
        # Printed in the head of a form, one number run over two cells.
        yield figure_item("summary", row, row["topic"], (place_check(row, strict=True),))
        return
    text = " ".join(filter(None, (row["topic"], row.get("section_name", ""), row.get("item_name", ""))))
    yield figure_item(
        "prose",
        row,
        text,
        (
            Check("evidence", "statement", lambda o: o.row.evidence == "statement"),
            _role_check(row),
            *(year_check(row) if _is_level(row) else ()),
            *_meaning_checks(row),
            *_direction_check(row),
            *((place_check(row, strict=True),) if row.get("line") else ()),
        ),
    )


def _is_level(row: KeyRow) -> bool:
    """A level, not a change against the year before."""
    return not (
        "_change" in row["topic"] or row.get("measure", "").startswith("change") or row.get("measure") == "as_stated"
    )


def _role_check(row: KeyRow) -> Check:
    if row.get("measure") == "as_stated" or row["topic"] == "explanation":
        return Check("role", "any", lambda o: True)
    if _is_level(row):
        return Check("role", "level", lambda o: o.row.value_role not in _CHANGES)
    # Parts of an explained change are changes too, told apart as explanations.
    return Check("role", "change", lambda o: o.row.value_role in {*_CHANGES, "explanation"})


def _direction_check(row: KeyRow) -> Iterator[Check]:
    measure = row.get("measure", "")
    direction = row.get("direction") or {"change_increase": "increase", "change_decrease": "decrease"}.get(measure)
    if direction:
        yield Check("direction", direction, lambda o: o.row.direction == direction, False)


def _meaning_checks(row: KeyRow) -> Iterator[Check]:
    """What the sentence speaks of: agreement, so that a figure with the wrong meaning is seen as such."""
    topic = row["topic"].removesuffix("_change")
    for attribute, wanted in topics().get(topic, {}).items():
        accepted = {*wanted} if isinstance(wanted, list) else {wanted}
        yield Check(attribute, "/".join(sorted(accepted)), _among(attribute, accepted), False)
    if topic.startswith("expenditure_class_"):
        code = topic.removeprefix("expenditure_class_")
        yield Check("code", code, lambda o: o.row.subject_code == code, False)
    name = row.get("item_name") or row.get("section_name") or row.get("class_name") or ""
    if name:
        yield Check("name", name, lambda o: _same_subject(o.row.subject_name, name), False)


def _same_subject(got: str | None, wanted: str) -> bool:
    """Sentences leave out 支出, or put the section's name in front of the item's."""
    left, right = (match_key(text or "").removesuffix("支出") for text in (got, wanted))
    return bool(left) and (left == right or right.endswith(left) or left.endswith(right))


def _among(attribute: str, accepted: set[str]) -> Callable[[Observed], bool]:
    return lambda observed: getattr(observed.row, attribute) in accepted


def _quantity(row: KeyRow) -> KeyItem:
    topic, unit = row["topic"], row["unit"]
    role = "share" if topic.startswith("share_") else next((r for end, r in _ROLES if topic.endswith(end)), "count")
    return KeyItem(
        row["doc"],
        "prose",
        "quantities",
        value_bucket(number(row["amount"])),
        f"{topic} {row['amount']}{unit} line {row['line']}",
        (
            place_check(row, strict=True),
            Check("unit", unit, lambda o: same_text(o.row.unit_of_measure, unit), unit == "%"),
            Check("role", role, lambda o: o.row.value_role == role, False),
            *_direction_check(row),
        ),
        optional=role == "count",
    )


def functional_sentence(row: KeyRow) -> Iterator[KeyItem]:
    """An item of the final accounts told in a sentence (class, section, item), with its completion rate."""
    name, code = row["name"], row["code_attested"]
    total = row["level"] == "total"
    yield figure_item(
        "prose",
        row,
        f"narrative {row['section_name']} {name}",
        (
            Check("evidence", "statement", lambda o: o.row.evidence == "statement"),
            place_check(row, strict=True),
            *year_check(row),
            Check("name", name, lambda o: total or _named(o, row)),
            Check("code", code, lambda o: not code or o.row.subject_code == code),
            Check("level", row["level"], lambda o: total or o.row.subject_level == row["level"], False),
        ),
    )
    # Class shares are listed again in prose.csv; completion rates only here.
    if row["completion_pct"] and not total:
        yield rate_item(row, row["completion_pct"], "completion_rate", name)


def _named(observed: Observed, row: KeyRow) -> bool:
    """The name may be stored as the item alone or as the whole path (类/款/项)."""
    printed = match_key(observed.row.subject_name or "")
    return printed.endswith(match_key(row["name"])) or same_text(observed.row.subject_name, row["class_name"])
