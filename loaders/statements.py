"""Figures stated in prose: every amount of money a figure, every share, rate and count a quantity.

Sentences are made whole first (``sentences``), numbers are bound to their words within one sentence (``phrases``),
the words are looked up in the catalogue (``topics``, ``meanings``). An amount whose words the catalogue does not
know is kept as ``explanation`` without a line item; nothing that is printed as money is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.documents import Document
from loaders.identity import Identity
from loaders.issues import Issue
from loaders.meanings import Context, Meaning, bind, match, opened
from loaders.phrases import (
    Role,
    Token,
    clauses,
    clean,
    is_explained,
    label_of,
    opens_list,
    role_of,
    segment_before,
    tokens,
    without_comparison,
)
from loaders.rows import FigureRow, ProjectRow, QuantityRow
from loaders.sentences import Passage, passages, sentence_start
from loaders.topics import Count, wordings

_YEAR = re.compile(r"(?<![与比较同和])(?P<year>20\d\d)年")
_LAST_YEAR_END = re.compile(r"(?:上年|去年|上年度)(?:末|底)")
_AS_OF = re.compile(r"截[至止][^,;。]*$|(?:上年|去年|上年度)(?:末|底)")
_MISSING = re.compile(r"(?<=[支出收入为计额费款金加少算])(?:万元|亿元)")
_MOVED = re.compile(r"从[^,;]*中$")
_PLACEHOLDER = re.compile(r"[xX×*]{1,}(?:\.[xX×*]+)?(?:万元|亿元|元|%)")
_BROKEN = re.compile(r"\d \d[\d,.]*(?:万元|亿元|元)|\d,\d{1,2}(?:\.\d+)?(?:万元|亿元|元)")
_LONGEST_CONTEXT = 160


@dataclass(frozen=True, slots=True)
class StatementReading:
    """What a document's prose states. ``project_seq`` counts from 1 within this reading."""

    figures: tuple[FigureRow, ...]
    quantities: tuple[QuantityRow, ...]
    projects: tuple[ProjectRow, ...]
    issues: tuple[Issue, ...]


def read_statements(document: Document, identity: Identity) -> StatementReading:
    """Read all figures and quantities of a document's prose. Raises nothing: what is unclear is an issue."""
    reader = _Reader(document, identity)
    for passage in passages(document):
        reader.read(passage)
    return StatementReading(
        tuple(reader.figures), tuple(reader.quantities), tuple(reader.projects), tuple(reader.issues)
    )


