"""What a disclosure's words say about its amounts: budgets kept or not, years unchanged, completion, names, years.

Each case is one short disclosure as it should be, and the same with one thing wrong: the rule finds just that, once,
and tells it in a sentence that can be quoted.
"""

from __future__ import annotations

import pytest

from loaders.stage import stage_document
from tests.compared import Finding, findings

pytestmark = pytest.mark.slow

ACCOUNTS = """某区{issuer}局2024年度部门决算
第二部分 某区{issuer}局2024年度部门决算表
财政拨款收入支出决算总表
单位：万元
收入\t\t支出\t\t
项目\t决算数\t项目\t合计\t一般公共预算财政拨款
一、一般公共预算财政拨款\t118.50\t一、一般公共服务支出\t88.50\t88.50
\t\t二、住房保障支出\t30.00\t30.00
本年收入合计\t118.50\t本年支出合计\t118.50\t118.50
年初财政拨款结转和结余\t21.63\t年末财政拨款结转和结余\t21.63\t21.63
总计\t140.13\t总计\t140.13\t140.13
第三部分 某区{issuer}局2024年度部门决算情况说明
四、财政拨款收入支出决算总体情况说明
某区{issuer}局2024年度财政拨款收入支出总计140.13万元。与2023年度相比，财政拨款收入支出总计持平。
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
一般公共预算财政拨款支出118.50万元。与2023年度相比，一般公共预算财政拨款支出减少20.20万元。
（三）一般公共预算财政拨款支出决算具体情况
一般公共预算财政拨款支出年初预算为120.00万元，支出决算为118.50万元，完成年初预算的98.75%。其中：
1、一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为90.00万元，支出决算为88.50万元，完成年初预算的98.33%。决算数小于预算数的主要原因：人员变动。
2、住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为30.00万元，支出决算为30.00万元，完成年初预算的100%。决算数与预算数持平。
八、政府性基金预算财政拨款收入支出决算情况说明
某区{issuer}局2024年度无政府性基金预算财政拨款收入和支出，2023年度无政府性基金预算财政拨款收入和支出。
十一、其他重要事项的情况说明
截至2024年12月31日，共有车辆4辆，其中：机要通信用车1辆、其他用车3辆。
"""

RATES = """某市{issuer}局2024年度部门决算情况说明
五、一般公共预算财政拨款支出决算情况说明
（三）一般公共预算财政拨款支出决算具体情况
2024年一般公共预算支出决算数为118.50万元，完成预算98.75%。其中：
1.一般公共服务（类）财政事务（款）行政运行（项）：支出决算为88.50万元，完成预算98.33%。
2.住房保障支出（类）住房改革支出（款）住房公积金（项）：支出决算为30.00万元，完成预算100%。
"""

BUDGET = """某县{issuer}局2023年部门预算情况说明
一、部门收支总体情况
2023年收入预算总计65.00万元，支出预算总计65.00万元。
二、财政拨款支出预算情况说明
1．住房改革支出（款）住房公积金（项）支出12.00万元，比上年增加2.00万元。
2．财政事务（款）行政运行（项）支出53.00万元，比上年增加1.00万元。
3．自然资源事务（款）其他自然资源事务支出（项）支出4.00万元，比上年增加1.00万元。
三、“三公”经费情况说明
2023年“三公”经费预算20.00万元，比2022年减少4.00万元。其中：因公出国（境）费用2.00万元，与2022年持平；公务接待费6.00万元，比2022年减少4.00万元；公务用车运行维护费12.00万元，与2022年持平。
某县{issuer}局2023年一般公共预算“三公”经费支出表
单位：万元
项目\t2022年预算数\t2023年预算数
合计\t24.00\t20.00
1.因公出国（境）费用\t2.00\t2.00
2.公务用车购置及运行费\t12.00\t12.00
（1）公务用车购置费\t\t
（2）公务用车运行费\t12.00\t12.00
3.公务接待费\t10.00\t6.00
"""

FORM = """某县{issuer}局2023年部门预算
设备更新绩效目标表
单位：万元
绩效目标\t设备更新\t\t\t\t
一级指标\t二级指标\t三级指标\t绩效指标描述\t指标值\t指标值确定依据
产出指标\t数量指标\t更新次数（次）\t全年更新次数\t≥10次\t工作需要
满意度指标\t服务对象满意度指标\t满意率（%）\t满意人数占比\t≥95%\t调查问卷
"""

