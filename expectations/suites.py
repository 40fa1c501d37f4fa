"""Expectation suites as data: what ``suites/*.yml`` say, and one expectation per reconciliation rule.

An integrity expectation that does not hold blocks publishing, since the warehouse itself would be wrong. A
reconciliation that does not hold is a finding about a publisher: it is reported and blocks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SUITES = Path(__file__).resolve().parent / "suites"

# Differences as text: the library takes two milliseconds to tell that a decimal number is one.
_RULE_QUERY = (
    "select comparison_id, document_key, subject_code, cast(difference_yuan as varchar) as difference_yuan, "
    "cast(difference_value as varchar) as difference_value from {{batch}} "
    "where rule_id = '{rule_id}' and status = 'discrepancy' and severity <> 'none' and not is_acknowledged"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One expectation: a check on a mart table, with its meaning in both languages.

    ``check`` is a name of ``CHECKS`` in ``checkpoint``; ``arguments`` are its keyword arguments.
    """

    suite: str
    name: str
    table: str
    check: str
    arguments: Mapping[str, Any]
    meaning_en: str
    meaning_zh: str
    is_blocking: bool


def read_suites(directory: Path = SUITES) -> tuple[Expected, ...]:
    """All expectations of the suite files, in file order. Raises ``ValueError`` where two share a name."""
    expected = [item for path in sorted(directory.glob("*.yml")) for item in _read_suite(path)]
    names = [item.name for item in expected]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"expectations with one name: {', '.join(repeated)}")
    return tuple(expected)


def _read_suite(path: Path) -> Iterable[Expected]:
    suite = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in suite["expectations"]:
        yield Expected(
            suite=path.stem,
            name=entry["name"],
            table=entry["table"],
            check=entry["check"],
            arguments=entry.get("with", {}),
            meaning_en=entry["en"],
            meaning_zh=entry["zh"],
            is_blocking=suite["is_blocking"],
        )


def rule_expectations(rules: Iterable[Mapping[str, str]]) -> tuple[Expected, ...]:
    """One expectation per row of ``mart.dim_rule``, in one suite per family: no open discrepancy of this rule."""
    return tuple(
        Expected(
            suite=f"reconciliation_{rule['rule_family']}",
            name=rule["rule_id"],
            table="fct_reconciliation",
            check="no_rows",
            arguments={"query": _RULE_QUERY.format(rule_id=rule["rule_id"])},
            meaning_en=rule["formula_en"],
            meaning_zh=rule["formula_zh"],
            is_blocking=False,
        )
        for rule in rules
    )
