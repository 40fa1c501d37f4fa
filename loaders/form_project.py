"""The row of a form's project: what its head, its execution and its last row say of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from loaders.documents import Place
from loaders.form_catalogue import catalogue
from loaders.form_execution import Execution
from loaders.form_find import Form
from loaders.form_head import Head
from loaders.form_sheet import Sheet
from loaders.identity import Identity
from loaders.rows import ProjectRow
from loaders.text import compact, match_key

_SUFFIXES = ("绩效目标申报表", "绩效目标批复表", "绩效目标表", "绩效自评表", "自评表")


@dataclass(frozen=True, slots=True)
class Totals:
    """Points of a form's last row: those to be had and those given."""

    weight: Decimal | None = None
    score: Decimal | None = None


def title_name(form: Form) -> str | None:
    """The project's name where the title carries it in front of the name of the form."""
    title = compact(form.title or "")
    suffix = next((word for word in _SUFFIXES if title.endswith(word)), None)
    name = title.removesuffix(suffix) if suffix else ""
    rest = match_key(name)
    for word in catalogue().title_words:
        rest = rest.replace(match_key(word), "")
    return name if rest.strip("0123456789()-") else None


def project_row(
    head: Head, place: Place, sheet: Sheet, identity: Identity, execution: Execution, totals: Totals
) -> ProjectRow:
    """The project of ``head``, printed at ``place``; where no unit is printed it is the issuer's."""
    project = head.project
    return ProjectRow(
        document_key=sheet.document_key,
        project_seq=sheet.project_seq or 1,
        table_seq=sheet.table_seq,
        table_kind=sheet.table_kind,
        page=place.page,
        line_no=place.line,
        project_name_published=head.name_published or head.name or "",
        project_name=head.name or "",
        code_published=project.code_published if project else None,
        project_code=project.code if project else None,
        is_code_repaired=bool(project and project.is_repaired),
        unit_name=head.unit_name or identity.issuer_name,
        unit_code=head.unit_code,
        department_name=head.department_name,
        responsible=head.responsible,
        functional_code=None,
        is_continuing=head.is_continuing,
        is_recurrent=head.is_recurrent,
        term_published=head.term,
        legal_basis=head.legal_basis,
        legal_basis_text=head.legal_basis_text,
        fiscal_year=identity.fiscal_year,
        execution_weight=execution.weight,
        execution_score=execution.score,
        total_weight=totals.weight,
        self_evaluation_score=totals.score,
    )
