"""Identity of the real documents against the independent answer key; file names are never shown to the loaders."""

from __future__ import annotations

from functools import cache

import pytest

from loaders.identity import Evidence, Identity, identify, normalise_issuer
from loaders.issues import Issue
from loaders.readers import read_document
from tests.statement_key import CORPUS, key_rows

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "expected").is_dir(), reason="the real disclosures are not here"),
]
NOT_PRINTED = "(template)"
CODES = {"江苏省": "320000", "上海市普陀区": "310107", "上海市": "310000"}


@cache
def identity(folder: str, name: str) -> tuple[Identity, list[Evidence], list[Issue]]:
    return identify(read_document((CORPUS / folder / name).read_bytes()))


def expected(folder: str) -> list[dict[str, str]]:
    return key_rows("documents.csv", folder) if (CORPUS / "expected").is_dir() else []


@pytest.mark.parametrize("key", expected("text"), ids=lambda key: key["doc"][:3])
def test_text_documents(key: dict[str, str]) -> None:
    found, evidence, _ = identity("text", key["doc"])
    assert found.issuer_name == normalise_issuer(key["issuer"])
    assert found.region_code == key["region_code"]
    assert key["region_name"].endswith(found.region_published or "?")
    assert found.fiscal_year == int(key["fiscal_year"])
    assert found.budget_stage == key["stage"]
    assert found.unit_published == key["unit"]
    assert {item.attribute for item in evidence} >= {"issuer_name", "region_code", "fiscal_year", "budget_stage"}


@pytest.mark.parametrize("key", expected("pdf"), ids=lambda key: key["doc"])
def test_pdf_documents(key: dict[str, str]) -> None:
    found, _, issues = identity("pdf", key["doc"])
    if key["issuer_group"] == NOT_PRINTED:
        assert found.issuer_name is None
        assert "unknown_issuer_name" in [issue.code for issue in issues]
    else:
        # All spellings of one publisher come out as one string.
        assert found.issuer_name == normalise_issuer(key["issuer"]) == normalise_issuer(key["issuer_group"])
    assert found.region_code == CODES[key["region_name"]]
    assert found.fiscal_year == int(key["fiscal_year"])
    assert found.budget_stage == key["stage"]
    assert found.unit_published == key["unit"]
    assert found.disclosure_scope == "department"


def test_a_year_that_rests_on_the_filing_date_says_so() -> None:
    name = next(key["doc"] for key in expected("text") if "申报时间" in key["notes"])
    year = next(item for item in identity("text", name)[1] if item.attribute == "fiscal_year")
    assert (year.value, year.basis) == ("2019", "application date")
    assert "申报时间" in year.text


def test_a_unit_code_beside_the_name_is_kept() -> None:
    name = next(key["doc"] for key in expected("text") if "201 党委" in key["notes"])
    assert identity("text", name)[0].budget_unit_code == "201"
