"""The year of a form is its own: a budget prints the results of the year before beside its targets."""

from __future__ import annotations

import pytest

from loaders.stage import stage_document

_FORMS = """兰考县交通运输局2024年部门预算

{results}

项目名称\t县道改建
主管部门\t兰考县交通运输局
\t年初预算数\t全年预算数\t全年执行数\t得分
年度资金总额\t100.00\t100.00\t90.00\t9
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t得分
产出指标\t数量指标\t里程\t≥10公里\t11公里\t10

{targets}

项目名称\t县道改建
主管部门\t兰考县交通运输局
年度资金总额\t120.00
一级指标\t二级指标\t三级指标\t年度指标值
产出指标\t数量指标\t里程\t≥12公里
"""


@pytest.mark.parametrize(
    ("results", "targets"),
    [
        ("项目支出绩效自评表（2023年度）", "项目支出绩效目标表（2024年度）"),
        ("项目支出绩效自评表\n（2023年度）", "项目支出绩效目标表\n（2024年度）"),
        ("2023年度项目支出绩效自评表", "项目支出绩效目标表"),
    ],
    ids=["behind the title", "below the title", "before the title, then none"],
)
def test_a_form_is_of_the_year_that_it_prints(results: str, targets: str) -> None:
    rows = stage_document(_FORMS.format(results=results, targets=targets).encode()).rows
    assert [(t.table_kind, t.fiscal_year) for t in rows["tables"]] == [  # type: ignore[union-attr]
        ("project_self_evaluation", 2023),
        ("project_performance_target", 2024),
    ]
    assert [p.fiscal_year for p in rows["projects"]] == [2023, 2024]  # type: ignore[union-attr]
    executed = [f.fiscal_year for f in rows["figures"] if f.measure == "executed"]  # type: ignore[union-attr]
    assert executed == [2023]
