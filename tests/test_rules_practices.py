"""Practices that look like errors and are not: ten that disclosures show, each met by its rule, none above a note.

Each text is the smallest disclosure of its own figures that shows the practice. What is missing from such a slice
(family Q: required tables and topics) is no concern of these tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from loaders.stage import stage_document
from tests.compared import Comparison, Finding, reconciled

pytestmark = pytest.mark.slow

THIRD_COMPONENT = """某省{issuer}厅2018年度部门预算
收支预算总表
单位：万元
收入\t\t支出\t\t\t
项目名称\t金额\t功能分类\t\t支出用途\t
\t\t功能科目名称\t金额\t项目名称\t金额
一、财政拨款\t100.00\t一、一般公共服务支出\t80.00\t一、基本支出\t60.00
1.一般公共预算\t100.00\t二、住房保障支出\t20.00\t二、项目支出\t30.00
2.政府性基金预算\t\t\t\t三、单位预留机动经费\t10.00
当年收入小计\t100.00\t当年支出小计\t100.00\t\t
上年结转资金\t\t结转下年资金\t\t\t
收入合计\t100.00\t支出合计\t100.00\t\t
支出预算总表
单位：万元
合计\t基本支出\t项目支出\t单位预留机动经费\t结转下年资金
100.00\t60.00\t30.00\t10.00\t
"""

OTHER_COMPONENTS = """某市{issuer}局2023年度部门决算
支出决算表
单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
\t合计\t100.00\t60.00\t25.00\t4.00\t8.00\t3.00
213\t农林水支出\t100.00\t60.00\t25.00\t4.00\t8.00\t3.00
21301\t农业农村\t100.00\t60.00\t25.00\t4.00\t8.00\t3.00
2130101\t行政运行\t64.00\t60.00\t\t4.00\t\t
2130104\t事业运行\t36.00\t\t25.00\t\t8.00\t3.00
"""

LAST_YEARS_MONEY = """某县{issuer}局2022年部门预算
部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t90.00\t一、一般公共服务支出\t88.00
\t\t二、住房保障支出\t12.00
本年收入合计\t90.00\t本年支出合计\t100.00
上年结转\t10.00\t结转下年\t
收入总计\t100.00\t支出总计\t100.00
部门收入总表
单位：万元
科目编码\t科目名称\t合计\t上年结转\t一般公共预算拨款收入
\t合计\t100.00\t10.00\t90.00
201\t一般公共服务支出\t88.00\t10.00\t78.00
20106\t财政事务\t88.00\t10.00\t78.00
2010601\t行政运行\t88.00\t10.00\t78.00
221\t住房保障支出\t12.00\t\t12.00
22102\t住房改革支出\t12.00\t\t12.00
2210201\t住房公积金\t12.00\t\t12.00
"""

OTHER_MONEY = """某县{issuer}局2022年部门预算
部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t115.00\t70.00\t45.00
204\t公共安全支出\t115.00\t70.00\t45.00
20404\t检察\t115.00\t70.00\t45.00
2040401\t行政运行\t70.00\t70.00\t
2040402\t一般行政管理事务\t45.00\t\t45.00
一般公共预算财政拨款支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t100.00\t70.00\t30.00
204\t公共安全支出\t100.00\t70.00\t30.00
20404\t检察\t100.00\t70.00\t30.00
2040401\t行政运行\t70.00\t70.00\t
2040402\t一般行政管理事务\t30.00\t\t30.00
"""

ROUNDED_CELL_BY_CELL = """某市{issuer}局2023年度部门决算
一般公共预算财政拨款支出决算表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t100.02\t100.02\t
208\t社会保障和就业支出\t60.01\t60.01\t
20805\t行政事业单位养老支出\t60.01\t60.01\t
2080501\t行政单位离退休\t20.01\t20.01\t
2080505\t机关事业单位基本养老保险缴费支出\t20.01\t20.01\t
2080506\t机关事业单位职业年金缴费支出\t20.01\t20.01\t
221\t住房保障支出\t40.00\t40.00\t
22102\t住房改革支出\t40.00\t40.00\t
2210201\t住房公积金\t40.00\t40.00\t
一般公共预算财政拨款基本支出决算表
单位：万元
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t60.01\t302\t商品和服务支出\t40.02
30101\t基本工资\t20.01\t30201\t办公费\t10.01
30102\t津贴补贴\t20.01\t30202\t印刷费\t10.01
30103\t奖金\t20.01\t30207\t邮电费\t10.01
\t\t\t30211\t差旅费\t10.01
人员经费合计\t\t60.01\t公用经费合计\t\t40.02
"""

TWO_SCOPES = """某县{issuer}局2023年部门预算
一般公共预算财政拨款基本支出表
单位：万元
科目编码\t科目名称\t总计\t人员经费\t日常公用经费
\t合计\t100.00\t72.00\t28.00
301\t工资福利支出\t72.00\t72.00\t
30101\t基本工资\t72.00\t72.00\t
302\t商品和服务支出\t28.00\t\t28.00
30201\t办公费\t13.00\t\t13.00
30217\t公务接待费\t3.00\t\t3.00
30231\t公务用车运行维护费\t12.00\t\t12.00
一般公共预算“三公”经费支出表
单位：万元
项目\t预算数
合计\t22.00
1.因公出国（境）费用\t
2.公务用车购置及运行费\t16.00
（1）公务用车购置费\t
（2）公务用车运行费\t16.00
3.公务接待费\t6.00
五、机关运行经费安排情况
2023年机关运行经费安排19.00万元。
"""

GRAND_TOTAL = """某省{issuer}厅2018年度部门预算
“三公”经费、会议费、培训费支出预算表
单位：万元
合计\t“三公”经费\t\t\t\t\t\t会议费\t培训费
\t小计\t因公出国（境）费\t公务用车购置及运行维护费\t\t\t公务接待费\t\t
\t\t\t小计\t公务用车购置费\t公务用车运行维护费\t\t\t
40.00\t15.00\t2.00\t9.00\t\t9.00\t4.00\t20.00\t5.00
"""

ORDINALS = """某县{issuer}局2023年部门预算
部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t100.00\t八、社会保障和就业支出\t60.00
\t\t{ninth}
\t\t十九、住房保障支出\t40.00
本年收入合计\t100.00\t本年支出合计\t100.00
上年结转\t\t结转下年\t
收入总计\t100.00\t支出总计\t100.00
部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t100.00\t100.00\t
208\t社会保障和就业支出\t60.00\t60.00\t
20805\t行政事业单位养老支出\t60.00\t60.00\t
2080505\t机关事业单位基本养老保险缴费支出\t60.00\t60.00\t
221\t住房保障支出\t40.00\t40.00\t
22102\t住房改革支出\t40.00\t40.00\t
2210201\t住房公积金\t40.00\t40.00\t
"""

CREATED_IN_THE_YEAR = """某区{issuer}部2024年度部门决算
第三部分 某区{issuer}部2024年度部门决算情况说明
一、收入支出决算总体情况说明
某区{issuer}部2024年度收入支出总计307.82万元。与2023年度相比，收入支出总计增加307.82万元，增长100.00%。主要原因：新成立单位。
五、一般公共预算财政拨款支出决算情况说明
（三）一般公共预算财政拨款支出决算具体情况
一般公共预算财政拨款支出年初预算为0.00万元，支出决算为307.82万元。决算数大于预算数的主要原因：年中成立。其中：
1、一般公共服务支出（类）组织事务（款）行政运行（项）。年初预算为0.00万元，支出决算为307.82万元。决算数大于预算数的主要原因：年中成立。
"""

DEPARTMENT = """某区{issuer}局2023年部门预算
部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t{total}\t{total}\t
205\t教育支出\t{total}\t{total}\t
20501\t教育管理事务\t{total}\t{total}\t
2050101\t行政运行\t{total}\t{total}\t
"""


@dataclass(frozen=True, slots=True)
class Practice:
    """Texts of disclosures, and what the rule that looks at the practice makes of them."""

    texts: tuple[str, ...]
    compared: tuple[tuple[str, str], ...]


def of(text: str, issuer: str, **rest: str) -> str:
    for mark, words in ({"issuer": issuer} | rest).items():
        text = text.replace("{" + mark + "}", words)
    return text


PRACTICES = {
    "a third component beside basic and project": Practice(
        (of(THIRD_COMPONENT, "水利"), of(OTHER_COMPONENTS, "农业")), (("H01", "pass"), ("V08U", "pass"))
    ),
    "money from last year, never in the revenue of the year": Practice(
        (of(LAST_YEARS_MONEY, "财政"),), (("B02R", "pass"), ("H03", "pass"), ("X01", "pass"))
    ),
    "tables of all funds beside tables of fiscal money": Practice(
        (of(OTHER_MONEY, "检察"),), (("X12", "pass"), ("X14", "pass"))
    ),
    "final accounts rounded cell by cell": Practice(
        (of(ROUNDED_CELL_BY_CELL, "统计"),), (("V02", "pass"), ("V03", "pass"), ("V06", "pass"))
    ),
    "operating cost of offices alone beside public funds of all units": Practice(
        (of(TWO_SCOPES, "审计"),), (("X18", "discrepancy"),)
    ),
    "three public expenses of basic and project money": Practice((of(TWO_SCOPES, "信访"),), (("X19", "pass"),)),
    "a total of three public expenses with meetings and training": Practice(
        (of(GRAND_TOTAL, "司法"),), (("H08", "pass"), ("H08G", "pass"))
    ),
    "ordinals of classes that change with province and year": Practice(
        (
            of(ORDINALS, "民政", ninth="九、社会保险基金支出\t"),
            of(ORDINALS, "商务", ninth="九、卫生健康支出\t"),
        ),
        (("X04", "pass"), ("V08", "pass")),
    ),
    "a department created in the year": Practice((of(CREATED_IN_THE_YEAR, "社工"),), (("F10M", "pass"),)),
    "a department beside its own unit": Practice(
        (
            of(DEPARTMENT, "教育", total="100.00"),
            of(DEPARTMENT, "教育", total="60.00").replace("教育局", "教育局（本级）"),
        ),
        (("V03", "pass"),),
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[Finding], list[Comparison]]]:
    """Findings and comparisons of each practice."""
    staged = {name: [stage_document(text.encode()) for text in practice.texts] for name, practice in PRACTICES.items()}
    rows = {one.document_key: one.rows for several in staged.values() for one in several}
    told, compared = reconciled(tmp_path_factory.mktemp("practices"), rows)
    keys = {name: {one.document_key for one in several} for name, several in staged.items()}
    return {
        name: (
            [one for one in told if one.document_key in keys[name]],
            [one for one in compared if one.document_key in keys[name]],
        )
        for name in PRACTICES
    }


@pytest.mark.parametrize("name", PRACTICES)
def test_a_practice_raises_nothing_above_a_note(
    made: dict[str, tuple[list[Finding], list[Comparison]]], name: str
) -> None:
    told, compared = made[name]
    assert compared
    assert [one for one in told if one.severity in ("hard", "soft") and not one.rule_ids.startswith("Q")] == []


@pytest.mark.parametrize("name", PRACTICES)
def test_the_rule_that_looks_at_a_practice_has_met_it(
    made: dict[str, tuple[list[Finding], list[Comparison]]], name: str
) -> None:
    _, compared = made[name]
    for rule, status in PRACTICES[name].compared:
        found = {one.status for one in compared if one.rule_id == rule}
        assert status in found, (rule, found)
