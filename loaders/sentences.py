"""Prose as people meant it: lines joined into passages, every character still knowing where it is printed.

Sentences are broken by page ends, by the width of the line and by blank lines of an extraction; amounts are parted
from their 万元. A passage is one paragraph made whole again, without white space, as printed (``text``) and folded
for matching (``folded``, same length), with the place of each character (``origins``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

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
# A list mark stands at the very beginning; bookmarks in front of it are long.
_MARK_REACH = 400
_FOLD = {"，": ",", "；": ";", "！": "!", "？": "?", "“": '"', "”": '"', "‘": "'", "’": "'", "〔": "[", "〕": "]"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a character is printed: block ordinal (from 1), offset in the block's text, and the block's place."""

    block_no: int
    offset: int
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """One whole paragraph. ``level`` is that of its list mark (0 a part … 5 the smallest), None without a mark."""

    text: str
    folded: str
    origins: tuple[Origin, ...]
    level: int | None
    mark_length: int
    is_heading: bool
    after_grid: bool


@cache
def fold_character(character: str) -> str:
    """One character folded for matching: width, quotes and brackets; always one character again."""
    folded = _FOLD.get(character) or fold_digits(character)
    if folded == character:
        normal = unicodedata.normalize("NFKC", character)
        folded = normal if len(normal) == 1 else character
    return folded


@dataclass(frozen=True, slots=True)
class _Line:
    characters: str
    folded: str
    origins: tuple[Origin, ...]
    level: int | None
    mark_length: int
    style: str
    width: int


def _line(paragraph: Paragraph, block_no: int) -> _Line:
    """A paragraph without mark-up and white space; a blank between two digits stays, it parts two numbers."""
    skipped = {at for match in _MARKUP.finditer(paragraph.text) for at in range(*match.span())}
    kept = [
        (character, at)
        for at, character in enumerate(paragraph.text)
        if at not in skipped and (not character.isspace() or _between_digits(paragraph.text, at))
    ]
    characters = "".join(" " if character.isspace() else character for character, _ in kept)
    folded = "".join(map(fold_character, characters))
    origins = tuple(Origin(block_no, at, paragraph.place) for _, at in kept)
    start = "".join(c for at, c in enumerate(paragraph.text[:_MARK_REACH]) if at not in skipped)
    raw = "".join(map(fold_character, start)).lstrip()
    level, length = _mark(raw)
    width = sum(map(_width, paragraph.text.strip()))
    return _Line(characters, folded, origins, level, length, paragraph.style, width)


@cache
def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


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
    full = _full_width(document) if is_paged else None
    run: list[_Line] = []
    after_grid = False
    for block_no, block in enumerate(document.blocks, start=1):
        if isinstance(block, Grid):
            yield from _close(run, after_grid)
            run, after_grid = [], True
        elif block.style != "toc" and not (is_paged and _is_page_number(document, block_no - 1)):
            line = _line(block, block_no)
            if run and not _continues(run, line, full):
                yield from _close(run, after_grid)
                run, after_grid = [], False
            run.append(line)
    yield from _close(run, after_grid)


def _close(run: Sequence[_Line], after_grid: bool) -> Iterator[Passage]:
    folded = "".join(line.folded for line in run)
    if folded.strip():
        origins = tuple(origin for line in run for origin in line.origins)
        text = "".join(line.characters for line in run)
        is_heading = run[0].style == "heading" or (len(folded) <= 60 and not _SENTENCE.search(folded))
        yield Passage(text, folded, origins, run[0].level, run[0].mark_length, is_heading, after_grid)


def _full_width(document: Document) -> int:
    """Width of a full printed line: nine of ten lines are no wider."""
    widths = sorted(_line(b, 0).width for b in document.blocks if isinstance(b, Paragraph) and b.style != "toc")
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
        return False
    if not _SENTENCE.search(folded) and len(folded) <= 60:
        return _goes_on_after_label(folded, last, line, full)
    return True


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
    return max((match.end() for match in re.finditer(r"[。!?]", folded[:at])), default=0)


def segment_start(folded: str, at: int) -> int:
    """Offset of the first character after the last full stop or semicolon before ``at``."""
    return max((match.end() for match in re.finditer(r"[。!?;]", folded[:at])), default=0)
