"""Whose document, which year, which stage: from headings and labels of our own, as other provinces print them."""

from __future__ import annotations

import pytest

from loaders.documents import Block, Cell, Document, Grid, Paragraph, Place
from loaders.identity import Identity, identify, normalise_issuer
from loaders.regions import find_region, regions


def document(*lines: str | list[list[str]]) -> Document:
    blocks: list[Block] = []
    for no, line in enumerate(lines, start=1):
        if isinstance(line, str):
            blocks.append(Paragraph(line, Place(line=no)))
        else:
            rows = tuple(
                tuple(Cell(r, c, text, Place(line=no)) for c, text in enumerate(row, start=1))
                for r, row in enumerate(line, start=1)
            )
            blocks.append(Grid(rows, Place(line=no)))
    return Document("cd" * 32, "text", 1, "text", tuple(blocks))


def read(*lines: str | list[list[str]]) -> Identity:
    return identify(document(*lines))[0]


@pytest.mark.parametrize(
    ("lines", "issuer", "year", "stage"),
    [
        (["昆明市财政局2023年部门预算公开"], "昆明市财政局", 2023, "budget"),
        (["2022年度北京市海淀区教育委员会部门决算"], "北京市海淀区教育委员会", 2022, "final_accounts"),
        (["北京市海淀区教育委员会（汇总）2022年度部门决算"], "北京市海淀区教育委员会", 2022, "final_accounts"),
        (["广西壮族自治区财政厅", "2021年度部门决算", "第一部分 概况"], "广西壮族自治区财政厅", 2021, "final_accounts"),
        (["恩施州审计局2024年部门预算"], "恩施州审计局", 2024, "budget"),
        (["芒市财政局关于2023年部门预算的说明"], "芒市财政局", 2023, "budget"),
        (["岚皋县水利局关于公开2023年部门预算的公告"], "岚皋县水利局", 2023, "budget"),
        (["岚皋县2023年部门预算公开——岚皋县水利局"], "岚皋县水利局", 2023, "budget"),
        (["2023年岚皋县水利局预算公开情况说明"], "岚皋县水利局", 2023, "budget"),
        (["二〇二三年岚皋县水利局部门预算"], "岚皋县水利局", 2023, "budget"),
        (["[301001]岚皋县水利局（本级）2023年单位预算公开"], "岚皋县水利局", 2023, "budget"),
        (["301-岚皋县水利局", "2023年部门预算公开表"], "岚皋县水利局", 2023, "budget"),
        (["岚皋县融媒体中心（岚皋县广播电视台）2023年部门预算"], "岚皋县融媒体中心(岚皋县广播电视台)", 2023, "budget"),
        (["贵州大学2023年单位预算"], "贵州大学", 2023, "budget"),
        (
            ["收支总表", "部门：合肥高新技术产业开发区管委会　单位：元", "预算年度：2020"],
            "合肥高新技术产业开发区管委会",
            2020,
            "budget",
        ),
        (["沈阳市和平区人大常委会", "2023年部门预算"], "沈阳市和平区人大常委会", 2023, "budget"),
        (["民革广西壮族自治区委员会2022年度部门决算"], "民革广西壮族自治区委员会", 2022, "final_accounts"),
        (["收支总表", "部门：长沙县水利局　　单位：元", "预算年度：2020"], "长沙县水利局", 2020, "budget"),
        (
            ["部门整体支出绩效目标表（2022年度）", [["部门名称", "长沙县水利局"]]],
            "长沙县水利局",
            2022,
            "performance_target",
        ),
        (
            ["项目支出绩效自评表（2022年度）", [["主管部门", "长沙县水利局"]]],
            "长沙县水利局",
            2022,
            "performance_evaluation",
        ),
    ],
)
def test_publisher_year_and_stage(lines: list[str], issuer: str, year: int, stage: str) -> None:
    found = read(*lines)
    assert (found.issuer_name, found.fiscal_year, found.budget_stage) == (issuer, year, stage)


@pytest.mark.parametrize(
    ("name", "normalised"),
    [
        ("中国共产党江苏省委员会办公厅", "中共江苏省委办公厅"),
        ("中共江苏省委员会办公厅", "中共江苏省委办公厅"),
        ("江苏省委办公厅", "中共江苏省委办公厅"),
        ("中共江苏省委办公厅", "中共江苏省委办公厅"),
        ("江苏省人民代表大会常务委员会办公厅", "江苏省人大常委会办公厅"),
        ("中国人民政治协商会议江苏省委员会办公厅", "江苏省政协办公厅"),
        ("巴中市政府办公室", "巴中市人民政府办公室"),
        ("上海市普陀区财政局（本级）", "上海市普陀区财政局"),
        ("长沙县教育委员会", "长沙县教育委员会"),  # 委员会 of a government is no party committee
    ],
)
def test_spellings_of_one_body(name: str, normalised: str) -> None:
    assert normalise_issuer(name) == normalised
    assert normalise_issuer(normalised) == normalised


