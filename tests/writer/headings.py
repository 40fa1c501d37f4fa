"""Official titles, headings and labels of statutory tables, in the wordings of several governments."""

from __future__ import annotations

# Kind of table → titles. Real wordings; each is a whole title.
BUDGET_TITLES = {
    "budget_summary": ("部门收支总表", "部门预算收支总表", "部门收支总体情况表", "收支预算总表"),
    "revenue": ("部门收入总表", "部门预算收入总表", "部门收入总体情况表", "收入预算总表"),
    "expenditure": ("部门支出总表", "部门预算支出总表", "部门支出总体情况表", "支出预算总表"),
    "fiscal_summary": ("财政拨款收支总表", "财政拨款收支总体情况表", "财政拨款收支预算总表"),
    "general_public_expenditure": ("一般公共预算支出表", "一般公共预算支出预算表", "一般公共预算财政拨款支出预算表"),
    "general_public_basic": (
        "一般公共预算基本支出表",
        "一般公共预算基本支出预算表",
        "一般公共预算财政拨款基本支出预算表",
    ),
    "three_public": ("一般公共预算“三公”经费支出表", "财政拨款“三公”经费支出表", "一般公共预算“三公”经费支出预算表"),
    "government_fund": ("政府性基金预算支出表", "政府性基金预算支出预算表"),
    "state_capital": ("国有资本经营预算支出表", "国有资本经营预算支出预算表"),
    "fiscal_expenditure_functional": ("财政拨款支出预算表（功能科目）", "财政拨款支出预算表"),
    "fiscal_basic_economic": ("财政拨款基本支出预算表（经济科目）", "财政拨款基本支出预算表"),
    "operating_cost": ("一般公共预算机关运行经费支出预算表",),
    "procurement": ("政府采购支出预算表", "政府采购预算表"),
}
FINAL_TITLES = {
    "budget_summary": ("收入支出决算总表",),
    "revenue": ("收入决算表",),
    "expenditure": ("支出决算表",),
    "fiscal_summary": ("财政拨款收入支出决算总表",),
    "general_public_expenditure": ("一般公共预算财政拨款支出决算表",),
    "general_public_basic": ("一般公共预算财政拨款基本支出决算表",),
    "three_public": ("财政拨款“三公”经费支出决算表", "一般公共预算财政拨款“三公”经费支出决算表"),
    "government_fund": ("政府性基金预算财政拨款收入支出决算表",),
    "state_capital": ("国有资本经营预算财政拨款支出决算表",),
}

# Sources of revenue as labels, with the fund that each is; a government prints the whole list, most of it blank.
REVENUE_SOURCES = (
    ("一般公共预算拨款收入", "general_public_budget"),
    ("政府性基金预算拨款收入", "government_fund_budget"),
    ("国有资本经营预算拨款收入", "state_capital_budget"),
    ("财政专户管理资金收入", "fiscal_special_account"),
    ("事业收入", "institutional"),
    ("上级补助收入", "superior_subsidy"),
    ("附属单位上缴收入", "subordinate_remittance"),
    ("事业单位经营收入", "business"),
    ("其他收入", "other"),
)
FINAL_SOURCES = (
    ("一般公共预算财政拨款收入", "general_public_budget"),
    ("政府性基金预算财政拨款收入", "government_fund_budget"),
    ("国有资本经营预算财政拨款收入", "state_capital_budget"),
    ("上级补助收入", "superior_subsidy"),
    ("事业收入", "institutional"),
    ("经营收入", "business"),
    ("附属单位上缴收入", "subordinate_remittance"),
    ("其他收入", "other"),
)
# Components of the 三公 table: heading path and line item.
THREE_PUBLIC = (
    (("因公出国（境）费",), "three_public_outbound_travel"),
    (("公务用车购置及运行维护费", "小计"), "three_public_vehicle"),
    (("公务用车购置及运行维护费", "公务用车购置费"), "three_public_vehicle_purchase"),
    (("公务用车购置及运行维护费", "公务用车运行维护费"), "three_public_vehicle_operation"),
    (("公务接待费",), "three_public_reception"),
)
CHINESE_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
                    "十六", "十七", "十八", "十九", "二十", "二十一", "二十二", "二十三", "二十四", "二十五", "二十六",
                    "二十七", "二十八", "二十九", "三十")  # fmt: skip
