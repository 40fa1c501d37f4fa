"""Prose as people meant it: lines joined into passages, every character still knowing where it is printed.

Sentences are broken by page ends, by the width of the line and by blank lines of an extraction; amounts are parted
from their 万元. A passage is one paragraph made whole again, without white space, as printed (``text``) and folded
for matching (``folded``, same length), with the place of each character (``origins``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import overload

from loaders.documents import Document, Grid, Paragraph, Place
from loaders.text import fold_digits

_MARKUP = re.compile(r"\[(?:bookmark|image):[^\]]*\]|</?[a-zA-Z][^>]*>|\*\*")
_ENDS = re.compile(r"[。;!?:][\"')”]?$")
_PAGE_NUMBER = re.compile(r"^(?:第?\d{1,3}页?(?:[,/]?共?\d{1,3}页?)?|[-—–·]+\d{1,3}[-—–·]+)$")
_HEADING_END = re.compile(r"(?:说明|情况|概况|职责|职能|解释|构成|设置|目标|信息|事项|部分|总表|表|分析|目录|无)$")
_SENTENCE = re.compile(r"[,。;]|\d[\d.,]*(?:万元|亿元|元|%)")
# List marks from the widest part to the narrowest item; the level orders the frames that they open.
_MARKS = (
    re.compile(r"第[一二三四五六七八九十\d]{1,3}部分|附件\s*\d{0,2}"),
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,2}(?:、|\.\s+|\.(?!\d))"),
    re.compile(r"\(\d{1,2}\)"),
    re.compile(r"[①-⑳]"),
)
# Points by which a paragraph's first line is set in at least; two characters are 18 and more.
_INDENT = 14.0
# A list mark stands at the very beginning and is short; bookmarks in front of it are long.
_MARK_REACH = 400
_LONGEST_MARK = 64
_FOLD = {"，": ",", "；": ";", "！": "!", "？": "?", "“": '"', "”": '"', "‘": "'", "’": "'", "〔": "[", "〕": "]"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a character is printed: block ordinal (from 1), offset in the block's text, and the block's place."""

    block_no: int
    offset: int
    place: Place


@dataclass(frozen=True, slots=True)
class Origins(Sequence[Origin]):
    """The place of each character of a passage, worked out when asked: few characters ever are.

    ``starts`` are the indices at which its printed lines begin; ``offsets`` of a line are those in its block's text.
    """

    starts: tuple[int, ...]
    lines: tuple[tuple[int, Place, Sequence[int]], ...]

    def __len__(self) -> int:
        return self.starts[-1] + len(self.lines[-1][2]) if self.lines else 0

    @overload
    def __getitem__(self, index: int) -> Origin: ...

    @overload
    def __getitem__(self, index: slice) -> list[Origin]: ...

    def __getitem__(self, index: int | slice) -> Origin | list[Origin]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        line = bisect_right(self.starts, index) - 1
        block_no, place, offsets = self.lines[line]
        return Origin(block_no, offsets[index - self.starts[line]], place)


@dataclass(frozen=True, slots=True)
class Passage:
    """One whole paragraph. ``level`` is that of its list mark (0 a part … 5 the smallest), None without a mark."""

    text: str
    folded: str
    origins: Origins
    level: int | None
    mark_length: int
    is_heading: bool
    after_grid: bool


