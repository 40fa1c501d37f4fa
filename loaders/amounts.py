"""Numbers as disclosures print them, read exactly or refused: never guessed, never through a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from loaders.text import fold_digits

YUAN_PER_UNIT = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "万": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
    "亿": Decimal(100_000_000),
}

# A minus may be printed as a sign, as brackets or as the accountant's triangle.
_NUMBER = re.compile(
    r"^(?P<open>\()?(?P<sign>[-−△▲+]?)(?P<int>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<dec>\d+))?(?P<close>\))?$"
)
# 1,000. 00 and 1 ,000.00 are one number; so are 123 456 789.00 and more groups, where 345 67.89 may be two.
_LOOSE = re.compile(r"(?<=\d,)\s(?=\d)|(?<=\d)\s(?=,\d)|(?<=\d\.)\s(?=\d\d$)|(?<=\d)\s(?=\.\d\d$)")
_GROUPED = re.compile(r"[-−]?\d{1,3}(?: \d{3}){2,}\.\d{2}")
_CURRENCY = re.compile(r"^[¥￥]\s*(?=[-−\d(])")
_UNIT = re.compile(r"(百万元|亿元|万元|千元|百元|元|亿|万)$")
_DASHES = frozenset({"-", "--", "—", "——", "－", "–", "−", "─", "/", "\\", "*"})


# A trillion is more than any department spends; a longer run of digits is a serial or credit code in a wrong column.
# Yuan are DECIMAL(18,2), and so are sums of a hundred of them: an amount of more than fourteen digits in yuan would
# fail the conversion or the sums of all figures, and one document would stop the warehouse.
_MOST_INTEGER_DIGITS = 12
# A workbook computes seventeen at most; what has more is no amount, and does not fit beside twelve digits.
_MOST_DECIMALS = 20
_MOST_DIGITS_OF_YUAN = 14


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed number: its exact value, the unit glued to it (or None) and the decimals printed."""

    value: Decimal
    unit: str | None
    decimals: int


def is_blank(text: str) -> bool:
    """True for a cell in which nothing at all is printed."""
    return not text.strip(" \t\u3000\xa0\u200b\ufeff")


def is_dash(text: str) -> bool:
    """True for a cell in which a dash stands for “nothing to report”: neither a blank nor a zero."""
    return text.strip() in _DASHES


def is_storable(value: Decimal, unit: str | None = None) -> bool:
    """True for a number that the schema can hold and add up, below a hundred trillion yuan in whatever unit.

    Decimals beyond the sixth, which only computed cells of workbooks have (a third of 100 万元), are rounded there:
    at most half a fen in an amount of 万元.
    """
    zeros = YUAN_PER_UNIT.get(unit or "", Decimal(1)).adjusted()
    has_room = -int(value.as_tuple().exponent) <= _MOST_DECIMALS
    return has_room and value.adjusted() < min(_MOST_INTEGER_DIGITS, _MOST_DIGITS_OF_YUAN - zeros)


def parse_amount(text: str) -> Amount | None:
    """Read one printed number, with or without a glued unit; None where the text is not exactly one number.

    Thousands separators must stand every three digits (``1,23.4`` is refused) and no space may stand between
    digits (``3,845.24 1`` is two cells run together, not a number) except where it parts three groups or more.
    Thirteen digits before the point are a serial number and refused too.
    """
    folded = fold_digits(text).strip()
    unit_match = _UNIT.search(folded)
    body = folded[: unit_match.start()].rstrip() if unit_match else folded
    body = _LOOSE.sub("", _CURRENCY.sub("", body))
    match = _NUMBER.match(body.replace(" ", "") if _GROUPED.fullmatch(body) else body)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    value = Decimal(match["int"].replace(",", "") + ("." + match["dec"] if match["dec"] else ""))
    if not is_storable(value, unit_match[1] if unit_match else None):
        return None
    negative = bool(match["open"]) or match["sign"] in {"-", "−", "△", "▲"}
    return Amount(-value if negative else value, unit_match[1] if unit_match else None, len(match["dec"] or ""))
