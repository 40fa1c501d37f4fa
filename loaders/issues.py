"""What a person should know about how a document was read; ``stage`` numbers these and adds the document."""

from __future__ import annotations

from dataclasses import dataclass


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
