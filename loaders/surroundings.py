"""What stands around a table and speaks of it: unit of money, year, owner, date, and why it is empty."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from loaders.documents import Paragraph
from loaders.headings import Section, is_empty_note
from loaders.identity import is_body_name
from loaders.text import fold_digits, match_key, plain
from loaders.vocabulary import printed_unit

_REACH = 6
_LINE_LENGTH = 60
_YEAR_LINE = re.compile(r"(?:预算年度|所属年度|年度)[:：]?\s*(20\d{2})|^(20\d{2})年?度?$")
_AS_AT = re.compile(r"截[止至](?:时间|日期)?[:：]?\s*(20\d{2})[-年./]")
_OWNER = re.compile(
    r"(?:^|表|\))(?:编制|填报|预算|公开)?(?:部门|单位)(?:名称)?[:](?!(?:万|亿|千|百)?元)(.+?)(?:(?:金额)?单位[:].*)?$"
)
_UNIT_TITLE = re.compile(
    r"^(?:第.{1,2}部分|[一二三四五六七八九十]+[,、])?(.{4,30}?)20\d\d年度?(?:部门|单位)(?:预算|决算)(?:公开)?(?:表|报表|情况)?$"
)
_CODED_OWNER = re.compile(r"^(\d{3,6}[\u4e00-\u9fff()]{2,25})$")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is printed around a table; None where nothing says it."""

    unit: str | None = None
    year: int | None = None
    as_at_year: int | None = None
    owner: str | None = None
    empty_note: str | None = None

    def joined(self, later: Surroundings) -> Surroundings:
        """The table's surroundings with what only a later page says."""
        return Surroundings(
            self.unit or later.unit,
            self.year or later.year,
            self.as_at_year or later.as_at_year,
            self.owner or later.owner,
            self.empty_note or later.empty_note,
        )


def look_around(section: Section, lines: tuple[Paragraph, ...], title: str | None) -> Surroundings:
    """Read the lines between a title and its grid, and the grid's own rows of the same sort, nearest first.

    Lines above the title belong to something else: the walk back ends there.
    """
    found = Surroundings()
    for row in (*section.meta_rows, *section.title_rows):
        for text in section.matrix.texts(row):
            found = _add(found, text)
    for line in reversed(lines[-_REACH:]):
        text = plain(line.text)
        if len(text) > _LINE_LENGTH or line.style == "toc":
            break
        found = _add(found, text)
        if title is not None and text in title:
            break
    return _with_notes(found, section)


def titled_unit(lines: tuple[Paragraph, ...]) -> str | None:
    """The unit whose own budget the last title among ``lines`` opens (青阳县河道管理局2024年单位预算)."""
    for line in reversed(lines):
        match = _UNIT_TITLE.match(match_key(plain(line.text))) if line.style != "toc" else None
        if match is not None and is_body_name(match[1]):
            return match[1]
    return None


def _add(found: Surroundings, text: str) -> Surroundings:
    key = match_key(text)
    year = _YEAR_LINE.search(key)
    as_at = _AS_AT.search(fold_digits(text))
    owner = _OWNER.search(key) or _CODED_OWNER.match(key)
    return Surroundings(
        found.unit or printed_unit(text),
        found.year or (int(year[1] or year[2]) if year else None),
        found.as_at_year or (int(as_at[1]) if as_at else None),
        found.owner or (owner[1] if owner else None),
    )


def _with_notes(found: Surroundings, section: Section) -> Surroundings:
    for row in section.note_rows:
        text = " ".join(section.matrix.texts(row))
        if is_empty_note(text):
            return replace(found, empty_note=text)
    return found
