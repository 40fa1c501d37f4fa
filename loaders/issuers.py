"""Names of publishing bodies: found beside labels, in titles and in sentences, and brought to one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from loaders.documents import Document, Grid, Paragraph, Place
from loaders.regions import opens_with_region
from loaders.text import fold_digits, match_key, plain, without_space

_SENTENCE = re.compile(r"[。;!?]|,.*,")
# A region opens an official name; “市政府研究室” alone says no more than that some city has one.
# A county may have a name of one character (朗县); 城市, 城区 and 我县 are no names.
_REGION_WORD = re.compile(
    r"^(?:中国共产党|中共|政协|共青团)?(?:[\u4e00-\u9fff]{2,12}?(?:省|市|县|区|州|盟|旗|国)|(?![我本该全各邻外])[\u4e00-\u9fff]县)"
)
# The integrated budget system prints “[128001]甲县水利局” or “128001-甲县水利局”.
_UNIT_CODE = re.compile(r"^[\[(【]?\d{3,12}[\])】]?[-_]?")
# The first lines and cells of a document are its cover.
_EARLY = 8
# 二〇二三年 on covers.
_YEAR_IN_WORDS = re.compile(r"二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2}(?=年)")
_DIGITS_IN_WORDS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_PLACEHOLDER = re.compile(r"[xX×*]{2,}|某")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line or cell, folded for matching: ``kind`` is heading (short, no sentence), text or cell."""

    text: str
    printed: str
    place: Place
    kind: str
    next_cell: str = ""
    is_early: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible publisher: its name as printed, how sure that place is, and the words it was taken from."""

    name: str
    weight: int
    basis: str
    line: Line


@lru_cache(maxsize=16_384)
def _fold(text: str) -> str:
    folded = without_space(fold_digits(plain(text)))
    if "二" not in folded:
        return folded
    return _YEAR_IN_WORDS.sub(lambda match: match[0].translate(_DIGITS_IN_WORDS), folded)


def document_lines(document: Document) -> list[Line]:
    """All paragraphs and cells of a document as folded lines."""
    lines: list[Line] = []
    seen = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            lines.extend(_grid_lines(block))
            seen += sum(map(len, block.rows))
        else:
            lines.append(_paragraph_line(block, is_early=seen < _EARLY))
            seen += 1
    return [line for line in lines if line.text]


def _paragraph_line(block: Paragraph, is_early: bool) -> Line:
    text = _fold(block.text)
    is_heading = block.style != "toc" and len(text) <= 60 and not _SENTENCE.search(text)
    kind = "toc" if block.style == "toc" else "heading" if is_heading else "text"
    return Line(text, block.text, block.place, kind, is_early=is_early)


def _grid_lines(grid: Grid) -> Iterator[Line]:
    for row in grid.rows:
        printed = [(text, cell) for cell in row if (text := _fold(cell.text))]
        followers = [text for text, _ in printed[1:]] + [""]
        for (text, cell), follower in zip(printed, followers, strict=False):
            # A title inside the grid stands alone in its row.
            alone = cell.row <= 2 and len(printed) == 1 and len(text) <= 60
            yield Line(text, cell.text, cell.place, "heading" if alone else "cell", follower)


class IssuerFinder:
    """Finds publishers by the catalogue's labels and followers; holds nothing but compiled patterns."""

    def __init__(self, catalogue: Mapping[str, object]) -> None:
        endings = sorted(_strings(catalogue["body_endings"]), key=len, reverse=True)
        self._body = re.compile(
            rf"[\u4e00-\u9fffxX×*()]{{2,40}}?(?:{'|'.join(endings)})"
            rf"(?:\((?:本级|汇总|机关|[\u4e00-\u9fff]{{2,20}}(?:{'|'.join(endings)}))\))?$"
        )
        self._labels = _weighted(catalogue["issuer_labels"])
        self._cell_labels = _weighted(catalogue["issuer_cell_labels"])
        self._followers = _weighted(catalogue["issuer_followers"])
        self._cover_weight = int(str(catalogue["cover_weight"]))

    def is_body(self, name: str) -> bool:
        """True for the official name of a body that begins with its region.

        Listed regions stand beside the pattern, which is too narrow for 芒市, 城区 and the longest ethnic counties.
        """
        return bool(self._body.fullmatch(name) and (_REGION_WORD.match(name) or opens_with_region(name)))

    def candidates(self, lines: Iterable[Line]) -> Iterator[Candidate]:
        """All bodies that the lines name in a place that speaks of the publisher."""
        for line in lines:
            for name, weight, basis in (*self._labelled(line), *self._titled(line), *self._covered(line)):
                if self.is_body(name):
                    yield Candidate(name, weight, basis, line)

    def _labelled(self, line: Line) -> Iterator[tuple[str, int, str]]:
        for pattern, weight in self._labels:
            for match in pattern.finditer(line.text):
                name = re.split(r"(?:金额)?单位:|(?:申报|填报)(?:时间|日期)|[:,;。]", line.text[match.end() :])[0]
                yield _UNIT_CODE.sub("", name), weight, "label"
        for pattern, weight in self._cell_labels:
            if line.next_cell and pattern.search(line.text):
                yield _UNIT_CODE.sub("", line.next_cell), weight, "label"

    def _titled(self, line: Line) -> Iterator[tuple[str, int, str]]:
        if line.kind not in ("heading", "text"):
            return
        for pattern, weight in self._followers:
            for match in pattern.finditer(line.text):
                name = re.split(r"[:,;。、\"“”《》]|第.部分|\d+年(?:度)?", line.text[: match.start()])[-1]
                name = re.sub(r"^(?:\(.{1,3}\)|关于|现将|纳入|包括|反映)|(?:关于(?:公开|公布|发布)?|部门)$", "", name)
                yield _UNIT_CODE.sub("", name), weight, "title"

    def _covered(self, line: Line) -> Iterator[tuple[str, int, str]]:
        if line.kind == "heading" and line.is_early:
            # 甲县2023年部门预算公开——甲县水利局
            for part in dict.fromkeys((line.text, re.split(r"[-—]{2}", line.text)[-1])):
                yield _UNIT_CODE.sub("", part), self._cover_weight, "cover"


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _weighted(entries: object) -> list[tuple[re.Pattern[str], int]]:
    rows = entries if isinstance(entries, list) else []
    return [(re.compile(str(row["pattern"])), int(row["weight"])) for row in rows]


def is_placeholder(name: str) -> bool:
    """True for the “XX局” of a template."""
    return bool(_PLACEHOLDER.search(name))


def normalise(name: str, spellings: Iterable[tuple[re.Pattern[str], str]]) -> str:
    """One spelling of a body's name: brackets half-width, then the catalogue's rules in order."""
    text = match_key(name)
    for pattern, replacement in spellings:
        text = pattern.sub(replacement, text)
    return text
