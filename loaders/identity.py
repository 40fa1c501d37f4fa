"""Whose document it is, for which year and stage, in which unit of money: from its own words alone.

File names are never looked at. Every attribute carries the words that it rests on; what the words do not say stays
None and becomes a load issue. The patterns and their reasons are data: ``catalogue/identity.yml``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from loaders.classification import functional_name
from loaders.documents import Document
from loaders.issuers import Candidate, IssuerFinder, Line, document_lines, is_placeholder, normalise
from loaders.issues import Issue
from loaders.regions import RegionMatch, find_region
from loaders.text import match_key

_UNIT_CODE = re.compile(r"^(\d{3}(?:\d{3}){0,2})(?=[\u4e00-\u9fff])([\u4e00-\u9fff()]{2,25})$")
_LABELLED_CODE = re.compile(r"(?:部门|单位)(?:名称|编码|代码)?:[\[(]?(\d{3}(?:\d{3}){0,2})(?!\d)")
_TITLE = re.compile(r"预算|决算|绩效|公开")
_BRANCH = re.compile(r"(?<=.{4})(?:本级|机关|部门|本部|汇总)$")
_DATED = re.compile(r"20\d\d年")
_PART = re.compile(r"^(?:第.{1,2}部分|附件\d*:?|[一二三四五六七八九十]+、)")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says about itself; None where it does not say. Columns of ``raw.documents``."""

    title: str | None = None
    issuer_published: str | None = None
    issuer_name: str | None = None
    budget_unit_code: str | None = None
    region_published: str | None = None
    region_code: str | None = None
    fiscal_year: int | None = None
    budget_stage: str | None = None
    disclosure_scope: str | None = None
    unit_published: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that one attribute rests on, and why they count (``basis``)."""

    attribute: str
    value: str
    basis: str
    page: int | None
    line_no: int | None
    text: str


Found = tuple[str, str, Line] | None
"""A value, its basis and the line that it was read from."""


@cache
def _catalogue() -> Mapping[str, Any]:
    text = files("loaders.catalogue").joinpath("identity.yml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


@cache
def _finder() -> IssuerFinder:
    return IssuerFinder(_catalogue())


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(r["pattern"]), r["replacement"]) for r in _catalogue()["issuer_spellings"])


def normalise_issuer(name: str) -> str:
    """The one spelling of a publisher's name (“甲省委办公厅” and “中国共产党甲省委员会办公厅” are one)."""
    return normalise(name, _spellings())


@lru_cache(maxsize=4096)
def is_body_name(text: str) -> bool:
    """True for the official name of a body that begins with its region (岚皋县水利局)."""
    return _finder().is_body(_BRANCH.sub("", match_key(text)))


def identify(document: Document) -> tuple[Identity, list[Evidence], list[Issue]]:
    """Read a document's identity. Unknown attributes are None, each with a load issue."""
    lines = document_lines(document)
    candidates = list(_finder().candidates(lines))
    year = _fiscal_year(lines)
    issuer = _issuer(candidates)
    found: dict[str, Found] = {
        "title": _title(lines),
        "issuer_published": issuer,
        "issuer_name": (normalise_issuer(issuer[0]), issuer[1], issuer[2]) if issuer else None,
        "budget_unit_code": _unit_code(lines),
        "fiscal_year": year,
        "budget_stage": _stage(lines),
        "disclosure_scope": _scope(lines),
        "unit_published": _money_unit(lines),
    }
    found |= _region(issuer, candidates, lines, int(year[0]) if year else None)
    values: dict[str, Any] = {name: hit[0] if hit else None for name, hit in found.items()}
    values["fiscal_year"] = int(year[0]) if year else None
    evidence = [_evidence(name, hit) for name, hit in found.items() if hit]
    return Identity(**values), evidence, _issues(found)


def _evidence(attribute: str, hit: tuple[str, str, Line]) -> Evidence:
    value, basis, line = hit
    return Evidence(attribute, value, basis, line.place.page, line.place.line, line.printed)


_SEVERITY = {
    "title": "info",
    "budget_unit_code": "",
    "issuer_published": "",
    "region_published": "",
    "disclosure_scope": "info",
}


def _issues(found: Mapping[str, Found]) -> list[Issue]:
    """One issue per attribute that stayed unknown; most documents print no unit code, that is none."""
    issues = []
    for attribute, hit in found.items():
        severity = _SEVERITY.get(attribute, "warning")
        if hit is None and severity:
            issues.append(Issue(severity, f"unknown_{attribute}", f"The document does not say its {attribute}."))
    return issues


def _best(votes: Mapping[str, float]) -> str | None:
    """The value with most votes; the longer name of two that tie says more."""
    return max(votes, key=lambda value: (votes[value], len(value))) if votes else None


def _issuer(candidates: Iterable[Candidate]) -> Found:
    named = [c for c in candidates if not is_placeholder(c.name)]
    votes: dict[str, float] = defaultdict(float)
    for candidate in named:
        # A place that repeats on every table must not outvote a title: repetitions count for little.
        votes[normalise_issuer(candidate.name)] += candidate.weight if _is_first(candidate, named) else 0.1
    best = _first_of_equals(votes)
    for candidate in named:
        if normalise_issuer(candidate.name) == best:
            return candidate.name, candidate.basis, candidate.line
    return None


def _first_of_equals(votes: Mapping[str, float]) -> str | None:
    """The name with most votes; of several the first, in the longest of the forms that hold it.

    Files hold the budgets of several units in turn, the publisher's own before them.
    """
    equals = [name for name in votes if votes[name] == max(votes.values())]
    return max((name for name in equals if equals[0] in name), key=len, default=None)


