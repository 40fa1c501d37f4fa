"""The layout of a form: which of its rows are head, tasks, sources, execution, indicators, totals or closing words.

Which block a row belongs to is told by its words (``catalogue/forms.yml``), never by its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from loaders.amounts import parse_amount
from loaders.form_catalogue import catalogue
from loaders.form_execution import execution_columns
from loaders.form_find import Row, is_heading, title_kind
from loaders.form_money import source_row
from loaders.form_tasks import task_columns
from loaders.text import plain

_CLOSING = frozenset({"conclusion", "responsible", "contact", "text", "goal"})
_NOTE = re.compile(r"(?:备?注|说明|填表?说明)\d?[:：,.]")


@dataclass(slots=True)
class Blocks:
    """The rows of a form by block, in printed order."""

    head: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    execution: list[Row] = field(default_factory=list)
    sources: list[tuple[Row, Row]] = field(default_factory=list)
    headings: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    closing: list[Row] = field(default_factory=list)
    titles: list[Row] = field(default_factory=list)


def lay_out(rows: Sequence[Row]) -> Blocks:
    """The rows of a form, sorted into its blocks."""
    blocks = Blocks()
    at = 0
    while at < len(rows):
        at = _take(rows, at, blocks)
    return blocks


def _take(rows: Sequence[Row], at: int, blocks: Blocks) -> int:
    """Put the row at ``at``, with those that belong to it, into its block; gives the next row."""
    row = rows[at]
    if is_heading(row):
        blocks.headings.append(row)
    elif blocks.headings:
        _below_headings(row, blocks)
    elif len(row.printed) == 1 and title_kind(row.printed[0].text):
        blocks.titles.append(row)
    elif task_columns(row):
        return _take_block(rows, at, blocks.tasks, _is_task)
    elif execution_columns(row):
        return _take_block(rows, at, blocks.execution, _is_execution)
    elif source_row(row) and at + 1 < len(rows):
        blocks.sources.append((row, rows[at + 1]))
        return at + 2
    else:
        blocks.head.append(row)
    return at + 1


def _take_block(rows: Sequence[Row], at: int, block: list[Row], belongs: Callable[[Row], bool]) -> int:
    block.append(rows[at])
    at += 1
    while at < len(rows) and belongs(rows[at]):
        block.append(rows[at])
        at += 1
    return at


def _is_task(row: Row) -> bool:
    """Rows of tasks go on until a row opens with a label of another block."""
    opening = catalogue().field_of(row.keys[0]) if row.keys else None
    return not is_heading(row) and opening in {None, "tasks", "totals", "total"}


def _is_execution(row: Row) -> bool:
    """Rows of execution go on while they open with a source of money, known by name or by the amounts behind it."""
    words = catalogue()
    if any(words.execution_row(key) is not None for key in row.keys):
        return True
    amounts = [cell for cell in row.printed[1:] if parse_amount(plain(cell.text)) is not None]
    return len(amounts) > 1 and words.field_of(row.keys[0]) is None and not is_heading(row)


def is_note(row: Row) -> bool:
    """True for a remark below the form (注：…)."""
    return len(row.printed) == 1 and bool(_NOTE.match(row.keys[0]))


def _below_headings(row: Row, blocks: Blocks) -> None:
    opening = catalogue().field_of(row.keys[0]) if row.keys else None
    if opening == "totals":
        blocks.totals.append(row)
    elif opening == "goal" and not blocks.indicators:
        # Some systems print the goal under the headings of the indicators.
        blocks.head.append(row)
    elif blocks.closing or opening in _CLOSING or is_note(row):
        blocks.closing.append(row)
    else:
        blocks.indicators.append(row)
