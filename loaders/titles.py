"""Which statutory table a title line names: the whole line, glued to an issuer and a year or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.catalogue import Entry, load_entries
from loaders.text import match_key

_NUMBER = r"[一二三四五六七八九十0-9]+(?:-[0-9]+)*"
_NUMBERING = re.compile(
    rf"^(?:(?:附件|附表|附|(?:预算|决算|部门|单位)?公开表?|表):?{_NUMBER}(?:表|号)?[,.:]?|(?:预算|决算)[0-9]{{1,2}}表|\({_NUMBER}\)[,.]?|"
    # Hunan numbers its tables 01 to 23 with a blank behind, which folding takes away.
    rf"[一二三四五六七八九十0-9]{{1,3}}[,.:](?!\d)|[0-3]\d(?=[\u4e00-\u9fff])(?![年月日级个项]))"
)
# Words that begin with a numeral and are none: 表一一般公共预算支出表 is table 一.
_WORDS = {"一般": "\ue000", "三公": "\ue001"}
_META = re.compile(r"(?:金额)?单位[:为]?(?:人民币)?(?:万元|元|亿元|千元)|(?:预算|决算|部门|单位)?公开\d+表(?:-\d+)?")
_OWNER = re.compile(r"(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?:.*$")
_TAIL = re.compile(
    r"(?:\((?:续|续表|续\d+|\d+|[一二三四五六七八九十]+|公开表?|样表|空表|20\d\d年?度?)\)|续表?|-\d+|:)+$"
)
_BRACKET = re.compile(r"\([^()]*\)$")
# What is in brackets goes, except where it says by what a table is parted: another table then.
_ASIDE = re.compile(r"\((?![^()]*经济)[^()]*\)")
_YEAR = re.compile(r"20\d\d年?度?")
_NOT_WORD = re.compile(r"[^\w]|_")
_PROSE = re.compile(r"[。；;！？]|情况说明|的说明|如下|详见|目录|\.{3}|…")
# A prefix is an issuer when it ends like the name of a body, or names the level of the table.
_ISSUER = re.compile(
    r"(?:^|部门|单位|部门预算|单位预算|综合预算|部门决算|单位决算|本级|(?:省|市|区|县|州|旗|镇|乡)级?|室|局|厅|委|院|中心|处|所|会|部|站|校|学|园|馆|社|"
    r"队|团|府|办|庭|台|署|街道|公司|集团|库|场|组|协|联|关|政协|人大|机关|党校|党委|大队|年|年度|医院|法院|政府)$"
)


class TableEntry(Entry):
    """One entry of ``tables.yml``; see the head of that file for the meaning of its keys."""

    table_kind: str
    rows: str
    fund: str | None
    measures: tuple[str, ...]
    titles: tuple[str, ...]
    words: tuple[str, ...]
    reason: str
    id: str | None = None
    line_prefix: str = ""
    scope: str | None = None
    heading_words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Unique id of the entry: several kinds of table share the contract's ``other``."""
        return self.id or self.table_kind


@dataclass(frozen=True, slots=True)
class Title:
    """A line read as a title: the entry it names, how it was recognised, what stands before it, stage and year.

    ``listed`` is the title of the catalogue that it holds, folded; empty where only its words fit.
    """

    entry: TableEntry
    basis: str
    prefix: str
    is_final: bool
    year: int | None
    listed: str = ""


@cache
def table_entries() -> dict[str, TableEntry]:
    """All statutory tables by key. Raises ``ValueError`` where one title names two kinds of table."""
    entries = load_entries("tables", TableEntry)
    titles = [title for entry in entries for title in entry.titles]
    doubles = {title for title in titles if titles.count(title) > 1}
    if doubles:
        raise ValueError(f"tables.yml gives one title to two tables: {sorted(doubles)}")
    return {entry.key: entry for entry in entries}


@cache
def _by_title() -> tuple[tuple[str, TableEntry], ...]:
    """Titles, longest first: of two that fit the longer one is meant."""
    pairs = [(title, entry) for entry in table_entries().values() for title in entry.titles]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _strip(text: str) -> str:
    """Title line without numbering, unit, form number and page mark; still with its punctuation."""
    line, before = _shield(match_key(text), _WORDS), ""
    while line != before:
        before = line
        line = _TAIL.sub("", _NUMBERING.sub("", _OWNER.sub("", _META.sub("", line))))
    return _shield(line, {mark: word for word, mark in _WORDS.items()})


def _shield(line: str, words: Mapping[str, str]) -> str:
    for word, mark in words.items():
        line = line.replace(word, mark)
    return line


@cache
def _all_titles() -> tuple[str, ...]:
    return tuple(title for title, _ in _by_title())


def _listed(key: str) -> tuple[TableEntry, str, str] | None:
    # Next to no line is a title: one look at all of them before one at each.
    if not key.endswith(_all_titles()):
        return None
    for title, entry in _by_title():
        if key.endswith(title):
            prefix = key[: -len(title)]
            return (entry, prefix, title) if _ISSUER.search(prefix) else None
    return None


def _fits_words(entry: TableEntry, key: str) -> bool:
    for word in entry.words:
        found = any(part in key for part in word[1:].split("|"))
        if found != (word[0] == "+"):
            return False
    return True


def _worded(key: str) -> TableEntry | None:
    fitting = [entry for entry in table_entries().values() if _fits_words(entry, key)]
    return fitting[0] if fitting else None


@lru_cache(maxsize=4096)
def read_title(text: str) -> Title | None:
    """Understand one line as the title of a statutory table; None for every other line.

    First the listed titles (whole line, or glued to an issuer), then, for lines that end in 表, the words that
    a title of each kind must and must not hold.
    """
    line = _strip(text)
    if not 3 <= len(line) <= 60 or _PROSE.search(line):
        return None
    year = _YEAR.search(line)
    number = int(year[0][:4]) if year else None
    for candidate in (line, _ASIDE.sub("", line)):
        key = _NOT_WORD.sub("", _YEAR.sub("", candidate))
        listed = _listed(key)
        if listed:
            return Title(listed[0], "title", listed[1], "决算" in key, number, listed[2])
    return _by_words(line, number)


def _by_words(line: str, year: int | None) -> Title | None:
    bare = _BRACKET.sub("", line)
    key = _NOT_WORD.sub("", _YEAR.sub("", line))
    if not bare.endswith("表") or "绩效" in key or "自评" in key:
        return None
    entry = _worded(key)
    return Title(entry, "title_words", "", "决算" in key, year) if entry else None
