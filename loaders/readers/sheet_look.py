"""How a workbook shows its cells: hidden rows and columns, and the rounding and percent signs of number formats.

A cell stores 0.93541 and shows 93.54%; what is shown is what is published. Codes are stored as numbers, too, so shown
numbers are rounded and given their percent sign, and never padded with zeros or parted by separators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from posixpath import join, normpath
from zipfile import ZipFile

from lxml import etree

from loaders.readers.containers import read_entry

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].|[¥￥$()+ -]')
_PLAIN = re.compile(r"^[#0?,]*[#0?](?:\.(?P<decimals>[0#?]+))?(?P<percent>%)?$")
_HIDDEN_COLUMN = re.compile(rb'<col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")[^>]*>')
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\br="(\d+)")[^>]*>')
_STYLED = re.compile(rb'<c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")(?=[^>]*\bs="(\d+)")[^>]*>')


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Decimals and percent sign of a plain number format."""

    decimals: int
    is_percent: bool

    def shown(self, value: Decimal) -> str:
        """A number as it is shown, without padding and separators."""
        scaled = value * 100 if self.is_percent else value
        step = Decimal(1).scaleb(-self.decimals)
        rounded = scaled.quantize(step, ROUND_HALF_UP) if scaled != scaled.quantize(step) else scaled
        text = f"{rounded:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text}%" if self.is_percent else text


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What one sheet hides (rows and columns from 0) and the formats of its cells by (row, column) from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formats: Mapping[tuple[int, int], NumberFormat] = field(default_factory=dict)


def sheet_looks(container: ZipFile) -> dict[str, SheetLook]:
    """The looks of a workbook's sheets by name; empty for parts that are not where the standard puts them."""
    names = set(container.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {item.get("Id"): item.get("Target") or "" for item in _root(container, "xl/_rels/workbook.xml.rels")}
    formats = _formats(container) if "xl/styles.xml" in names else {}
    looks = {}
    for sheet in _root(container, "xl/workbook.xml").iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"), "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if path in names:
            looks[sheet.get("name") or ""] = _look(read_entry(container, path), formats)
    return looks


def _root(container: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(read_entry(container, name), parser)
    return etree.Element("empty") if root is None else root


def _look(xml: bytes, formats: Mapping[int, NumberFormat]) -> SheetLook:
    columns = {c for low, high in _HIDDEN_COLUMN.findall(xml) for c in range(int(low) - 1, min(int(high), 16_384))}
    rows = frozenset(int(number) - 1 for number in _HIDDEN_ROW.findall(xml))
    cells = {}
    for letters, number, style in _STYLED.findall(xml) if formats else ():
        if int(style) in formats:
            cells[int(number) - 1, _column(letters)] = formats[int(style)]
    return SheetLook(rows, frozenset(columns), cells)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _formats(container: ZipFile) -> dict[int, NumberFormat]:
    """Number formats by style, for the styles that show plain numbers."""
    root = _root(container, "xl/styles.xml")
    codes = dict(_BUILT_IN)
    codes.update({_id(item): item.get("formatCode") or "" for item in root.iter(f"{_S}numFmt")})
    styles = root.find(f"{_S}cellXfs")
    found = {}
    for at, style in enumerate(() if styles is None else styles.iter(f"{_S}xf")):
        number_format = _plain(codes.get(_id(style), ""))
        if number_format is not None:
            found[at] = number_format
    return found


def _id(element: etree._Element) -> int:
    value = element.get("numFmtId") or "0"
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def _plain(code: str) -> NumberFormat | None:
    """A format of decimals and percent sign; None for dates, texts, scaled and conditional numbers."""
    match = _PLAIN.match(_LITERAL.sub("", code.split(";")[0]))
    if match is None:
        return None
    return NumberFormat(len(match["decimals"] or ""), match["percent"] is not None)
