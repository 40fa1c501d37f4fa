"""Targets of performance indicators: what is demanded (operator), how much, of what unit, at what cost.

Two ways of printing occur. Forms with a column for the operator print the number alone; all others print a piece of
text, from ``≥95%`` to a sentence with several numbers. A sentence with exactly one quantity is read; one with several
is ``compound`` and stays text, because picking one of them would be a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from loaders.amounts import YUAN_PER_UNIT, is_storable, parse_amount
from loaders.form_catalogue import read_yaml
from loaders.text import fold_digits, plain

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_YEAR = r"(?:20|19)\d{2}"
_MONTH = r"\s*(?:1[0-2]|0?[1-9])(?!\d)"
# A date begins where a number begins (311900.01 holds none); a year with decimals and a unit is an amount (2019.5元).
_DATE = re.compile(
    rf"(?<![\d.,]){_YEAR}(?:年?度?(?:第?[一二三四1-4]季度|[上下]半年)|"
    rf"\.{_MONTH}(?=$|[\s.,，;；、。()（）~～—–至到月底末初前起-])(?:[.月]\s*\d{{1,2}}(?!\d)日?)?[月底末初前]{{0,2}}|"
    rf"[年/-]{_MONTH}[月/-]?(?:\s*\d{{1,2}}(?!\d)日?)?[底末初前]?|年度?[底末初前内]?)|"
    r"每月\s*\d{1,2}[日号]|\d{1,2}月\d{1,2}[日号]|\d{1,2}月[底末初份前]|(?:每月|每季度|每年|每周|月底|季末|年末|年底)?最后(?:\d+|[一二三四五])?[天日周个]|"
    r"[每当次]?年[底末]前?|(?:当|全|本|整)年(?=$|[内度])"
)
# A lone character behind the last comma: the sentence goes on in a cell that extraction moved to another row.
_CUT = re.compile(r"[,，;；、][\u4e00-\u9fff]$")
_RANGE_MARK = r"[-~～—–至到]"


@dataclass(frozen=True, slots=True)
class Target:
    """A target as read. ``operator`` is null where no target is printed; ``basis`` as in ``IndicatorRow``.

    ``cost`` is an amount of money in ``cost_unit`` that the target names as a cost, single or added up from a list.
    """

    operator: str | None
    operator_published: str | None
    basis: str
    text: str | None
    value: Decimal | None = None
    unit: str | None = None
    cost: Decimal | None = None
    cost_unit: str | None = None


@dataclass(frozen=True, slots=True)
class _Quantity:
    start: int
    end: int
    value: Decimal
    unit: str
    is_per_unit: bool


@dataclass(frozen=True, slots=True)
class _Words:
    symbols: dict[str, str]
    symbol_pattern: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    units: re.Pattern[str]
    idioms: tuple[str, ...]
    per_unit: tuple[str, ...]
    cost_words: tuple[str, ...]


def _longest_first(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _lexical(entries: list[dict[str, Any]], side: str) -> tuple[tuple[str, str], ...]:
    """(word, operator) pairs, longest word first: 不超过 holds 超过."""
    pairs = [(word, entry["operator"]) for entry in entries for word in entry.get(side, [])]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _words() -> _Words:
    data = read_yaml("forms.yml")
    symbols = {fold_sign(sign): operator for operator, signs in data["operators"].items() for sign in signs}
    marks = [sign for sign in symbols if not re.search(r"[\u4e00-\u9fff]", sign)]
    lexical = {side: _lexical(data["lexical"], side) for side in ("before", "after")}
    quantities = data["quantities"]
    nouns = _longest_first([*quantities["money"], *quantities["classifiers"]])
    # 万 may stand before a noun (万件, 万册) and a rate behind it (次/年, 万/年).
    units = re.compile(rf"\s*(?P<unit>[万亿]?(?:{nouns})(?:/(?:{nouns}))?|万)")
    return _Words(
        symbols,
        _longest_first(marks),
        lexical["before"],
        lexical["after"],
        units,
        tuple(quantities["idioms"]),
        tuple(quantities["per_unit"]),
        tuple(quantities["cost_words"]),
    )


def fold_sign(text: str) -> str:
    """An operator cell folded: full-width signs to ASCII, no mark-up, no blanks."""
    return re.sub(r"\s+", "", plain(fold_digits(text)).translate(str.maketrans("＝＞＜", "=><")))


def read_operator(cell: str) -> str | None:
    """Operator of a cell that holds nothing else; ``unreadable`` for a destroyed sign, null for a blank."""
    sign = fold_sign(cell)
    if not sign:
        return "unreadable" if cell.strip() else None
    return _words().symbols.get(sign, "unreadable")


def read_target(
    text: str, operator_cell: str | None = None, unit_cell: str | None = None, *, is_cost: bool = False
) -> Target:
    """Read a target from its cell and, where the form has them, the cells of operator and unit.

    ``is_cost`` says that the indicator stands under a cost heading. An operator cell of None means that the form has
    no such column. Never raises; what cannot be read is ``unreadable`` or stays ``qualitative`` text.
    """
    shown = plain(text).replace("\n", "")
    if operator_cell is not None:
        target = _read_columns(shown, operator_cell, unit_cell)
    elif not shown:
        return Target(None, None, "missing", None)
    else:
        target = _read_text(shown, unit_cell)
    return _with_cost(target if is_cost else _without_price(target), is_cost)


def _without_price(target: Target) -> Target:
    """Outside cost headings a price behind the demand (全覆盖, 需要费用3.28万元) is not what is demanded."""
    text = fold_digits(target.text or "")
    found = _quantities(_hide_dates(text)[0]) if target.basis == "none" and target.unit in YUAN_PER_UNIT else []
    if len(found) == 1 and re.search(r"[,，;；。]", text[: found[0].start]) and _names_cost(text, found[0]):
        return Target("qualitative", None, "compound", target.text)
    return target


def _read_columns(text: str, operator_cell: str, unit_cell: str | None) -> Target:
    operator = read_operator(operator_cell)
    published = operator_cell.strip() or None
    unit = plain(unit_cell or "").replace(" ", "") or None
    if not text:
        return Target(None, published, "missing", None, unit=unit)
    if operator is None:
        return _read_text(text, unit_cell)
    if operator == "qualitative":
        return Target(operator, published, "symbol", text)
    number = parse_amount(text)
    if number is None:
        read = _read_text(text, unit_cell)
        return read if read.value is not None else Target("qualitative", published, "text", text)
    basis = "unreadable" if operator == "unreadable" else "symbol"
    return Target(operator, published, basis, text, number.value, number.unit or unit)


def _read_text(text: str, unit_cell: str | None) -> Target:
    whole = _read_whole(text, unit_cell)
    if whole is not None:
        return whole
    folded = fold_digits(text)
    hidden, has_date = _hide_dates(folded)
    quantities = _quantities(hidden)
    if len(quantities) == 1 and not _is_range(hidden, quantities[0]) and not _CUT.search(folded):
        return _single(text, folded, quantities[0])
    if quantities:
        return Target("qualitative", None, "compound", text)
    return Target("qualitative", None, "date" if has_date else "text", text)


def _read_whole(text: str, unit_cell: str | None) -> Target | None:
    """``≥5 类``, ``100%``, ``=%100``, ``100 百分比``, ``35000 元``: nothing but sign, number and unit."""
    folded = fold_digits(text).strip().translate(str.maketrans("＝＞＜", "=><"))
    match = re.fullmatch(
        rf"(?P<sign>{_words().symbol_pattern})?\s*(?P<first>[%％])?\s*(?P<number>[-−]?(?:{_NUMBER}))\s*"
        r"(?P<unit>[^\d\s,;，；。、:：()（）]{0,6})[。.]?",
        folded,
    )
    if match is None or _DATE.fullmatch(folded) or _is_idiom(match["number"] + match["unit"]):
        return None
    unit = _first_unit(match["unit"]) if match["unit"] else match["first"] or plain(unit_cell or "") or None
    if match["unit"] and unit is None:
        return None
    sign = match["sign"]
    value = Decimal(match["number"].replace(",", "").replace("−", "-"))
    if not is_storable(value):
        return Target("qualitative", None, "text", text)
    after = _lexical_after(folded, match.end("unit") - len(match["unit"]) + len(unit or "")) if match["unit"] else None
    if sign is None and after:
        return Target(after, None, "lexical", text, value, unit)
    operator = _words().symbols[sign] if sign else "none"
    return Target(operator, sign, "symbol" if sign else "none", text, value, unit)


def _first_unit(text: str) -> str | None:
    """The unit that ``text`` begins with; text that holds words beyond unit and a lexical ending is no unit."""
    match = _words().units.match(text)
    if match is None:
        return text.strip() if re.fullmatch(r"[^\d]{1,4}", text) and not _after_word(text) else None
    rest = text[match.end() :].strip()
    if rest and not any(rest == word for word, _ in _words().after):
        return None
    return match["unit"].replace("％", "%")


def _after_word(text: str) -> bool:
    return any(text.endswith(word) for word, _ in _words().after)


def _is_idiom(text: str) -> bool:
    return any(text.startswith(idiom) or text.endswith(idiom) for idiom in _words().idioms if len(idiom) > 1)


def _hide_dates(folded: str) -> tuple[str, bool]:
    """The text with dates blanked out (same length), and whether there was one."""
    hidden = _DATE.sub(lambda match: "□" * len(match[0]), folded)
    return hidden, hidden != folded


def _quantities(text: str) -> list[_Quantity]:
    """Numbers with a known unit, in order; numbers inside names (5G, A4, 第3期) are none."""
    found = []
    for match in re.finditer(_NUMBER, text):
        before, behind = text[: match.start()], text[match.end() :]
        if re.search(r"(?:[A-Za-z第.\d]|\d\*)$", before) or any(
            (match[0] + behind).startswith(idiom) or behind.startswith(idiom) for idiom in _words().idioms
        ):
            continue
        gap = re.match(r"\s*[余多]?", behind)
        offset = gap.end() if gap else 0
        unit = _words().units.match(behind[offset:])
        value = Decimal(match[0].replace(",", ""))
        if unit is not None and is_storable(value):
            end = match.end() + offset + unit.end()
            is_per_unit = _is_per_unit(before, unit["unit"])
            found.append(_Quantity(match.start(), end, value, unit["unit"].replace("％", "%"), is_per_unit))
    return found


def _is_per_unit(before: str, unit: str) -> bool:
    """An amount for one person, trip or month: no cost of the whole."""
    clause = re.split(r"[,，;；。、]", before)[-1]
    return ("/" in unit and not unit.endswith("/年")) or any(word in clause for word in _words().per_unit)


def _is_range(text: str, quantity: _Quantity) -> bool:
    return bool(re.search(rf"\d\s*%?\s*{_RANGE_MARK}\s*$", text[: quantity.start]))


def _single(text: str, folded: str, quantity: _Quantity) -> Target:
    before = folded[: quantity.start].rstrip()
    sign = re.search(rf"(?:{_words().symbol_pattern})$", before)
    if sign:
        return Target(_words().symbols[sign[0]], sign[0], "symbol", text, quantity.value, quantity.unit)
    lexical = _lexical_before(before) or _lexical_after(folded, quantity.end)
    return Target(lexical or "none", None, "lexical" if lexical else "none", text, quantity.value, quantity.unit)


def _lexical_before(before: str) -> str | None:
    clause = re.split(r"[,，;；。]", before)[-1]
    for word, operator in _words().before:
        # A verb may stand between the word and the number (至少派遣3名), but no other number.
        position = clause.rfind(word)
        if position >= 0 and not re.search(r"\d", clause[position:]) and len(clause) - position - len(word) <= 4:
            return operator
    return None


def _lexical_after(text: str, end: int) -> str | None:
    rest = text[end:].lstrip()
    for word, operator in _words().after:
        if rest.startswith(word) and (len(word) > 1 or len(rest) == 1):
            return operator
    return None


def _with_cost(target: Target, is_cost: bool) -> Target:
    if target.text is None or (target.operator == "qualitative" and target.basis not in {"compound", "text"}):
        return target
    cost, unit = _cost_of(target, is_cost)
    return Target(
        target.operator, target.operator_published, target.basis, target.text, target.value, target.unit, cost, unit
    )


def _cost_of(target: Target, is_cost: bool) -> tuple[Decimal | None, str | None]:
    amounts = [
        q for q in _quantities(_hide_dates(fold_digits(target.text or ""))[0]) if _money_unit(q) and not q.is_per_unit
    ]
    if not amounts and is_cost and target.value is not None and target.unit in YUAN_PER_UNIT and not _per_text(target):
        return target.value, target.unit
    if not is_cost:
        amounts = [q for q in amounts if _names_cost(target.text or "", q)]
    if len(amounts) > 1 and re.match(r"[,，(（]?其中|[,，(（]?包括", (target.text or "")[amounts[0].end :]):
        amounts = amounts[:1]
    return _add_up(amounts)


def _per_text(target: Target) -> bool:
    return any(word in (target.text or "") for word in _words().per_unit)


def _money_unit(quantity: _Quantity) -> str | None:
    unit = quantity.unit.split("/")[0]
    return unit if unit in YUAN_PER_UNIT else None


def _names_cost(text: str, quantity: _Quantity) -> bool:
    """Outside cost headings an amount is a cost only where its clause says so (需要费用10.92万元)."""
    clause = re.split(r"[,，;；。]", fold_digits(text)[: quantity.start])[-1]
    return any(word in clause for word in _words().cost_words)


def _add_up(amounts: list[_Quantity]) -> tuple[Decimal | None, str | None]:
    """Sum of a list of costs; mixed units are added in 万元."""
    if not amounts:
        return None, None
    units = {_money_unit(q) for q in amounts}
    unit = units.pop() if len(units) == 1 else None
    if unit is not None:
        return sum((q.value for q in amounts), Decimal(0)), unit
    yuan = sum((q.value * YUAN_PER_UNIT[_money_unit(q) or "元"] for q in amounts), Decimal(0))
    return yuan / YUAN_PER_UNIT["万元"], "万元"
