"""Files that hold the budgets of several units in turn: each figure says whose it is."""

from __future__ import annotations

import pytest

from loaders.stage import stage_document

_TABLE = """单位一般公共预算支出表
{label}单位：万元

科目编码\t科目名称\t合计
{code}\t{name}\t{amount}
\t合计\t{amount}
"""


def _of_two(title: str, label: str) -> str:
    first = _TABLE.format(label=label.format("青阳县水利局"), code="2130301", name="行政运行", amount="100.00")
    second = _TABLE.format(
        label=label.format("青阳县河道管理局"), code="2130306", name="水利工程运行与维护", amount="50.00"
    )
    return "\n\n".join([title.format("青阳县水利局"), first, title.format("青阳县河道管理局"), second])


@pytest.mark.parametrize(
    ("title", "label"),
    [("{}2024年单位预算", ""), ("{}2024年单位预算", "单位名称：{} "), ("2024年单位预算", "部门：{} ")],
    ids=["titles alone", "titles and labels", "labels alone"],
)
def test_a_unit_after_the_publisher_is_named_beside_its_figures(title: str, label: str) -> None:
    rows = stage_document(_of_two(title, label).encode()).rows
    assert rows["documents"][0].issuer_name == "青阳县水利局"  # type: ignore[union-attr]
    units = {(f.subject_code, f.row_unit_name) for f in rows["figures"] if f.subject_code}  # type: ignore[union-attr]
    assert units == {("2130301", None), ("2130306", "青阳县河道管理局")}


@pytest.mark.parametrize("name", ["[315001]青阳县水利局（本级）", "安徽省池州市青阳县水利局"])
def test_the_publisher_itself_is_no_unit(name: str) -> None:
    text = "青阳县水利局2024年部门预算\n\n" + _TABLE.format(
        label=f"部门：{name} ", code="2130301", name="行政运行", amount="100.00"
    )
    figures = stage_document(text.encode()).rows["figures"]
    assert {f.row_unit_name for f in figures} == {None}  # type: ignore[union-attr]