class _Folding(dict[int, str]):
    """Characters folded for matching, each worked out once; ``str.translate`` then runs at its own speed."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _FOLD.get(character) or fold_digits(character)
        if folded == character:
            normal = unicodedata.normalize("NFKC", character)
            folded = normal if len(normal) == 1 else character
        self[code] = folded
        return folded


class _Widths(dict[int, str]):
    """ "2" for a character that takes two places in print, "1" for the others."""

    def __missing__(self, code: int) -> str:
        self[code] = "2" if unicodedata.east_asian_width(chr(code)) in "WFA" else "1"
        return self[code]


_FOLDING = _Folding()
_WIDTHS = _Widths()


def fold(text: str) -> str:
    """Text folded for matching: width, quotes and brackets; every character stays one character."""
    return text.translate(_FOLDING)


@dataclass(frozen=True, slots=True)
class _Line:
    characters: str
    folded: str
    block_no: int
    place: Place
    offsets: Sequence[int]
    level: int | None
    mark_length: int
    style: str
    width: int


def _line(paragraph: Paragraph, block_no: int) -> _Line:
    """A paragraph without mark-up and white space; a blank between two digits stays, it parts two numbers."""
    text = paragraph.text
    skipped = {at for match in _MARKUP.finditer(text) for at in range(*match.span())}
    offsets = _kept(text, skipped)
    characters = text
    if len(offsets) < len(text):
        characters = "".join(" " if text[at].isspace() else text[at] for at in offsets)
    start = "".join(c for at, c in enumerate(text[:_MARK_REACH]) if at not in skipped) if skipped else text
    level, length = _mark(fold(start.lstrip()[:_LONGEST_MARK]))
    widths = text.strip().translate(_WIDTHS)
    width = len(widths) + widths.count("2")
    return _Line(
        characters, fold(characters), block_no, paragraph.place, offsets, level, length, paragraph.style, width
    )


def _kept(text: str, skipped: Collection[int]) -> Sequence[int]:
    """Offsets of the characters that count; all of them in most lines, which then cost nothing."""
    if not skipped and len(text.split()) == 1 and text == text.strip():
        return range(len(text))
    return [
        at
        for at, character in enumerate(text)
        if at not in skipped and (not character.isspace() or _between_digits(text, at))
    ]


def _between_digits(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def _mark(text: str) -> tuple[int | None, int]:
    for level, pattern in enumerate(_MARKS):
        match = pattern.match(text)
        if match:
            return level, len(re.sub(r"\s", "", match[0]))
    return None, 0


def passages(document: Document) -> Iterator[Passage]:
    """The document's prose as whole paragraphs, in reading order. Tables of contents are left out."""
    is_paged = any(block.place.page is not None for block in document.blocks)
    lines = {
        block_no: _line(block, block_no)
        for block_no, block in enumerate(document.blocks, start=1)
        if isinstance(block, Paragraph) and block.style != "toc"
    }
    full = _full_width(lines.values()) if is_paged else None
    run: list[_Line] = []
    after_grid = False
    for block_no, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            yield from _close(run, after_grid)
            run, after_grid = [], True
        elif block.style != "toc" and not (is_paged and _is_page_number(document, block_no - 1)):
            line = lines[block_no]
            if run and not _continues(run, line, full):
                yield from _close(run, after_grid)
                run, after_grid = [], False
            run.append(line)
    yield from _close(run, after_grid)


def _close(run: Sequence[_Line], after_grid: bool) -> Iterator[Passage]:
    folded = "".join(line.folded for line in run)
    if folded.strip():
        printed = [line for line in run if line.offsets]
        starts = accumulate((len(line.offsets) for line in printed[:-1]), initial=0)
        origins = Origins(tuple(starts), tuple((line.block_no, line.place, line.offsets) for line in printed))
        text = "".join(line.characters for line in run)
        is_heading = run[0].style == "heading" or (len(folded) <= 60 and not _SENTENCE.search(folded))
        yield Passage(text, folded, origins, run[0].level, run[0].mark_length, is_heading, after_grid)


def _full_width(lines: Iterable[_Line]) -> int:
    """Width of a full printed line: nine of ten lines are no wider."""
    widths = sorted(line.width for line in lines)
    return widths[int(len(widths) * 0.9)] if widths else 0


def _is_page_number(document: Document, at: int) -> bool:
    """A bare number at the top or foot of a page; in the middle of a page it may be an amount's first half."""
    block = document.blocks[at]
    if not isinstance(block, Paragraph) or not _PAGE_NUMBER.match(re.sub(r"\s", "", fold_digits(block.text))):
        return False
    neighbours = [document.blocks[near] for near in (at - 1, at + 1) if 0 <= near < len(document.blocks)]
    return len(neighbours) < 2 or any(near.place.page != block.place.page for near in neighbours)


def _continues(run: Sequence[_Line], line: _Line, full: int | None) -> bool:
    """True when ``line`` goes on with the sentence that ``run`` has begun."""
    last = run[-1]
    if last.style == "heading" or line.style == "heading" or not line.folded or line.level is not None:
        return False
    folded = "".join(part.folded for part in run)
    if _ENDS.search(folded):
        return _hangs_below(run[0], line)
    if not _SENTENCE.search(folded) and len(folded) <= 60:
        return _goes_on_after_label(folded, last, line, full)
    return True


def _hangs_below(first: _Line, line: _Line) -> bool:
    """True for a line of the same printed paragraph whose sentence happened to end with the line above.

    A paragraph's first line is set in by two characters, the others are not.
    """
    upper, lower = first.place.box, line.place.box
    if upper is None or lower is None or first.place.page != line.place.page:
        return False
    return upper[0] - lower[0] >= _INDENT


def _goes_on_after_label(folded: str, last: _Line, line: _Line, full: int | None) -> bool:
    """A line without punctuation is a heading, unless the line's end cut it: then it fills the printed line."""
    if full is None or last.width < 0.8 * full:
        return False
    if _HEADING_END.search(folded):
        return False
    if re.match(r"[一二三四五六七八九十]{1,3}、", folded):
        return not _SENTENCE.search(line.folded) and len(line.folded) <= 40
    return True


def sentence_start(folded: str, at: int) -> int:
    """Offset of the first character of the sentence that holds ``at``."""
    return max(folded.rfind(end, 0, at) for end in "。!?") + 1


def segment_start(folded: str, at: int) -> int:
    """Offset of the first character after the last full stop or semicolon before ``at``."""
    return max(folded.rfind(end, 0, at) for end in "。!?;") + 1
