"""Numbers in sentences and the words they are bound to: amounts, shares, rates, counts.

Works on folded passages (see ``sentences``): half-width punctuation, no white space. A number is bound to the words
between the number before it and itself, never across a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.sentences import segment_start, sentence_start
from loaders.topics import wordings

_NUMBER = r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
# 万 alone is money where nothing counted follows it (“20万以上”), else it counts (“1.8万份”).
_MONEY = r"(?P<money>百万元|亿元|万元|千元|元|[万亿](?=[,;。()、]|以|及|$))(?!/)"
_PERCENT = r"(?P<percent>%|个百分点)"
_LIST_MARK = re.compile(r"^(?:\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、|[①-⑳])")
_CONNECTIVE = re.compile(
    r"^(?:[,:;、)]|其中[,:]?|主要用于|主要为|主要是|主要包括|包括|分别为|以及|以下方面|及(?=[^其])|和|与(?=[^上2去年全调预决])|此外|另外|一是|二是|三是|四是)+"
)
_DATE = re.compile(r"^(?:截[至止])?(?:20\d\d年(?!初)(?:度)?(?:\d{1,2}月(?:底|\d{1,2}日)?)?|本年度|全年|当年)[,]?")
# Whose figure it is stands before the year (“某县财政局2023年收入预算”).
_ISSUER = re.compile(
    r"^[^,;:()\d]{2,25}(?:[局委办院校会处部厅室园馆社队团府庭台署站所]|中心|单位|部门|\((?:本级|汇总)\))(?=20\d\d年)"
)
_QUOTES = re.compile(r"[\"'《》]")


@dataclass(frozen=True, slots=True)
class Token:
    """One number with its unit. ``kind``: money, percent, points (个百分点), count. Offsets are the passage's."""

    kind: str
    start: int
    number_end: int
    end: int
    number: str
    unit: str


@cache
def _token_pattern() -> re.Pattern[str]:
    counters = rf"(?P<counter>(?:{wordings().counters}))(?!月|工作日|百分点|小时|左右|以上|以内|余|多)"
    return re.compile(rf"(?<![\d.A-Za-z第])(?<!(?<!节)约){_NUMBER}(?:{_PERCENT}|{_MONEY}|{counters})")


def tokens(folded: str) -> Iterator[Token]:
    """All numbers with a unit, in order. Ranges (2-3次), ordinals (第4次) and bare numbers are none."""
    for match in _token_pattern().finditer(folded):
        start = match.start()
        # “2-3次” is a range, “3 845.24万元” and “1,23.4万元” are numbers broken in two: none is one number.
        if start > 1 and folded[start - 1] in "-~— ," and folded[start - 2].isdigit():
            continue
        # A minus stands for a fall only where no digit precedes it.
        number = ("-" if start and folded[start - 1] == "-" else "") + match["number"]
        kind = "money" if match["money"] else "count" if match["counter"] else "percent"
        unit = match["money"] or match["counter"] or match["percent"]
        if unit == "个百分点":
            kind, unit = "points", "百分点"
        yield Token(kind, start - len(number) + len(match["number"]), match.end("number"), match.end(), number, unit)


def label_of(folded: str, token: Token, previous_end: int) -> str:
    """The words that a number is bound to: after the number before it, inside its sentence."""
    return folded[max(previous_end, sentence_start(folded, token.start)) : token.start]


def segment_before(folded: str, token: Token) -> str:
    """The sentence up to the number, from the last full stop or semicolon on."""
    return folded[segment_start(folded, token.start) : token.start]


def clauses(label: str) -> list[str]:
    """The clauses of a label, the nearest to the number first. Closed brackets belong to their clause."""
    found, depth, end = [], 0, len(label)
    for at in range(len(label) - 1, -1, -1):
        character = label[at]
        if character == ")":
            depth += 1
        elif character == "(" and depth:
            depth -= 1
        elif character in ",:;。(" and not depth:
            found.append(label[at + 1 : end])
            end = at
    return [*found, label[:end]]


def clean(clause: str) -> str:
    """A clause without list marks, connectives, dates at its head and quotation marks."""
    text = _QUOTES.sub("", clause)
    before = None
    while before != text:
        before = text
        for pattern in (_LIST_MARK, _CONNECTIVE, _DATE):
            text = pattern.sub("", text)
        text = _ISSUER.sub("", text)
    return text


@dataclass(frozen=True, slots=True)
class Role:
    """What a number says about its subject, and the words left when those that say so are cut away.

    ``role``: level, change, share, completion, rate, threshold. ``direction``: increase, decrease or None.
    ``base``: what a completion rate is measured against; for the level that a change starts from ``prior_year`` or
    ``compared_budget``.
    """

    role: str
    words: str
    direction: str | None = None
    base: str | None = None