@dataclass(slots=True)
class _Reader:
    """Walks the passages in order; ``context`` is what is open at the point reached."""

    document: Document
    identity: Identity
    context: Context = field(init=False)
    figures: list[FigureRow] = field(default_factory=list)
    quantities: list[QuantityRow] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    last_figure: FigureRow | None = None
    last_count: Count | None = None
    in_project_list: bool = False
    before_brackets: list[Meaning | None] = field(default_factory=list)
    goes_on: bool = False

    def __post_init__(self) -> None:
        self.context = Context(self.identity.fiscal_year)

    def read(self, passage: Passage) -> None:
        """Read one passage: open its heading or item, then its numbers from left to right."""
        context = self.context
        if not self.goes_on:
            context.lead, self.last_figure = None, None
        if passage.after_grid:
            context.subject = context.head = None
        context.enter(passage)
        self.in_project_list = False
        self.before_brackets = []
        self._remark(passage)
        end = 0
        for token in tokens(passage.folded):
            label = label_of(passage.folded, token, end)
            self._follow_brackets(label)
            self._read_token(passage, token, label)
            end = token.end
        # “其中：” at the end of a paragraph: the next paragraphs are its parts.
        self.goes_on = bool(re.search(r"(?:其中|如下|包括):?$|:$", passage.folded)) and not passage.is_heading

    def _read_token(self, passage: Passage, token: Token, label: str) -> None:
        parts = clauses(label)
        role = role_of(parts[0], token, passage.folded[token.end:])
        if token.kind == "money":
            self._read_money(passage, token, label, parts, role)
        elif token.kind == "count":
            self._read_count(passage, token, label, role)
        else:
            self._read_percent(passage, token, label, role)

    def _follow_brackets(self, label: str) -> None:
        """What follows a closed bracket goes on about what stood before it (“40万元（购置0万元），比上年减少3万元”)."""
        for at, character in enumerate(label):
            if character == "(" and ")" not in label[at:]:
                said = match(self.context, without_comparison(clean(clauses(label[:at])[0])), label[:at], "level")
                self.before_brackets.append(said or self.context.subject)
            elif character == ")" and "(" not in label[:at] and self.before_brackets:
                self.context.subject = self.before_brackets.pop() or self.context.subject

    # -- money -------------------------------------------------------------------------------------------------

    def _read_money(self, passage: Passage, token: Token, label: str, parts: Sequence[str], role: Role) -> None:
        if role.role == "threshold":
            self._add_figure(passage, token, label, None, "threshold", None)
            return
        if self._starts_or_continues_list(label, role):
            self._read_project(passage, token, label)
            return
        meaning, said = bind(self.context, role.words, parts[1:], label, role.role)
        if self.context.section == "glossary":
            meaning = None
        explained = is_explained(segment_before(passage.folded, token))
        # Reasons may state changes of their own (“主要是基本支出增加…”), not what was moved from where to where.
        if explained and not (said and role.role == "change" and not _MOVED.search(role.words)):
            meaning = None
        if meaning is None:
            self._add_figure(passage, token, label, None, "explanation", role)
            return
        row = self._add_figure(passage, token, label, meaning, role.role, role)
        if not explained:
            if role.base == "prior_year":
                return
            if role.role == "level":
                opened(meaning, self.context)
            elif said:
                self.context.subject = meaning
            self.last_figure = row

    def _starts_or_continues_list(self, label: str, role: Role) -> bool:
        """True for the parts of “项目支出…，主要为 A…万元，B…万元”: projects by name."""
        if re.search(r"[;。]", label) or role.role != "level":
            self.in_project_list = False
            return False
        if self.in_project_list:
            return True
        subject = self.context.subject
        is_project = subject is not None and subject.measure == "project" and self.last_figure is not None
        named = match(self.context, clean(label), label, "level") if is_project else None
        self.in_project_list = is_project and bool(opens_list(label)) and named is None
        return self.in_project_list

    def _read_project(self, passage: Passage, token: Token, label: str) -> None:
        start = token.start - len(label)
        opening = opens_list(label)
        rest = label[opening.end():] if opening else label
        skipped = len(label) - len(rest.lstrip(",、:"))
        name = passage.text[start + skipped: token.start]
        origin = passage.origins[token.start]
        seq = len(self.projects) + 1
        self.projects.append(ProjectRow(
            document_key=self.document.key, project_seq=seq, table_seq=None, table_kind="narrative",
            page=origin.place.page, line_no=origin.place.line, project_name_published=name, project_name=name,
            code_published=None, project_code=None, is_code_repaired=False,
            unit_name=self.identity.issuer_name, unit_code=None, department_name=self.identity.issuer_name,
            responsible=None, functional_code=None, is_continuing=None, is_recurrent=None, term_published=None,
            legal_basis=None, legal_basis_text=None, fiscal_year=self._year(passage, token),
            execution_weight=None, execution_score=None, total_weight=None, self_evaluation_score=None,
        ))
        fund = self.context.subject.fund if self.context.subject else None
        meaning = Meaning("project_total", "total", fund, "expenditure")
        self._add_figure(passage, token, label, meaning, "level", None, project_seq=seq)

    def _add_figure(
        self, passage: Passage, token: Token, label: str, meaning: Meaning | None, value_role: str,
        role: Role | None, project_seq: int | None = None,
    ) -> FigureRow:
        origin = passage.origins[token.start]
        subject = meaning.subject if meaning else None
        year = self._year(passage, token)
        if role and role.base == "prior_year":
            year = self._year_compared(label)
        row = FigureRow(
            figure_id=f"{self.document.key}.b{origin.block_no}o{origin.offset}", document_key=self.document.key,
            evidence="statement", table_seq=None, table_kind="narrative", grid_no=None, block_no=origin.block_no,
            row_no=None, col_no=None, char_offset=origin.offset, page=origin.place.page,
            line_no=origin.place.line, row_heading=self.context.heading, column_heading=None,
            context=_context(passage, token, label), side=meaning.side if meaning else None,
            classification=subject.classification if subject else "label",
            code_published=subject.code_published if subject else None,
            subject_code=subject.code if subject else None,
            subject_code_basis=subject.basis if subject else None,
            subject_name=subject.name if subject else None, subject_level=subject.level if subject else None,
            line_item=meaning.line_item if meaning else None, row_unit_name=None, project_seq=project_seq,
            measure=self._measure(meaning, role), fund=meaning.fund if meaning else None,
            value_role=value_role, direction=role.direction if role else None, fiscal_year=year,
            is_comparative=self._is_comparative(passage, token, year, value_role),
            amount_published=passage.text[token.start: token.number_end],
            amount=Decimal(token.number.replace(",", "")), unit_published=token.unit,
        )
        self.figures.append(row)
        return row

    def _measure(self, meaning: Meaning | None, role: Role | None) -> str:
        """The column that the figure would stand in: the topic's own, unless the words name a version."""
        if meaning is None:
            return "total"
        if role and role.base == "prior_year":
            return "prior_year"
        is_final = self.identity.budget_stage == "final_accounts"
        stage = wordings().stage_of(role.words)[0] if role and role.role == "level" else None
        if stage in ("executed", "adjusted_budget"):
            return str(stage)
        if meaning.measure == "stage":
            return stage or ("final" if is_final else "budget")
        return "budget" if is_final and stage == "budget" else meaning.measure

    # -- shares, rates and counts --------------------------------------------------------------------------------

    def _read_percent(self, passage: Passage, token: Token, label: str, role: Role) -> None:
        value_role = {"share": "share", "completion": "completion_rate", "change": "change_rate"}.get(role.role, "rate")
        meaning, said = bind(self.context, role.words, clauses(label)[1:], label, role.role)
        if value_role == "rate" and not said:
            # Rates of work done (“办结率100%”) speak of no figure; their text stays in the blocks.
            return
        figure = self.last_figure if meaning is not None and not said else None
        self._add_quantity(passage, token, label, value_role, role, meaning, figure)

    def _read_count(self, passage: Passage, token: Token, label: str, role: Role) -> None:
        found = self._count(token, label, role.words, passage.folded[token.end:])
        self.last_count = found
        meaning = Meaning(found.line_item, "count", None, None) if found else None
        value_role = "score" if token.unit == "分" else "count"
        self._add_quantity(passage, token, label, value_role, role, meaning, None)
        topic = match(self.context, role.words, label, "level") if self.context.section == "performance" else None
        if found and found.subject:
            topic = self._topic_meaning(found.subject)
        if topic:
            self.context.subject, self.context.is_counted = topic, True

    def _count(self, token: Token, label: str, words: str, following: str) -> Count | None:
        """What is counted; “25批次，270人次” counts one family of things twice."""
        if self.last_count and self.last_count.family and wordings().is_empty(clean(label)):
            family = self.last_count.family
            return next((c for c in wordings().counts if c.family == family and token.unit in c.counters), None)
        section = self.context.section
        return next((c for c in wordings().counts if c.matches(words, following, token.unit, section)), None)

    def _topic_meaning(self, topic_id: str) -> Meaning:
        topic = wordings().topic(topic_id)
        reading = wordings().reading(topic, self.context.scope)
        fund = reading.fund or (self.context.head.fund if self.context.head else None)
        return Meaning(reading.line_item, reading.measure, fund, reading.side, None, None, topic_id)

    def _add_quantity(
        self, passage: Passage, token: Token, label: str, value_role: str, role: Role,
        meaning: Meaning | None, figure: FigureRow | None,
    ) -> None:
        origin = passage.origins[token.start]
        subject = meaning.subject if meaning else None
        self.quantities.append(QuantityRow(
            quantity_id=f"{self.document.key}.q.b{origin.block_no}o{origin.offset}",
            document_key=self.document.key, evidence="statement", table_seq=None, table_kind="narrative",
            grid_no=None, block_no=origin.block_no, row_no=None, col_no=None, char_offset=origin.offset,
            page=origin.place.page, line_no=origin.place.line, context=_context(passage, token, label),
            subject_code=subject.code if subject else None, subject_name=subject.name if subject else None,
            line_item=meaning.line_item if meaning else None, project_seq=None,
            figure_id=figure.figure_id if figure else None, value_role=value_role, direction=role.direction,
            base=role.base, fiscal_year=self._year(passage, token),
            value_published=passage.text[token.start: token.number_end],
            value=Decimal(token.number.replace(",", "")), unit_of_measure=token.unit,
        ))

    # -- years and remarks ----------------------------------------------------------------------------------------

    def _year(self, passage: Passage, token: Token) -> int | None:
        """The year that the sentence names before the number, comparisons aside; else the document's."""
        sentence = passage.folded[sentence_start(passage.folded, token.start): token.start]
        year = self.identity.fiscal_year
        if _LAST_YEAR_END.search(sentence):
            return year - 1 if year else None
        named = [int(found["year"]) for found in _YEAR.finditer(sentence)]
        return named[-1] if named else year

    def _year_compared(self, label: str) -> int | None:
        named = re.findall(r"20\d\d(?=年)", clauses(label)[0])
        own = self.identity.fiscal_year
        return int(named[-1]) if named else own - 1 if own else None

    def _is_comparative(self, passage: Passage, token: Token, year: int | None, value_role: str) -> bool:
        """True for last year's figure beside this year's; stocks “截至…底” are this year's disclosure."""
        own = self.identity.fiscal_year
        sentence = passage.folded[sentence_start(passage.folded, token.start): token.start]
        return bool(value_role == "level" and year and own and year < own and not _AS_OF.search(sentence))

    def _remark(self, passage: Passage) -> None:
        """Amounts announced and not printed, placeholders, broken numbers: one issue of a kind per passage."""
        for pattern, severity, code, message in (
            (_MISSING, "warning", "amount_missing", "An amount is announced and no number is printed."),
            (_PLACEHOLDER, "info", "amount_placeholder", "A placeholder stands where a number belongs."),
            (_BROKEN, "warning", "amount_broken", "A number is broken by a space or a misplaced separator."),
        ):
            found = pattern.search(passage.folded)
            if found:
                place = passage.origins[found.start()].place
                text = passage.text[max(0, found.start() - 20): found.end()]
                self.issues.append(Issue(severity, code, message, place.page, place.line, text=text))


def _context(passage: Passage, token: Token, label: str) -> str:
    """The clause that a number stands in, as printed, with its unit; all words since the number before where the
    clause alone does not say what is meant (“支出决算为5万元”)."""
    nearest = clauses(label)[0]
    says = not wordings().is_empty(clean(nearest))
    start = token.start - min(len(nearest) if says else len(label), _LONGEST_CONTEXT)
    return passage.text[start: token.end].strip("，,。；;：:、）)")
