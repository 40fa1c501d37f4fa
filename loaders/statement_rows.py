"""Rows of the raw schema from numbers in sentences: place, year, version, text as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from loaders.identity import Identity
from loaders.meanings import Meaning
from loaders.phrases import Role, Token, clauses, clean, last_comparison, segment_before
from loaders.rows import FigureRow, ProjectRow, QuantityRow
from loaders.sentences import Origin, Passage, sentence_start
from loaders.topics import wordings

_YEAR = re.compile(r"(?<![与比较同和])(?P<year>20\d\d)年")
_LAST_YEAR_END = re.compile(r"(?:上年|去年|上年度)(?:末|底)")
_AS_OF = re.compile(r"截[至止][^,;。]*$|(?:上年|去年|上年度)(?:末|底)")
_LONGEST_CONTEXT = 160
_CHANGES = ("change", "change_rate")
COMPARED = ("prior_year", "compared_budget")
"""Bases of an amount that only stands there to be compared with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One number in its passage: ``label`` is the folded text between the number before and this one."""

    document_key: str
    identity: Identity
    passage: Passage
    token: Token
    label: str

    @property
    def origin(self) -> Origin:
        """Where the number's first digit is printed."""
        return self.passage.origins[self.token.start]

    @property
    def sentence(self) -> str:
        """The sentence up to the number, folded."""
        folded = self.passage.folded
        return folded[sentence_start(folded, self.token.start) : self.token.start]

    @property
    def following(self) -> str:
        """The folded text behind the number's unit."""
        return self.passage.folded[self.token.end :]

    @property
    def published(self) -> str:
        """The number as printed."""
        return self.passage.text[self.token.start : self.token.number_end]

    @property
    def value(self) -> Decimal:
        """The number, exactly."""
        return Decimal(self.token.number.replace(",", ""))

    @property
    def year(self) -> int | None:
        """The year that the sentence names before the number, comparisons aside; else the document's."""
        own = self.identity.fiscal_year
        if _LAST_YEAR_END.search(self.sentence):
            return own - 1 if own else None
        named = [int(found["year"]) for found in _YEAR.finditer(self.sentence)]
        return named[-1] if named else own

    @property
    def year_compared(self) -> int | None:
        """The year that “比2021年决算数…” or “比上年决算数…” goes back to."""
        clause = clauses(self.label)[0]
        named = re.findall(r"20\d\d(?=年)", clause)
        own = self.identity.fiscal_year
        if not named and not re.search(r"上一?年|去年", clause):
            return own
        return int(named[-1]) if named else own - 1 if own else None

    @property
    def compared_with(self) -> str | None:
        """What a change is measured against: ``budget`` of the same year, ``earlier`` than the year before, or None.

        “比2019年决算数减少…” in a text of 2023 is a change since an earlier year.
        """
        compared = last_comparison(segment_before(self.passage.folded, self.token))
        if compared is None:
            # Nobody saves (节约) but against a budget.
            return "budget" if "节约" in clauses(self.label)[0] else None
        named = re.findall(r"20\d\d(?=年)", compared)
        own = self.identity.fiscal_year
        if "预算" in compared and not re.search(r"上一?年|去年", compared):
            is_final = self.identity.budget_stage == "final_accounts"
            if not named or (is_final and int(named[-1]) == own):
                return "budget"
        return "earlier" if named and own and int(named[-1]) < own - 1 else None

    @property
    def context(self) -> str:
        """The clause that the number stands in, as printed, with its unit.

        Where the clause alone does not say what is meant (“支出决算为5万元”), all words since the number before.
        """
        nearest = clauses(self.label)[0]
        says = not wordings().is_empty(clean(nearest))
        start = self.token.start - min(len(nearest) if says else len(self.label), _LONGEST_CONTEXT)
        return self.passage.text[start : self.token.end].strip("，,。；;：:、）)")

    def is_comparative(self, year: int | None, value_role: str) -> bool:
        """True for last year's figure beside this year's; stocks “截至…底” are this year's disclosure."""
        own = self.identity.fiscal_year
        return bool(value_role == "level" and year and own and year < own and not _AS_OF.search(self.sentence))

    def measure(self, meaning: Meaning | None, role: Role | None) -> str:
        """The column that the figure would stand in: the topic's own, unless the words name a version."""
        if meaning is None:
            return "total"
        is_final = self.identity.budget_stage == "final_accounts"
        if role and role.base in COMPARED:
            # Final accounts that compare with “2021年度预算” of their own year name the budget.
            own = role.base == "compared_budget" or (is_final and self.year_compared == self.identity.fiscal_year)
            return "budget" if own else "prior_year"
        stage = wordings().stage_of(role.words)[0] if role and role.role == "level" else None
        if stage in ("executed", "adjusted_budget"):
            return str(stage)
        if meaning.measure == "stage":
            return stage or ("final" if is_final else "budget")
        return "budget" if is_final and stage == "budget" else meaning.measure


