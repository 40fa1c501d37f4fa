"""Figures stated in prose: every amount of money a figure, every share, rate and count a quantity.

Sentences are made whole first (``sentences``), numbers are bound to their words within one sentence (``phrases``),
the words are looked up in the catalogue (``topics``, ``meanings``). An amount whose words the catalogue does not
know is kept as ``explanation`` without a line item; nothing that is printed as money is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.documents import Document
from loaders.identity import Identity
from loaders.issues import Issue
from loaders.meanings import Context, Meaning, bind, match, opened
from loaders.phrases import (
    Role,
    clauses,
    clean,
    is_compared_anew,
    is_explained,
    label_of,
    opens_list,
    role_of,
    segment_before,
    tokens,
    without_comparison,
)
from loaders.rows import FigureRow, ProjectRow, QuantityRow
from loaders.sentences import Passage, passages
from loaders.statement_rows import (
    COMPARED,
    Statement,
    figure_row,
    of_the_same_subject,
    project_row,
    quantity_row,
)
from loaders.topics import Count, wordings
from loaders.verdicts import Verdict, is_about, said_of, verdict_row, verdicts

_GOES_ON = re.compile(r"(?:其中|如下|包括):?$|:$")
# “批次35次，接待人次300人” goes on counting the same family.
_COUNTED_ON = re.compile(r"(?:接待|来访|来宾|团组|人数|人次|人员|批次)+数?")
_MOVED = re.compile(r"从[^,;]*中$")
_UNIT = "(?:百万元|亿元|万元|千元|元)"
# One issue of a kind per passage: what is announced and cannot be read for certain.
_REMARKS = (
    (
        re.compile(r"(?<=[支出收入为计额费款金加少算])(?:万元|亿元)"),
        "warning",
        "amount_missing",
        "An amount is announced and no number is printed.",
    ),
    (
        re.compile(rf"[xX×*]+(?:\.[xX×*]+)?(?:{_UNIT}|%)"),
        "info",
        "amount_placeholder",
        "A placeholder stands where a number belongs.",
    ),
    (
        re.compile(rf"\d \d[\d,.]*{_UNIT}|\d,(?:\d{{1,2}}|\d{{4,}})(?:\.\d+)?{_UNIT}"),
        "warning",
        "amount_broken",
        "A number is broken by a space or a misplaced separator.",
    ),
)
_PERCENT_ROLES = {"share": "share", "completion": "completion_rate", "change": "change_rate"}


@dataclass(frozen=True, slots=True)
class StatementReading:
    """What a document's prose states. ``project_seq`` counts from 1 within this reading."""

    figures: tuple[FigureRow, ...]
    quantities: tuple[QuantityRow, ...]
    projects: tuple[ProjectRow, ...]
    issues: tuple[Issue, ...]


def read_statements(document: Document, identity: Identity) -> StatementReading:
    """Read all figures and quantities of a document's prose. Raises nothing: what is unclear is an issue."""
    reader = _Reader(document.key, identity)
    for passage in passages(document):
        reader.read(passage)
    return StatementReading(
        tuple(reader.figures), tuple(reader.quantities), tuple(reader.projects), tuple(reader.issues)
    )


