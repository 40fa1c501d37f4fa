"""Amounts in a cell of their own behind a label, also where a cell border broke the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.amounts import YUAN_PER_UNIT, parse_amount
from loaders.documents import Document, Grid
from loaders.form_head import Token
from loaders.form_money import full_unit
from loaders.form_sheet import Meaning, Money, Sheet, printed_unit
from loaders.rows import IndicatorRow
from loaders.text import compact, plain


@dataclass(frozen=True, slots=True)
class Proofs:
    """What may settle an amount that a cell border broke: this form's costs, and numbers printed elsewhere."""

    indicators: Sequence[IndicatorRow]
    document: Document

    def cost_sums(self, unit: str | None) -> list[Decimal]:
        """The sum of the costs that the indicators name, in ``unit``."""
        costs = [
            item.cost_amount * _yuan(item.cost_unit) / _yuan(unit)
            for item in self.indicators
            if item.cost_amount is not None
        ]
        return [sum(costs, Decimal(0))] if costs else []

    def printed(self) -> frozenset[str]:
        """Texts of all cells of the document that hold one number."""
        grids = (block for block in self.document.blocks if isinstance(block, Grid))
        return frozenset(
            compact(cell.text).replace(",", "") for grid in grids for cell in grid.cells() if parse_amount(cell.text)
        )

    def settle(self, value: Decimal, text: str, unit: str | None) -> bool:
        """True for a value that the costs add up to, or a long number that another cell of the document prints."""
        return value in self.cost_sums(unit) or (len(text.replace(".", "")) > 4 and text in self.printed())


def _yuan(unit: str | None) -> Decimal:
    return YUAN_PER_UNIT.get(unit or "", YUAN_PER_UNIT["万元"])


def read_single(label: Token, values: Sequence[Token], meaning: Meaning, sheet: Sheet, proofs: Proofs) -> None:
    """One amount behind its own label. Of the pieces of a broken cell only a value with a proof is taken.

    Where nothing in the document settles it, the amount stays unread.
    """
    unit = printed_unit([label.text]) or sheet.unit
    numbers = [(token, amount) for token in values if (amount := parse_amount(plain(token.text))) is not None]
    if len(numbers) == 1:
        token, amount = numbers[0]
        sheet.figure(token.row, token.cell, _at(token, amount.value, full_unit(amount.unit) or unit), meaning)
    elif not numbers:
        sheet.issue(label.row, label.cell, "warning", "amount_missing", "the form prints no amount behind this label")
    else:
        _read_broken([token for token, _ in numbers], meaning, sheet, unit, proofs)


def _at(token: Token, value: Decimal, unit: str | None) -> Money:
    is_inside = token.text.strip() != token.cell.text.strip()
    text = token.text.strip()
    return Money(text, value, unit, token.offset + token.text.index(text) if is_inside else None)


def _read_broken(pieces: Sequence[Token], meaning: Meaning, sheet: Sheet, unit: str | None, proofs: Proofs) -> None:
    """A number cut by a cell border: its last digit is printed in both halves, whole or in part (1708 | 3.68)."""
    first, texts = pieces[0], [plain(token.text) for token in pieces]
    shown = " | ".join(texts)
    values = {text: amount.value for text in _joins(texts) if (amount := parse_amount(text)) is not None}
    proven = {value for text, value in values.items() if proofs.settle(value, text, unit)}
    for token in pieces:
        sheet.role(token.row, token.cell, "value" if len(proven) == 1 else "unread")
    if len(proven) != 1:
        message = f"a number broken over cells ({shown}) and nothing in the document settles it"
        sheet.issue(first.row, first.cell, "warning", "amount_unread", message)
        return
    value = proven.pop()
    message = f"{shown} is read as {value}: the cell border cuts a digit, and the document confirms it"
    sheet.issue(first.row, first.cell, "info", "amount_rejoined", message)
    sheet.figure(first.row, first.cell, replace(_at(first, value, unit), text=shown), meaning)


def _joins(texts: Sequence[str]) -> set[str]:
    """Ways in which two pieces make one number: side by side, or the border's digit counted once."""
    if len(texts) != 2:
        return set()
    one, two = texts
    return {one + two, one + two[1:], one[:-1] + two}
