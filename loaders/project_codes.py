"""Codes and names of projects and units as forms and lists print them: split, and repaired where a cell broke them.

The integrated budget system numbers projects with 21 characters (region, year, category letter, serial). They are
wider than their cell: extraction breaks them over cells and repeats characters at the break. Other systems number
otherwise, so any string in front of the first hyphen is taken for a code, but only this format is ever repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.text import compact, fold_digits, plain

_FULL = re.compile(r"(?<![0-9A-Z])\d{8}[A-Z]\d{12}(?!\d)")
_HEAD = re.compile(r"^\d{8}[A-Z]\d*$")
_LENGTH = 21
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９－", "0123456789-")
_OTHER = re.compile(r"^([0-9A-Z]{10,30})[-—–－](?=\S)")
_YEAR = re.compile(r"^20\d\d\s*(?=[\u4e00-\u9fff])(?!\s*年)")
_HYPHENS = "-—–－"
_UNITS = (
    re.compile(r"^[\[【(](?P<code>\d{3,12})[\]】)](?P<name>\D.*)$"),
    re.compile(rf"^(?P<code>\d{{3,12}})[{_HYPHENS}](?P<name>\D.*)$"),
    re.compile(r"^(?P<code>\d{6,12})(?P<name>[\u4e00-\u9fff].*)$"),
    re.compile(r"^(?P<name>.*?[^\d\-(\[【第])-?[(\[【]?(?P<code>\d{3,12})[)\]】]?$"),
)


@dataclass(frozen=True, slots=True)
class CodedName:
    """A code (null where none is printed or it cannot be told) and the name beside it."""

    code: str | None
    code_published: str | None
    is_repaired: bool
    name: str


def project_name(published: str) -> str:
    """The name without blanks and without the bare year that some systems put before it (``2023 招商…``)."""
    return _YEAR.sub("", compact(published))


def split_project(pieces: Sequence[str]) -> CodedName:
    """Code and name of a project from the cells that hold them, in order.

    A whole code in one cell wins; else a broken one is put together where exactly one way of overlapping gives a whole
    code (flagged ``is_repaired``). The name begins behind the first hyphen: names hold digits and hyphens themselves.
    """
    texts = [text for text in (_code_folded(plain(piece)).replace("\n", "") for piece in pieces) if text]
    for index, text in enumerate(texts):
        match = _FULL.search(text)
        if match:
            return CodedName(match[0], match[0], False, _name(text[match.end() :], texts[index + 1 :]))
    if len(texts) > 1 and _HEAD.match(texts[0]):
        return _joined(texts)
    whole = "".join(texts)
    other = _OTHER.match(whole)
    if other and re.search(r"\d{6}", other[1]):
        return CodedName(other[1], other[1], False, whole[other.end() :])
    return CodedName(None, None, False, whole)


def _code_folded(text: str) -> str:
    """Full-width digits as ASCII, which codes need; everything else, brackets of names too, stays as printed."""
    return text.translate(_WIDE_DIGITS)


def with_code(name: str, code_pieces: Sequence[str]) -> CodedName:
    """``name`` with the code that stands in a cell of its own; a code of an unknown form is kept as printed."""
    coded = split_project([*code_pieces, f"-{name}"])
    published = compact("".join(code_pieces)) or None
    return replace(coded, name=name) if coded.code else CodedName(published, published, False, name)


def _joined(texts: list[str]) -> CodedName:
    tail = re.match(r"[0-9A-Z]*", texts[1])
    digits = tail[0] if tail else ""
    found = {code for code in _overlaps(texts[0], digits) if len(code) == _LENGTH and _FULL.fullmatch(code)}
    published = f"{texts[0]} | {digits}"
    name = _name(texts[1][len(digits) :], texts[2:])
    if len(found) != 1:
        return CodedName(None, published, False, name)
    return CodedName(found.pop(), published, True, name)


def _overlaps(head: str, tail: str) -> list[str]:
    """``head`` and ``tail`` joined in every way in which the end of one repeats as the beginning of the other."""
    return [head + tail[size:] for size in range(min(len(head), len(tail)) + 1) if head.endswith(tail[:size])]


def _name(rest: str, more: list[str]) -> str:
    return " ".join(part for part in (rest.lstrip(_HYPHENS + " "), *more) if part).strip()


def split_unit(text: str) -> tuple[str | None, str | None]:
    """(name, code) of a unit: ``302001-区委办(本级)``, ``103001 市府办``, ``市府办机关103001``, ``[126]某部``, bare.

    Three digits right before a name are its code only with a mark between: names begin with numbers too (110指挥中心).
    """
    folded = compact(fold_digits(text))
    match = next((match for pattern in _UNITS if (match := pattern.match(folded))), None)
    if match is None:
        return folded or None, None
    return match["name"].lstrip(".·,，、"), match["code"]


def join_pieces(pieces: Sequence[str]) -> str:
    """Text broken over cells, put together; what the break repeats (三定 | 居三定方案) is kept once."""
    whole = ""
    for piece in pieces:
        text = plain(piece).replace("\n", "")
        whole += text[_repeated(whole, text) :]
    return whole


def _repeated(before: str, text: str) -> int:
    """How much of the beginning of ``text`` repeats the end of ``before``; up to two broken characters may lead."""
    for size in range(min(len(before), len(text), 12), 1, -1):
        position = text.find(before[-size:])
        if 0 <= position <= 1:
            return position + size
    return 0