@dataclass(slots=True)
class _Reader:
    """Walks the passages in order; ``context`` is what is open at the point reached."""

    document_key: str
    identity: Identity
    context: Context = field(init=False)
    figures: list[FigureRow] = field(default_factory=list)
    quantities: list[QuantityRow] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    last_figure: FigureRow | None = None
    last_count: Count | None = None
    last_label: str = ""
    in_project_list: bool = False
    before_brackets: list[tuple[Meaning | None, Count | None, FigureRow | None]] = field(default_factory=list)
    goes_on: bool = False
    levels: list[tuple[FigureRow, Meaning]] = field(default_factory=list)
    inherited_change: FigureRow | None = None

    def __post_init__(self) -> None:
        self.context = Context(self.identity.fiscal_year)

    def read(self, passage: Passage) -> None:
        """Read one passage: open its heading or item, then its numbers from left to right."""
        self._enter(passage)
        end = 0
        said = sorted(verdicts(passage.folded, self.identity), key=lambda word: word.token.start)
        for token in tokens(passage.folded):
            while said and said[0].token.start < token.start:
                self._read_word(passage, said.pop(0), end)
            label = label_of(passage.folded, token, end)
            self._follow_brackets(label)
            self._read_number(Statement(self.document_key, self.identity, passage, token, label))
            end = token.end
        for verdict in said:
            self._read_word(passage, verdict, end)
        # “其中：” at the end of a paragraph: the next paragraphs are its parts.
        self.goes_on = bool(_GOES_ON.search(passage.folded)) and not passage.is_heading

    def _enter(self, passage: Passage) -> None:
        if not self.goes_on:
            self.context.lead, self.last_figure = None, None
        if passage.after_grid:
            self.context.subject = self.context.head = None
        self.context.enter(passage)
        self.in_project_list = False
        self.before_brackets = []
        self.levels = []
        self.last_count = self.inherited_change = None
        for pattern, severity, code, message in _REMARKS:
            found = pattern.search(passage.folded)
            if found:
                place = passage.origins[found.start()].place
                text = passage.text[max(0, found.start() - 20) : found.end()]
                self.issues.append(Issue(severity, code, message, place.page, place.line, text=text))

    def _follow_brackets(self, label: str) -> None:
        """What follows a closed bracket goes on about what stood before it (“40万元（购置0万元），比上年减少3万元”)."""
        for at, character in enumerate(label):
            if character == "(" and ")" not in label[at:]:
                said = match(self.context, without_comparison(clean(clauses(label[:at])[0])), label[:at], "level")
                # “2,390万元(其中:一般公共预算2,300万元),占99.58%”: the share is that of the amount before the bracket.
                self.before_brackets.append((said or self.context.subject, self.last_count, self.last_figure))
            elif character == ")" and "(" not in label[:at] and self.before_brackets:
                subject, self.last_count, figure = self.before_brackets.pop()
                self.context.subject = subject or self.context.subject
                self.last_figure = figure or self.last_figure

    def _read_number(self, statement: Statement) -> None:
        clause = clauses(statement.label)[0]
        if clause == "的" and statement.token.kind == "percent":
            # “完成预算30万元的90%”: the clause was begun before the amount.
            clause = clauses(self.last_label)[0] + clause
        self.last_label = statement.label
        role = role_of(clause, statement.token, statement.following)
        if statement.token.kind == "money":
            self._read_money(statement, role)
        elif statement.token.kind == "count":
            self._read_count(statement, role)
        else:
            self._read_percent(statement, role)

    def _read_money(self, statement: Statement, role: Role) -> None:
        if role.role == "threshold":
            self._add_figure(statement, None, "threshold", None)
        elif self._starts_or_continues_list(statement.label, role):
            self._read_project(statement)
        else:
            self._read_amount(statement, role)

    def _read_amount(self, statement: Statement, role: Role) -> None:
        meaning, said = self._bound(statement, role)
        segment = segment_before(statement.passage.folded, statement.token)
        explained = is_explained(segment) and not (role.role == "change" and is_compared_anew(segment))
        # Reasons may state changes of their own (“主要是基本支出增加…”), not what was moved from where to where.
        is_reason = explained and not (said and role.role == "change" and not _MOVED.search(role.words))
        if meaning is None or is_reason or self.context.section in wordings().scopes_without_figures:
            self._add_figure(statement, None, "explanation", role)
            return
        row = self._add_figure(statement, meaning, role.role, role)
        if explained or role.base in COMPARED:
            return
        if role.role == "level":
            opened(meaning, self.context)
            self.levels.append((row, meaning))
        elif said:
            self.context.subject = meaning
        self.last_figure = row
        self.inherited_change = row if row.value_role == "change" and not said else None
        self.last_count = None if said else self.last_count

    def _bound(self, statement: Statement, role: Role) -> tuple[Meaning | None, bool]:
        return bind(self.context, role.words, clauses(statement.label)[1:], statement.label, role.role)

    def _starts_or_continues_list(self, label: str, role: Role) -> bool:
        """True for the parts of “项目支出…，主要为 A…万元，B…万元”: projects by name."""
        if re.search(r"[;。]", label) or role.role != "level":
            self.in_project_list = False
        elif not self.in_project_list:
            subject = self.context.subject
            if subject and subject.measure == "project" and self.last_figure and opens_list(label):
                # Parts by source of money (“包括一般公共预算拨款…”) are no projects.
                self.in_project_list = match(self.context, clean(label), label, "level") is None
        return self.in_project_list

    def _read_project(self, statement: Statement) -> None:
        label = statement.label
        opening = opens_list(label)
        rest = label[opening.end() :] if opening else label
        start = statement.token.start - len(rest.lstrip(",、:"))
        name = statement.passage.text[start : statement.token.start]
        seq = len(self.projects) + 1
        self.projects.append(project_row(statement, seq, name))
        fund = self.context.subject.fund if self.context.subject else None
        self._add_figure(statement, Meaning("project_total", "total", fund, "expenditure"), "level", None, seq)

    def _add_figure(
        self, statement: Statement, meaning: Meaning | None, value_role: str, role: Role | None, seq: int | None = None
    ) -> FigureRow:
        row = figure_row(statement, meaning, value_role, role, self.context.heading, seq)
        self.figures.append(row)
        return row

    def _read_percent(self, statement: Statement, role: Role) -> None:
        value_role = _PERCENT_ROLES.get(role.role, "rate")
        meaning, said = self._bound(statement, role)
        if value_role == "rate" and not said:
            # Rates of work done (“办结率100%”) speak of no figure; their text stays in the blocks.
            return
        if value_role == "change_rate" and not said:
            meaning = self._whose_change(statement, role) or meaning
        figure = self.last_figure if meaning is not None and not said else None
        self.quantities.append(quantity_row(statement, meaning, value_role, role, figure))

    def _whose_change(self, statement: Statement, role: Role) -> Meaning | None:
        """“总计1,500万元，其中结转20万元，比上年增加100万元，增长7.14%”: the words leave open whose change it is.

        Where the rate fits one other amount of the passage alone, the change is that amount's; else None.
        """
        change = self.inherited_change
        if change is None or change is not self.figures[-1] or not change.amount:
            return None
        fitting = [(row, meaning) for row, meaning in self.levels if _is_rate_of(statement.value, role, change, row)]
        if len(fitting) != 1 or fitting[0][0].line_item == change.line_item:
            return None
        row, meaning = fitting[0]
        self.figures[-1] = self.last_figure = of_the_same_subject(change, row)
        self.context.subject = meaning
        return meaning

    def _read_count(self, statement: Statement, role: Role) -> None:
        found = self._count(statement, role.words)
        self.last_count = found
        meaning = Meaning(found.line_item, "count", None, None) if found else None
        value_role = "score" if statement.token.unit == "分" else "count"
        self.quantities.append(quantity_row(statement, meaning, value_role, role, None))
        topic = None
        if found and found.subject:
            topic = self.context.of_topic(found.subject)
        elif self.context.section == "performance":
            topic = match(self.context, role.words, statement.label, "level")
        if topic:
            self.context.subject, self.context.is_counted = topic, True

    def _read_word(self, passage: Passage, verdict: Verdict, end: int) -> None:
        """A word that compares: of the subject that its own words name, else of the amount before it."""
        statement = Statement(
            self.document_key, self.identity, passage, verdict.token, label_of(passage.folded, verdict.token, end)
        )
        words = said_of(verdict, statement.label)
        figure = self.last_figure if self.last_figure and self.last_figure.value_role == "level" else None
        own = None
        if not wordings().is_empty(words):
            own = match(self.context, words, statement.label, "level")
            if own is None or "、" in words:
                return
            figure = figure if figure and is_about(figure, own) else None
        if (own or figure) and self.context.section not in wordings().scopes_without_figures:
            self.quantities.append(verdict_row(statement, verdict, own, figure))

    def _count(self, statement: Statement, words: str) -> Count | None:
        """What is counted; “25批次，270人次” counts one family of things twice."""
        counts, unit = wordings().counts, statement.token.unit
        label = _COUNTED_ON.sub("", clean(statement.label.strip("(),:")))
        if self.last_count and self.last_count.family and wordings().is_empty(label):
            return next((c for c in counts if c.goes_with(self.last_count) and unit in c.counters), None)
        topic = self.context.subject.topic_id if self.context.subject else None
        place = (statement.following, unit, self.context.section, topic)
        return next((c for c in counts if c.matches(words, *place)), None)


def _is_rate_of(rate: Decimal, role: Role, change: FigureRow, level: FigureRow) -> bool:
    """True where a change of an amount since last year is the rate printed, to its last digit."""
    if level.unit_published != change.unit_published or not role.direction or role.direction != change.direction:
        return False
    moved = change.amount if change.direction == "increase" else -change.amount
    before = level.amount - moved
    half = Decimal(1).scaleb(int(rate.as_tuple().exponent)) / 2
    return before > 0 and abs(100 * change.amount / before - rate) <= half
