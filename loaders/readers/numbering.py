"""Numbers that Word prints before paragraphs without storing them as text: “一、”, “（二）”, “3.”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Lists of one document; ``next_mark`` counts on as the paragraphs are walked through in order."""

    lists: Mapping[str, Mapping[int, _Level]]
    styles: Mapping[str, tuple[str, int]]
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_mark(self, paragraph: etree._Element) -> str:
        """What Word prints before this paragraph; empty for bullets and for paragraphs of no list."""
        number, depth = self._list_of(paragraph)
        levels = self.lists.get(number)
        if levels is None or depth not in levels:
            return ""
        self._counts[number, depth] = self._counts.get((number, depth), levels[depth].start - 1) + 1
        for deeper in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[deeper]
        return self._printed(number, levels, depth)

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        number, depth = self.styles.get(_value(style), ("", 0))
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is not None:
            number = _value(own.find(f"{_W}numId")) or number
            depth = _whole(own.find(f"{_W}ilvl"), depth)
        return number, depth

    def _printed(self, number: str, levels: Mapping[int, _Level], depth: int) -> str:
        text = levels[depth].text
        for at in range(depth + 1):
            if at in levels:
                count = self._counts.get((number, at), levels[at].start)
                text = text.replace(f"%{at + 1}", _figure(count, levels[at].form))
        return "" if levels[depth].form in ("bullet", "none") else text


def numbering(parts: Mapping[str, etree._Element]) -> Numbering:
    """The lists of ``word/numbering.xml`` and the styles of ``word/styles.xml`` that belong to one; either may lack."""
    root, styles = parts.get("word/numbering.xml"), parts.get("word/styles.xml")
    abstract = {} if root is None else {_id(item, "abstractNumId"): item for item in root.iter(f"{_W}abstractNum")}
    lists = {}
    for item in () if root is None else root.iter(f"{_W}num"):
        levels = abstract.get(_value(item.find(f"{_W}abstractNumId")))
        if levels is not None:
            lists[_id(item, "numId")] = dict(_levels(levels))
    return Numbering(lists, {} if styles is None else dict(_styled(styles)))


def _levels(abstract: etree._Element) -> Iterator[tuple[int, _Level]]:
    for item in abstract.iter(f"{_W}lvl"):
        form, text = _value(item.find(f"{_W}numFmt")), _value(item.find(f"{_W}lvlText"))
        level = _id(item, "ilvl")
        depth = int(level) if level.isascii() and level.isdecimal() and len(level) < 7 else 0
        yield depth, _Level(form, text, _whole(item.find(f"{_W}start"), 1))


def _styled(styles: etree._Element) -> Iterator[tuple[str, tuple[str, int]]]:
    for style in styles.iter(f"{_W}style"):
        number = style.find(f"{_W}pPr/{_W}numPr")
        if number is not None:
            depth = _whole(number.find(f"{_W}ilvl"), 0)
            yield _id(style, "styleId"), (_value(number.find(f"{_W}numId")), depth)


def _figure(count: int, form: str) -> str:
    if form in _CHINESE and 0 <= count <= _MOST_COUNTED:
        return _chinese(count)
    if form in _CIRCLED and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    if tens == 0:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")


def _id(element: etree._Element, name: str) -> str:
    return element.get(f"{_W}{name}") or ""


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val") or ""


def _whole(element: etree._Element | None, default: int) -> int:
    value = _value(element)
    # A level or a first number of a million is a mistake or an attack, and its Roman form would be as long.
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else default
