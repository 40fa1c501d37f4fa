"""How provinces word their figures: each case is a short text of our own and what must be read from it.

A line of a text is a printed line. Expected rows: amount, role, direction, line item, measure, fund, year, code.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.documents import Block, Cell, Document, Grid, Paragraph, Place
from loaders.identity import Identity
from loaders.statements import StatementReading, read_statements

BUDGET = Identity(fiscal_year=2023, budget_stage="budget", issuer_name="甲县财政局")
FINAL = Identity(fiscal_year=2022, budget_stage="final_accounts", issuer_name="甲县财政局")


def read(text: str, identity: Identity = BUDGET, page: int | None = None) -> StatementReading:
    lines = [line for line in text.strip().split("\n") if line.strip()]
    blocks: tuple[Block, ...] = tuple(
        Paragraph(line, Place(page=page, line=None if page else no)) for no, line in enumerate(lines, start=1)
    )
    return read_statements(Document("ab" * 32, "text", 1, "text", blocks), identity)


def figures(reading: StatementReading) -> list[tuple[str | None, ...]]:
    return [
        (
            f.amount_published,
            f.value_role,
            f.direction,
            f.line_item,
            f.measure,
            f.fund,
            str(f.fiscal_year),
            f.subject_code,
        )
        for f in reading.figures
    ]


def items(reading: StatementReading) -> list[tuple[str, str | None, str]]:
    return [(f.amount_published, f.line_item, f.measure) for f in reading.figures]


def quantities(reading: StatementReading) -> list[tuple[str, str | None, str, str | None, str | None]]:
    """Numbers; words that compare without one are tested by themselves."""
    return [
        (q.value_published, q.unit_of_measure, q.value_role, q.line_item, q.base)
        for q in reading.quantities
        if not q.value_role.startswith("said_")
    ]


ALL, FISCAL, GENERAL = "all", "fiscal_appropriation", "general_public_budget"


def test_totals_and_their_changes() -> None:
    reading = read("""
一、收支总体情况
2023年收入预算1,200.50万元，比上年增加100.5万元，增长9.1%；支出预算1,200.50万元，较2022年减少3万元，降低0.2%。
""")
    assert figures(reading) == [
        ("1,200.50", "level", None, "revenue_total", "total", ALL, "2023", None),
        ("100.5", "change", "increase", "revenue_total", "total", ALL, "2023", None),
        ("1,200.50", "level", None, "expenditure_total", "total", ALL, "2023", None),
        ("3", "change", "decrease", "expenditure_total", "total", ALL, "2023", None),
    ]
    assert quantities(reading) == [
        ("9.1", "%", "change_rate", "revenue_total", None),
        ("0.2", "%", "change_rate", "expenditure_total", None),
    ]


def test_a_section_gives_the_scope_of_the_same_words() -> None:
    reading = read("""
三、支出预算情况
本年支出预算合计90万元，其中：基本支出60万元，占66.67%；项目支出30万元，占33.33%。
四、财政拨款支出预算情况
财政拨款支出总计80万元，其中：基本支出55万元；项目支出25万元。
五、一般公共预算基本支出情况
一般公共预算财政拨款基本支出55万元，其中：
（一）人员经费40万元，主要包括：基本工资、奖金。
（二）公用经费15万元，主要包括：办公费。
""")
    assert items(reading) == [
        ("90", "expenditure_total", "total"),
        ("60", "expenditure_use", "basic"),
        ("30", "expenditure_use", "project"),
        ("80", "fiscal_expenditure_total", "total"),
        ("55", "fiscal_expenditure_use", "basic"),
        ("25", "fiscal_expenditure_use", "project"),
        ("55", "general_public_basic", "total"),
        ("40", "general_public_basic", "personnel"),
        ("15", "general_public_basic", "public"),
    ]


def test_sources_of_revenue_carry_their_fund() -> None:
    reading = read("""
二、收入预算情况
收入预算合计10万元，其中：上年结转1万元；一般公共预算拨款收入2万元；政府性基金收入预算3万元；财政专户管理资金0万元；
事业收入0.5万元；事业单位经营收入0.5万元；上级补助收入1万元；附属单位上缴收入1万元；其他收入1万元。
""")
    assert [f.fund for f in reading.figures] == [
        ALL,
        "carryover",
        GENERAL,
        "government_fund_budget",
        "fiscal_special_account",
        "institutional",
        "business",
        "superior_subsidy",
        "subordinate_remittance",
        "other",
    ]


def test_subjects_by_path_with_budget_and_final_figures() -> None:
    reading = read(
        """
