"""Words that say how an amount compares without a number of their own: 决算数小于预算数, 与上年持平.

Works on folded passages, as ``phrases`` does. Words that leave the matter open (基本持平, 大于（小于）) say nothing
that could be wrong, and a comparison with a year other than the last is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from loaders.identity import Identity
from loaders.meanings import Meaning
from loaders.phrases import Token, clauses, clean, is_explained
from loaders.rows import FigureRow, QuantityRow
from loaders.sentences import segment_start
from loaders.statement_rows import Statement, quantity_at

_SAME = "持平|一致|相同|相等|无变化|没有变化|无增减变化|无增减"
_BUDGET = "(?:年初|全年|调整后?)?预算数?"
# “决算数大于预算数”, “支出决算等于年初预算”; “大于（小于）” is a template's choice that nobody made.
_AGAINST_BUDGET = re.compile(
    rf"(?:决算|执行|支出)数?(?:(?P<more>大于|高于|超过|超出)|(?P<less>小于|低于|少于)|(?P<equal>等于)){_BUDGET}(?![\d编])"
    rf"|(?:决算|执行|支出)数?(?:与|同|和){_BUDGET}(?:相比)?,?(?P<even>{_SAME})"
)
_COMPARED = re.compile(
    rf"(?:(?:决算|执行|支出)数?)?(?:(?:与|同|和|较|比|跟)(?:20\d\d年|上一?年|去年|{_BUDGET})度?[^,;。]*|(?:决算|执行|支出)数?)$"
)
_LAST_YEAR = re.compile(
    r"(?:与|同|和|较|比|跟)(?:(?P<year>20\d\d)年|上一?年|去年)度?(?P<stage>(?:年初)?(?:预算|决算|执行)?)数?(?:安排)?(?:相比)?,?"
    rf"(?P<whose>[^,;。:()\d]{{0,24}}?)(?P<unchanged>{_SAME})"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One such word: ``token`` runs from the comparison's first character, its number is the word as printed.

    ``role``: said_more_than_budget, said_less_than_budget, said_equal_to_budget, said_unchanged. ``value``: 1 for more,
    -1 for less, 0 for the same. ``whose``: the subject where it stands inside (与上年相比，收入总计持平), else empty.
    """

    token: Token
    role: str
    value: int
    whose: str = ""


_ROLES = {
    "more": ("said_more_than_budget", 1),
    "less": ("said_less_than_budget", -1),
    "equal": ("said_equal_to_budget", 0),
    "even": ("said_equal_to_budget", 0),
}


def verdicts(folded: str, identity: Identity) -> Iterator[Verdict]:
    """Each such word of a passage, first those about the budget."""
    for match in _AGAINST_BUDGET.finditer(folded):
        word = next(name for name in _ROLES if match[name])
        yield Verdict(_token(match, word), *_ROLES[word])
    for match in _LAST_YEAR.finditer(folded):
        # Reasons and aims (“因人数与上年一致”) are about something else.
        explained = is_explained(folded[segment_start(folded, match.start()) : match.start()])
        if _is_last_year(match, identity) and not match["whose"].endswith("基本") and not explained:
            yield Verdict(_token(match, "unchanged"), "said_unchanged", 0, match["whose"])


def _is_last_year(match: re.Match[str], identity: Identity) -> bool:
    """False where another year is named, or the other stage of it (a budget beside last year's accounts)."""
    own = identity.fiscal_year
    if match["year"] and (own is None or int(match["year"]) != own - 1):
        return False
    is_final = identity.budget_stage == "final_accounts"
    return ("预算" if is_final else "决算") not in match["stage"] and (is_final or "执行" not in match["stage"])


def _token(match: re.Match[str], group: str) -> Token:
    return Token("word", match.start(group), match.end(group), match.end(group), match[group], "")


def said_of(verdict: Verdict, label: str) -> str:
    """The words that name what the verdict is about; what says where it is measured against is none of them."""
    return clean(verdict.whose or _COMPARED.sub("", clauses(label)[0]))


def is_about(figure: FigureRow, meaning: Meaning) -> bool:
    """True where an amount speaks of what words mean."""
    code = meaning.subject.code if meaning.subject else None
    return (figure.line_item, figure.subject_code) == (meaning.line_item, code)


def verdict_row(statement: Statement, verdict: Verdict, own: Meaning | None, figure: FigureRow | None) -> QuantityRow:
    """A verdict as a quantity: what it speaks of is what its words name, else the amount before it."""
    subject = own.subject if own else None
    return quantity_at(
        statement,
        subject_code=subject.code if subject else figure.subject_code if figure else None,
        subject_name=subject.name if subject else figure.subject_name if figure else None,
        line_item=own.line_item if own else figure.line_item if figure else None,
        figure_id=figure.figure_id if figure else None,
        value_role=verdict.role,
        direction=None,
        base=None,
        fiscal_year=figure.fiscal_year if figure else statement.identity.fiscal_year,
        value_published=verdict.token.number,
        value=Decimal(verdict.value),
        unit_of_measure=None,
    )
