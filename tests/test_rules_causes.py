"""Each probable cause that arithmetic gives: one slip in a right disclosure, one finding, told in words to quote."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from loaders.stage import stage_document
from tests.compared import Finding, findings

pytestmark = pytest.mark.slow

BUDGET = """某县{issuer}局2023年部门预算
部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t1837.46\t一、一般公共服务支出\t1486.92
\t\t二、社会保障和就业支出\t263.75
\t\t三、住房保障支出\t118.40
本年收入合计\t1837.46\t本年支出合计\t1869.07
上年结转\t57.93\t结转下年\t26.32
收入总计\t1895.39\t支出总计\t1895.39
部门支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t1869.07\t1294.71\t574.36
201\t一般公共服务支出\t1486.92\t912.56\t574.36
20106\t财政事务\t1486.92\t912.56\t574.36
2010601\t行政运行\t912.56\t912.56\t
2010602\t一般行政管理事务\t387.41\t\t387.41
2010608\t财政委托业务支出\t186.95\t\t186.95
208\t社会保障和就业支出\t263.75\t263.75\t
20805\t行政事业单位养老支出\t263.75\t263.75\t
2080505\t机关事业单位基本养老保险缴费支出\t175.84\t175.84\t
2080506\t机关事业单位职业年金缴费支出\t87.91\t87.91\t
221\t住房保障支出\t118.40\t118.40\t
22102\t住房改革支出\t118.40\t118.40\t
2210201\t住房公积金\t118.40\t118.40\t
一般公共预算财政拨款支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t1869.07\t1294.71\t574.36
201\t一般公共服务支出\t1486.92\t912.56\t574.36
20106\t财政事务\t1486.92\t912.56\t574.36
2010601\t行政运行\t912.56\t912.56\t
2010602\t一般行政管理事务\t387.41\t\t387.41
2010608\t财政委托业务支出\t186.95\t\t186.95
208\t社会保障和就业支出\t263.75\t263.75\t
20805\t行政事业单位养老支出\t263.75\t263.75\t
2080505\t机关事业单位基本养老保险缴费支出\t175.84\t175.84\t
2080506\t机关事业单位职业年金缴费支出\t87.91\t87.91\t
221\t住房保障支出\t118.40\t118.40\t
22102\t住房改革支出\t118.40\t118.40\t
2210201\t住房公积金\t118.40\t118.40\t
一般公共预算“三公”经费支出表
单位：万元
项目\t2022年预算数\t2023年预算数
合计\t61.30\t48.70
1.因公出国（境）费用\t\t
2.公务用车购置及运行费\t43.20\t36.10
（1）公务用车购置费\t\t
（2）公务用车运行费\t43.20\t36.10
3.公务接待费\t18.10\t12.60
部门预算情况说明
一、部门收支总体情况
2023年收入总计1895.39万元，支出总计1895.39万元。
二、部门支出预算情况
2023年本年支出合计1869.07万元，其中：基本支出1294.71万元，占69.27%；项目支出574.36万元，占30.73%。
三、“三公”经费情况说明
2023年“三公”经费预算48.70万元，比2022年减少12.60万元，其中：公务接待费12.60万元，占“三公”经费的25.87%；公务用车运行维护费36.10万元，占“三公”经费的74.13%。
"""
ROW = "2010602\t一般行政管理事务\t387.41\t\t387.41\n"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed wrongly, once, and how the finding tells it in both languages."""

    right: str
    wrong: str
    en: str
    zh: str
    is_last: bool = False