def _is_first(candidate: Candidate, named: Sequence[Candidate]) -> bool:
    return candidate is next(c for c in named if c.name == candidate.name and c.basis == candidate.basis)


def _region(
    issuer: Found, candidates: Sequence[Candidate], lines: Sequence[Line], year: int | None
) -> dict[str, Found]:
    """The region that opens the publisher's name; a template's placeholder still says its region."""
    named = issuer or next(((c.name, c.basis, c.line) for c in candidates), None)
    match: RegionMatch | None = None
    if named:
        match = find_region(named[0], year, "".join(line.text for line in lines))
    if named is None or match is None:
        return {"region_published": None, "region_code": None}
    basis = f"name of the publisher ({named[1]})"
    code: Found = (match.code, basis, named[2]) if match.code else None
    return {"region_published": (match.published, basis, named[2]), "region_code": code}


def _fiscal_year(lines: Sequence[Line]) -> Found:
    for tier in _catalogue()["fiscal_year"]:
        pattern = _pattern(tier["pattern"])
        hits = [
            (match["year"], line)
            for line in lines
            if _is_of_kind(line, tier["lines"])
            for match in pattern.finditer(line.text)
            if _in_months(match[0], tier.get("months"))
        ]
        years = Counter(year for year, _ in hits)
        if years and not (tier.get("only") and len(years) > 1):
            best = max(years) if tier.get("latest") else years.most_common(1)[0][0]
            return best, tier["basis"], next(line for year, line in hits if year == best)
    return None


def _is_of_kind(line: Line, kind: str) -> bool:
    return kind == "any" or line.kind == kind


def _in_months(text: str, months: Sequence[int] | None) -> bool:
    month = re.search(r"年(\d{1,2})月", text)
    return months is None or (month is not None and int(month[1]) in months)


def _stage(lines: Sequence[Line]) -> Found:
    """Every heading votes with the weight of the first stage that it names; forms without titles by their cells."""
    votes: dict[str, float] = defaultdict(float)
    first: dict[str, Line] = {}
    for line in lines:
        for row in _catalogue()["budget_stage"] if line.kind in ("heading", "toc") else ():
            if _pattern(row["pattern"]).search(line.text):
                votes[row["stage"]] += row["heading_weight"]
                first.setdefault(row["stage"], line)
                break
    best = _best(votes)
    if best:
        return best, "headings", first[best]
    return _first_match(lines, _catalogue()["stage_cells"], "stage", "cells of the form", lambda line: True)


def _first_match(
    lines: Sequence[Line], rows: Iterable[Mapping[str, Any]], value: str, basis: str, wanted: Callable[[Line], bool]
) -> Found:
    for row in rows:
        search = _pattern(row["pattern"]).search
        for line in lines:
            if wanted(line) and search(line.text):
                return row[value], basis, line
    return None


def _scope(lines: Sequence[Line]) -> Found:
    for name, kinds, basis in (
        ("disclosure_scope", ("heading",), "headings"),
        ("scope_labels", ("heading", "text", "cell"), "label at the head of tables"),
    ):
        votes: Counter[str] = Counter()
        first: dict[str, Line] = {}
        for line in lines:
            for row in _catalogue()[name] if line.kind in kinds else ():
                if _pattern(row["pattern"]).search(line.text):
                    votes[row["scope"]] += 1
                    first.setdefault(row["scope"], line)
        best = _best(votes)
        if best:
            return best, basis, first[best]
    return None


def _money_unit(lines: Sequence[Line]) -> Found:
    for row in _catalogue()["money_unit"]:
        finditer = _pattern(row["pattern"]).finditer
        hits = [(match["unit"], line) for line in lines for match in finditer(line.text)]
        if hits:
            best = Counter(unit for unit, _ in hits).most_common(1)[0][0]
            return best, row["reason"], next(line for unit, line in hits if unit == best)
    return None


def _unit_code(lines: Sequence[Line]) -> Found:
    """A unit's code beside its name; several different ones are sub-units, not the document."""
    hits = []
    for line in lines:
        match = _UNIT_CODE.match(line.text) if line.kind == "heading" else None
        # “201 一般公共服务支出” is a subject, not a unit.
        if match and functional_name(match[1]) not in (match[2], f"{match[2]}支出"):
            hits.append((match[1], line))
        labelled = _LABELLED_CODE.search(line.text)
        if labelled:
            hits.append((labelled[1], line))
    codes = {code for code, _ in hits}
    return (codes.pop(), "code beside the unit's name", hits[0][1]) if len(codes) == 1 else None


def _title(lines: Sequence[Line]) -> Found:
    """The first heading that names a kind of disclosure, with its year where one heading has both.

    Covers break their title: the publisher on the line above, or the kind of disclosure on the line below.
    """
    headings = [line for line in lines if line.kind == "heading" and ":" not in line.text]
    for at, line in enumerate(headings):
        if not (line.is_early and _DATED.search(line.text)):
            continue
        below = headings[at + 1] if at + 1 < len(headings) else line
        text = line.text if _TITLE.search(line.text) else line.text + below.text
        if _TITLE.search(text) and not _PART.match(line.text):
            above = headings[at - 1].text if at else ""
            head = above if at and _DATED.match(line.text) and _finder().is_body(above) else ""
            return head + text, "title on the first page", line
    kinds = [line for line in headings if _TITLE.search(line.text)]
    for line in [line for line in kinds if _DATED.search(line.text)] or kinds:
        text = _PART.sub("", line.text)
        if _TITLE.search(text):
            return text, "first heading with year and kind of disclosure", line
    return None
