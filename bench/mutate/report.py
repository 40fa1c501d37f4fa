"""Shares of noticed changes, by document, table kind and kind of change, and the names of those not noticed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.mutate.changes import YEAR
from bench.mutate.verdicts import Finding, Verdict

OF_COVERED, OF_ALL = 0.98, 0.95
"""What must be noticed: of figures that an identity proves, and of all figures of each document's tables and forms."""


def _is_table(verdict: Verdict) -> bool:
    return verdict.target.evidence in ("table", "form") and verdict.kind != YEAR


def _share(verdicts: Sequence[Verdict], holds: Callable[[Verdict], bool] = lambda v: v.is_noticed) -> float:
    return sum(map(holds, verdicts)) / len(verdicts) if verdicts else 1.0


def passes(verdicts: Sequence[Verdict]) -> bool:
    """Whether the shares reach their targets."""
    tables = [verdict for verdict in verdicts if _is_table(verdict)]
    covered = [verdict for verdict in tables if verdict.is_covered]
    each = _grouped(tables, lambda v: v.document)
    return _share(covered) >= OF_COVERED and all(_share(group) >= OF_ALL for group in each.values())


def _grouped(verdicts: Iterable[Verdict], key: Callable[[Verdict], str]) -> dict[str, list[Verdict]]:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict)].append(verdict)
    return dict(sorted(groups.items()))


def text(verdicts: Sequence[Verdict], findings: Sequence[tuple[str, Finding]]) -> str:
    """The whole report."""
    tables = [verdict for verdict in verdicts if _is_table(verdict)]
    lines = [f"{len(verdicts)} changes, {len(tables)} of them to figures in tables and forms", ""]
    lines += _line_per("documents: figures in tables and forms", tables, lambda v: v.document)
    lines += _line_per("evidence", verdicts, lambda v: v.target.evidence)
    lines += _line_per("table kinds", tables, lambda v: v.target.table_kind)
    lines += _line_per("kinds of change: tables and forms", tables, lambda v: v.kind)
    lines += _line_per("kinds of change: prose", [v for v in verdicts if not _is_table(v)], lambda v: v.kind)
    lines += ["", "what is said of noticed changes: one finding, the right figure blamed, the right cause"]
    noticed = [verdict for verdict in tables if verdict.is_noticed]
    for kind, group in [*_grouped(noticed, lambda v: v.kind).items(), ("all", noticed)]:
        said = (_share(group, lambda v: v.is_one), _share(group, lambda v: v.is_blamed))
        cause = _share(group, lambda v: v.is_explained)
        told = Counter(v.findings[0].cause for v in group if v.findings)
        lines.append(f"  {kind:12} {len(group):5} {said[0]:7.1%} {said[1]:7.1%} {cause:7.1%}  {_told(told)}")
    lines += ["", f"findings above info on the documents as they are: {len(findings)}"]
    for name, found in sorted(findings, key=str):
        lines.append(f"  {found.severity} {found.cause} {found.rule_ids} {name[:24]}: {found.sentence[:150]}")
    lines += ["", "not noticed"]
    return "\n".join([*lines, *map(_name, sorted((v for v in verdicts if not v.is_noticed), key=_order))])


def _told(counter: Counter[str]) -> str:
    return ", ".join(f"{cause} {count}" for cause, count in counter.most_common(4))


def _line_per(title: str, verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> list[str]:
    lines = ["", f"{title}: changes, noticed, of those covered by an identity"]
    for name, group in [*_grouped(verdicts, key).items(), ("all", list(verdicts))]:
        covered = [verdict for verdict in group if verdict.is_covered]
        lines.append(f"  {name[:40]:40} {len(group):5} {_share(group):7.1%}  {len(covered):5} {_share(covered):7.1%}")
    return lines


def _order(verdict: Verdict) -> tuple[str, ...]:
    return verdict.target.evidence, verdict.document, verdict.target.table_kind, verdict.target.figure_id


def _name(verdict: Verdict) -> str:
    marks = "".join(
        [
            "covered " if verdict.is_covered else "",
            f"{verdict.severity} " if verdict.severity else "",
            "load-issue" if verdict.has_load_issue else "",
        ]
    )
    target = verdict.target
    return (
        f"  {target.evidence:9} {verdict.document[:24]} {target.table_kind} {target.figure_id[17:]} {target.context}:"
        f" {verdict.kind} {target.number} -> {verdict.printed or 'nothing'} {marks}"
    )


def as_table(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    """Every verdict as plain values."""
    return [
        {
            "document": v.document, "kind": v.kind, "figure_id": v.target.figure_id, "evidence": v.target.evidence,
            "table_kind": v.target.table_kind, "context": v.target.context, "number": v.target.number,
            "printed": v.printed, "is_covered": v.is_covered, "severity": v.severity,
            "has_load_issue": v.has_load_issue, "is_noticed": v.is_noticed, "is_one": v.is_one,
            "is_blamed": v.is_blamed, "is_explained": v.is_explained,
            "findings": [{name: getattr(f, name) for name in Finding.__slots__} for f in v.findings],
        }
        for v in verdicts
    ]  # fmt: skip
