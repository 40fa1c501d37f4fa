"""Performance forms out of nothing: project targets in three layouts, self-evaluations, a department's targets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from tests.writer.accounts import counties
from tests.writer.forms import BASES
from tests.writer.model import Amount, Content, DepartmentForm, Disclosure, Indicator, ProjectForm

STYLES = ("two_halves", "flat_head", "titled_by_project", "self_evaluation")
_PROJECTS = (
    "公文印刷费",
    "信息系统运维费",
    "办公设备购置费",
    "基层培训经费",
    "档案数字化经费",
    "专项督查经费",
    "会议费",
    "宣传费",
)
# Levels, and below them indicators with their units.
_LEVELS = (
    ("产出指标", "数量指标", (("培训人数", "人"), ("印刷份数", "份"), ("检查次数", "次"), ("服务项目数", "个"))),
    ("产出指标", "质量指标", (("验收合格率", "%"), ("系统可用率", "%"), ("资料完整率", "%"))),
    ("产出指标", "时效指标", (("按期完成率", "%"), ("响应及时率", "%"))),
    ("效益指标", "社会效益指标", (("政策知晓率", "%"), ("覆盖单位数", "家"))),
    ("效益指标", "可持续影响指标", (("设备使用年限", "年"), ("制度健全率", "%"))),
    ("满意度指标", "服务对象满意度指标", (("服务对象满意度", "%"), ("参训人员满意度", "%"))),
)
_SIGNS = ("≥", "≤", "＝", ">")


def invent_forms(rng: Random, style: str | None = None) -> Disclosure:
    """A disclosure of performance forms alone: targets, or self-evaluations of a year gone by."""
    region_code, region = rng.choice(counties())
    issuer, year = f"{region}财政局", rng.randint(2018, 2025)
    style = style or rng.choice(STYLES)
    names = rng.sample(_PROJECTS, rng.randint(1, 4))
    forms: list[Content] = [_form(rng, style, name, issuer, year) for name in names]
    evaluated = style == "self_evaluation"
    if not evaluated and rng.random() < 0.5:
        forms.insert(0, _department(rng, year))
    stage = "performance_evaluation" if evaluated else "performance_target"
    title = f"{issuer}{year}年度部门预算项目支出绩效{'自评' if evaluated else '目标'}"
    return Disclosure(title, issuer, region_code, year, stage, "万元", tuple(forms))


def _money(rng: Random) -> Decimal:
    return Decimal(rng.randint(1, 10**6)).scaleb(-2)


def _form(rng: Random, style: str, name: str, issuer: str, year: int) -> ProjectForm:
    weighted = style in {"flat_head", "self_evaluation"}
    indicators = _indicators(rng, split=weighted, scored=style == "self_evaluation")
    amount = _money(rng)
    code = f"{rng.randint(110000, 650000)}{year % 100}T{rng.randint(0, 10**12 - 1):012d}"
    if style == "two_halves":
        funding: tuple[tuple[str, tuple[Amount, ...]], ...] = (
            ("年度资金总额", (amount,)), ("其中：财政拨款", (amount,)), ("以前年度预算安排", (_money(rng),)),
            ("项目资金来源 合计", (amount,)), ("一般公共预算收入", (amount,)),
        )  # fmt: skip
        return ProjectForm(style, name, funding, indicators, f"{year}年部门预算项目支出绩效目标表", "", issuer, issuer,
                           rng.random() < 0.5, rng.random() < 0.5, tuple(rng.sample(BASES[:3], 1)))  # fmt: skip
    if style == "flat_head":
        return ProjectForm(style, name, (("资金总额", (amount,)),), indicators, f"{year}年预算绩效目标申报表", code,
                           issuer, issuer, rng.random() < 0.5)  # fmt: skip
    if style == "titled_by_project":
        return ProjectForm(style, name, (), indicators, f"{name}绩效目标表")
    score = str(10 + sum(int(i.score) for i in indicators))
    return ProjectForm(style, name, _execution(rng), indicators, f"部门预算项目支出绩效自评表（{year}年度）", code,
                       issuer, issuer, score=score)  # fmt: skip


def _execution(rng: Random) -> tuple[tuple[str, tuple[Amount, ...]], ...]:
    initial, adjusted = _money(rng), _money(rng)
    executed = min(adjusted, _money(rng))
    rate = (executed / adjusted * 100).quantize(Decimal("0.01"))
    zero = Decimal("0.00")
    return (
        ("总额", (initial, adjusted, executed, rate, Decimal(10), Decimal(10))),
        ("其中：财政资金", (initial, adjusted, executed, rate, None, None)),
        ("财政专户管理资金", (zero, zero, zero, zero, None, None)),
        ("单位资金", (zero, zero, zero, zero, None, None)),
    )


def _indicators(rng: Random, split: bool, scored: bool) -> tuple[Indicator, ...]:
    """Indicators by level; ``split`` forms print sign, value, unit and weight in cells of their own."""
    chosen = [
        (level, *pair) for level in _LEVELS for pair in rng.sample(level[2], rng.randint(0, min(2, len(level[2]))))
    ] or [(_LEVELS[0], *_LEVELS[0][2][0])]
    found = []
    for (level, name, unit), weight in zip(chosen, _weights(len(chosen)), strict=True):
        sign = rng.choice(_SIGNS) if split else rng.choice(("", "≥", "≤", "="))
        value = str(rng.randint(80, 100) if unit == "%" else rng.randint(1, 500))
        actual, score = (value, str(rng.randint(0, weight))) if scored else ("", "")
        found.append(Indicator(level[0], level[1], name, sign if sign or split else "none", value, unit,
                               str(weight) if split else "", actual, score,
                               "" if split else f"{sign}{value}{unit}"))  # fmt: skip
    return tuple(found)


def _weights(count: int) -> Sequence[int]:
    """90 points spread over the indicators; the other ten go to execution."""
    return [90 // count + (1 if at < 90 % count else 0) for at in range(count)]


def _department(rng: Random, year: int) -> DepartmentForm:
    tasks = [(name, _money(rng)) for name in ("人员支出", "公用经费", "特定目标类项目")]
    total = sum((amount for _, amount in tasks), Decimal(0))
    rows = tuple((name, (amount, amount)) for name, amount in [("合计", total), *tasks])
    return DepartmentForm("tasks", f"{year}年部门整体支出绩效目标表", rows, _indicators(rng, split=False, scored=False))
