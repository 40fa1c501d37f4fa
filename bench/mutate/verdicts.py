"""What the warehouse says of each mutant that it does not say of the document as it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.mutate import texts
from bench.mutate.changes import Source, Target
from bench.mutate.worlds import World

CAUSES = {
    "digit": {"digit_wrong"},
    "transposed": {"digits_transposed"},
    "dropped": {"digit_dropped"},
    "doubled": {"digit_doubled"},
    "point": {"decimal_point"},
    "sign": {"sign_or_direction"},
    "unit": {"unit_of_money"},
    "swapped": {"amounts_swapped"},
    "copied": {"amount_of_another_line"},
    # A table of one column does not tell a blank cell from a row that is not there.
    "blanked": {"missing_figure", "missing_row"},
    "row_deleted": {"missing_row", "missing_figure"},
    "direction": {"sign_or_direction"},
    "year": {"year_wrong"},
}
"""The probable causes that are right for each kind of change."""

_RANKS = {"hard": 3, "soft": 2, "info": 1}
_KEY = re.compile(r"[0-9a-f]{16}")
_PLACE = re.compile(r"\.g(\d+)r(\d+)c")

_FAILURES = """
select
    comparisons.document_key, comparisons.disclosure_key, comparisons.severity, members.finding_id,
    concat_ws('/', comparisons.rule_id, comparisons.scope_key, comparisons.group_key, comparisons.instance_key,
        comparisons.each_key) as place
from intermediate.int_reconciliation_comparisons as comparisons
inner join intermediate.int_finding_members as members using (comparison_id)
where comparisons.status = 'discrepancy'
"""
_FINDINGS = """
select finding_id, severity, probable_cause, suspect_figure_id, rule_ids, sentence_en, who_is_wrong_en
from mart.findings
"""
_PROVED = """
select distinct figure_id from intermediate.int_reconciliation_participants
where is_proof and left(figure_id, 16) in (select unnest(?))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the warehouse; ``suspect`` is the figure that it blames, by its id in the original."""

    finding_id: str
    severity: str
    cause: str
    suspect: str | None
    rule_ids: str
    sentence: str
    blame: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one mutant. ``severity`` is that of the gravest new discrepancy, None where there is none."""

    document: str
    kind: str
    target: Target
    printed: str
    partner: str | None
    is_covered: bool
    severity: str | None
    has_load_issue: bool
    findings: tuple[Finding, ...]

    @property
    def is_noticed(self) -> bool:
        """Whether a discrepancy above info is new."""
        return self.severity in ("hard", "soft")

    @property
    def is_one(self) -> bool:
        """Whether all that is new is told in one finding."""
        return len(self.findings) == 1

    @property
    def is_blamed(self) -> bool:
        """Whether the figure that was changed is named in the gravest finding, or that it is missing."""
        if not self.findings:
            return False
        gravest = self.findings[0]
        if self.kind in ("blanked", "row_deleted"):
            return gravest.cause in CAUSES[self.kind]
        return gravest.suspect in (self.target.figure_id, self.partner)

    @property
    def is_explained(self) -> bool:
        """Whether the gravest finding names the right cause."""
        right = CAUSES[self.kind] | texts.slips(self.target.number, self.printed)
        return bool(self.findings) and self.findings[0].cause in right


def read_verdicts(database: Path, sources: Sequence[Source], worlds: Sequence[World]) -> list[Verdict]:
    """One verdict a world."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return _Judge(connection, sources).judge(worlds)


def unchanged_findings(database: Path, sources: Sequence[Source]) -> list[tuple[str, Finding]]:
    """Findings above info on the documents as they are, with their document's name."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = {source.document.key: source.name for source in sources}
        found = connection.execute(
            _FINDINGS.replace("select", "select document_key,", 1) + " where severity <> 'info'"
        ).fetchall()
    return [(names[key], Finding(*rest)) for key, *rest in found if key in names]


class _Judge:
    """Failures by document, findings by id, load issues by document: read once, asked per world."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
        self.failures: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in _rows(connection, _FAILURES):
            self.failures[row["document_key"]].append(row)
        self.findings = {row[0]: Finding(*row) for row in connection.execute(_FINDINGS).fetchall()}
        self.disclosures = dict(
            connection.execute("select document_key, disclosure_key from intermediate.int_document_identity").fetchall()
        )
        self.issues: dict[str, dict[str, int]] = defaultdict(dict)
        for key, code, count in connection.execute(
            "select document_key, issue_code, count(*) from raw.load_issues where severity <> 'info' group by all"
        ).fetchall():
            self.issues[key][code] = count
        keys = [source.document.key for source in sources]
        self.covered = {
            figure
            for (figure,) in connection.execute(
                _PROVED,
                [keys],
            ).fetchall()
        }

    def judge(self, worlds: Iterable[World]) -> list[Verdict]:
        return [self._verdict(world) for world in worlds]

    def _verdict(self, world: World) -> Verdict:
        known = {place for key in world.originals.values() for place, _ in self._places(key, {})}
        same = dict(world.originals) | {
            self.disclosures[key]: self.disclosures[original] for key, original in world.originals.items()
        }
        new = [
            row
            for key in world.originals
            for place, row in self._places(key, same, world.mutant.deleted_row)
            if place not in known
        ]
        ids = {row["finding_id"] for row in new if _RANKS[row["severity"]] > 1}
        findings = sorted(
            (self._named(self.findings[one], world) for one in ids),
            key=lambda finding: (-_RANKS[finding.severity], finding.finding_id),
        )
        mutant = world.mutant
        before, after = self.issues[world.source.document.key], self.issues[mutant.document.key]
        return Verdict(
            document=world.source.name,
            kind=mutant.kind,
            target=mutant.target,
            printed=mutant.printed,
            partner=mutant.partner,
            is_covered=mutant.target.figure_id in self.covered,
            severity=max((row["severity"] for row in new), key=_RANKS.__getitem__, default=None),
            has_load_issue=any(count > before.get(code, 0) for code, count in after.items()),
            findings=tuple(findings),
        )

    def _places(
        self, key: str, same: Mapping[str, str], deleted: tuple[int, int] | None = None
    ) -> Iterable[tuple[str, Mapping[str, Any]]]:
        for row in self.failures[key]:
            yield _as_before(row["place"], same, deleted), row

    def _named(self, finding: Finding, world: World) -> Finding:
        suspect = finding.suspect and _as_before(finding.suspect, world.originals, world.mutant.deleted_row)
        return Finding(**{name: getattr(finding, name) for name in Finding.__slots__} | {"suspect": suspect})


def _as_before(text: str, same: Mapping[str, str], deleted: tuple[int, int] | None) -> str:
    """A place as it would be called in the world without changes."""
    text = _KEY.sub(lambda match: same.get(match.group(), match.group()), text)
    if deleted is None:
        return text
    grid_no, row_no = deleted

    def moved_back(match: re.Match[str]) -> str:
        grid, row = int(match[1]), int(match[2])
        return f".g{grid}r{row + (grid == grid_no and row >= row_no)}c"

    return _PLACE.sub(moved_back, text)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[Mapping[str, Any]]:
    result = connection.execute(sql)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
