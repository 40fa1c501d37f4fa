"""Rows as text: an aligned table, CSV, JSON. Amounts stay exact: decimals are written digit by digit."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from math import isfinite
from typing import TextIO

Row = Sequence[object]

_FORMULA = re.compile(r"[=@\t\r\n]|[-+](?![-—\d.,% ]*$)")
"""Text that begins like a formula; a dash or a signed number is what it looks like, in a spreadsheet as well."""

_WIDEST_CELL = 100


def plain(value: object) -> str:
    """A value as a person reads it; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dict | list | tuple):
        return _json(value)
    return str(value)


def shown(value: object) -> str:
    """A value for a terminal: characters that would steer it (colours, cursor) are taken out."""
    return "".join(c if c.isprintable() else " " for c in plain(value))


def percent(share: float | Decimal | None) -> str:
    """A share in per cent, which says 100 only where nothing is missing."""
    if share is None:
        return "–"
    return "100 %" if share >= 1 else f"{min(float(share) * 100, 99.9):.1f} %"


def write_table(columns: Sequence[str], rows: Iterable[Row], stream: TextIO, most: int | None = None) -> None:
    """Columns aligned for a fixed-width font, in which a Chinese character takes two places.

    At most ``most`` rows; the last line says when there are more.
    """
    source = iter(rows)
    kept = list(source if most is None else islice(source, most))
    texts = [[_short(shown(value)) for value in row] for row in kept]
    widths = [max(_width(text) for text in column) for column in zip(columns, *texts, strict=True)]
    is_number = [
        any(isinstance(row[n], int | float | Decimal) and not isinstance(row[n], bool) for row in kept)
        for n in range(len(columns))
    ]
    print(_line(columns, widths, is_number), file=stream)
    print("  ".join("-" * width for width in widths), file=stream)
    for row in texts:
        print(_line(row, widths, is_number), file=stream)
    if next(source, None) is not None:
        print(f"({len(kept)} rows shown, there are more: --rows 0 shows all)", file=stream)


def _line(texts: Sequence[str], widths: Sequence[int], is_number: Sequence[bool]) -> str:
    cells = []
    for text, width, right in zip(texts, widths, is_number, strict=True):
        blanks = " " * (width - _width(text))
        cells.append(blanks + text if right else text + blanks)
    return "  ".join(cells).rstrip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def write_csv(columns: Sequence[str], rows: Iterable[Row], stream: TextIO, *, is_guarded: bool = True) -> None:
    """Comma-separated values. ``is_guarded``: ' is put before text that a spreadsheet would run as a formula.

    Names and titles are written by strangers, and exports are opened by a double click; so this is the default.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(value) if is_guarded else plain(value) for value in row])


def _guarded(value: object) -> str:
    text = plain(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def write_json(columns: Sequence[str], rows: Iterable[Row], stream: TextIO) -> None:
    """A list of objects, one a line; amounts are numbers with the digits that the database holds."""
    stream.write("[")
    for number, row in enumerate(rows):
        members = (f"{_json(name)}: {_json(value)}" for name, value in zip(columns, row, strict=True))
        stream.write(("," if number else "") + "\n{" + ", ".join(members) + "}")
    stream.write("\n]\n")


def _json(value: object) -> str:
    """JSON of what DuckDB gives; ``json`` itself would turn a decimal into a binary float."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(str(name))}: {_json(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_json(item) for item in value) + "]"
    if isinstance(value, float) and not isfinite(value):
        return "null"
    is_known = value is None or isinstance(value, bool | int | float | str)
    return json.dumps(value if is_known else _text(value), ensure_ascii=False)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def print_columns(pairs: Iterable[tuple[str, object]], stream: TextIO) -> None:
    """Names and values, one pair a line; pairs without a value are left out."""
    for name, value in _with_values(pairs):
        print(f"{name:<14} {value}", file=stream)


def _with_values(pairs: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    for name, value in pairs:
        if value is not None and plain(value) != "":
            yield name, shown(value)