def against(statement: Statement, value_role: str) -> str:
    """The role of a change by what it is measured against: the year before, an earlier year, or the budget."""
    compared = statement.compared_with if value_role in _CHANGES else None
    return f"{compared}_{value_role}" if compared else value_role


def figure_row(
    statement: Statement,
    meaning: Meaning | None,
    value_role: str,
    role: Role | None,
    heading: str | None,
    project_seq: int | None = None,
) -> FigureRow:
    """An amount of money; without ``meaning`` it has no line item."""
    origin, token = statement.origin, statement.token
    subject = meaning.subject if meaning else None
    year = statement.year_compared if role and role.base in COMPARED else statement.year
    return FigureRow(
        figure_id=f"{statement.document_key}.b{origin.block_no}o{origin.offset}",
        document_key=statement.document_key,
        evidence="statement",
        table_seq=None,
        table_kind="narrative",
        grid_no=None,
        block_no=origin.block_no,
        row_no=None,
        col_no=None,
        char_offset=origin.offset,
        page=origin.place.page,
        line_no=origin.place.line,
        row_heading=heading,
        column_heading=None,
        context=statement.context,
        side=meaning.side if meaning else None,
        classification=subject.classification if subject else "label",
        code_published=subject.code_published if subject else None,
        subject_code=subject.code if subject else None,
        subject_code_basis=subject.basis if subject else None,
        subject_name=subject.name if subject else None,
        subject_level=subject.level if subject else None,
        line_item=meaning.line_item if meaning else None,
        row_unit_name=None,
        project_seq=project_seq,
        measure=statement.measure(meaning, role),
        fund=meaning.fund if meaning else None,
        value_role=against(statement, value_role),
        direction=role.direction if role else None,
        fiscal_year=year,
        is_comparative=statement.is_comparative(year, value_role),
        amount_published=statement.published,
        amount=statement.value,
        unit_published=token.unit,
    )


def of_the_same_subject(change: FigureRow, level: FigureRow) -> FigureRow:
    """A change, taken for one of another amount: what it speaks of is that amount's, where it stands is its own."""
    return replace(
        change,
        side=level.side,
        classification=level.classification,
        code_published=level.code_published,
        subject_code=level.subject_code,
        subject_code_basis=level.subject_code_basis,
        subject_name=level.subject_name,
        subject_level=level.subject_level,
        line_item=level.line_item,
        measure=level.measure,
        fund=level.fund,
    )


def quantity_at(statement: Statement, **said: Any) -> QuantityRow:
    """A quantity where a statement stands; ``said`` are the columns that tell what it says."""
    origin = statement.origin
    return QuantityRow(
        quantity_id=f"{statement.document_key}.q.b{origin.block_no}o{origin.offset}",
        document_key=statement.document_key,
        evidence="statement",
        table_seq=None,
        table_kind="narrative",
        grid_no=None,
        block_no=origin.block_no,
        row_no=None,
        col_no=None,
        char_offset=origin.offset,
        page=origin.place.page,
        line_no=origin.place.line,
        context=statement.context,
        project_seq=None,
        **said,
    )


def quantity_row(
    statement: Statement, meaning: Meaning | None, value_role: str, role: Role, figure: FigureRow | None
) -> QuantityRow:
    """A share, rate, count or score; ``figure`` is the amount that it qualifies."""
    token = statement.token
    subject = meaning.subject if meaning else None
    return quantity_at(
        statement,
        subject_code=subject.code if subject else None,
        subject_name=subject.name if subject else None,
        line_item=meaning.line_item if meaning else None,
        figure_id=figure.figure_id if figure else None,
        value_role=against(statement, value_role),
        direction=role.direction,
        base=role.base,
        fiscal_year=statement.year,
        value_published=statement.published,
        value=statement.value,
        unit_of_measure=token.unit,
    )


def project_row(statement: Statement, project_seq: int, name: str) -> ProjectRow:
    """A project named in a list within a sentence; the publisher is all that a sentence says of its unit."""
    origin, issuer = statement.origin, statement.identity.issuer_name
    return ProjectRow(
        document_key=statement.document_key,
        project_seq=project_seq,
        table_seq=None,
        table_kind="narrative",
        page=origin.place.page,
        line_no=origin.place.line,
        project_name_published=name,
        project_name=name,
        code_published=None,
        project_code=None,
        is_code_repaired=False,
        unit_name=issuer,
        unit_code=None,
        department_name=issuer,
        responsible=None,
        functional_code=None,
        is_continuing=None,
        is_recurrent=None,
        term_published=None,
        legal_basis=None,
        legal_basis_text=None,
        fiscal_year=statement.year,
        execution_weight=None,
        execution_score=None,
        total_weight=None,
        self_evaluation_score=None,
    )
