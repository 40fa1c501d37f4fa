"""What a disclosure says, free of any layout: tables of lines and amounts, performance forms, sentences."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

Amount = Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """An amount column: its heading path from the outermost heading down, and what it means.

    ``line_item`` is set where the column, not the row, says what the amount is (一行的“三公”经费表).
    """

    heading: tuple[str, ...]
    measure: str = "total"
    fiscal_year: int | None = None
    line_item: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: amounts in the order of the part's columns; None is a blank cell, not a zero.

    ``level``: total, class, section, item for coded lines. ``group`` is printed in a column of its own before the
    name, once for consecutive lines. ``notes`` fill text columns.
    """

    name: str
    amounts: tuple[Amount, ...]
    code: str = ""
    level: str = ""
    group: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a table. ``closing`` lines (本年合计, 总计) stand at the bottom, level with those of other parts.

    ``label`` is the heading of the name column, empty where rows have no name; ``coded`` says by which
    classification the lines have codes; ``note_columns`` are headings of text columns before the amounts.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    closing: tuple[Line, ...] = ()
    side: str | None = None
    heading: tuple[str, ...] = ()
    label: str = "项目"
    code_label: str = "科目编码"
    group_label: str = ""
    note_columns: tuple[str, ...] = ()
    coded: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table. ``closing_spans`` is set where the last part's closing labels span the parts of its side;
    ``as_of`` is the line that dates a stock of assets.
    """

    kind: str
    title: str
    parts: tuple[Part, ...]
    note: str = ""
    unit: str | None = None
    closing_spans: bool = False
    as_of: str = ""

    @property
    def is_empty(self) -> bool:
        """True when no amount is printed in the table."""
        lines = [line for part in self.parts for line in (*part.lines, *part.closing)]
        return all(amount is None for line in lines for amount in line.amounts)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance indicator. ``printed`` is the target as a form without operator and unit columns prints it."""

    level_1: str
    level_2: str
    name: str
    operator: str
    target: str
    unit: str = ""
    weight: str = ""
    actual: str = ""
    score: str = ""
    printed: str = ""
    description: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """A project's targets or self-evaluation. ``funding`` maps a printed source to its amounts.

    ``style``: two_halves (mid-term beside annual), flat_head (code and name in one cell), titled_by_project (the title
    names the project), self_evaluation (budget, execution, scores).
    """

    style: str
    project: str
    funding: tuple[tuple[str, tuple[Amount, ...]], ...]
    indicators: tuple[Indicator, ...]
    title: str = ""
    code: str = ""
    department: str = ""
    unit: str = ""
    is_continuing: bool | None = None
    is_recurrent: bool | None = None
    legal_basis: tuple[str, ...] = ()
    term: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class DepartmentForm:
    """A department's targets: tasks with amounts (total, fiscal appropriation), then indicators.

    ``style``: tasks (任务名称 | 主要内容 | 预算金额) or flat (指标 | 权重 | 单位 | 性质 | 值, no levels).
    """

    style: str
    title: str
    tasks: tuple[tuple[str, tuple[Amount, ...]], ...]
    indicators: tuple[Indicator, ...]
    expenditure: Amount = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and sentences that state figures. ``facts`` are the figures the loaders must find in them."""

    heading: str
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str, Decimal], ...] = ()


Content = Table | ProjectForm | DepartmentForm | Section


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One issuer's disclosure of one year and stage, in printing order. ``unit`` holds for all amounts."""

    title: str
    issuer: str
    region_code: str
    fiscal_year: int
    stage: str
    unit: str
    contents: tuple[Content, ...]