（三）一般公共预算财政拨款支出决算具体情况
1.一般公共服务支出（类）财政事务（款）行政运行（项）。主要用于：日常支出。年初预算为12万元，支出决算为11.5万元，完成年初
预算的95.83%。决算数小于预算数的主要原因：压缩开支0.5万元。
""",
        FINAL,
    )
    assert figures(reading) == [
        ("12", "level", None, "general_public_expenditure_function", "budget", GENERAL, "2022", "2010601"),
        ("11.5", "level", None, "general_public_expenditure_function", "total", GENERAL, "2022", "2010601"),
        ("0.5", "explanation", None, None, "total", None, "2022", None),
    ]
    assert quantities(reading) == [
        ("95.83", "%", "completion_rate", "general_public_expenditure_function", "initial_budget")
    ]
    assert reading.quantities[0].figure_id == reading.figures[1].figure_id


@pytest.mark.parametrize(
    ("line", "code", "level"),
    [
        (
            "1．行政事业单位离退休（类）未归口管理的行政单位离退休支出（项）9万元。",
            "2080504",
            "item",
        ),  # 款 misprinted as 类
        ("1．行政事业单位离退休（款）机关事业单位职业年金缴费支出（项）支出9万元。", "2080506", "item"),
        ("1．抚恤（款）支出9万元。", "20808", "section"),
    ],
)
def test_a_path_is_completed_by_the_class_above(line: str, code: str, level: str) -> None:
    reading = read(f"五、财政拨款支出预算情况\n（二）社会保障和就业（类）\n{line}", Identity(fiscal_year=2018))
    assert [(f.subject_code, f.subject_level, f.subject_code_basis) for f in reading.figures] == [
        (code, level, "name_path")
    ]


def test_section_and_item_glued_together() -> None:
    reading = read("五、财政拨款支出预算情况\n一般公共服务\n1. 人大事务行政运行（项）支出7万元。")
    assert [(f.subject_code, f.subject_name) for f in reading.figures] == [("2010101", "行政运行")]


def test_a_printed_code_wins() -> None:
    reading = read("五、财政拨款支出预算情况\n进修及培训（20508）2万元。")
    assert [(f.subject_code, f.code_published, f.subject_code_basis) for f in reading.figures] == [
        ("20508", "20508", "printed")
    ]


def test_economic_subjects_inside_basic_expenditure() -> None:
    reading = read("""
九、一般公共预算基本支出情况
一般公共预算财政拨款基本支出预算30万元，其中：
1、工资福利支出（类）20万元
（1）基本工资（款）支出12万元。用于发放工资。
2、商品和服务支出（类）10万元
（1）办公费（款）支出4万元。用于办公。
""")
    assert [(f.classification, f.subject_code) for f in reading.figures[1:]] == [
        ("economic", "301"),
        ("economic", "30101"),
        ("economic", "302"),
        ("economic", "30201"),
    ]


def test_three_public_with_brackets_and_prior_year() -> None:
    reading = read(
        """
四、“三公”经费情况
2022年“三公”经费支出决算为12.3万元，比上年决算数13万元减少0.7万元，下降5.38%。其中：因公出国（境）费0万元；公务用车购置及
运行费10万元（公务用车购置费0万元，公务用车运行维护费10万元），比上年增加（减少）0万元；公务接待费2.3万元。
""",
        FINAL,
    )
    assert figures(reading) == [
        ("12.3", "level", None, "three_public_total", "final", FISCAL, "2022", None),
        ("13", "level", None, "three_public_total", "prior_year", FISCAL, "2021", None),
        ("0.7", "change", "decrease", "three_public_total", "final", FISCAL, "2022", None),
        ("0", "level", None, "three_public_outbound_travel", "final", FISCAL, "2022", None),
        ("10", "level", None, "three_public_vehicle", "final", FISCAL, "2022", None),
        ("0", "level", None, "three_public_vehicle_purchase", "final", FISCAL, "2022", None),
        ("10", "level", None, "three_public_vehicle_operation", "final", FISCAL, "2022", None),
        ("0", "change", None, "three_public_vehicle", "final", FISCAL, "2022", None),
        ("2.3", "level", None, "three_public_reception", "final", FISCAL, "2022", None),
    ]
    assert [f.is_comparative for f in reading.figures][:3] == [False, True, False]


def test_counts_belong_to_their_kind() -> None:
    reading = read(
        """