@pytest.mark.parametrize(
    ("name", "year", "text", "code"),
    [
        ("江苏省委办公厅", 2018, "", "320000"),
        ("中共重庆市潼南区委办公室", 2023, "", "500152"),
        ("重庆市潼南县财政局", 2013, "", "500223"),  # the county before it became a district
        ("中共巨鹿县委办公室", 2022, "", "130529"),
        ("上海市普陀区财政局", 2024, "", "310107"),
        ("普陀区财政局", 2024, "", None),  # two places of that name
        ("普陀区财政局", 2024, "舟山市财政局批复", "330903"),
        ("鼓楼区财政局", 2024, "江苏省徐州市", "320302"),
        ("鼓楼区财政局", 2024, "江苏省", None),  # two in that province
        ("恩施州审计局", 2024, "", "422800"),
        ("仙桃市财政局", 2024, "", "429004"),  # directly under its province
        ("吉林大学", 2024, "", "220000"),  # without 市 the province, else the city
        ("吉林市财政局", 2024, "", "220200"),
        ("长春汽车经济技术开发区管理委员会", 2024, "", "220100"),
        ("矿区财政局", 2024, "阳泉市2024年部门预算", "140303"),
        ("民革广西壮族自治区委员会", 2024, "", "450000"),
    ],
)
def test_region_codes(name: str, year: int, text: str, code: str | None) -> None:
    match = find_region(name, year, text)
    assert match is not None
    assert match.code == code


@pytest.mark.parametrize("name", ["市政府研究室", "市辖区财政局", "财政部"])
def test_names_without_a_region(name: str) -> None:
    assert find_region(name, 2023) is None


def test_nothing_is_guessed() -> None:
    found, evidence, issues = identify(document("收支总表", [["项目", "金额"], ["收入", "5"]]))
    assert found == Identity(title=None)
    assert evidence == []
    assert {issue.code for issue in issues} == {
        "unknown_title",
        "unknown_issuer_name",
        "unknown_region_code",
        "unknown_fiscal_year",
        "unknown_budget_stage",
        "unknown_disclosure_scope",
        "unknown_unit_published",
    }


def test_a_placeholder_is_no_publisher_but_has_a_region() -> None:
    found = read("上海市XX局", "2024年度部门决算")
    assert (found.issuer_name, found.region_code) == (None, "310000")


@pytest.mark.parametrize(
    ("heading", "scope"),
    [
        ("长沙县水利局2023年部门预算", "department"),
        ("长沙县水利局2023年单位预算", "unit"),
        ("长沙县水利局（本级）2023年单位决算", "unit"),
    ],
)
def test_scope(heading: str, scope: str) -> None:
    assert read(heading).disclosure_scope == scope


def test_a_subject_code_is_no_unit_code() -> None:
    assert read("长沙县水利局2023年部门预算", "201 一般公共服务支出").budget_unit_code is None
    assert read("长沙县水利局2023年部门预算", "128001 长沙县水利局").budget_unit_code == "128001"
    assert read("单位名称：[128001]长沙县水利局").budget_unit_code == "128001"
    # Two units in one file: neither is the document's.
    assert read("长沙县水利局2023年部门预算", "128001 长沙县水利局", "128002 长沙县水文站").budget_unit_code is None


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["收入总表", "单位：元", "收入总表", "单位：元", "支出总表", "金额单位：万元"], "元"),
        (["项目表", [["预算金额（万元）", "5"]]], "万元"),
        (["本年支出合计5亿元。"], "亿元"),
    ],
)
def test_unit_of_money(lines: list[str], unit: str) -> None:
    assert read(*lines).unit_published == unit


def test_a_filing_date_late_in_the_year_is_no_fiscal_year() -> None:
    assert read("绩效目标表", "申报时间：2019年2月22日").fiscal_year == 2019
    # In November the targets are the next year's; nobody says so, and two years are possible.
    assert read("绩效目标表", "申报时间：2019年11月22日", "依据2018年文件").fiscal_year is None


def test_every_region_is_found_by_its_full_name() -> None:
    """Province, prefecture and county in one name, as official names print them, give the code in force."""
    by_code = {region.code: region for region in regions() if region.valid_to is None}
    wrong = []
    for code, region in by_code.items():
        above = [by_code.get(code[:2] + "0000"), by_code.get(code[:4] + "00")]
        name = "".join(parent.name for parent in above if parent and parent.code != code) + region.name
        match = find_region(name + "财政局", 2024)
        if match is None or match.code != code:
            wrong.append((name, code, match))
    assert wrong == []


@pytest.mark.parametrize(
    "wording", ["{}2023年部门预算", "2023年{}部门预算", "{}关于2023年部门预算的说明", "部门：{} 单位：万元"]
)
def test_a_body_of_every_region_is_a_publisher(wording: str) -> None:
    """Names as short as 芒市 or 城区 and as long as 双江拉祜族佤族布朗族傣族自治县."""
    short = [name for region in regions() for name in region.names if len(name) == 2 or len(name) > 12]
    for name in short:
        assert read(wording.format(f"{name}财政局")).issuer_published == f"{name}财政局"
