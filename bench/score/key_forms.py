"""Key items of performance forms and project lists: projects, funding, indicators; and identity."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal

from bench.score.key_tables import figure_item, place_check
from bench.score.model import (
    Check,
    KeyItem,
    Observed,
    names,
    number,
    same_number,
    same_text,
    short,
    value_bucket,
)
from bench.score.observed import plain_value
from loaders.text import match_key

KeyRow = Mapping[str, str]
# Attribute of the contract ← column of the key.
_PROJECT_COLUMNS = {
    "project_code": "project_code",
    "unit_name": "unit_name",
    "unit_code": "unit_code",
    "fiscal_year": "fiscal_year",
    "is_continuing": "is_continuing",
    "is_recurrent": "is_recurrent",
    "legal_basis": "legal_basis",
    "functional_code": "functional_code",
    "execution_weight": "budget_weight",
    "execution_score": "budget_score",
    "self_evaluation_score": "score",
}


def project(row: KeyRow, issuer: str) -> Iterator[KeyItem]:
    """A project in one place: that it is there, and each attribute printed there."""
    place = (row["table_kind"], match_key(row["project_name"]))
    label = f"{row['table_kind']} {short(row['project_name'])}"
    yield KeyItem(row["doc"], "projects", "projects", (*place, "project"), f"{label} line {row['line']}", ())
    for attribute, column in _PROJECT_COLUMNS.items():
        wanted = row[column]
        if wanted:
            # Where the form names no unit the key repeats the issuer; a loader may leave that open.
            optional = attribute == "unit_name" and same_text(wanted, issuer)
            yield KeyItem(
                row["doc"],
                "projects",
                "projects",
                (*place, attribute),
                f"{label} {attribute} = {wanted}",
                (_attribute_check(attribute, wanted),),
                optional,
            )


def _attribute_check(attribute: str, wanted: str) -> Check:
    def test(observed: Observed) -> bool:
        got = getattr(observed.row, attribute)
        if isinstance(got, Decimal):
            return got == number(wanted)
        return same_text(plain_value(got).replace(";", ",").replace("、", ","), wanted.replace(";", ","))

    return Check(attribute, wanted, test)


def project_amount(row: KeyRow) -> Iterator[KeyItem]:
    """The amount beside a project's name in a sentence or a form that ``project_funding`` does not list."""
    evidence = "statement" if row["table_kind"] == "narrative" else "form"
    placed = {**row, "amount": row["total_amount"], "line": row["amount_line"]}
    yield figure_item(
        "project_funding",
        placed,
        f"{row['table_kind']} {short(row['project_name'])} total",
        (
            Check("evidence", evidence, lambda o: o.row.evidence == evidence),
            _project_check(row["project_name"]),
        ),
    )


def _project_check(name: str) -> Check:
    return Check("project", name, lambda o: same_text(o.project, name))


def funding(row: KeyRow) -> Iterator[KeyItem]:
    """One amount of a project by source and measure, or its execution rate."""
    text = f"{short(row['project_name'])} {row['source']} {row['measure']}"
    if row["measure"] == "execution_rate":
        yield KeyItem(
            row["doc"],
            "project_funding",
            "quantities",
            value_bucket(number(row["amount"])),
            f"{text} {row['amount']}% line {row['line']}",
            (_project_check(row["project_name"]), place_check(row, strict=True)),
        )
        return
    spec = names()["funding"].get(row["source"], {})
    checks = [place_check(row, strict=True)]
    if row["project_name"] != "(合计)":
        checks.append(_project_check(row["project_name"]))
    checks += [
        Check(name, str(wanted), _equals(name, wanted), name == "line_item")
        for name, wanted in spec.items()
        if not (name == "line_item" and row["project_name"] == "(合计)")
    ]
    if row["measure"] != "annual_budget":
        checks.append(Check("measure", row["measure"], _equals("measure", row["measure"])))
    yield figure_item("project_funding", row, text, checks)


def _equals(attribute: str, wanted: str | list[str]) -> Callable[[Observed], bool]:
    accepted = [wanted] if isinstance(wanted, str) else wanted
    return lambda observed: getattr(observed.row, attribute) in accepted


def indicator(row: KeyRow) -> Iterator[KeyItem]:
    """One performance indicator. Rows whose cells were damaged (``confidence`` low) need only be there."""
    text = (
        f"{short(row['project_name'], 12)} {row['level2']}/{short(row['level3'])} {row['operator']} "
        f"{row['target_value']}{row['unit_of_measure']} weight={row['weight']} line {row['line']}"
    )
    strict = row["confidence"] != "low"
    checks: tuple[Check, ...] = (_project_check(row["project_name"]), place_check(row, strict=not strict))
    if strict:
        checks += tuple(_indicator_checks(row))
    yield KeyItem(row["doc"], "indicators", "indicators", None, text, checks, optional=not strict)


def _indicator_checks(row: KeyRow) -> Iterator[Check]:
    operators = names()["operators"].get(row["operator"], [None])
    yield Check("operator", row["operator"], lambda o: o.row.operator in operators)
    for attribute, column in (("target_value", "target_value"), ("weight", "weight"), ("score", "score")):
        yield _number_check(attribute, row[column])
    yield Check(
        "unit_of_measure",
        row["unit_of_measure"],
        lambda o: _unit(o.row.unit_of_measure) == _unit(row["unit_of_measure"]),
    )
    for attribute, column in (
        ("indicator", "level3"),
        ("level_1", "level1"),
        ("level_2", "level2"),
        ("actual_text", "actual_text"),
        ("target_text", "target_text"),
        ("description", "description"),
        ("basis_text", "basis_text"),
    ):
        yield _text_check(attribute, row[column], attribute == "indicator")


def _number_check(attribute: str, wanted: str) -> Check:
    return Check(attribute, wanted, lambda o: same_number(number(wanted), getattr(o.row, attribute)))


def _text_check(attribute: str, wanted: str, strict: bool) -> Check:
    def test(observed: Observed) -> bool:
        got = match_key(getattr(observed.row, attribute) or "")
        return got.removesuffix("指标") == match_key(wanted).removesuffix("指标")

    return Check(attribute, wanted, test, strict)


def _unit(text: str | None) -> str:
    unit = match_key(text or "")
    return match_key(names()["units"].get(unit, unit))


def identity(row: KeyRow, spellings: Collection[str] = ()) -> Iterator[KeyItem]:
    """Issuer (in any of its ``spellings``), region, year, stage and unit of one document."""
    issuers = {row["issuer"], *spellings}
    region = row.get("region_code") or names()["regions"].get(row["region_name"], "")
    wanted = {
        "region_code": region,
        "fiscal_year": row["fiscal_year"],
        "budget_stage": row["stage"],
        "unit_published": row["unit"],
    }
    yield KeyItem(
        row["doc"],
        "identity",
        "identity",
        "issuer_name",
        f"issuer_name = {row['issuer']}",
        (
            Check(
                "issuer_name",
                row["issuer"],
                lambda o: any(same_text(o.row.issuer_name, name) for name in issuers),
            ),
        ),
        # A blank template names nobody: 上海市XX局 may be left open.
        optional="XX" in row["issuer"],
    )
    for attribute, value in wanted.items():
        yield KeyItem(
            row["doc"],
            "identity",
            "identity",
            attribute,
            f"{attribute} = {value}",
            (_attribute_check(attribute, value),),
        )