七、“三公”经费情况
1.因公出国（境）费0万元。全年安排因公出国（境）团组0个、累计0人次。
2.更新购置公务用车1辆，金额18.5万元。截至2022年12月31日，公务用车保有量为6辆。
3.国内公务接待费2万元。国内公务接待25批次，270人次，共计支出2万元。外事接待1批次，4人次，共计支出0.3万元。
""",
        FINAL,
    )
    assert [(q[0], q[1], q[3]) for q in quantities(reading)] == [
        ("0", "个", "outbound_groups"),
        ("0", "人次", "outbound_persons"),
        ("1", "辆", "vehicles_bought"),
        ("6", "辆", "vehicles_total"),
        ("25", "批次", "reception_batches"),
        ("270", "人次", "reception_persons"),
        ("1", "批次", "reception_foreign_batches"),
        ("4", "人次", "reception_foreign_persons"),
    ]
    assert [f.line_item for f in reading.figures] == [
        "three_public_outbound_travel",
        "three_public_vehicle_purchase",
        "reception_domestic",
        "reception_domestic",
        "reception_foreign",
    ]


def test_procurement_of_one_fund_inside_the_whole() -> None:
    reading = read("""
2.政府采购情况。政府采购预算总额9万元：政府采购货物预算4万元、政府采购工程预算0万元、政府采购服务预算5万元；其中一般公共预算拨款政府
采购3万元：政府采购货物预算3万元、政府采购工程预算0万元、政府采购服务预算0万元。
""")
    assert [(f.line_item, f.fund) for f in reading.figures] == [
        ("procurement_total", ALL),
        ("procurement_goods", ALL),
        ("procurement_works", ALL),
        ("procurement_services", ALL),
        ("procurement_total", GENERAL),
        ("procurement_goods", GENERAL),
        ("procurement_works", GENERAL),
        ("procurement_services", GENERAL),
    ]


def test_thresholds_are_no_spending() -> None:
    reading = read("（五）国有资产情况\n单价20万元（含）以上的设备33台（套），价值50万以上的设备2台。")
    assert [(f.amount_published, f.unit_published, f.value_role) for f in reading.figures] == [
        ("20", "万元", "threshold"),
        ("50", "万", "threshold"),
    ]
    assert [q[3] for q in quantities(reading)] == ["equipment_above_threshold", "equipment_above_threshold"]


def test_a_project_list_in_one_sentence() -> None:
    reading = read("""
二、支出说明
支出预算为100万元，其中基本支出60万元；项目支出40万元，主要为甲楼、乙楼电费22.00万元，公车平台（原机关）经费11万元，
网络使用费7万元。
""")
    assert [(p.project_seq, p.project_name) for p in reading.projects] == [
        (1, "甲楼、乙楼电费"),
        (2, "公车平台（原机关）经费"),
        (3, "网络使用费"),
    ]
    listed = [f for f in reading.figures if f.project_seq]
    assert [(f.project_seq, f.amount, f.line_item) for f in listed] == [
        (1, Decimal("22.00"), "project_total"),
        (2, Decimal(11), "project_total"),
        (3, Decimal(7), "project_total"),
    ]


def test_sources_of_project_money_are_no_projects() -> None:
    reading = read("二、支出说明\n项目支出40万元，包括一般公共预算拨款30万元，政府性基金拨款10万元。")
    assert reading.projects == ()
    assert [f.fund for f in reading.figures] == [ALL, GENERAL, "government_fund_budget"]


def test_reasons_and_unknown_words_stay_explanations() -> None:
    reading = read("""
