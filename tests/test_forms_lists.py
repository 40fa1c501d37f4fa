"""Lists of projects with a row an indicator: what opens a project, what belongs to it, what is no list at all."""

from __future__ import annotations

from decimal import Decimal

from loaders.documents import Document
from loaders.forms import FormReading, find_forms, read_form
from loaders.identity import Identity
from loaders.readers import read_document

HEADINGS = "单位名称\t项目名称\t预算数\t年度目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重"


def document(*rows: str, title: str = "项目支出绩效目标表") -> Document:
    return read_document("\n".join(["单位：万元", "", title, "", *rows]).encode())


def read(*rows: str, title: str = "项目支出绩效目标表") -> FormReading:
    printed = document(*rows, title=title)
    (form,) = find_forms(printed)
    return read_form(form, printed, Identity(fiscal_year=2024), 1)


def test_a_project_printed_in_every_row_is_one_project_with_one_amount() -> None:
    reading = read(
        HEADINGS,
        "某局\t培训费\t12.5\t办好培训\t产出指标\t数量指标\t班次\t≥\t3\t期\t20",
        "某局\t培训费\t12.5\t办好培训\t产出指标\t质量指标\t合格率\t≥\t95\t%\t20",
        "某局\t会议费\t8\t开好会议\t产出指标\t数量指标\t次数\t＝\t4\t次\t20",
    )
    assert [p.project_name for p in reading.projects] == ["培训费", "会议费"]
    assert [(f.project_seq, f.amount) for f in reading.figures] == [(1, Decimal("12.5")), (2, Decimal(8))]
    assert [(i.project_seq, i.indicator_seq, i.target_value) for i in reading.indicators] == [
        (1, 1, Decimal(3)),
        (1, 2, Decimal(95)),
        (2, 3, Decimal(4)),
    ]


def test_the_unit_in_a_heading_goes_before_that_above_the_list() -> None:
    reading = read(
        HEADINGS.replace("预算数", "预算数（元）"),
        "某局\t培训费\t125000\t\t产出指标\t数量指标\t班次\t≥\t3\t期\t20",
        "\t会议费\t8万\t\t产出指标\t数量指标\t次数\t＝\t4\t次\t20",
    )
    assert [(f.amount, f.unit_published) for f in reading.figures] == [(Decimal(125000), "元"), (Decimal(8), "万元")]
    assert reading.tables[0].unit_published == "元"


def test_projects_of_one_name_in_two_units_are_two_projects() -> None:
    reading = read(
        HEADINGS,
        "甲局\t培训费\t1\t\t产出指标\t数量指标\t班次\t≥\t3\t期\t20",
        "乙局\t培训费\t2\t\t产出指标\t数量指标\t班次\t≥\t5\t期\t20",
    )
    assert [(p.unit_name, p.project_name) for p in reading.projects] == [("甲局", "培训费"), ("乙局", "培训费")]


def test_levels_are_not_inherited_from_the_project_above() -> None:
    reading = read(
        HEADINGS,
        "某局\t培训费\t1\t\t满意度指标\t服务对象满意度指标\t满意度\t≥\t90\t%\t20",
        "\t会议费\t2\t\t\t\t次数\t＝\t4\t次\t20",
    )
    assert [(i.level_1, i.level_2) for i in reading.indicators] == [("满意度指标", "服务对象满意度指标"), (None, None)]


def test_an_amount_that_is_no_number_is_an_issue_and_a_dash_is_none() -> None:
    reading = read(
        HEADINGS,
        "某局\t培训费\t若干\t\t产出指标\t数量指标\t班次\t≥\t3\t期\t20",
        "\t会议费\t—\t\t产出指标\t数量指标\t次数\t＝\t4\t次\t20",
    )
    assert [(issue.code, issue.text) for issue in reading.issues] == [("amount_unread", "若干")]
    assert not reading.figures


def test_every_printed_cell_of_a_list_has_a_role() -> None:
    rows = (
        HEADINGS,
        "1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11",
        "某局\t培训费\t1\t好\t产出指标\t数量指标\t班次\t≥\t3\t期\t20",
    )
    roles = read(*rows).roles
    assert [roles[1, 2, col] for col in range(1, 12)] == ["ordinal"] * 11
    assert [roles[1, 3, col] for col in range(1, 5)] == ["name", "name", "figure", "value"]
    assert "unread" not in roles.values()


def test_a_page_that_repeats_title_and_headings_goes_on_with_its_project() -> None:
    reading = read(
        HEADINGS,
        "某局\t培训费\t1\t\t产出指标\t数量指标\t班次\t≥\t3\t期\t20",
        "",
        "项目支出绩效目标表",
        "",
        HEADINGS,
        "\t\t\t\t产出指标\t质量指标\t合格率\t≥\t95\t%\t20",
    )
    assert [(i.project_seq, i.indicator) for i in reading.indicators] == [(1, "班次"), (1, "合格率")]


def test_a_list_of_projects_without_indicators_is_no_form() -> None:
    rows = ("单位名称\t项目名称\t合计\t一般公共预算", "某局\t培训费\t12.5\t12.5")
    assert find_forms(document(*rows, title="项目支出表")) == ()
