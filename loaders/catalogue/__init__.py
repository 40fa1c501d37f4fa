"""The catalogue: what differs from province to province and from year to year, as data with a reason beside it.

Every file ``<name>.yml`` here is one list of entries. ``load_entries("tables", TableEntry)`` reads and validates
it once; the model (a frozen pydantic model that inherits ``Entry``) belongs to the module that uses the file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter

_FOLDER = Path(__file__).resolve().parent


class Entry(BaseModel):
    """One line of the catalogue: unknown keys are mistakes, values never change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


EntryT = TypeVar("EntryT", bound=Entry)


def _compilable(pattern: str) -> str:
    re.compile(pattern)
    return pattern


Pattern = Annotated[str, AfterValidator(_compilable)]
"""A regular expression that compiles; matched against folded text (``loaders.text.match_key`` or harder)."""


@cache
def read_yaml(name: str) -> Any:
    """The raw content of ``<name>.yml``. Raises ``FileNotFoundError`` for a catalogue that is not there."""
    return yaml.load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def load_entries(name: str, model: type[EntryT]) -> tuple[EntryT, ...]:
    """All entries of ``<name>.yml`` in file order. Raises pydantic's ``ValidationError`` for a malformed one."""
    return TypeAdapter(tuple[model, ...]).validate_python(tuple(read_yaml(name)))  # type: ignore[valid-type]


class LineItemEntry(Entry):
    """One line item: what a row without a code, or a sentence, speaks of."""

    line_item: str
    name_en: str
    name_zh: str
    reason: str


@cache
def line_items() -> dict[str, LineItemEntry]:
    """The shared vocabulary of line items by id. Raises ``ValueError`` where an id stands twice."""
    entries = load_entries("line_items", LineItemEntry)
    by_id = {entry.line_item: entry for entry in entries}
    if len(by_id) != len(entries):
        raise ValueError("line_items.yml holds one line item twice")
    return by_id
