"""The funding part of a form: amounts behind their labels, and the row of sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from loaders.amounts import is_dash, parse_amount
from loaders.form_catalogue import Column, MoneyLabel, catalogue
from loaders.form_find import Row
from loaders.form_head import Token
from loaders.form_sheet import Meaning, Money, Sheet
from loaders.text import compact, fold_digits, plain

_UNITS = r"百\s*万\s*元|亿\s*元|万\s*元|千\s*元|百\s*元|元|亿|万"
_NUMBER = r"[-−△▲]?\d[\d,]*(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class _Found:
    """One label of money in a text; ``number`` is null where its place is left blank or stands in the next cell."""

    label: MoneyLabel
    text: str
    number: str | None
    offset: int
    unit: str | None


@cache
def _pattern() -> re.Pattern[str]:
    labels = sorted((label for money in catalogue().money_labels for label in money.labels), key=len, reverse=True)
    spaced = "|".join(r"\s*".join(map(re.escape, label)) for label in labels)
    return re.compile(rf"(?P<label>{spaced})\s*[:：]?\s*(?P<number>{_NUMBER})?(?P<more>\s+\d)?\s*(?P<unit>{_UNITS})?")


@cache
def _by_label() -> dict[str, MoneyLabel]:
    return {label: money for money in catalogue().money_labels for label in money.labels}


def money_in(text: str) -> Iterator[_Found]:
    """Labels of money in a text with the amounts behind them, in order."""
    for match in _pattern().finditer(fold_digits(text)):
        label = compact(match["label"])
        number = None if match["more"] else match["number"]
        yield _Found(_by_label()[label], label, number, match.start("number"), compact(match["unit"] or "") or None)


def source_row(row: Row) -> dict[int, tuple[Column, str]]:
    """Fund and heading by column where a row is the heading of the sources of money; else empty."""
    words = catalogue()
    found = {
        cell.col: (source, compact(cell.text))
        for cell, key in zip(row.printed, row.keys, strict=True)
        if (source := words.source_of(key)) is not None and not re.search(r"\d{2}|:$", key)
    }
    return found if len(found) >= 3 and len({column.fund for column, _ in found.values()}) >= 3 else {}


def read_sources(heading: Row, values: Row, sheet: Sheet, unit: str | None) -> None:
    """Amounts of the row of sources; the columns are those of the headings above."""
    columns = source_row(heading)
    for cell in heading.printed:
        sheet.role(heading, cell, "heading" if cell.col in columns else "label")
    for cell in values.printed:
        column = columns.get(cell.col)
        amount = parse_amount(plain(cell.text))
        if column is None:
            sheet.role(values, cell, "label" if amount is None else "unread")
        elif is_dash(cell.text):
            sheet.role(values, cell, "dash")
        elif amount is None:
            sheet.issue(values, cell, "warning", "amount_unread", "no number where a source of money is printed")
            sheet.role(values, cell, "unread")
        else:
            meaning = Meaning("project_source", column[0].measure or "total", column[0].fund, column[1], column[1])
            sheet.figure(values, cell, Money(cell.text, amount.value, full_unit(amount.unit) or unit), meaning)


def read_funding(tokens: Sequence[Token], sheet: Sheet, unit: str | None) -> None:
    """Amounts in the text cells of the funding block, or in the cells behind them."""
    scopes: dict[int, str] = {}
    pending: tuple[Token, _Found] | None = None
    for token in tokens:
        found = [item for item in money_in(token.text) if _speaks_here(item, sheet)]
        for item in found:
            if item.label.scope:
                scopes[token.cell.col] = item.label.scope
            _add_inline(token, item, _scope_at(scopes, token.cell.col), sheet, unit)
        if found:
            last = found[-1]
            pending = (token, last) if last.number is None and last.unit is None else None
            sheet.role(token.row, token.cell, "label")
        elif pending is not None:
            _add_beside(token, pending, _scope_at(scopes, pending[0].cell.col), sheet, unit)
            pending = None


def _speaks_here(item: _Found, sheet: Sheet) -> bool:
    """Labels of a department's money (基本支出) mean nothing in the form of a project."""
    return sheet.project_seq is None or not item.label.line_item.startswith("department_")


def _scope_at(scopes: dict[int, str], col: int) -> str | None:
    left = [at for at in scopes if at <= col]
    return scopes[max(left)] if left else None


def _meaning(item: _Found, scope: str | None, sheet: Sheet) -> Meaning:
    label = item.label
    line_item = label.line_item
    if sheet.project_seq is None:
        line_item = "department_expenditure"
    elif label.is_part and scope == "mid_term":
        line_item = line_item.replace("project_", "project_mid_term_", 1)
    return Meaning(line_item, label.measure, label.fund, item.text, is_prior_year=label.is_prior_year)


def _add_inline(token: Token, item: _Found, scope: str | None, sheet: Sheet, unit: str | None) -> None:
    amount = parse_amount(item.number) if item.number else None
    if item.number and amount is None:
        sheet.issue(token.row, token.cell, "warning", "amount_unread", f"the number behind {item.text} is unreadable")
    if amount is not None and item.number:
        money = Money(
            item.number + (item.unit or ""), amount.value, full_unit(item.unit) or unit, token.offset + item.offset
        )
        sheet.figure(token.row, token.cell, money, _meaning(item, scope, sheet))


def full_unit(unit: str | None) -> str | None:
    """The unit behind an amount in full: 万 stands for 万元."""
    return {"万": "万元", "亿": "亿元"}.get(unit or "", unit)


def _add_beside(token: Token, pending: tuple[Token, _Found], scope: str | None, sheet: Sheet, unit: str | None) -> None:
    amount = parse_amount(plain(token.text))
    if amount is None or token.row is not pending[0].row:
        return
    sheet.figure(
        token.row,
        token.cell,
        Money(token.text, amount.value, full_unit(amount.unit) or unit),
        _meaning(pending[1], scope, sheet),
    )