# Rule, text, what is right, what is printed instead, and words that the finding's sentence must hold.
WRONG = {
    "F10L": (ACCOUNTS, "支出决算为88.50万元，完成年初预算的98.33%。决算数小于", "支出决算为88.50万元。决算数大于", ("F10M", "88.50 万元", "90.00 万元")),
    "F10S": (ACCOUNTS, "决算数小于预算数的主要原因：人员变动", "决算数与预算数持平", ("F10S", "88.50 万元", "90.00 万元")),
    "F02S": (RATES, "98.33%", "100%", ("F02S", "0.00 万元", "1.50 万元")),
    "Y09": (ACCOUNTS, "减少20.20万元", "减少25.20万元", ("Y09", "140.13 万元", "143.70 万元")),
    "P11S": (ACCOUNTS, "2024年度无政府性基金", "2023年度无政府性基金", ("P11S", "2023")),
    "P11H": (ACCOUNTS, "第三部分 某区{issuer}局2024年度", "第三部分 某区{issuer}局2023年度", ("P11H", "2023年度部门决算情况说明")),
    "P04L": (BUDGET, "住房改革支出（款）", "住房改革支出（类）", ("P04L", "住房改革支出（类）")),
    "P04Y": (BUDGET, "其他自然资源事务支出（项）", "其他国土资源事务支出（项）", ("P04Y", "其他国土资源事务支出")),
    "P04N": (BUDGET, "其他自然资源事务支出（项）", "自然资源活动费支出（项）", ("P04N", "自然资源活动费支出")),
    "Y10": (BUDGET, "公务接待费6.00万元，比2022年减少4.00万元", "公务接待费6.00万元，与2022年持平", ("Y10", "6.00 万元", "10.00 万元")),
    "H09B": (
        BUDGET, "2.公务用车购置及运行费\t12.00\t12.00", "2.公务用车购置及运行费\t\t", ("H09B", "line of vehicles is blank"),
    ),
    "M17": (FORM, "更新次数（次）", "更新次数（%）", ("M17", "1 indicators")),
}  # fmt: skip
ISSUERS = [
    "财政", "教育", "民政", "水务", "林业", "审计", "统计", "信访", "司法", "文化", "商务", "交通", "体育", "气象", "档案", "园林",
]  # fmt: skip


def text(template: str, issuer: str) -> bytes:
    return template.replace("{issuer}", issuer).encode()


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """Findings of each text by the name of its case; the right ones first."""
    texts = {
        "accounts": text(ACCOUNTS, ISSUERS[0]), "budget": text(BUDGET, ISSUERS[1]), "form": text(FORM, ISSUERS[2]),
        "rates": text(RATES, ISSUERS[3]),
    }  # fmt: skip
    for (case, (template, right, wrong, _)), issuer in zip(WRONG.items(), ISSUERS[4:], strict=True):
        assert right in template, case
        texts[case] = text(template.replace(right, wrong), issuer)
    staged = {case: stage_document(data) for case, data in texts.items()}
    rows = {one.document_key: one.rows for one in staged.values()}
    told = findings(tmp_path_factory.mktemp("said"), rows)
    return {case: [one for one in told if one.document_key == staged[case].document_key] for case in texts}


@pytest.mark.parametrize("case", ["accounts", "budget", "form", "rates"])
def test_words_that_agree_with_their_amounts_raise_nothing(found: dict[str, list[Finding]], case: str) -> None:
    said = {rule for _, _, _, (rule, *_) in WRONG.values()}
    assert [one for one in found[case] if set(one.rule_ids.split(",")) & said] == []


@pytest.mark.parametrize("case", WRONG)
def test_words_that_contradict_their_amounts_are_one_finding(found: dict[str, list[Finding]], case: str) -> None:
    rule, *words = WRONG[case][-1]
    (one,) = [one for one in found[case] if rule in one.rule_ids.split(",")]
    # A name that no year knows may be a short one.
    assert one.severity == ("info" if rule == "P04N" else "soft")
    assert all(word in one.sentence_en for word in words), one.sentence_en
    if rule.startswith(("F10", "Y")):
        assert one.probable_cause == "word_contradicts_figures"
        assert one.sentence_zh.endswith("文字表述与金额矛盾。")
        assert one.who_is_wrong_en.startswith("The word")
