"""Performance forms as printed pages: four layouts of projects' forms and two of departments' forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.writer.model import Amount, DepartmentForm, Disclosure, Indicator, ProjectForm
from tests.writer.options import LayoutOptions
from tests.writer.printed import PageBreak, PrintedCell, PrintedGrid, PrintedText

Block = PrintedText | PrintedGrid | PageBreak
Row = tuple[PrintedCell, ...]
BASES = ("法律法规", "市委市政府决定", "上级文件要求", "市委市政府领导指示", "其他")


def project_form(form: ProjectForm, options: LayoutOptions) -> Iterator[Block]:
    """A project's form in its own style."""
    rows = {"two_halves": _two_halves, "flat_head": _flat_head, "titled_by_project": _titled_by_project,
            "self_evaluation": _self_evaluation}[form.style](form)  # fmt: skip
    if form.title:
        yield PrintedText(form.title, "title")
    yield PrintedGrid(tuple(rows))


def department_form(form: DepartmentForm, disclosure: Disclosure, options: LayoutOptions) -> Iterator[Block]:
    """A department's form in its own style."""
    rows = _tasks(form, disclosure) if form.style == "tasks" else _flat(form, disclosure)
    yield PrintedText(form.title, "title")
    yield PrintedGrid(tuple(rows))


def _row(*texts: str | PrintedCell, width: int = 0) -> Row:
    """Cells of a row; the last one covers what is left of ``width``."""
    cells = [text if isinstance(text, PrintedCell) else PrintedCell(text) for text in texts]
    missing = width - sum(cell.col_span for cell in cells)
    if missing > 0:
        last = cells.pop()
        cells.append(PrintedCell(last.text, last.row_span, last.col_span + missing))
    return tuple(cells)


def _plain(amount: Amount) -> str:
    return "" if amount is None else f"{amount:f}"


def _box(label: str, checked: bool) -> str:
    return f"{'☑' if checked else '☐'} {label}"


def _two_halves(form: ProjectForm) -> list[Row]:
    """Left half 中长期, right half 年度; the sources of money in a row of their own."""
    funding = dict(form.funding)

    def amount(source: str) -> str:
        return _plain(funding.get(source, (None,))[0])

    bases = " ".join(_box(basis, basis in form.legal_basis) for basis in BASES)
    continuing = f"{_box('新增项目', form.is_continuing is False)} {_box('延续项目', form.is_continuing is True)}"
    recurrent = f"{_box('一次性', form.is_recurrent is False)} {_box('经常性', form.is_recurrent is True)}"
    half = PrintedCell
    rows = [
        _row(half("项目名称", 1, 2), form.project, width=8),
        _row(half("预算单位", 1, 2), half(form.unit, 1, 2), half("实施单位", 1, 2), half(form.department, 1, 2)),
        _row(half("项目属性", 1, 2), half(continuing, 1, 2), half("项目期限", 1, 2), half(recurrent, 1, 2)),
        _row(half("立项依据", 1, 2), bases, width=8),
        _row(half("项目资金（万元）", 4, 2), half("中期资金总额：", 1, 2),
             half(f"年度资金总额：{amount('年度资金总额')}万元", 1, 2), half(_procurement(amount("政府采购")), 4, 2)),
        _row(half("其中：财政拨款", 1, 2), half(f"其中：财政拨款{amount('其中：财政拨款')}万元", 1, 2)),
        _row(half("其他资金", 1, 2), half("其他资金", 1, 2)),
        _row(half("延续项目", 1, 2), half(f"以前年度预算安排：{amount('以前年度预算安排')}", 1, 2)),
        _row(PrintedCell("项目资金来源", 2, 1), "合计", "1. 一般公共预算收入", "2. 政府性基金预算收入",
             "3. 国有资本经营预算收入", "4. 社会保险基金收入", PrintedCell("5. 其他收入", 1, 2)),
        _row(amount("项目资金来源 合计"), amount("一般公共预算收入"), "", "", "", half("", 1, 2)),
        _row("绩效指标", "一级指标", "二级指标", "三级指标", "指标值（含数字及文字描述）", "二级指标", "三级指标",
             "指标值（含数字及文字描述）"),
    ]  # fmt: skip
    return rows + [
        _row("", _once(i.level_1, j, "level_1"), i.level_2 if first else "", "", "", i.level_2 if first else "",
             i.name, i.printed)
        for i, j, first in _levels(form.indicators)
    ]  # fmt: skip


def _procurement(amount: str) -> str:
    return f"年度资金中：政府采购{amount}万元" if amount else ""


def _once(text: str, before: Indicator | None, attribute: str) -> str:
    """A level is printed once for consecutive indicators."""
    return "" if before is not None and getattr(before, attribute) == text else text


