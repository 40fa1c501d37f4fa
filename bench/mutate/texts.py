"""Changes to one printed number, as a typist or a converter makes them. Text in, text out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
"""A printed number: sign, digits with thousands separators, decimals."""


def value(number: str) -> Decimal:
    """What a printed number says."""
    return Decimal(number.replace(",", "").replace("−", "-"))


def _digit(number: str, at: int, rng: Random) -> str:
    leading = at == 0 or not number[:at].strip("-−")
    return number[:at] + rng.choice([d for d in "0123456789"[leading:] if d != number[at]]) + number[at + 1 :]


def _transposed(number: str, at: int, rng: Random) -> str:
    """The next digit first; a separator between the two stays where it is."""
    after = re.compile(r"\d").search(number, at + 1)
    if after is None:
        return number
    swapped = list(number)
    swapped[at], swapped[after.start()] = swapped[after.start()], swapped[at]
    return "".join(swapped)


def _dropped(number: str, at: int, rng: Random) -> str:
    return _regrouped(number[:at] + number[at + 1 :], "," in number)


def _doubled(number: str, at: int, rng: Random) -> str:
    return _regrouped(number[: at + 1] + number[at:], "," in number)


def _regrouped(number: str, is_grouped: bool) -> str:
    """Thousands separators where they belong again: a number typed anew is grouped by the program."""
    sign, body = ("-", number[1:]) if number[:1] in "-−" else ("", number)
    whole, point, decimals = body.replace(",", "").partition(".")
    return sign + (f"{int(whole):,}" if is_grouped and whole else whole) + point + decimals


def _point(number: str, at: int, rng: Random) -> str:
    """One place to the left or right."""
    step = rng.choice((1, -1))
    places = max(-int(value(number).as_tuple().exponent), 0)
    moved = value(number).scaleb(step)
    return _regrouped(f"{moved:.{max(places - step, 0)}f}", "," in number)


def _sign(number: str, at: int, rng: Random) -> str:
    return number[1:] if number[:1] in "-−" else f"-{number}"


def _unit(number: str, at: int, rng: Random) -> str:
    """Typed in yuan where the table is in 万元."""
    return _regrouped(f"{value(number) * 10_000:.{max(-int(value(number).as_tuple().exponent), 0)}f}", "," in number)


_CHANGES: dict[str, Callable[[str, int, Random], str]] = {
    "digit": _digit,
    "transposed": _transposed,
    "dropped": _dropped,
    "doubled": _doubled,
    "point": _point,
    "sign": _sign,
    "unit": _unit,
}
KINDS = tuple(_CHANGES)


def changed(number: str, kind: str, rng: Random) -> str | None:
    """The number with one change of this kind that gives it another value; None where there is none."""
    return next((text for text in _candidates(number, kind, rng) if _differs(text, number)), None)


def _candidates(number: str, kind: str, rng: Random) -> Iterator[str]:
    places = [match.start() for match in re.finditer(r"\d", number)]
    rng.shuffle(places)
    for at in places:
        yield _CHANGES[kind](number, at, rng)


def _differs(text: str, number: str) -> bool:
    # A number that begins with a nought, or with a separator, is one that nobody prints.
    is_number = NUMBER.fullmatch(text) is not None and not re.match(r"[-−]?0\d", text)
    # Less than one unit of the last printed digit is no change that any sum could show.
    return is_number and abs(value(text) - value(number)) >= Decimal(1).scaleb(int(value(number).as_tuple().exponent))


def slips(number: str, printed: str) -> set[str]:
    """Causes that describe truly how a number became another: some changes give what another slip gives, too."""
    if not NUMBER.fullmatch(printed):
        return set()
    right, wrong = value(number), value(printed)
    tests = {
        "sign_or_direction": wrong == -right,
        "decimal_point": any(wrong * 10**power == right or wrong == right * 10**power for power in (1, 2, 3)),
        "unit_of_money": wrong in (right * 10_000, right / 10_000),
        "digits_transposed": _is_transposed(f"{abs(right):018.6f}", f"{abs(wrong):018.6f}") and right * wrong > 0,
        "digit_wrong": right * wrong > 0 and _digits_apart(right, wrong) == 1,
    }
    return {cause for cause, holds in tests.items() if holds}


def _is_transposed(right: str, wrong: str) -> bool:
    right, wrong = right.replace(".", ""), wrong.replace(".", "")
    return any(right[:at] + right[at + 1] + right[at] + right[at + 2 :] == wrong for at in range(len(right) - 1))


def _digits_apart(right: Decimal, wrong: Decimal) -> int:
    return sum(a != b for a, b in zip(f"{right:018.6f}", f"{wrong:018.6f}", strict=False))
