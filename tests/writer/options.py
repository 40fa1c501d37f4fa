"""The ways in which governments lay out the same tables: each option is something real documents do."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class LayoutOptions:
    """How a disclosure is printed.

    ``title_place``: above (a line of its own), first_row (inside the grid), glued (one line with issuer and unit),
    wrapped (over two lines). ``codes``: joined (2013101), split (类 | 款 | 项), absent. ``total_place``: first or last
    line of coded tables; ``total_cell``: 合计 in the name cell, in the code cell, or over both. ``dash``: what stands
    where there is nothing (blank or a dash). ``page_rows``: rows a page, None for no break; ``repeat_heading`` and
    ``repeat_title`` say what a continuation page begins with. ``page``: portrait, landscape or rotated (PDF).
    ``rules`` (PDF): all, horizontal or none; without vertical ones every cell is one line and amounts stand right.
    ``embedded_font``: a font of boxes inside the file, or the name of a Chinese font that the viewer must have.
    """

    title_place: str = "above"
    title_prefix: str = ""
    codes: str = "joined"
    code_group: bool = False
    total_place: str = "first"
    total_cell: str = "name"
    ordinals: bool = False
    column_numbers: bool = False
    thousands: bool = False
    dash: str = ""
    page_rows: int | None = None
    repeat_heading: bool = True
    repeat_title: bool = False
    issuer_line: bool = True
    contents_list: bool = False
    spaced_total: bool = False
    page: str = "landscape"
    rules: str = "all"
    embedded_font: bool = True


def random_options(rng: Random) -> LayoutOptions:
    """Any combination of layout options."""
    return LayoutOptions(
        title_place=rng.choice(["above", "first_row", "glued", "wrapped"]),
        title_prefix=rng.choice(["", "", "表一 ", "公开01表 ", "一、"]),
        codes=rng.choice(["joined", "joined", "split", "absent"]),
        code_group=rng.random() < 0.5,
        total_place=rng.choice(["first", "last"]),
        total_cell=rng.choice(["name", "code", "merged"]),
        ordinals=rng.random() < 0.3,
        column_numbers=rng.random() < 0.3,
        thousands=rng.random() < 0.5,
        dash=rng.choice(["", "", "", "—", "-"]),
        page_rows=rng.choice([None, None, 12, 20]),
        repeat_heading=rng.random() < 0.6,
        repeat_title=rng.random() < 0.4,
        issuer_line=rng.random() < 0.7,
        contents_list=rng.random() < 0.3,
        spaced_total=rng.random() < 0.3,
        page=rng.choice(["portrait", "landscape", "rotated"]),
        embedded_font=rng.random() < 0.7,
    )
