"""Figures in the prose of real PDFs, one paragraph a printed line, against the independent answer key."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from loaders.identity import Identity, identify
from loaders.readers import read_document
from loaders.rows import FigureRow
from loaders.statements import read_statements
from tests.statement_key import CORPUS, is_meant, key_rows, stated

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "expected").is_dir(), reason="the real disclosures are not here"),
]
DIRECTIONS = {"change_increase": "increase", "change_decrease": "decrease", "change_unsigned": None}


@cache
def figures(name: str) -> tuple[Identity, tuple[FigureRow, ...]]:
    document = read_document((CORPUS / "pdf" / name).read_bytes())
    identity = identify(document)[0]
    return identity, read_statements(document, identity).figures


def is_same(figure: FigureRow, key: dict[str, str], stage: str | None) -> bool:
    """The key's amount on its page, with the meaning, role, direction and subject that the key gives it."""
    if (figure.page, figure.amount, figure.unit_published) != (int(key["page"]), Decimal(key["amount"]), key["unit"]):
        return False
    if not is_meant(stated([figure], [])[0], key["topic"]):
        return False
    return has_role(figure, key, stage) and has_subject(figure, key)


def has_role(figure: FigureRow, key: dict[str, str], stage: str | None) -> bool:
    measure = key["measure"]
    if key["topic"] == "explanation":
        return figure.value_role == "explanation"
    if measure in DIRECTIONS:
        return figure.value_role.endswith("change") and figure.direction == DIRECTIONS[measure]
    # Final accounts that print the budget of the year beside: the key's measure tells which of the two it is.
    is_budget_beside = stage == "final_accounts" and not key["topic"].startswith(("performance", "procurement"))
    return figure.value_role == "level" and (
        not is_budget_beside or (figure.measure == "budget") == (measure == "budget")
    )


def has_subject(figure: FigureRow, key: dict[str, str]) -> bool:
    name = key["item_name"] or key["section_name"] or key["class_name"]
    if not name:
        return True
    printed = name.replace("（", "(").replace("）", ")").removesuffix("支出")
    read = (figure.subject_name or "?").removesuffix("支出")
    if key["topic"] == "functional_item":
        # One document glues section and item; the key keeps them glued.
        return printed.endswith(read) and len(figure.subject_code or "") == 7
    return printed == read and figure.subject_code is not None


def documents() -> list[str]:
    return sorted(path.name for path in (CORPUS / "pdf").glob("*.pdf"))


@pytest.mark.parametrize("name", documents() if (CORPUS / "pdf").is_dir() else [])
def test_prose_of_a_pdf(name: str) -> None:
    identity, found = figures(name)
    left = [figure for figure in found if figure.value_role != "threshold"]
    missed = []
    for key in key_rows("prose.csv", "pdf"):
        if key["doc"] != name:
            continue
        hit = next((figure for figure in left if is_same(figure, key, identity.budget_stage)), None)
        if hit:
            left.remove(hit)
        else:
            missed.append((key["page"], key["topic"], key["amount"], key["measure"]))
    assert missed == []
    assert [(figure.page, figure.context) for figure in left] == []
    assert {figure.fiscal_year for figure in found} <= {identity.fiscal_year, (identity.fiscal_year or 0) - 1}
