"""Folding of printed Chinese text. Match keys are folded hard; what is stored stays as printed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGITS = str.maketrans("０１２３４５６７８９．，－＋％（）：", "0123456789.,-+%():")
# NFKC leaves these alone (see the look-alikes that extraction produces: CJK radicals, invisible marks).
_LEFTOVERS = str.maketrans(
    {
        "⻅": "见",
        "⺠": "民",
        "⻓": "长",
        "⼈": "人",
        "\u200b": None,
        "\ufeff": None,
        "\u200e": None,
        "\u200f": None,
        "\xad": None,
        "—": "-",
        "–": "-",
        "−": "-",
        "－": "-",
        "〇": "○",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "、": ",",
        "。": ".",
    }
)
_BOOKMARK = re.compile(r"\[(?:bookmark|image):[^\]]*\]")
_CHECKBOX = re.compile(r"<input\b([^>]*)/?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:b|i|u|em|strong|span|p|br|font|sup|sub)\b[^>]*>", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")


def fold_digits(text: str) -> str:
    """Full-width digits, points, commas, signs and brackets as ASCII; nothing else is touched."""
    return text.translate(_DIGITS)


def _checkbox(match: re.Match[str]) -> str:
    return "☑" if "checked=" in match[1].lower() or re.search(r"\bchecked\b", match[1]) else "☐"


def plain(text: str) -> str:
    """Text without the mark-up that extraction left in it.

    Bookmarks and image marks vanish, bold and underline marks are dropped (their content stays), check boxes become
    ☑ or ☐, non-breaking spaces become spaces.
    """
    # Every cell comes through here several times and few hold any mark-up: look before substituting.
    if text.isalnum():
        return text
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    if "**" in text:
        text = _EMPHASIS.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", _CHECKBOX.sub(_checkbox, text))
    return text.replace("\xa0", " ").strip()


def without_space(text: str) -> str:
    """Text without any white space, the ideographic and the non-breaking one included."""
    return "".join(text.split())


@lru_cache(maxsize=16_384)
def compact(text: str) -> str:
    """Printed text without mark-up and without any white space: how names and labels are stored."""
    return without_space(plain(text))


@lru_cache(maxsize=16_384)
def match_key(text: str) -> str:
    """Hard-folded form for comparisons only: no mark-up, no space, NFKC, punctuation unified, lower case."""
    return without_space(unicodedata.normalize("NFKC", plain(text)).translate(_LEFTOVERS)).lower()
