"""A disclosure from a file of facts (YAML): what the bundled sample is written from.

Scalars are read as text, so that ``1225.6`` and ``1,225.60`` stay what they are; ``~`` is a blank cell. A line is a
list: name and amounts, with its code in front in coded parts. The level of a coded line follows from its code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.writer.model import (
    Amount,
    Column,
    Content,
    DepartmentForm,
    Disclosure,
    Indicator,
    Line,
    Part,
    ProjectForm,
    Section,
    Table,
)

_LEVELS = {"functional": {0: "total", 3: "class", 5: "section", 7: "item"},
           "economic": {0: "total", 3: "class", 5: "section"}}  # fmt: skip
_INDICATOR_FIELDS = ("level_1", "level_2", "name", "operator", "target", "unit", "weight", "actual", "score", "printed")


def load_facts(path: Path) -> Disclosure:
    """One disclosure. Raises ``KeyError`` or ``ValueError`` where the file is incomplete."""
    facts = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return Disclosure(
        facts["title"], facts["issuer"], facts["region_code"], int(facts["fiscal_year"]), facts["stage"],
        facts["unit"], tuple(_content(item) for item in facts["contents"]),
    )  # fmt: skip


def _content(item: Mapping[str, Any]) -> Content:
    if "table" in item:
        return _table(item)
    if "project" in item:
        return _project(item)
    if "department_form" in item:
        tasks = tuple((name, _amounts(amounts)) for name, *amounts in item.get("tasks", []))
        return DepartmentForm(item["department_form"], item["title"], tasks, _indicators(item),
                              _amount(item.get("expenditure", "~")))  # fmt: skip
    return _section(item)


def _section(item: Mapping[str, Any]) -> Section:
    sentences = tuple(sentence["text"] for sentence in item["sentences"])
    facts = tuple(
        (topic, _text(name), Decimal(amount))
        for sentence in item["sentences"]
        for topic, name, amount in sentence.get("facts", [])
    )
    return Section(item["section"], sentences, facts)


def _table(item: Mapping[str, Any]) -> Table:
    parts = tuple(_part(part) for part in item["parts"])
    return Table(item["table"], item["title"], parts, item.get("note", ""), item.get("unit"),
                 item.get("closing_spans") == "true", item.get("as_of", ""))  # fmt: skip


def _part(part: Mapping[str, Any]) -> Part:
    coded = part.get("coded")
    notes = tuple(part.get("note_columns", ()))
    columns = tuple(_column(column) for column in part["columns"])
    keyed = (coded, part.get("group_label", ""), len(notes))
    return Part(
        columns,
        tuple(_line(line, *keyed) for line in part.get("lines", [])),
        tuple(_line(line, *keyed) for line in part.get("closing", [])),
        part.get("side"),
        tuple(part.get("heading", ())),
        part.get("label", "科目名称" if coded else "项目"),
        group_label=part.get("group_label", ""),
        note_columns=notes,
        coded=coded,
    )


def _column(column: Mapping[str, Any] | Sequence[Any]) -> Column:
    """``[heading, measure]``, or a mapping where a column has a year or a line item of its own."""
    if isinstance(column, Mapping):
        year = column.get("fiscal_year")
        return Column(tuple(column["heading"]), column.get("measure", "total"), int(year) if year else None,
                      column.get("line_item"))  # fmt: skip
    *heading, measure = column
    return Column(tuple(heading), measure)


def _line(line: Sequence[str], coded: str | None, group_label: str, notes: int) -> Line:
    cells = list(line)
    group = _text(cells.pop(0)) if group_label else ""
    code = _text(cells.pop(0)) if coded else ""
    name = _text(cells.pop(0))
    level = _LEVELS[coded][len(code)] if coded else ""
    return Line(name, _amounts(cells[notes:]), code, level, group, tuple(_text(note) for note in cells[:notes]))


def _project(item: Mapping[str, Any]) -> ProjectForm:
    flags = {"true": True, "false": False}
    return ProjectForm(
        item["style"],
        item["project"],
        tuple((source, _amounts(amounts)) for source, *amounts in item.get("funding", [])),
        _indicators(item),
        item.get("title", ""),
        item.get("code", ""),
        item.get("department", ""),
        item.get("unit", ""),
        flags.get(item.get("is_continuing", "")),
        flags.get(item.get("is_recurrent", "")),
        tuple(item.get("legal_basis", ())),
        item.get("term", ""),
        item.get("score", ""),
    )


def _indicators(item: Mapping[str, Any]) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(**{field: _text(value) for field, value in zip(_INDICATOR_FIELDS, values, strict=False)})
        for values in item.get("indicators", [])
    )


def _text(value: str) -> str:
    return "" if value == "~" else value


def _amount(value: str) -> Amount:
    return None if value == "~" else Decimal(value)


def _amounts(values: Sequence[str]) -> tuple[Amount, ...]:
    return tuple(_amount(value) for value in values)
