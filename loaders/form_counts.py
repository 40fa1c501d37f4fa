"""Counted things in the description of an indicator (公车平台 29 台车辆运行费用).

A description explains a target; most of its numbers are rules of scoring and mean nothing by themselves. Only what
the catalogue of counted things knows by its words (vehicles, batches of guests, staff) is taken, as a count of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from loaders.form_parts import Entry
from loaders.form_sheet import Sheet
from loaders.phrases import Token, label_of, tokens
from loaders.text import match_key
from loaders.topics import Count, wordings


def note_counts(entry: Entry, sheet: Sheet) -> None:
    """Add the counted things that an indicator's description names to ``sheet``."""
    part = entry.parts.get("description")
    if part is None:
        return
    for token, count in _counted(match_key(part.text)):
        value, name = Decimal(token.number.replace(",", "")), entry.text("indicator")
        sheet.quantity(
            entry.row, part.cell, value, "count",
            unit=token.unit, line_item=count.line_item, name=name, inside=token.number,
        )  # fmt: skip


def _counted(text: str) -> Iterator[tuple[Token, Count]]:
    end = 0
    for token in tokens(text):
        words, following = label_of(text, token, end), text[token.end :]
        count = next((c for c in wordings().counts if c.matches(words, following, token.unit, "")), None)
        if token.kind == "count" and count is not None:
            yield token, count
        end = token.end
