"""How far a cell may reach. What goes beyond any table that people print is a mistake or an attack."""

from __future__ import annotations

from loaders.documents import UnreadableDocument

MAX_SPAN = 1_000
MAX_COLUMNS = 16_384
"""As many as a worksheet has."""


def span(text: str | None) -> int:
    """A number of rows or columns as a file declares it: at least one, at most ``MAX_SPAN``; one for what is none."""
    value = (text or "").strip()
    # Longer digits are not even read: turning a million of them into a number takes minutes.
    return min(max(1, int(value[:6])), MAX_SPAN) if value.isdecimal() and value.isascii() else 1


def require_columns(count: int) -> None:
    """Raises ``UnreadableDocument`` (``oversized``) for a row with more columns than a worksheet has."""
    if count > MAX_COLUMNS:
        raise UnreadableDocument("oversized", f"a row has {count:,} columns; at most {MAX_COLUMNS:,} are read")