三、支出情况
项目支出预算数为40万元，与上年相比增加8万元，主要原因是新增系统维护专项经费5万元，改造专项经费3万元。合同金额为6万元。
""")
    assert [(f.amount_published, f.value_role, f.line_item) for f in reading.figures] == [
        ("40", "level", "expenditure_use"),
        ("8", "change", "expenditure_use"),
        ("5", "explanation", None),
        ("3", "explanation", None),
        ("6", "explanation", None),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、收支情况\n总收入5万元，总支出5万元。", [("5", "revenue_total"), ("5", "expenditure_total")]),
        ("一、收支情况\n2022年度收入决算5万元；支出决算4万元。", [("5", "revenue_total"), ("4", "expenditure_total")]),
        ("一、收支情况\n（一）基本支出：2023年年初预算数为5万元。", [("5", "expenditure_use")]),
        (
            "一、收入情况\n收入总计9万元，其中：经费拨款8万元，纳入预算管理的非税收入拨款1万元。",
            [("9", "revenue_total"), ("8", "revenue_source_detail"), ("1", "revenue_source_detail")],
        ),
        (
            "二、一般公共预算支出情况\n1.教育支出（类）进修及培训（款）培训支出（项）：支出预算为5万元。",
            [("5", "general_public_expenditure_function")],
        ),
        ("三、支出情况\n公务费2万元，杂费3万元，合计5万元。", [("2", None), ("3", None), ("5", None)]),
        ("六、政府采购情况\n政府采购预算9万元，其中政府购买服务预算2万元。", [("9", "procurement_total"), ("2", None)]),
        (
            "五、一般性支出情况\n会议费2万元，培训费3万元。",
            [("2", "three_public_meeting"), ("3", "three_public_training")],
        ),
        ("一、支出情况\n由上年的10万元减少到8万元。", [("10", None), ("8", None)]),
        ("二、收入情况\n收入总计10万元，其他补贴3万元。", [("10", "revenue_total"), ("3", None)]),
    ],
)
def test_words_decide_or_nothing_does(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(f.amount_published, f.line_item) for f in read(text, FINAL).figures] == expected


def test_a_change_that_a_reason_states_of_a_known_line() -> None:
    reading = read("一、收支情况\n支出较去年减少9万元，主要是基本支出增加1万元，项目支出减少10万元。")
    assert [(f.amount_published, f.direction, f.measure) for f in reading.figures] == [
        ("9", "decrease", "total"),
        ("1", "increase", "basic"),
        ("10", "decrease", "project"),
    ]


def test_a_glossary_states_no_figures() -> None:
    reading = read("第四部分 名词解释\n一、基本支出：指定额标准以内的支出，如每人500元。")
    assert [(f.value_role, f.line_item) for f in reading.figures] == [("explanation", None)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本年支出万元，与上年持平。", "amount_missing"),
        ("本年支出XX万元。", "amount_placeholder"),
        ("本年支出3 845.24万元。", "amount_broken"),
    ],
)
def test_what_cannot_be_read_is_an_issue(text: str, code: str) -> None:
    assert [issue.code for issue in read(f"三、支出情况\n{text}").issues] == [code]


@pytest.mark.parametrize("number", ["3 845.24", "1,23.4", "12,3456"])
def test_a_broken_number_is_not_read(number: str) -> None:
    reading = read(f"三、支出情况\n本年支出合计{number}万元。")
    assert reading.figures == ()
    assert [issue.code for issue in reading.issues] == ["amount_broken"]


@pytest.mark.parametrize(
    "text", ["单位：万元", "（万元）", "根据财预〔2016〕143号文件，第4次会议共2-3次。", "本表数为零。"]
)
def test_no_figure_where_none_is_stated(text: str) -> None:
    reading = read(text)
    assert (reading.figures, reading.quantities, reading.issues) == ((), (), ())


def test_an_amount_is_placed_where_its_first_digit_stands() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph("三、支出情况", Place(line=1)),
        Grid(((Cell(1, 1, "5万元", Place(line=2)),),), Place(line=2)),
        Paragraph("[bookmark: _Toc1]按规定，本年支出合计为", Place(line=4)),
        Paragraph("  12.5", Place(line=5)),
        Paragraph("万元，其中：基本支出2万元。", Place(line=6)),
    )
    reading = read_statements(Document("ab" * 32, "text", 1, "text", blocks), BUDGET)
    assert [(f.figure_id, f.line_no) for f in reading.figures] == [
        ("abababababababab.b4o2", 5),
        ("abababababababab.b5o10", 6),
    ]


PARAGRAPH = (
    "甲县财政局2023年度一般公共预算财政拨款支出预算1,234.56万元，与上年相比增加200.5万元，增长19.4%，其中：一般公共服务支出"
    "1,000万元，占81%；住房保障支出234.56万元，占19%。因公出国（境）费支出3.5万元，公务接待费支出2万元，与上年持平。"
)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=24, max_value=90))
def test_the_width_of_the_printed_line_changes_nothing(width: int) -> None:
    heading = "七、一般公共预算支出预算情况说明\n"
    whole = read(heading + PARAGRAPH)
    # The second paragraph makes full lines the usual ones, as on a page of prose.
    wrapped = "\n".join(PARAGRAPH[at : at + width] for at in range(0, len(PARAGRAPH), width))
    broken = read(heading + wrapped, page=1)
    assert figures(broken) == figures(whole)
    assert quantities(broken) == quantities(whole)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="收入支出预算总计基本项目其中：，。；（）0123456789.,%万元为增加占一、 \n", max_size=120))
def test_any_text_is_read_without_failing_and_figures_point_at_their_digits(text: str) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    blocks: tuple[Block, ...] = tuple(Paragraph(line, Place(line=no)) for no, line in enumerate(lines, start=1))
    reading = read_statements(Document("ab" * 32, "text", 1, "text", blocks), BUDGET)
    for figure in reading.figures:
        assert figure.block_no is not None and figure.char_offset is not None
        assert lines[figure.block_no - 1][figure.char_offset] == figure.amount_published[0]
    assert len({figure.figure_id for figure in reading.figures}) == len(reading.figures)


def test_item_whose_name_alone_says_what_its_figures_are() -> None:
    """Beijing: the component stands before a full stop, its figures behind it only say 预算数."""
    reading = read("""