_SHARE = re.compile(r"(?:占|占比)[^,;。]*$|(?<=[\u4e00-\u9fff])的$")
_COMPLETION = re.compile(
    r"完成[^,;。]*?(?P<base>年初|全年|调整后?)?(?:预算|预算数)[^,;。]*$|预算(?:执行|完成)率[^,;。]*$"
)
# Xinjiang states how far final accounts are from the budget.
_DIFFERENCE = re.compile(r"(?:预决算)?差异率(?:为|是)?$")
_BASES = {"年初": "initial_budget", "全年": "full_year_budget", "调整": "adjusted_budget", "调整后": "adjusted_budget"}


@cache
def _roles() -> dict[str, re.Pattern[str]]:
    roles = wordings().roles
    up, down = roles["increase"], roles["decrease"]
    return {
        "change": re.compile(
            rf"(?:各|共|同比|净)?(?:(?P<up>{up})|(?P<down>{down}))"
            rf"(?P<either>\((?:{up}|{down})\))?(?:了|额|率|幅度?|比例)?(?:为|约|达)?$"
        ),
        "than": re.compile(rf"(?:(?P<up>{roles['greater']})|(?P<down>{roles['smaller']}))[^,;。]*$"),
        "comparison": re.compile(roles["comparison"]),
        "prior": re.compile(rf"{roles['comparison']}的?(?:为|是)?"),
        "explanation": re.compile(roles["explanation"]),
        "compared_anew": re.compile(rf"[,;](?:{roles['comparison']})[,:]?[^,;]{{0,4}}$"),
        "compared": re.compile(
            rf"{roles['comparison']}|决算数?(?:{roles['greater']}|{roles['smaller']})[^,;]{{0,4}}预算数?"
        ),
        "threshold_before": re.compile(rf"(?:{roles['threshold_before']})[^,;。]{{0,6}}$"),
        "threshold_after": re.compile(roles["threshold_after"]),
        "list_opening": re.compile(roles["list_opening"]),
    }


def without_comparison(words: str) -> str:
    """Words without “与上年相比”, “比2021年”."""
    return _roles()["comparison"].sub("", words)


def role_of(clause: str, token: Token, following: str) -> Role:
    """The role of a number by the clause that ends at it and the text that follows it."""
    words = clean(clause)
    patterns = _roles()
    if token.kind == "money" and (
        patterns["threshold_before"].search(words) or patterns["threshold_after"].match(following)
    ):
        return Role("threshold", words)
    if token.kind == "percent":
        percent = _percent_role(words)
        if percent:
            return percent
    for name in ("change", "than"):
        match = patterns[name].search(words)
        if match and token.kind != "count":
            either = name == "change" and match["either"]
            direction = None if either else "increase" if match["up"] else "decrease"
            return Role("change", without_comparison(words[: match.start()]), direction)
    compared = patterns["prior"].search(words) if token.kind == "money" else None
    if compared and compared.end() == len(words):
        # “比上年决算数5万元增加…”: the figure compared with stands there itself, behind its name or not.
        base = "prior_year" if re.search(r"年度?|去年", compared[0].replace("年初", "")) else "compared_budget"
        return Role("level", words[: compared.start()], base=base)
    return Role("rate" if token.kind in ("percent", "points") else "level", words)


def _percent_role(words: str) -> Role | None:
    match = _DIFFERENCE.search(words)
    if match:
        return Role("change", words[: match.start()], base="budget")
    match = _COMPLETION.search(words)
    if match:
        return Role("completion", words[: match.start()], base=_BASES.get(match["base"] or "", "budget"))
    match = _SHARE.search(words)
    return Role("share", words[: match.start()]) if match else None


def is_explained(segment: str) -> bool:
    """True when the words before a number have begun to give reasons."""
    return bool(_roles()["explanation"].search(segment))


def last_comparison(segment: str) -> str | None:
    """The words that say what a change is measured against (“比上年决算数”, “与年初预算相比”), the last before it."""
    found = [match[0] for match in _roles()["compared"].finditer(segment)]
    return found[-1] if found else None


def is_compared_anew(segment: str) -> bool:
    """True where a comparison of its own follows the reasons (“主要原因是节约开支，与上年相比减少…”).

    Reasons that state amounts themselves go on with theirs.
    """
    found = _roles()["compared_anew"].search(segment)
    given = _roles()["explanation"].search(segment)
    return bool(found and given and not re.search(r"\d(?!\d*年)", segment[given.end() : found.start()]))


def opens_list(label: str) -> re.Match[str] | None:
    """“主要为…”: what follows are the parts of the figure before, by name."""
    return _roles()["list_opening"].match(label)