SLIPS = {
    "missing_row": Slip(ROW, "", "A row of just this amount is missing.", "漏列一行，其金额与差额相同。"),
    "missing_figure": Slip(
        "118.40\t118.40\t\n22102", "\t118.40\t\n22102", "A cell is blank where this amount belongs.", "该数额应列之处为空白。"
    ),
    "digits_transposed": Slip("2010601\t行政运行\t912.56\t912.56", "2010601\t行政运行\t921.56\t912.56", "Two digits are transposed.", "相邻两位数字颠倒。"),
    "digit_dropped": Slip("2010602\t一般行政管理事务\t387.41", "2010602\t一般行政管理事务\t37.41", "A digit was dropped.", "漏一位数字。"),
    "decimal_point": Slip("2010608\t财政委托业务支出\t186.95", "2010608\t财政委托业务支出\t1869.5", "A decimal point has moved.", "小数点错位。"),
    "unit_of_money": Slip(
        "2010608\t财政委托业务支出\t186.95", "2010608\t财政委托业务支出\t1869500.00",
        "The unit of money was mistaken (元 for 万元 or the reverse).", "金额单位误用（元与万元）。",
    ),
    "sign_or_direction": Slip(
        "比2022年减少12.60万元", "比2022年增加12.60万元",
        "Both differ in direction only: a minus, or the word for increase or decrease, is wrong.", "两数仅正负相反，符号或增减方向有误。",
    ),
    "other_base": Slip("占“三公”经费的25.87%", "占“三公”经费的10.64%", "The percentage was worked out from another base.", "百分比所用基数有误。"),
    "stale_name": Slip(
        "20805\t行政事业单位养老支出", "20805\t行政事业单位离退休",
        "A name or code of another time or place was left over.", "沿用了旧的或他处的名称、编码。",
    ),
    "carryover_left_out": Slip(
        "支出总计1895.39万元。", "支出总计1869.07万元。",
        "The difference is the printed closing or opening carry-over, which the total leaves out.", "差额等于所列结转结余，总计未计入。",
    ),
    "amounts_swapped": Slip(
        "2010602\t一般行政管理事务\t387.41\t\t387.41\n2010608\t财政委托业务支出\t186.95\t\t186.95",
        "2010602\t一般行政管理事务\t186.95\t\t186.95\n2010608\t财政委托业务支出\t387.41\t\t387.41",
        "Two rows have exchanged their amounts.", "两行金额互换。",
    ),
    "amount_of_another_line": Slip(
        "职业年金缴费支出\t87.91\t87.91", "职业年金缴费支出\t175.84\t87.91",
        "The amount is printed for another line, too.", "该金额与另一行所列相同。",
    ),
}  # fmt: skip
# A wrong amount in prose breaks its sum, its share and what the table says.
IN_PROSE = ("其中：基本支出1294.71万元，占69.27%", "其中：基本支出1486.92万元，占69.27%")
ISSUERS = ["教育", "民政", "水务", "林业", "审计", "统计", "信访", "司法", "文化", "商务", "交通", "体育"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """Findings, those about completeness aside, of each text by the name of its cause, and of the right one."""
    texts = {"": BUDGET.replace("{issuer}", "财政")}
    for (cause, slip), issuer in zip(SLIPS.items(), ISSUERS, strict=True):
        assert slip.right in BUDGET, cause
        texts[cause] = BUDGET.replace(slip.right, slip.wrong, 1).replace("{issuer}", issuer)
    texts["prose"] = BUDGET.replace(*IN_PROSE).replace("{issuer}", "园林")
    staged = {cause: stage_document(text.encode()) for cause, text in texts.items()}
    rows = {one.document_key: one.rows for one in staged.values()}
    told = [one for one in findings(tmp_path_factory.mktemp("causes"), rows) if not one.rule_ids.startswith("Q0")]
    return {cause: [one for one in told if one.document_key == staged[cause].document_key] for cause in texts}


def test_what_is_right_raises_nothing(found: dict[str, list[Finding]]) -> None:
    assert found[""] == []


@pytest.mark.parametrize("cause", SLIPS)
def test_one_slip_is_one_finding_with_its_cause(found: dict[str, list[Finding]], cause: str) -> None:
    (one,) = found[cause]
    assert one.probable_cause == cause
    assert SLIPS[cause].en in one.sentence_en
    assert SLIPS[cause].zh in one.sentence_zh


def test_a_wrong_amount_in_prose_is_one_finding(found: dict[str, list[Finding]]) -> None:
    (one,) = found["prose"]
    assert (one.severity, one.probable_cause) == ("hard", "amount_of_another_line")
    assert "Printed is 支出（按用途） 1486.92 万元; 1,294.71 万元 would agree." in one.sentence_en