五、“三公”经费财政拨款预算说明
2023年“三公”经费财政拨款预算9.5万元。其中：
1、因公出国（境）费用。2023年预算数0万元。
2、公务接待费。2023年预算数1.5万元，比2022年预算数2万元减少0.5万元。
3、公务用车购置和运行维护费。2023年预算数8万元，其中，公务用车运行维护费2023年预算数8万元，其中：公务用车加油7万元，其他支出1万元。2023年公务用车运行维护费比2022年预算数10万元减少2万元。
""")
    assert items(reading) == [
        ("9.5", "three_public_total", "budget"),
        ("0", "three_public_outbound_travel", "budget"),
        ("1.5", "three_public_reception", "budget"),
        ("2", "three_public_reception", "prior_year"),
        ("0.5", "three_public_reception", "budget"),
        ("8", "three_public_vehicle", "budget"),
        ("8", "three_public_vehicle_operation", "budget"),
        ("7", None, "total"),
        ("1", None, "total"),
        ("10", "three_public_vehicle_operation", "prior_year"),
        ("2", "three_public_vehicle_operation", "budget"),
    ]
    assert [f.fiscal_year for f in reading.figures if f.measure == "prior_year"] == [2022, 2022]


ACCOUNTS_2023 = Identity(fiscal_year=2023, budget_stage="final_accounts")


def test_a_share_behind_a_bracket_is_that_of_the_amount_before_it() -> None:
    reading = read("""
二、收入决算情况说明
本年收入合计800万元，包括财政拨款收入760万元（其中：一般公共预算760万元，国有资本经营预算0万元），占收入合计95%。
""")
    (share,) = reading.quantities
    assert share.figure_id == next(f.figure_id for f in reading.figures if f.fund == "fiscal_appropriation")


def test_changes_since_an_earlier_year_are_none_since_the_last() -> None:
    reading = read(
        """
七、“三公”经费决算情况说明
2023年度“三公”经费支出决算为60万元，比上年决算数增加20万元，增长50%；比2019年决算数减少40万元，降低40%。
""",
        ACCOUNTS_2023,
    )
    assert [f.value_role for f in reading.figures] == ["level", "change", "earlier_change"]
    assert [q.value_role for q in reading.quantities] == ["change_rate", "earlier_change_rate"]


@pytest.mark.parametrize(
    ("change", "rate", "line_item"),
    [("100", "7.14", "revenue_total"), ("5", "33.33", "carryover_opening"), ("100", "9", "carryover_opening")],
)
def test_whose_change_it_is_behind_an_aside_is_told_by_its_rate(change: str, rate: str, line_item: str) -> None:
    """A rate that fits neither amount leaves the change where the words put it, to be found as an error."""
    reading = read(f"""
一、收入支出决算总体情况说明
2023年度收入总计1,500万元，其中年初结转和结余20万元，较2022年增加{change}万元，增长{rate}%。
""")
    assert items(reading)[-1][:2] == (change, line_item)
    assert reading.quantities[0].line_item == line_item
