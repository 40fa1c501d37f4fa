"""Amounts beside labels in words: budget and execution as pairs, and numbers of the head that nothing has read.

Final accounts of 2017 to 2020 print the execution of a project without a heading row: 预算数：10, 执行数：9.5, and the
same again below for each source. The measure of such a source is that of the label above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.amounts import parse_amount
from loaders.form_catalogue import catalogue
from loaders.form_head import Token
from loaders.form_money import money_in
from loaders.form_sheet import Meaning, Money, Sheet
from loaders.text import compact, fold_digits, match_key, plain

_MONEY_FIELDS = ("funding", "execution", "total", "department_expenditure", "tasks")
_DECIMAL = re.compile(r"^[-−]?\d[\d,]*\.\d{1,6}$")
_INLINE = re.compile(r"^\s*(?P<label>[^:：]+[:：])\s*(?P<number>[-−]?\d[\d,]*(?:\.\d+)?)\s*(?:万?元)?\s*$")


@dataclass(frozen=True, slots=True)
class _Label:
    """A measure (预算数, 执行数) or a source of money (财政拨款), as printed."""

    text: str
    measure: str | None
    fund: str


def money_rows(every: Sequence[Token]) -> Iterator[Token]:
    """Tokens of rows that open with a label of money where the head knows no such field (预算数 | 350000.00)."""
    is_money = False
    row = None
    for token in every:
        if token.row is not row:
            row, is_money = token.row, token.field == "other" and bool(list(money_in(token.text)))
        if is_money:
            yield token


def read_pairs(tokens: Sequence[Token], sheet: Sheet, unit: str | None) -> None:
    """Budget and execution in pairs of label and amount."""
    measures: dict[int, str] = {}
    label: _Label | None = None
    for token in tokens:
        inline = _INLINE.match(fold_digits(token.text))
        found = _label(inline["label"] if inline else token.text)
        if found is not None:
            label = found
            if found.measure:
                measures[token.cell.col] = found.measure
            sheet.role(token.row, token.cell, "label")
        if label is not None and (found is None or inline):
            _add(token, inline["number"] if inline else None, label, _measure_at(measures, token.cell.col), sheet, unit)
            label = None


def _label(text: str) -> _Label | None:
    words = catalogue()
    key = match_key(text)
    base = re.sub(r"^其中[-:,]*", "", key.rstrip(":")).split("(")[0]
    measure = words.execution_pairs.get(base)
    if measure is not None:
        return _Label(compact(text), measure, "all")
    source = words.execution_row(base)
    return _Label(compact(text), None, source[0]) if source is not None else None


def _measure_at(measures: Mapping[int, str], col: int) -> str | None:
    left = [at for at in measures if at <= col]
    return measures[max(left)] if left else None


def _add(token: Token, number: str | None, label: _Label, above: str | None, sheet: Sheet, unit: str | None) -> None:
    amount = parse_amount(number or plain(token.text))
    measure = label.measure or above
    if amount is None or measure is None:
        return
    offset = token.offset + fold_digits(token.text).index(number) if number else None
    line_item = "project_execution" if sheet.project_seq is not None else "department_execution"
    money = Money(number or token.text, amount.value, amount.unit or unit, offset)
    sheet.figure(token.row, token.cell, money, Meaning(line_item, measure, label.fund, label.text.rstrip(":：")))


def note_amounts_left(fields: Mapping[str, Sequence[Token]], sheet: Sheet) -> None:
    """Numbers behind labels of money that no rule has read are unread, never mere words."""
    for field in (*_MONEY_FIELDS, "other"):
        for token in fields.get(field, ()):
            text = fold_digits(plain(token.text))
            is_amount = _DECIMAL.match(text) if field == "other" else parse_amount(text)
            if is_amount and (token.row.grid_no, token.cell.row, token.cell.col) not in sheet.roles:
                sheet.role(token.row, token.cell, "unread")
                sheet.issue(token.row, token.cell, "warning", "amount_unread", "nothing says what this amount is")
