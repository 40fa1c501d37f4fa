"""The landing page: harmless whatever a document says, and honest about shares."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from refresh.output import percent
from refresh.runs import begin_run
from refresh.site import LINKS, render

HOSTILE = "<script>alert(1)</script>\"' onload=x <img src=x>"


def content(text: str) -> dict[str, Any]:
    """What the page is made of, every text from a document being ``text``."""
    document = dict.fromkeys(
        ("document_key", "file_name", "file_format", "issuer_name", "title", "fiscal_year", "budget_stage"), text
    )
    counts = {"table_count": 1, "figure_count": 2, "certified_share": None, "unread_cell_count": 0, "findings": 1}
    finding = dict.fromkeys(
        ("severity", "sentence_en", "sentence_zh", "explanation", "issuer_name", "fiscal_year", "file_name", "page"),
        text,
    )
    run = begin_run()
    run.figures, run.findings, run.findings_open = 2, 1, 1
    return {
        "run": run,
        "counts": {"documents": 1, "disclosures": 1, "governments": 1, "figures": 2},
        "documents": [document | counts],
        "findings": [finding | {"line_no": None, "is_acknowledged": True}],
        "quarantine": [{"file_path": text, "reason": text}],
        "marts": [{"name": "published_figures", "en": text, "zh": text}],
        "links": LINKS,
    }


def test_markup_in_documents_is_shown_as_text() -> None:
    tree = LexborHTMLParser(render(content(HOSTILE)))
    assert tree.body is not None
    assert tree.css("script, img, [onload]") == []
    assert tree.body.text().count("<script>alert(1)</script>") >= 8


def test_missing_value_is_an_error_and_no_blank() -> None:
    incomplete = content("x")
    del incomplete["documents"][0]["findings"]
    with pytest.raises(Exception, match="findings"):
        render(incomplete)


@pytest.mark.parametrize(
    ("share", "told"),
    [(None, "–"), (Decimal("1.000000"), "100 %"), (Decimal("0.999900"), "99.9 %"), (0.5, "50.0 %"), (0.0, "0.0 %")],
)
def test_share_is_100_only_where_nothing_is_missing(share: float | None, told: str) -> None:
    assert percent(share) == told
