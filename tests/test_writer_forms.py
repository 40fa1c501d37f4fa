"""Performance forms that a page cuts, and indicators that are named like their level."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bench.score.matching import compare
from bench.score.observed import observe
from bench.score.report import difference_lines
from loaders.stage import stage_document
from tests.writer.expected import key_items
from tests.writer.formats import FORMATS
from tests.writer.layout import print_disclosure
from tests.writer.model import Disclosure, Indicator, ProjectForm
from tests.writer.options import LayoutOptions
from tests.writer.printed import PageBreak, Printed, PrintedGrid

LEVELS = ("满意度指标", "服务对象满意度指标")
FORM = ProjectForm(
    "two_halves", "培训经费", (("年度资金总额", (Decimal(8),)),),
    (
        Indicator("产出指标", "数量指标", "培训人数", "none", "80", "人", printed="80人"),
        Indicator("产出指标", "数量指标", "培训场次", "none", "4", "次", printed="4次"),
        Indicator(*LEVELS, "参训人员满意度", "≥", "90", "%", printed="≥90%"),
        Indicator(*LEVELS, "服务对象满意度", "≥", "95", "%", printed="≥95%"),
    ),
    "2022年部门预算项目支出绩效目标表", "", "巨鹿县财政局", "巨鹿县财政局", True, True, ("法律法规",),
)  # fmt: skip
DISCLOSURE = Disclosure(
    "巨鹿县财政局2022年部门预算项目支出绩效目标", "巨鹿县财政局", "130529", 2022, "performance_target", "万元", (FORM,)
)


def differences(printed: Printed, disclosure: Disclosure = DISCLOSURE, file_format: str = "text_rows") -> list[str]:
    """What is missing or extra when ``printed`` is read back."""
    rows = stage_document(FORMATS[file_format](printed, LayoutOptions())).rows
    outcome = compare(disclosure.title, key_items(disclosure), observe(rows))
    return list(difference_lines(outcome, ("projects", "project_funding", "indicators"), verbose=False))


def cut(printed: Printed, after: int) -> Printed:
    """The same pages with the form's grid going on overleaf after some rows of indicators."""
    *before, grid = printed
    assert isinstance(grid, PrintedGrid)
    at = len(grid.rows) - len(FORM.indicators) + after
    return (*before, PrintedGrid(grid.rows[:at]), PageBreak(), PrintedGrid(grid.rows[at:]))


@pytest.mark.parametrize("style", ["two_halves", "titled_by_project"])
def test_an_indicator_named_like_its_level_is_an_indicator(style: str) -> None:
    title = "培训经费绩效目标表" if style == "titled_by_project" else FORM.title
    funding = () if style == "titled_by_project" else FORM.funding
    form = replace(FORM, style=style, title=title, funding=funding, legal_basis=(), is_continuing=None)
    if style == "titled_by_project":
        form = replace(form, unit="", is_recurrent=None)
    disclosure = replace(DISCLOSURE, contents=(form,))
    assert differences(print_disclosure(disclosure, LayoutOptions()), disclosure) == []


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_form_goes_on_overleaf_wherever_the_page_cuts_it(after: int) -> None:
    assert differences(cut(print_disclosure(DISCLOSURE, LayoutOptions()), after), file_format="pdf") == []
