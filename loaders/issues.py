"""What a person should know about how a document was read; ``stage`` numbers these and adds the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from loaders.documents import UNCUT_STYLE, Block, Document, Paragraph


@dataclass(frozen=True, slots=True)
class Issue:
    """One remark on the reading. ``severity``: error (figures may be wrong), warning (something skipped), info."""

    severity: str
    code: str
    message: str
    page: int | None = None
    line_no: int | None = None
    grid_no: int | None = None
    row_no: int | None = None
    col_no: int | None = None
    text: str | None = None


def uncut_tables(document: Document) -> Iterator[Issue]:
    """One warning for each table without rules that stays text, because its columns are not certain."""
    for is_uncut, run in groupby(document.blocks, key=_is_uncut):
        if is_uncut:
            first = next(run)
            yield Issue(
                "warning", "uncut_table",
                "a table without vertical rules could not be cut into columns; its amounts stay text",
                first.place.page, first.place.line, text=first.text if isinstance(first, Paragraph) else None,
            )  # fmt: skip


def _is_uncut(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == UNCUT_STYLE
