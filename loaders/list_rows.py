"""Rows of lists: projects with their funds, and purchases nested three levels deep in one amount column."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.classification import is_subject_name
from loaders.coded_subjects import classification_of
from loaders.documents import Cell
from loaders.grids import is_code
from loaders.lines import is_total_label, without_numbering
from loaders.project_codes import project_name
from loaders.row_cells import BlockRow
from loaders.rows import ProjectRow
from loaders.table_context import Collected, Context
from loaders.table_rows import About, State, read_coded
from loaders.text import compact
from loaders.vocabulary import kind_of_projects

_CATEGORY = re.compile(r"^(?:[A-Ca-c][-—_.、]?)?(?:政府采购)?(货物|工程|服务)(?:类|采购|项目|支出|预算)?[A-Ca-c]?$")
_CATEGORY_ITEMS = {"货物": "procurement_goods", "工程": "procurement_works", "服务": "procurement_services"}
_CODED_UNIT = re.compile(r"^(\d{3,12})[-_—]?(?=\D)(.+)$")


def read_project(row: BlockRow, ctx: Context, state: State) -> About | None:
    """A project, a functional subject above its projects, or the total of the list."""
    unit = row.text("unit_name")
    if row.is_total:
        return About(
            name=row.text("project_name", "name", "unit_name"), level="total", line_item="project_total", basis="label"
        )
    name = row.text("project_name")
    if name is None:
        about = _kind_of_projects(row, ctx) or read_coded(row, ctx, state)
        if about is not None and _is_project_of_subject(about, ctx):
            state.next_project += 1
            unit = about.unit_name or state.parents.get("unit above") or None
            return replace(about, project_seq=state.next_project - 1, line_item="project_total", unit_name=unit)
        if about is None or about.is_known or not row.may_name("project") or row.text("unit_code"):
            unit = about.unit_name if about is not None and row.may_name("unit") else None
            state.parents["unit above"] = unit or state.parents.get("unit above", "")
            return about if about is None or about.level == "total" else _as_project_total(about)
        name, unit = row.label or "", state.parents.get("unit above") or None
    kind = kind_of_projects(name, ctx.key)
    if kind is not None and kind.line_item is not None:
        # Hubei prints the kind, with a short code, above its projects.
        return About(name=name, level="total", line_item=kind.line_item, basis="label")
    state.next_project += 1
    return About(
        name=project_name(name),
        project_seq=state.next_project - 1,
        unit_name=_unit(unit)[1],
        basis="label",
        line_item="project_total",
    )


def _is_project_of_subject(about: About, ctx: Context) -> bool:
    """True for a project beside the code of its function (Sichuan): the name is no subject's."""
    if about.level != "item" or about.code is None or not about.name or about.basis != "printed":
        return False
    columns = (column for segment in ctx.table.segments for column in segment.columns.values())
    is_named_apart = any(column.role == "project_name" for column in columns)
    return not is_named_apart and not is_subject_name(about.name)


def _kind_of_projects(row: BlockRow, ctx: Context) -> About | None:
    """A kind of projects above those of the kind (人员类, 运转类, 特定目标类): what they cost together."""
    if any(p.column.role != "name" for p in row.keys):
        return None
    names = [compact(p.text) for p in row.of("name") or row.of("text")]
    kind = next((kind for name in names if (kind := kind_of_projects(without_numbering(name)[0], ctx.key))), None)
    if kind is None:
        return None
    name = names[0]
    return About(name=name, level="total", line_item=kind.line_item or "project_kind", basis="label")


def _as_project_total(about: About) -> About:
    return About(
        about.classification,
        about.code_published,
        about.code,
        about.basis,
        about.name,
        about.level,
        "project_total",
        unit_name=about.unit_name,
        is_known=about.is_known,
        is_clean=about.is_clean,
    )


def _unit(text: str | None) -> tuple[str | None, str | None]:
    """Code and name of a unit printed in one cell (“302001-区委办（本级）”)."""
    match = _CODED_UNIT.match(text) if text else None
    return (match[1], match[2]) if match else (None, text)


def project_row(row: BlockRow, about: About, ctx: Context) -> ProjectRow:
    """The row of ``raw.projects`` for one project of a list."""
    printed: Cell = row.of("project_name", "name")[-1].cell
    unit_code, unit_name = _unit(row.text("unit_name"))
    assert about.project_seq is not None and about.name is not None
    return ProjectRow(
        document_key=ctx.document_key,
        project_seq=about.project_seq,
        table_seq=ctx.seq,
        table_kind=ctx.kind,
        page=printed.place.page,
        line_no=printed.place.line,
        project_name_published=" ".join(printed.text.split()),
        project_name=about.name,
        code_published=row.text("project_code"),
        project_code=row.text("project_code"),
        is_code_repaired=False,
        unit_name=unit_name or about.unit_name,
        unit_code=row.text("unit_code") or unit_code,
        department_name=None,
        responsible=None,
        functional_code=_functional_code(row, ctx),
        is_continuing=None,
        is_recurrent=None,
        term_published=None,
        legal_basis=None,
        legal_basis_text=None,
        fiscal_year=ctx.year,
        execution_weight=None,
        execution_score=None,
        total_weight=None,
        self_evaluation_score=None,
    )


def _functional_code(row: BlockRow, ctx: Context) -> str | None:
    """The functional code of a project; lists that print economic subjects too have two code columns."""
    codes = [p.text for p in row.of("code")]
    whole = next((code for code in codes if is_code(code) and classification_of(code) == "functional"), None)
    if whole is not None:
        return whole
    coded = read_coded(row, ctx, State())
    return coded.code if coded is not None and coded.classification == "functional" else None


def add_project(row: BlockRow, about: About, ctx: Context, collected: Collected) -> None:
    """Note the project of a row, once."""
    if about.project_seq is not None:
        collected.projects.append(project_row(row, about, ctx))


def read_procurement(row: BlockRow, ctx: Context, state: State) -> About | None:
    """Total, kind of purchase, project with its economic subject, or item: told by which of the keys are printed."""
    if row.is_total:
        return About(
            name=row.text("category", "project_name", "name"),
            level="total",
            line_item="procurement_total",
            basis="label",
        )
    texts = [p.text for p in row.of("category", "project_name", "name")]
    kind = next((m for m in (_CATEGORY.match(without_numbering(text)[0]) for text in texts) if m), None)
    if kind is not None:
        state.parents = {"category": kind[1]}
        return About(name=kind[0], line_item=_CATEGORY_ITEMS[kind[1]], basis="label")
    for role in ("project_name", "economic_name"):
        text = row.text(role)
        if text is not None:
            state.parents[role] = text
    item = row.text("name")
    if item is not None and not is_total_label(item):
        return About(name=item, line_item="procurement_item", basis="label", context=_above(state))
    if row.of("project_name", "economic_name"):
        return About(
            name=state.parents.get("project_name"),
            line_item="procurement_project",
            basis="label",
            context=_above(state),
        )
    return None


def _above(state: State) -> str | None:
    parents = (state.parents.get(role) for role in ("category", "project_name", "economic_name"))
    return " / ".join(text for text in parents if text) or None