def _levels(indicators: Sequence[Indicator]) -> Iterator[tuple[Indicator, Indicator | None, bool]]:
    """Each indicator, the one before, and whether it opens its level 2."""
    before: Indicator | None = None
    for indicator in indicators:
        opens = before is None or (before.level_1, before.level_2) != (indicator.level_1, indicator.level_2)
        yield indicator, before, opens
        before = indicator


def _flat_head(form: ProjectForm) -> list[Row]:
    """Project code and name in one cell; indicators with operator, unit and weight in columns."""
    total = _plain(dict(form.funding).get("资金总额", (None,))[0])
    property_text = {True: "延续", False: "新增", None: ""}[form.is_continuing]
    name = f"{form.code}-{form.project}" if form.code else form.project
    rows = [
        _row("项目名称", name, width=8),
        _row("主管部门", PrintedCell(form.department, 1, 3), "实施单位", form.unit, width=8),
        _row("资金总额（万元）", PrintedCell(total, 1, 3), "项目属性", property_text, width=8),
    ]
    if form.term:
        start, _, end = form.term.partition("-")
        rows.append(_row("项目起始时间", PrintedCell(start, 1, 3), "项目终止时间", end, width=8))
    rows.append(_row("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "指标性质", "度量单位", "权重"))
    return rows + [
        _row("", i.level_1, i.level_2, i.name, i.target, i.operator, i.unit, i.weight) for i in form.indicators
    ]


def _titled_by_project(form: ProjectForm) -> list[Row]:
    """The project is named in the title; targets are printed with operator and unit in one cell."""
    rows = [_row("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")]
    return rows + [
        _row(_once(i.level_1, j, "level_1"), i.level_2 if first else "", i.name, i.description, i.printed, i.basis)
        for i, j, first in _levels(form.indicators)
    ]


def _self_evaluation(form: ProjectForm) -> list[Row]:
    """Budget, execution and scores: 10 points for execution, 90 for indicators."""
    name = f"{form.code}-{form.project}" if form.code else form.project
    rows = [
        _row("项目名称", name, width=10),
        _row("主管部门", PrintedCell(form.department, 1, 4), "实施单位", form.unit, width=10),
        _row(PrintedCell("预算执行情况（10分）", len(form.funding) + 1, 2), PrintedCell("年度预算数（万元）", 1, 2),
             "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分"),
    ]  # fmt: skip
    rows += [_execution_row(at, *source) for at, source in enumerate(form.funding)]
    rows.append(
        _row(
            "绩效指标（90分）",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标性质",
            "指标值",
            "度量单位",
            "完成值",
            "权重",
            "得分",
        )
    )
    for i, before, first in _levels(form.indicators):
        rows.append(_row("", _once(i.level_1, before, "level_1"), i.level_2 if first else "", i.name, i.operator,
                         i.target, i.unit, i.actual, i.weight, i.score))  # fmt: skip
    rows.append(_row(PrintedCell("合计", 1, 8), "100", form.score))
    return rows


def _execution_row(at: int, source: str, amounts: tuple[Amount, ...]) -> Row:
    *sums, rate, weight, score = (_plain(amount) for amount in amounts)
    marks = (weight, score) if at == 0 else ("/", "/")
    return _row(PrintedCell(source, 1, 2), *sums, f"{rate}%" if rate else "", *marks)


def _tasks(form: DepartmentForm, disclosure: Disclosure) -> list[Row]:
    rows = [
        _row(PrintedCell("部门（单位）名称", 1, 2), disclosure.issuer, width=6),
        _row(PrintedCell("年度主要任务", len(form.tasks) + 2, 1), PrintedCell("任务名称", 2, 1),
             PrintedCell("主要内容", 2, 1), PrintedCell(f"预算金额（{disclosure.unit}）", 1, 3)),
        _row("合计", "财政拨款", "其他资金"),
        *(_row(name, "", _plain(total), _plain(fiscal), "") for name, (total, fiscal) in form.tasks),
        _row("年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值（包含数字及文字描述）", width=6),
    ]  # fmt: skip
    for i, before, first in _levels(form.indicators):
        rows.append(_row("", _once(i.level_1, before, "level_1"), i.level_2 if first else "", i.name, i.printed,
                         width=6))  # fmt: skip
    return rows


def _flat(form: DepartmentForm, disclosure: Disclosure) -> list[Row]:
    rows = [
        _row("部门（单位）名称", PrintedCell(disclosure.issuer, 1, 2), PrintedCell("部门支出预算数", 1, 2),
             _plain(form.expenditure)),
        _row(PrintedCell("绩效指标", 1 + len(form.indicators), 1), "指标", "指标权重", "计量单位", "指标性质", "指标值"),
    ]  # fmt: skip
    return rows + [_row(i.name, i.weight, i.unit, i.operator, i.target) for i in form.indicators]
