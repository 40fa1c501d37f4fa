"""What the loaders must read back from a written disclosure, as items of an answer key."""

from __future__ import annotations

from collections.abc import Iterator

from bench.score import key_forms, key_tables
from bench.score.model import KeyItem, names
from tests.writer.model import Column, Disclosure, Line, Part, ProjectForm, Table

_CATEGORIES = {line_item: category for category, line_item in names()["three_public"].items()}
_GROUP_TOTALS = {"人员经费合计": "personnel", "公用经费合计": "public"}


def key_items(disclosure: Disclosure) -> list[KeyItem]:
    """Identity, figures, projects and indicators of a disclosure; places are left open."""
    items = list(key_forms.identity({
        "doc": disclosure.title, "issuer": disclosure.issuer, "region_code": disclosure.region_code,
        "fiscal_year": str(disclosure.fiscal_year), "stage": disclosure.stage, "unit": disclosure.unit,
        "region_name": "",
    }))  # fmt: skip
    for content in disclosure.contents:
        if isinstance(content, Table):
            items += _table(content, disclosure)
        elif isinstance(content, ProjectForm):
            items += _indicators(content, disclosure)
    return items


def _table(table: Table, disclosure: Disclosure) -> Iterator[KeyItem]:
    for part in table.parts:
        for line in (*part.lines, *part.closing):
            for column, amount in zip(part.columns, line.amounts, strict=True):
                if amount is not None:
                    yield from _figure(table, part, line, column, _row(table, line, column, disclosure, f"{amount:f}"))


def _row(table: Table, line: Line, column: Column, disclosure: Disclosure, amount: str) -> dict[str, str]:
    return {
        "doc": disclosure.title, "table_kind": table.kind, "amount": amount, "unit": table.unit or disclosure.unit,
        "measure": column.measure, "fiscal_year": str(column.fiscal_year or disclosure.fiscal_year),
        "code": line.code, "name": line.name, "level": line.level, "scope": "", "source": "table",
    }  # fmt: skip


def _figure(table: Table, part: Part, line: Line, column: Column, row: dict[str, str]) -> Iterator[KeyItem]:
    line_item = column.line_item or line.line_item
    if table.kind == "three_public" and line_item:
        yield from key_tables.three_public({**row, "category": _CATEGORIES[line_item], "fund": ""})
    elif part.coded == "functional":
        yield from key_tables.functional(row)
    elif part.coded == "economic":
        yield from key_tables.economic({**row, "measure": _GROUP_TOTALS.get(line.name, row["measure"])})
    else:
        # A table of one row names its figures by the columns.
        label = line.name or column.heading[-1]
        side = part.side or ("expenditure" if table.kind == "expenditure" else "revenue")
        yield from key_tables.summary({**row, "label": key_tables.label_key(label), "side": side})


def _indicators(form: ProjectForm, disclosure: Disclosure) -> Iterator[KeyItem]:
    for indicator in form.indicators:
        yield from key_forms.indicator({
            "doc": disclosure.title, "project_name": form.project, "level1": indicator.level_1,
            "level2": indicator.level_2, "level3": indicator.name, "operator": indicator.operator,
            "target_text": indicator.printed or indicator.target, "target_value": indicator.target,
            "unit_of_measure": indicator.unit, "weight": indicator.weight, "actual_text": indicator.actual,
            "score": indicator.score, "description": indicator.description, "basis_text": indicator.basis,
            "confidence": "high",
        })  # fmt: skip
