"""What the loaders must read back from a written disclosure, as items of an answer key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from bench.score import key_forms, key_prose, key_tables
from bench.score.model import KeyItem, names
from tests.writer.model import (
    Amount,
    Column,
    DepartmentForm,
    Disclosure,
    Indicator,
    Line,
    Part,
    ProjectForm,
    Section,
    Table,
)

Row = dict[str, str]
_CATEGORIES = {line_item: category for category, line_item in names()["three_public"].items()}
_THREE_PUBLIC_LABELS = (("购置及", "vehicle_total"), ("购置", "vehicle_purchase"), ("运行", "vehicle_operation"),
                        ("出国", "outbound_travel"), ("接待", "reception"), ("合计", "total"))  # fmt: skip
_GROUP_TOTALS = {"人员经费合计": "personnel", "公用经费合计": "public"}
_GOODS = {"货物": "goods", "工程": "works", "服务": "services"}
_EXECUTION = ("initial_budget", "adjusted_budget", "executed", "execution_rate")


def key_items(disclosure: Disclosure) -> list[KeyItem]:
    """Identity, figures, projects and indicators of a disclosure; places are left open."""
    identity = list(key_forms.identity({
        "doc": disclosure.title, "issuer": disclosure.issuer, "region_code": disclosure.region_code,
        "fiscal_year": str(disclosure.fiscal_year), "stage": disclosure.stage, "unit": disclosure.unit,
        "region_name": "",
    }))  # fmt: skip
    items = [item for item in identity if item.bucket != "unit_published" or _prints_money(disclosure)]
    for content in disclosure.contents:
        if isinstance(content, Table):
            items += _table(content, disclosure)
        elif isinstance(content, ProjectForm):
            items += _project(content, disclosure)
        elif isinstance(content, DepartmentForm):
            items += _department(content, disclosure)
        else:
            items += _section(content, disclosure)
    return items


def _prints_money(disclosure: Disclosure) -> bool:
    """Forms that print indicators alone name no unit of money."""
    forms = [content for content in disclosure.contents if isinstance(content, ProjectForm)]
    return len(forms) < len(disclosure.contents) or any(form.funding for form in forms)


def _row(disclosure: Disclosure, amount: Decimal, **values: str) -> Row:
    """A row of a key file; what is not said is blank."""
    return defaultdict(str, {
        "doc": disclosure.title, "unit": disclosure.unit, "amount": f"{amount:f}",
        "fiscal_year": str(disclosure.fiscal_year), **values,
    })  # fmt: skip


def _table(table: Table, disclosure: Disclosure) -> Iterator[KeyItem]:
    for part in table.parts:
        for line in (*part.lines, *part.closing):
            for column, amount in zip(part.columns, line.amounts, strict=True):
                if amount is not None:
                    row = _row(disclosure, amount, table_kind=table.kind, unit=table.unit or disclosure.unit,
                               measure=column.measure, code=line.code, name=line.name, level=line.level,
                               fiscal_year=str(column.fiscal_year or disclosure.fiscal_year))  # fmt: skip
                    yield from _figure(table, part, line, column, row)


def _figure(table: Table, part: Part, line: Line, column: Column, row: Row) -> Iterator[KeyItem]:
    if table.kind == "three_public":
        yield from _three_public(line, column, row)
    elif table.kind == "procurement":
        yield from _procurement(line, row)
    elif table.kind == "project_expenditure":
        source = "合计" if column.measure == "total" else ""
        name = line.notes[-1] if line.name else "(合计)"
        row |= {"project_name": name, "source": source, "measure": "annual_budget"}
        if source and name != "(合计)":
            yield from key_forms.project(row | {"functional_code": line.name, "unit_name": line.group}, "")
        yield from key_forms.funding(row)
    elif part.coded == "functional":
        yield from key_tables.functional(row)
    elif part.coded == "economic":
        yield from key_tables.economic({**row, "measure": _GROUP_TOTALS.get(line.name, row["measure"])})
    else:
        yield from _summary(table, part, line, column, row)


def _summary(table: Table, part: Part, line: Line, column: Column, row: Row) -> Iterator[KeyItem]:
    """A label row; a table of one row names its figures by the columns."""
    label = line.name or line.group or column.heading[-1]
    side = part.side or {"fixed_assets": "asset"}.get(table.kind, "expenditure")
    # Assets are a stock at the end of the year before.
    year = "" if table.kind == "fixed_assets" else row["fiscal_year"]
    yield from key_tables.summary({**row, "label": key_tables.label_key(label), "side": side, "fiscal_year": year})


def _three_public(line: Line, column: Column, row: Row) -> Iterator[KeyItem]:
    """Components by column, by row, or by column with a row for each unit."""
    if column.line_item:
        category, fund = _CATEGORIES[column.line_item], ""
        scope = f"{line.group} {line.name}" if line.group else ""
    else:
        category = next(name for word, name in _THREE_PUBLIC_LABELS if word in line.name)
        fund, scope = ("general_public" if column.measure == "general_public_budget" else "all"), ""
    yield from key_tables.three_public({**row, "category": category, "fund": fund, "scope": scope, "source": "table"})


def _procurement(line: Line, row: Row) -> Iterator[KeyItem]:
    category = next((name for word, name in _GOODS.items() if word in line.name), "")
    item = line.notes[2] if len(line.notes) > 2 else ""
    level = "grand_total" if line.name == "合计" else "category" if category else "item"
    project = line.notes[0] if line.notes else ""
    yield from key_tables.procurement(
        {**row, "level": level, "category": category, "item_name": item, "project_name": project}
    )


def _project(form: ProjectForm, disclosure: Disclosure) -> Iterator[KeyItem]:
    evaluated = form.style == "self_evaluation"
    flags = {True: "true", False: "false", None: ""}
    # A form that names no unit speaks of the issuer.
    unit_name, unit_code = _unit(form.unit or disclosure.issuer)
    first = next((amounts for _, amounts in form.funding), ())
    weight, score = (f"{first[4]}", f"{first[5]}") if evaluated else ("", "")
    row = _row(
        disclosure, Decimal(0), project_name=form.project, project_code=form.code, legal_basis=";".join(form.legal_basis),
        unit_name=unit_name, unit_code=unit_code, budget_weight=weight, budget_score=score,
        table_kind="project_self_evaluation" if evaluated else "project_performance_target",
        is_continuing=flags[form.is_continuing], is_recurrent=flags[form.is_recurrent], score=form.score,
    )  # fmt: skip
    yield from key_forms.project(row, disclosure.issuer)
    for source, amounts in form.funding:
        yield from _funding(form, source, amounts, disclosure)
    yield from _indicators(form.indicators, form.project, disclosure)


def _unit(text: str) -> tuple[str, str]:
    """Name and code of a unit: printed as one word, or code-name."""
    match = re.fullmatch(r"(?P<code>\d+)-(?P<name>.+)|(?P<name2>.*?\D)(?P<code2>\d*)", text)
    if match is None:
        return text, ""
    return match["name"] or match["name2"], match["code"] or match["code2"]


def _funding(form: ProjectForm, source: str, amounts: tuple[Amount, ...], disclosure: Disclosure) -> Iterator[KeyItem]:
    if form.style == "flat_head":
        row = _row(disclosure, Decimal(0), project_name=form.project, table_kind="form", total_amount=f"{amounts[0]}")
        yield from key_forms.project_amount(row)
        return
    measures = _EXECUTION if form.style == "self_evaluation" else ("annual_budget",)
    for measure, amount in zip(measures, amounts, strict=False):
        if amount is not None:
            row = _row(disclosure, amount, project_name=form.project, source=source, measure=measure)
            yield from key_forms.funding(row)


def _indicators(indicators: tuple[Indicator, ...], project: str, disclosure: Disclosure) -> Iterator[KeyItem]:
    for indicator in indicators:
        yield from key_forms.indicator(_row(
            disclosure, Decimal(0), project_name=project, level1=indicator.level_1, level2=indicator.level_2,
            level3=indicator.name, operator=_operator(indicator), target_text=indicator.printed or indicator.target,
            target_value=indicator.target if _is_number(indicator.target) else "",
            unit_of_measure=indicator.unit, weight=indicator.weight, actual_text=indicator.actual,
            score=indicator.score, confidence="high",
        ))  # fmt: skip


def _operator(indicator: Indicator) -> str:
    """The operator in the words of the key; a blank cell of signs is no sign."""
    return {"＝": "=", "定性": "qualitative", "": "none"}.get(indicator.operator, indicator.operator)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _department(form: DepartmentForm, disclosure: Disclosure) -> Iterator[KeyItem]:
    for label, amounts in form.tasks:
        for measure, amount in zip(("total", "fiscal_appropriation"), amounts, strict=True):
            if amount is not None:
                yield from key_tables.summary(_row(
                    disclosure, amount, table_kind="department_performance_target", side="expenditure", label=label,
                    measure=measure,
                ))  # fmt: skip
    if form.expenditure is not None:
        yield from key_prose.prose(_row(disclosure, form.expenditure, topic="department_form_expenditure"))
    yield from _indicators(form.indicators, "", disclosure)


def _section(section: Section, disclosure: Disclosure) -> Iterator[KeyItem]:
    for topic, name, amount in section.facts:
        row = _row(disclosure, amount, topic=topic, item_name=name)
        if topic == "project":
            row |= {"project_name": name, "table_kind": "narrative", "total_amount": row["amount"]}
            yield from key_forms.project(row, disclosure.issuer)
            yield from key_forms.project_amount(row)
        else:
            yield from key_prose.prose(row | {"fiscal_year": ""})
