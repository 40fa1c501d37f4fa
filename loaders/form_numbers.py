"""Bare numbers of forms: points, rates, weights."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from loaders.amounts import is_storable
from loaders.text import fold_digits


def number(text: str) -> Decimal | None:
    """A bare number (points, rates), a point sign behind it allowed; null for anything else."""
    try:
        value = Decimal(fold_digits(text).strip().removesuffix("分"))
    except InvalidOperation:
        return None
    return value if value.is_finite() and is_storable(value) else None


def points(text: str | None) -> Decimal | None:
    """Weight or score of an indicator; null where its cell is blank, missing or no number."""
    return number(text) if text else None
