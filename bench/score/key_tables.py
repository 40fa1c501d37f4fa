"""Key items of tables: functional, economic, summary, 三公, procurement, and the tables themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bench.score.model import Check, KeyItem, Observed, names, number, same_text, short, value_bucket
from loaders.text import match_key

KeyRow = Mapping[str, str]
_ORDINAL = "[一二三四五六七八九十百\\d]+"
# After folding 、 is a comma and brackets are ASCII. An ordinal ends in one of these: 一般公共服务 begins with none.
_NUMBERING = re.compile(rf"^(?:其中:)?(?:\({_ORDINAL}\),?|{_ORDINAL}[,.])?(?:其中:)?")
_UNIT_IN_LABEL = re.compile(r"\([^()]*\)$")


def figure_item(kind: str, row: KeyRow, text: str, checks: Iterable[Check]) -> KeyItem:
    """An amount of money of the key, with the checks that every amount has: unit and place."""
    value = number(row["amount"])
    common = (unit_check(row["unit"]), place_check(row))
    return KeyItem(
        row["doc"],
        kind,
        "figures",
        value_bucket(value),
        f"{text} {row['amount']}{row['unit']} {_printed_place(row)}",
        (*checks, *common),
    )


def _printed_place(row: KeyRow) -> str:
    return f"line {row['line']}" if row.get("line") else f"page {row.get('page', '')}"


def unit_check(unit: str) -> Check:
    return Check("unit", unit, lambda o: o.row.unit_published == unit)


def place_check(row: KeyRow, strict: bool = False) -> Check:
    """The line of a text, the page of a PDF; nothing where the key does not say."""
    if not (row.get("line") or row.get("page")):
        return Check("place", "any", lambda o: True, strict)
    if row.get("line"):
        return Check("line", row["line"], lambda o: str(o.row.line_no) == row["line"], strict)
    return Check("page", row["page"], lambda o: str(o.row.page) == row["page"], strict)


def measure_check(measure: str, *others: str) -> Check:
    """The column's meaning, in the contract's names; ``others`` are accepted too."""
    accepted = {*names()["measures"].get(measure, [measure]), *others}
    return Check("measure", measure, lambda o: o.row.measure in accepted)


def year_check(row: KeyRow) -> tuple[Check, ...]:
    """The fiscal year, where the key gives one."""
    year = row.get("fiscal_year", "")
    return (Check("fiscal_year", year, lambda o: str(o.row.fiscal_year) == year),) if year else ()


def _table_check(kind: str) -> Check:
    return Check("table_kind", kind, lambda o: o.row.table_kind == kind)


def _code_check(row: KeyRow) -> Check:
    code = row["code"]
    return Check("code", code, lambda o: (o.row.subject_code or "") == code)


def functional(row: KeyRow) -> Iterator[KeyItem]:
    """One amount of a table by function."""
    name = row["name"]
    yield figure_item(
        "functional",
        row,
        f"{row['table_kind']} {row['code']} {short(name)} {row['measure']}",
        (
            _table_check(row["table_kind"]),
            _code_check(row),
            measure_check(row["measure"]),
            *year_check(row),
            Check("level", row["level"], lambda o: o.row.subject_level == row["level"]),
            Check("name", name, lambda o: row["level"] == "total" or same_text(o.row.subject_name, name), False),
        ),
    )


def economic(row: KeyRow) -> Iterator[KeyItem]:
    """One amount of a table by economic subject; 人员经费合计 and 公用经费合计 are totals too."""
    name = row["name"]
    yield figure_item(
        "economic",
        row,
        f"{row['table_kind']} {row['code']} {short(name)} {row['measure']}",
        (
            _table_check(row["table_kind"]),
            _code_check(row),
            measure_check(row["measure"]),
            *year_check(row),
            Check("level", row["level"], lambda o: o.row.subject_level == row["level"]),
            Check("name", name, lambda o: row["level"] == "total" or same_text(o.row.subject_name, name), False),
        ),
    )


def label_key(label: str) -> str:
    """A label without its ordinal, 其中 and the unit in brackets at its end."""
    return _UNIT_IN_LABEL.sub("", _NUMBERING.sub("", match_key(label)))


def _has_label(observed: Observed, label: str) -> bool:
    row = observed.row
    wanted = label_key(label)
    paths = [row.row_heading, row.column_heading, row.subject_name]
    parts = [part for path in paths if path for part in re.split(r"[>/|›\n]", path)]
    if any(wanted in {match_key(part), label_key(part)} for part in parts):
        return True
    # A table of one row without a label is its own total; its columns say which part an amount is.
    return row.row_heading is None and row.measure in names()["label_measures"].get(label, ())


def summary(row: KeyRow) -> Iterator[KeyItem]:
    """One amount of a table of labels: revenue against expenditure, main tasks, fixed assets."""
    if row["measure"] == "quantity":
        yield _quantity(row)
        return
    others = names()["label_measures"].get(row["label"], [])
    sides: set[str | None] = {row["side"]} if row["side"] in {"revenue", "expenditure"} else {None}
    if row["table_kind"] in {"department_performance_target", "expenditure", "revenue"}:
        # The table has one side only.
        sides.add(None)
    checks = (
        _table_check(row["table_kind"]),
        *year_check(row),
        Check("side", row["side"], lambda o: o.row.side in sides),
        Check("label", row["label"], lambda o: _has_label(o, row["label"])),
        _summary_measure(row, others),
    )
    yield figure_item("summary", row, f"{row['table_kind']} {row['side']} {row['label']} {row['measure']}", checks)


def _summary_measure(row: KeyRow, others: Iterable[str]) -> Check:
    # A source of revenue is named by its row; the loader may say so in the measure too.
    if row["side"] == "revenue" and row["measure"] == "total":
        return Check("measure", "any", lambda o: True)
    return measure_check(row["measure"], *others)


def _quantity(row: KeyRow) -> KeyItem:
    unit = row["unit"]
    return KeyItem(
        row["doc"],
        "summary",
        "quantities",
        value_bucket(number(row["amount"])),
        f"{row['table_kind']} {row['label']} {row['amount']}{unit}",
        (
            place_check(row, strict=True),
            Check("unit", unit, lambda o: same_text(o.row.unit_of_measure, unit), False),
        ),
    )


def three_public(row: KeyRow) -> Iterator[KeyItem]:
    """One amount of the 三公 table or of a sentence about it, and its completion rate."""
    spec = names()
    line_item = spec["three_public_scopes"].get(row.get("scope", ""), spec["three_public"][row["category"]])
    checks = [Check("line_item", line_item, lambda o: o.row.line_item == line_item), *year_check(row)]
    if row.get("source") == "prose":
        checks += [
            Check("evidence", "statement", lambda o: o.row.evidence == "statement"),
            place_check(row, strict=True),
        ]
    else:
        checks += [_table_check("three_public"), *_three_public_scope(row)]
    text = f"three_public {row.get('source', '')} {row['category']} {row.get('scope', '')} {row.get('fund', '')}"
    yield figure_item("three_public", row, text, checks)
    if row.get("completion_pct"):
        yield rate_item(row, row["completion_pct"], "completion_rate", row["category"])


def _three_public_scope(row: KeyRow) -> Iterator[Check]:
    scope, fund = row.get("scope", ""), row.get("fund", "")
    unit = re.sub(r"^\d+\s*", "", scope)
    if unit != scope:
        yield Check("unit_name", unit, lambda o: same_text(o.row.row_unit_name, unit))
    else:
        yield Check("unit_name", "", lambda o: o.row.row_unit_name is None)
    if fund == "general_public":
        # A column of its own; what the column of all money is called depends on the table's title.
        yield Check("fund", fund, lambda o: "general_public_budget" in {o.row.measure, o.row.fund})


def rate_item(row: KeyRow, rate: str, role: str, text: str) -> KeyItem:
    """A percentage printed in the same sentence as an amount of the key."""
    line = int(row["line"])
    # The rate may stand in a later line of the same paragraph.
    return KeyItem(
        row["doc"],
        "prose",
        "quantities",
        value_bucket(number(rate)),
        f"{text} {role} {rate}% line {line}",
        (
            Check("line", row["line"], lambda o: o.row.line_no is not None and line <= o.row.line_no <= line + 4),
            Check("role", role, lambda o: o.row.value_role == role, False),
        ),
    )


def procurement(row: KeyRow) -> Iterator[KeyItem]:
    """One amount of the procurement table: total, category, project or item."""
    line_item = names()["procurement"][row["category"]]
    checks = [_table_check("procurement")]
    if row["level"] in {"grand_total", "category"}:
        checks.append(Check("line_item", line_item, lambda o: o.row.line_item == line_item))
    else:
        name = row["item_name"] or row["project_name"]
        checks.append(Check("name", name, lambda o: _mentions(o, name), False))
    yield figure_item(
        "procurement",
        row,
        f"{row['level']} {row['category']} {row['project_name']} {row['item_name']}".strip(),
        checks,
    )


def _mentions(observed: Observed, name: str) -> bool:
    row = observed.row
    return any(match_key(name) in match_key(text or "") for text in (row.row_heading, row.subject_name, row.context))


def table(row: KeyRow) -> Iterator[KeyItem]:
    """One table or form: its kind, whether it is empty, where it stands; title and bounds as agreement."""
    lines = "first_line" in row
    first, last = (row["first_line"], row["last_line"]) if lines else (row["page_from"], row["page_to"])
    checks = [
        _table_check(row["table_kind"]),
        Check("is_empty", row["is_empty"], lambda o: str(o.row.is_empty).lower() == row["is_empty"]),
        Check("place", f"{first}-{last}", lambda o: _overlaps(o, int(first), int(last), lines)),
        Check("title", row["title"], lambda o: _same_title(o, row["title"]), False),
    ]
    if lines:
        checks.append(
            Check(
                "bounds",
                f"{first}-{last}",
                lambda o: (str(o.row.line_no), str(o.row.last_line_no)) == (first, last),
                False,
            )
        )
    yield KeyItem(
        row["doc"],
        "tables",
        "tables",
        None,
        f"{row['table_kind']} {short(row['title'])} {first}-{last}",
        tuple(checks),
    )


def _overlaps(observed: Observed, first: int, last: int, lines: bool) -> bool:
    row = observed.row
    begin, end = (row.line_no, row.last_line_no) if lines else (row.page, row.last_page)
    return begin is not None and begin <= last and (end if end is not None else begin) >= first


def _same_title(observed: Observed, title: str) -> bool:
    # The title that extraction lost left a bare year behind; not to take it for a title is right as well.
    # A number in front (表一, 第一部分) may be kept.
    printed = observed.row.title_published
    if printed is None:
        return title.isdigit()
    return match_key(printed).endswith(match_key(title))
